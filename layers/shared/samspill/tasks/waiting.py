"""What waits, and for what: as the inbox knows it this moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from samspill.composition import App
from samspill.model.changes import Change, RecordKey
from samspill.model.connection import Connection
from samspill.model.history import Fate, Standing
from samspill.sync.breaker import waits_for
from samspill.sync.first_sync.remainder import APPROVAL


@dataclass(frozen=True)
class Waits:
    """Something is still to be done with a record. `how`: `now`; at `until` (UTC), or again then after a try that
    failed (`retry`); for `parent`, known as `called`; for the release of a `breaker`; for an `approval`."""

    how: str
    until: datetime | None = None
    parent: RecordKey | None = None
    called: str = ""


def waits_of(app: App, connection: Connection, fates: Sequence[Fate]) -> dict[RecordKey, Waits]:
    """Those of the records of which something is still to be done."""
    stores, now = app.stores(connection.id), app.clock()
    changes = stores.inbox.find([fate.key for fate in fates]) if fates else {}
    found = {key: _waits(change, now) for key, change in changes.items()}
    for fate in fates:  # one whose change another holds in its hands: its last word says what it waits for
        if fate.key not in found and fate.standing is Standing.WAITING and fate.waiting_for is not None:
            found[fate.key] = Waits("parent", parent=_parent(fate.waiting_for))
    parents = {waits.parent for waits in found.values() if waits.parent is not None}
    known = stores.journal.fates(sorted(parents, key=str)) if parents else {}
    return {key: _called(waits, known.get(waits.parent) if waits.parent else None) for key, waits in found.items()}


def _waits(change: Change, now: datetime) -> Waits:
    waiting_for = change.waiting_for
    if waiting_for == APPROVAL:
        return Waits("approval")
    if waiting_for == waits_for(change.key.kind):
        return Waits("breaker")
    parent = _parent(waiting_for) if waiting_for is not None else None
    if parent is not None:
        return Waits("parent", change.due_at, parent)
    if change.due_at <= now:
        return Waits("now")
    return Waits("retry" if change.attempts else "until", change.due_at)


def _parent(text: str) -> RecordKey | None:
    try:
        return RecordKey.parse(text)
    except ValueError:
        return None


def _called(waits: Waits, fate: Fate | None) -> Waits:
    if waits.parent is None:
        return waits
    called = " ".join(filter(None, (fate.number, fate.name))) if fate is not None else ""
    return Waits(waits.how, waits.until, waits.parent, called or waits.parent.id)
