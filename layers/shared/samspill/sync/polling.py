"""Polls: what changed in a register since the last look, for what no webhook told.

A poll is a change like any other, told by its id: it waits in the inbox of its group, one for each kind and side, and
the group's worker carries it out. So no poll waits for another connection's slow peer, and one that is limited or
cannot reach its peer is due again by itself.
"""

from collections.abc import Iterable
from datetime import datetime

from samspill.exceptions import ConfigurationWrong
from samspill.model.changes import Priority, RecordKey
from samspill.model.kinds import Kind, Side
from samspill.sync.desk import Desk, Finished, Result
from samspill.sync.sweep import sweep_key

#: The id of a change that means "ask this side what changed in its register of this kind".
POLL = "?"


def poll_keys(kinds: Iterable[Kind]) -> list[RecordKey]:
    """The polls of both sides."""
    return [RecordKey(kind=kind, side=side, id=POLL) for kind in kinds for side in Side]


def poll(desk: Desk, key: RecordKey, _until: datetime) -> Result:
    """Put what changed into the inbox, then remember how far it was asked: a crash in between asks again. A register
    that is too large to be asked is left to webhooks and comparisons. Raises what the systems raise."""
    cursors, inbox = desk.stores.cursors, desk.stores.inbox
    before = cursors.get(key.kind, key.side)
    try:
        changed = desk.systems[key.side].changed_since(key.kind, before)
    except ConfigurationWrong as error:
        if error.code != "register_too_large":
            raise
        return Finished()
    found = [RecordKey(kind=key.kind, side=key.side, id=each) for each in (*changed.ids, *changed.deleted)]
    if found:
        inbox.put_many(found, due_at=desk.clock(), priority=Priority.CHANGE)
    if changed.unsure:
        inbox.put(sweep_key(key.kind), due_at=desk.clock(), priority=Priority.RECONCILE)
    if changed.cursor != before:
        cursors.put(key.kind, key.side, changed.cursor)
    return Finished()
