"""Attempts to connect that were refused: who tried and why not, without any key. Kept for support."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from samspill.store.sort_keys import time_text
from samspill.store.tables.journal import JournalItem

KEPT = timedelta(days=90)


class Attempt(BaseModel):
    """One refused attempt. `code` is the problem code of the refusal."""

    model_config = ConfigDict(frozen=True)

    integration: str
    organization_number: str
    code: str
    at: datetime


def record(attempt: Attempt) -> None:
    """Store an attempt; it expires."""
    JournalItem(
        _partition(attempt.integration),
        f"{time_text(attempt.at)}#{attempt.organization_number}",
        data=attempt.model_dump_json(),
        expires=int((attempt.at + KEPT).timestamp()),
    ).save()


def latest(integration: str, limit: int) -> list[Attempt]:
    """Newest first."""
    items = JournalItem.query(_partition(integration), scan_index_forward=False, limit=limit)
    return [Attempt.model_validate_json(item.data or "") for item in items]


def _partition(integration: str) -> str:
    return f"attempts#{integration}"
