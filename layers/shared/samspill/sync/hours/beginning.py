"""Saves a day as it has to be before anything of it is written; answers that it carries out are used up."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from samspill.exceptions import RevisionConflict
from samspill.model.changes import Priority
from samspill.model.hours import Day, DayLedger, HeldLine
from samspill.sync.desk import Desk, Later
from samspill.sync.hours.booking import begun
from samspill.sync.hours.planning import Plan
from samspill.sync.hours.stops import LEFT_OUT, day_key, line_key
from samspill.sync.ports.hours import RowClaimed


@dataclass(frozen=True)
class Begun:
    """A day that may be written. `ledger` is as it was saved for that; None for one of which there is nothing to
    know."""

    plan: Plan
    ledger: DayLedger | None


def begin(desk: Desk, plan: Plan) -> Begun | Later:
    """Save what is about to be written. A row that turns out to be another day's is left until that day is worked on;
    who was overtaken by somebody else starts over."""
    try:
        try:
            saved = save(desk, plan.case.before, begun(plan, desk.lease))
        except RowClaimed as claimed:
            desk.stores.inbox.put(day_key(claimed.owner), due_at=plan.case.now, priority=Priority.CHANGE)
            plan = _without_new_rows(desk, plan, claimed.owner)
            saved = save(desk, plan.case.before, begun(plan, desk.lease))
    except (RevisionConflict, RowClaimed):
        return Later(desk.clock(), counts=False)
    for line in _used_up(plan):
        desk.stores.decisions.drop(line_key(plan.case.day, line))
    return Begun(plan, saved)


def save(desk: Desk, before: DayLedger | None, after: DayLedger) -> DayLedger | None:
    """Store what changed; a day of which nothing is known stays unknown. Raises RevisionConflict and RowClaimed."""
    if before is None and not (after.rows or after.held or after.filed or after.marked):
        return None
    if before is not None and after.model_copy(update={"updated_at": before.updated_at}) == before:
        return before
    return desk.stores.hours.save(before, after.model_copy(update={"updated_at": desk.clock()}))


def _used_up(plan: Plan) -> Iterator[str]:
    """Lines whose answer is carried out now, or is to something that nobody asks any more: it must not be taken for
    one to what is asked later. What a person keeps out stays out, and an answer that cannot be carried out yet waits
    while the question is the same."""
    asked = {each.line: each for each in plan.held}
    for line in plan.case.choices:
        now, before = asked.get(line), plan.case.held[line]
        waits = now is not None and (now.code == LEFT_OUT or _is_same(now, before))
        if line in plan.answered or (plan.again is None and not waits):
            yield line


def _is_same(one: HeldLine, other: HeldLine) -> bool:
    return one.code == other.code and one.facts.get("theirs") == other.facts.get("theirs")


def _without_new_rows(desk: Desk, plan: Plan, owner: Day) -> Plan:
    ours = plan.case.rows
    kept = tuple(move for move in plan.moves if move.key in ours)
    other = desk.stores.hours.days([owner]).get(owner)
    blocked = plan.blocked or bool(other is not None and other.held)
    return replace(plan, moves=kept, first=plan.first | {owner}, blocked=blocked)
