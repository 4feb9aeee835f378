"""Breakers as the API shows them."""

from datetime import datetime

from pydantic import Field

from samspill.api.models import Model, Person, Reason, reason
from samspill.model.breakers import StoppedRecord
from samspill.model.kinds import Kind
from samspill.sync.breaker import BREAKER_OPEN
from samspill.tasks.breakers import Shown


class BreakerEntry(Model):
    """When it stopped the kind, and who released it."""

    at: datetime
    what: str = Field(description="`stopped` or `released`.")
    by: str | None


class BreakerOut(Model):
    """The breaker of one kind."""

    kind: Kind
    open: bool = Field(description="True while the kind stands still and waits for a release.")
    reason: Reason | None = Field(description="Why it stands still, and what to do; null while it does not.")
    deleted: int = Field(description="Records deleted within the hour, or before it opened.")
    overwritten: int = Field(description="Records overwritten in that time.")
    since: datetime | None = Field(description="When the first of them was counted, to five minutes.")
    of: int = Field(description="Linked records of the kind.")
    limit: int = Field(description="So many may be deleted or overwritten within an hour.")
    waiting: int = Field(description="Changes that wait for the release.")
    examples: tuple[StoppedRecord, ...] = Field(description="Some of the records that were stopped.")
    opened_at: datetime | None
    released_at: datetime | None = Field(description="The last release.")
    released_by: str | None
    history: list[BreakerEntry] = Field(description="Newest first.")


class BreakerList(Model):
    """The breakers of a connection, one for each kind that is on."""

    items: list[BreakerOut]


class Release(Person):
    """A person lets a kind go on."""


def breaker_out(shown: Shown, language: str, app: str) -> BreakerOut:
    """A breaker in `language`; `app` is the app's name."""
    breaker = shown.breaker
    return BreakerOut(
        kind=breaker.kind,
        open=breaker.is_open,
        reason=reason(BREAKER_OPEN, {**shown.facts, "app": app}, language) if breaker.is_open else None,
        deleted=shown.deleted,
        overwritten=shown.overwritten,
        since=shown.since,
        of=shown.of,
        limit=shown.limit,
        waiting=shown.waiting,
        examples=breaker.examples,
        opened_at=breaker.opened_at,
        released_at=breaker.released_at,
        released_by=breaker.released_by,
        history=[BreakerEntry(at=entry.at, what=entry.what, by=entry.by) for entry in shown.history],
    )
