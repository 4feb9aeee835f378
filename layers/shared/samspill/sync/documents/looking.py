"""A complete look at documents, for what neither webhook nor poll told of. Registers of documents only grow and have
no second side to be compared with, so each look begins where the one before ended, the first one with the day from
which documents cross; what is held is looked at again whatever its age.
"""

from dataclasses import replace
from datetime import datetime

from samspill.model.changes import Priority, RecordKey
from samspill.model.kinds import Kind, Side
from samspill.sync.desk import Desk
from samspill.sync.polling import beginning, changed_since, enqueue


def look_at_all(desk: Desk, key: RecordKey, until: datetime) -> bool:
    """Have everything of the register looked at that was written since the last complete look, until the time is
    `until` (UTC); whether that was all. Raises what the systems raise; the next call then goes on."""
    register = RecordKey(kind=key.kind, side=Side.APP, id=key.id)
    cursors = desk.stores.cursors
    at = cursors.get(key.kind, Side.TRIPLETEX) or beginning(desk, key.kind)
    while True:
        changed = changed_since(desk, register, at)
        enqueue(desk, register, replace(changed, unsure=False), Priority.RECONCILE)  # this is the look at all
        if changed.cursor != at:
            at = changed.cursor
            # The poll's own cursor is the app's; documents have no register in Tripletex that one could be kept for.
            cursors.put(key.kind, Side.TRIPLETEX, at)
        if not changed.more:
            break
        if desk.clock() >= until:
            return False
    _look_at_held(desk, key.kind)
    return True


def _look_at_held(desk: Desk, register: Kind) -> None:
    """What was in the way may be gone; what only a system's answer can tell is not tried again for that."""
    for rule in desk.integration.documents:
        cursor: str | None = None
        while (rule.register or rule.kind) is register:
            page, cursor = desk.stores.journal.problems(kind=rule.kind, limit=200, cursor=cursor)
            keys = [problem.key for problem in page]
            desk.stores.inbox.put_many(keys, due_at=desk.clock(), priority=Priority.RECONCILE)
            if cursor is None:
                break
