"""The remainder: what has moved since the approval. It waits in the inbox until a person approves it too."""

from collections.abc import Sequence
from datetime import timedelta

from samspill.model.changes import Priority, RecordKey
from samspill.model.history import Fate, Standing
from samspill.model.kinds import Side
from samspill.model.plan import PlanRow
from samspill.sync.desk import Desk

#: What such records wait for, and the code of their fate.
APPROVAL = "approval"
AWAITS_APPROVAL = "awaits_approval"
#: They look again after this, whether the review is still under way: one may be parked by a worker that read the
#: connection before the release, or be missed by it, for the index of waiting changes may lag behind.
PATIENCE = timedelta(hours=1)
#: More than this share of the approved rows moved: a person is asked again before anything is written.
TOO_MUCH = 0.05


def moved_too_much(approved: Sequence[PlanRow], moved: Sequence[PlanRow]) -> bool:
    """Whether more than 5 % of the approved rows moved (DESIGN section 6)."""
    return len(moved) > TOO_MUCH * max(len(approved), 1)


def set_aside(desk: Desk, rows: Sequence[PlanRow]) -> None:
    """Put those rows' records into the inbox, waiting for approval."""
    now = desk.clock()
    keys = {key: row for row in rows for key in keys_of_row(row)}
    desk.stores.journal.set_fates([_waiting(desk, key, row) for key, row in keys.items()])
    desk.stores.inbox.put_many(keys, due_at=now, priority=Priority.FIRST_SYNC)


def awaiting(desk: Desk, keys: Sequence[RecordKey]) -> set[RecordKey]:
    """Those of `keys` that must not be touched before the remainder is approved."""
    if desk.connection.review_pending != "remainder":
        return set()
    fates = desk.stores.journal.fates(keys)
    return {key for key, fate in fates.items() if fate.code == AWAITS_APPROVAL}


def source_key(row: PlanRow) -> RecordKey:
    """The record a plan row is about."""
    record_id = row.id.split(".", 2)[2]
    return RecordKey(kind=row.kind, side=row.source, id=record_id)


def keys_of_row(row: PlanRow) -> list[RecordKey]:
    """The record a plan row is about, and its partner to be: neither may be touched."""
    partner = row.app if row.source is Side.TRIPLETEX else row.tripletex
    keys = [source_key(row)]
    return [*keys, RecordKey(kind=row.kind, side=row.source.other, id=partner.id)] if partner else keys


def _waiting(desk: Desk, key: RecordKey, row: PlanRow) -> Fate:
    shown = row.tripletex if key.side is Side.TRIPLETEX else row.app
    return Fate(
        connection=desk.connection.id,
        key=key,
        standing=Standing.WAITING,
        code=AWAITS_APPROVAL,
        number=shown.number if shown else None,
        name=shown.name if shown else "",
        waiting_for=APPROVAL,
        updated_at=desk.clock(),
    )
