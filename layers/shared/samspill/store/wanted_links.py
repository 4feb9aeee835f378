"""Links that somebody asked for: noted down at once, mailed a moment later by whoever looks after them."""

import math
from collections.abc import Callable
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from samspill.store.sort_keys import time_text
from samspill.store.tables.sessions import SessionItem

_PARTITION = "wanted-links"
#: What nobody looked after within this time is not mailed any more.
KEPT = timedelta(hours=1)


class WantedLink(BaseModel):
    """A request for a link. `integration` narrows it to one app."""

    model_config = ConfigDict(frozen=True)

    id: str
    email: str
    integration: str | None = None
    at: datetime


class WantedLinks:
    """All requests, oldest first."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def put(self, wanted: WantedLink) -> None:
        """Note one down."""
        expires = math.ceil((wanted.at + KEPT).timestamp())
        SessionItem(_PARTITION, _sort_key(wanted), data=wanted.model_dump_json(), expires=expires).save()

    def all(self) -> list[WantedLink]:
        """Those that are not too old."""
        since = SessionItem.sk >= time_text(self._clock() - KEPT)
        items = SessionItem.query(_PARTITION, since, consistent_read=True)
        return [WantedLink.model_validate_json(item.data or "") for item in items]

    def done(self, wanted: WantedLink) -> None:
        """Forget one."""
        SessionItem(_PARTITION, _sort_key(wanted)).delete()


def _sort_key(wanted: WantedLink) -> str:
    return f"{time_text(wanted.at)}#{wanted.id}"
