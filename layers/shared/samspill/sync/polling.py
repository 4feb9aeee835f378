"""Polls: what changed in a register since the last look, for what no webhook told.

A poll is a change like any other, told by its id: it waits in the inbox of its group, one for each kind and side, and
the group's worker carries it out. So no poll waits for another connection's slow peer, and one that is limited or
cannot reach its peer is due again by itself.
"""

from collections.abc import Iterable
from datetime import datetime

from samspill.exceptions import ConfigurationWrong
from samspill.model.changes import Priority, RecordKey, Way
from samspill.model.kinds import Kind, Side
from samspill.sync.desk import Desk
from samspill.sync.documents.papers import since
from samspill.sync.documents.peers import source
from samspill.sync.ports import Changed
from samspill.sync.sweep import sweep_key

#: The id of a change that means "ask this side what changed in its register of this kind".
POLL = "?"


def poll_keys(kinds: Iterable[Kind]) -> list[RecordKey]:
    """The polls of both sides; documents are made out, and hours entered, in the app."""
    sides = {kind: (Side.APP,) if kind.one_way else tuple(Side) for kind in kinds}
    return [RecordKey(kind=kind, side=side, id=POLL) for kind, of_kind in sides.items() for side in of_kind]


def poll(desk: Desk, key: RecordKey, until: datetime) -> bool:
    """Put what changed into the inbox until the time is `until` (UTC); whether that was all. Then, or when stopped by
    a limit or an error, remember how far it was asked: the next call goes on from there, a crash asks again. A
    register that is too large to be asked is left to webhooks and comparisons. Raises what the systems raise."""
    cursors = desk.stores.cursors
    before = cursors.get(key.kind, key.side)
    at = before or beginning(desk, key.kind)
    try:
        while True:
            changed = changed_since(desk, key, at)
            enqueue(desk, key, changed, Priority.CHANGE)
            at = changed.cursor
            if not changed.more:
                return True
            if desk.clock() >= until:
                return False
    except ConfigurationWrong as error:
        if error.code != "register_too_large":
            raise
        return True
    finally:
        if at != before:
            cursors.put(key.kind, key.side, at)


def beginning(desk: Desk, kind: Kind) -> str:
    """Where the first poll of a register begins. One of records only takes note, for a comparison comes after it. One
    of documents tells of all from the day on which they cross: nothing else looks for them before the next day."""
    return source(desk).documents_cursor(since(desk)) if kind.is_document else ""


def changed_since(desk: Desk, key: RecordKey, cursor: str) -> Changed:
    """What changed in the register since. Raises what the systems raise."""
    if key.kind.is_document:
        return source(desk).documents_since(key.kind, cursor)
    return desk.systems[key.side].changed_since(key.kind, cursor)


def enqueue(desk: Desk, key: RecordKey, changed: Changed, priority: Priority) -> None:
    """Have what changed looked at."""
    found = [RecordKey(kind=key.kind, side=key.side, id=each) for each in (*changed.ids, *changed.deleted)]
    if found:
        desk.stores.inbox.put_many(found, due_at=desk.clock(), priority=priority, way=Way.POLL)
    if changed.unsure:
        desk.stores.inbox.put(sweep_key(key.kind), due_at=desk.clock(), priority=Priority.RECONCILE)
