"""When a day is looked at again.

not sent, lost, overtaken    as any other failed attempt
another day comes first      that day is due now; this one after it
hours on their way           at once: they have left their old row
held                         in a quarter of an hour, ever more rarely, at the latest every six hours: Tripletex tells
                             nobody when a week is opened or a project begins. What waits for a link is woken by it
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from samspill.exceptions import RateLimited, RetryLater
from samspill.model.changes import Priority, RecordKey
from samspill.model.history import Standing
from samspill.model.hours import Day, HeldLine, RowKey
from samspill.model.problems import CATALOGUE
from samspill.sync.desk import PEER_LONGEST, Desk, Finished, Later, Parked, Result
from samspill.sync.hours.planning import Plan
from samspill.sync.hours.stops import Held, day_key
from samspill.sync.hours.writing import NO_TIME
from samspill.sync.ports import NotSent, Refused, Uncertain
from samspill.sync.ports.hours import RowDone, RowOutcome

SOONEST, LATEST = timedelta(minutes=15), timedelta(hours=6)
_STUCK = (Standing.HELD, Standing.SKIPPED, Standing.GONE)


def end_of(
    desk: Desk, plan: Plan, held: Sequence[HeldLine], stops: Mapping[str, Held],
    outcomes: Mapping[RowKey, RowOutcome], groups: set[str], hold: Mapping[Day, bool],
) -> Result:  # fmt: skip
    """What is to happen with the day's change. `hold` are all days of the batch, and whether they hold something
    still. Makes due who has to come first; adds their groups."""
    now = desk.clock()
    mine = [outcomes[move.key] for move in plan.moves if move.key in outcomes]
    failed = [later for outcome in mine if (later := _failed(outcome, now)) is not None]
    if failed:
        return min(failed, key=lambda each: each.due_at)
    if plan.first:
        return _after(desk, plan, hold)
    if plan.again is not None and not any(isinstance(outcome, Refused) for outcome in mine):
        return Later(plan.again, counts=False)
    asking = [each for each in held if not CATALOGUE[each.code].note]
    if not asking:
        return Later(now + SOONEST, counts=False) if plan.again is not None else Finished()
    due_at = now + min(max((now - min(each.since for each in asking)) / 2, SOONEST), LATEST)
    parent = next((stop.parent for stop in stops.values() if stop.parent is not None), None)
    if parent is None:
        return Later(due_at, counts=False)
    _ask_for(desk, parent, groups)
    return Parked(parent, due_at)


def _after(desk: Desk, plan: Plan, hold: Mapping[Day, bool]) -> Result:
    """The day's turn comes once another was worked on; while what stands there is held, once that is over."""
    now = desk.clock()
    if plan.blocked and all(hold.get(day, True) for day in plan.first):
        return Parked(day_key(min(plan.first, key=str)), now + SOONEST)
    for day in plan.first - hold.keys():
        desk.stores.inbox.put(day_key(day), due_at=now, priority=Priority.CHANGE)
    return Later(now)


def after_marks(error: RetryLater, now: datetime) -> Later:
    """The app could not be told."""
    if isinstance(error, RateLimited):
        return Later(error.until, counts=False, code=error.code)
    return Later(now, code=error.code)


def due(end: Result) -> datetime:
    """When it is looked at again at the latest."""
    assert isinstance(end, Later | Parked)
    return end.due_at if isinstance(end, Later) else end.until


def _failed(outcome: RowOutcome, now: datetime) -> Later | None:
    match outcome:
        case RowDone() | Refused():
            return None
        case NotSent(error) if error is NO_TIME:
            return Later(now, counts=False)
        case NotSent(error):
            return after_marks(error, now)
        case Uncertain(error):
            return Later(now + PEER_LONGEST, code=error.code)
        case _:
            return Later(now)


def _ask_for(desk: Desk, parent: RecordKey, groups: set[str]) -> None:
    """Nobody has looked at it yet: it may only be late."""
    fate = desk.stores.journal.fates([parent]).get(parent)
    if fate is None or fate.standing not in _STUCK:
        desk.stores.inbox.put(parent, due_at=desk.clock(), priority=Priority.CHANGE)
        groups.add(parent.group)
