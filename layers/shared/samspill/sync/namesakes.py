"""Linked records that had the name of one nobody has looked at before: where the number is the identity it may be one
of them, also when its partner is gone and can tell no more."""

from collections.abc import Collection

from samspill.model import normalise
from samspill.model.changes import RecordKey
from samspill.model.history import Standing
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from samspill.sync.desk import Desk

_PAGE = 1000


def namesakes(desk: Desk, kind: Kind, side: Side, records: Collection[Record]) -> set[str]:
    """Ids of linked records of `side` whose name, as it was last seen, one of `records` has.

    A name is no key, so the last words on all records of the kind are read, once for a batch and only for records
    that are new to us; not in a first sync, where all of them are.
    """
    names = {name for record in _unseen(desk, kind, side, records) if (name := normalise.folded(record.label))}
    found: set[str] = set()
    cursor = None
    while names and desk.wakes:
        page, cursor = desk.stores.journal.search(kind=kind, standing=Standing.LINKED, limit=_PAGE, cursor=cursor)
        found |= {fate.key.id for fate in page if fate.key.side is side and normalise.folded(fate.name) in names}
        if cursor is None:
            break
    return found


def _unseen(desk: Desk, kind: Kind, side: Side, records: Collection[Record]) -> list[Record]:
    keys = {RecordKey(kind=kind, side=side, id=record.id): record for record in records}
    seen = desk.stores.journal.fates(list(keys)) if keys else {}
    return [record for key, record in keys.items() if key not in seen]
