"""Reconcile one kind: both registers against their bases; enqueue what differs, report drift.

read both registers onto the shelf                                   page by page (sync/reading.py)
a linked record differs from its base, or the pair is not equal      -> look at it
a linked record is absent from a complete register                   -> suspect a delete: look at it
a record without link whose fate is not settled for this very state  -> look at it

Who is stopped by a limit or by the time goes on where it was; what nobody went on with for an hour begins anew.
"""

from collections.abc import Mapping
from datetime import datetime

from samspill.exceptions import NotFound
from samspill.model.changes import EVERYTHING, Change, Priority, RecordKey, Way
from samspill.model.drift import Drift
from samspill.model.kinds import Kind, Side
from samspill.sync.comparing.comparison import compare_on
from samspill.sync.comparing.findings import Found
from samspill.sync.desk import Desk
from samspill.sync.reading import begun, read_on, touch

#: How many waiting changes a comparison answers at most.
BACKLOG = 10_000
PURPOSE = "sweep"


def sweep_key(kind: Kind) -> RecordKey:
    """The change that means: compare both registers of `kind`."""
    return RecordKey(kind=kind, side=Side.TRIPLETEX, id=EVERYTHING)


def sweep(desk: Desk, kind: Kind, until: datetime) -> Drift | None:
    """Compare the registers of `kind` and enqueue differences until the time is `until` (UTC); None when it goes on
    with the next call. Writes nothing to either system.

    A register that cannot be read completely is compared as far as it can be: nothing then counts as absent. Raises
    what the systems raise; what was done stays done.
    """
    shelf, folder = desk.shelf, f"{desk.connection.id}/sweep/{kind.value}"
    left, asked = begun(shelf, folder, kind, PURPOSE, desk.clock()), desk.stores.inbox.find([sweep_key(kind)])
    if left is None or any(left.begun_at < change.first_at for change in asked.values()):
        # A reading begun before anybody asked cannot answer: a worker that was late left it behind.
        shelf.delete_prefix(f"{folder}/")
        shelf.put_rows(_waiting_key(folder), _waiting(desk, kind))
    reading = read_on(desk, shelf, folder, kind, until, PURPOSE)
    if not reading.finished:
        return None
    touch(shelf, folder, kind, reading, desk.clock())
    waiting = _waiting_before(desk, folder)

    def tell(found: Found) -> None:
        desk.stores.inbox.put_many(found.wanted, due_at=desk.clock(), priority=Priority.RECONCILE, way=Way.COMPARISON)
        # What came in before we read has nothing more to tell of a pair at peace, e.g. our own echoes.
        for key in found.peaceful & waiting.keys():
            desk.stores.inbox.done(waiting[key])

    drift = compare_on(desk, shelf, folder, reading, kind, until, tell)
    if drift is not None:
        desk.stores.drifts.put(drift)
        desk.drifted(drift)
        shelf.delete_prefix(f"{folder}/")
        _ask_again_if_asked_meanwhile(desk, kind, waiting)
    return drift


def _waiting(desk: Desk, kind: Kind) -> list[Change]:
    """What is due of the kind, and what asks for this comparison."""
    key = sweep_key(kind)
    due = desk.stores.inbox.due(key.group, desk.clock(), BACKLOG)
    asking = desk.stores.inbox.find([key]).values()
    return [*(change for change in due if change.key.kind is kind and change.key != key), *asking]


def _ask_again_if_asked_meanwhile(desk: Desk, kind: Kind, waiting: Mapping[RecordKey, Change]) -> None:
    """Whoever asked after the reading had begun knows of something that it may not have seen."""
    key = sweep_key(kind)
    now, before = desk.stores.inbox.find([key]).get(key), waiting.get(key)
    same = now is None or (before is not None and (now.counter, now.first_at) == (before.counter, before.first_at))
    if now is not None and not same:
        desk.stores.inbox.put(key, due_at=desk.clock(), priority=now.priority)


def _waiting_before(desk: Desk, folder: str) -> dict[RecordKey, Change]:
    """What was waiting when the reading began."""
    try:
        return {change.key: change for change in desk.shelf.rows(_waiting_key(folder), Change)}
    except NotFound:
        return {}


def _waiting_key(folder: str) -> str:
    return f"{folder}/waiting.jsonl.gz"
