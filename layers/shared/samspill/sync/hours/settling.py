"""Writes down what came of a batch: the ledger, what people are told, and only then the app.

A line is listed in the ledger from before its problem is opened until after it is solved: whoever is cut off in
between leaves a line that is looked at again, never a problem that nobody closes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samspill.exceptions import RetryLater, RevisionConflict
from samspill.model.hours import Day, DayLedger, HeldLine, RowKey
from samspill.sync.desk import Desk, Finished, Later, Result
from samspill.sync.hours.beginning import Begun, save
from samspill.sync.hours.booking import begun, finished, with_held
from samspill.sync.hours.ending import after_marks, end_of
from samspill.sync.hours.marking import mark, marks_of, with_marks
from samspill.sync.hours.planning import Plan
from samspill.sync.hours.refusing import with_refused
from samspill.sync.hours.stops import Held, day_key, line_key
from samspill.sync.hours.telling import Line, forget, settlement_of, tell, write_history
from samspill.sync.hours.writing import Written
from samspill.sync.ports.hours import Mark, RowClaimed, RowOutcome


@dataclass(frozen=True)
class _Booked:
    """A day whose ledger says what came of it; lines that were held before are listed still."""

    plan: Plan
    ledger: DayLedger
    held: tuple[HeldLine, ...]
    stops: Mapping[str, Held]


def settle(desk: Desk, started: Sequence[Begun], written: Written, groups: set[str]) -> dict[Day, Result]:
    """What is to happen with each day's change. Raises what stopped the writing, and what the app raises."""
    ends: dict[Day, Result] = {}
    booked: list[_Booked] = []
    for each in started:
        after = _book(desk, each, written.outcomes)
        if after is None:
            ends[each.plan.case.day] = Later(desk.clock(), counts=False)
        else:
            booked.append(after)
    hold = {each.plan.case.day: bool(each.held) for each in booked}
    for done in booked:
        ends[done.plan.case.day] = end_of(desk, done.plan, done.held, done.stops, written.outcomes, groups, hold)
    closed = _tell(desk, booked, written.outcomes, groups)
    if written.stop is not None:
        raise written.stop
    ends |= _mark(desk, closed, ends)
    _well_again(desk, [day for day, end in ends.items() if _goes_well(end)])
    return ends


def _well_again(desk: Desk, days: Sequence[Day]) -> None:
    """A day that failed so often that people were told is looked at like any other from now on."""
    troubled = desk.stores.journal.troubled([day_key(day) for day in days]) if days else set()
    if troubled:
        settlement = settlement_of(desk, [])
        for key in sorted(troubled, key=str):
            desk.stores.journal.solve(key, desk.clock())
            settlement.gone(key, Line(None, ""))
        settlement.store()


def _goes_well(end: Result) -> bool:
    """Whether it did not fail this time, done or held."""
    return not isinstance(end, Later) or (not end.counts and end.code is None)


def _book(desk: Desk, each: Begun, outcomes: Mapping[RowKey, RowOutcome]) -> _Booked | None:
    plan, before = each.plan, each.ledger
    listed = before or begun(plan, desk.lease)
    held, stops = with_refused(plan, outcomes)
    lines = {line.line: line for line in (*listed.held, *held)}
    after = with_held(finished(plan, listed, outcomes, desk.clock()), lines.values())
    marked = with_marks(plan, with_held(after, held)).marked
    try:
        saved = save(desk, before, after.model_copy(update={"marked": marked}))
    except (RevisionConflict, RowClaimed):
        return None
    return _Booked(plan, saved or after, held, stops)


def _tell(
    desk: Desk, booked: Sequence[_Booked], outcomes: Mapping[RowKey, RowOutcome], groups: set[str]
) -> list[_Booked]:  # fmt: skip
    """Tell people, then take what is over off the ledger."""
    settlement = settlement_of(desk, [each.ledger for each in booked])
    over = [tell(settlement, each.plan, each.held, each.stops, each.ledger) for each in booked]
    for each in booked:
        write_history(settlement, each.plan, outcomes)
    groups |= settlement.store()
    _take_back(desk, booked)
    after: list[_Booked] = []
    for each, keys in zip(booked, over, strict=True):
        forget(desk, keys)
        after.append(_closed(desk, each) if keys else each)
        if keys:  # another day may wait for what was held here
            forget(desk, keys)
            desk.stores.inbox.wake(str(day_key(each.plan.case.day)), desk.clock())
    return after


def _take_back(desk: Desk, booked: Sequence[_Booked]) -> None:
    """Somebody who was at the same day may have closed a line while this told of it."""
    days = [each.plan.case.day for each in booked if each.held]
    stored = desk.stores.hours.days(days) if days else {}
    listed = {day: {line.line for line in ledger.held} for day, ledger in stored.items()}
    for each in booked:
        day = each.plan.case.day
        forget(desk, [line_key(day, held.line) for held in each.held if held.line not in listed.get(day, set())])


def _closed(desk: Desk, each: _Booked) -> _Booked:
    try:
        saved = desk.stores.hours.save(each.ledger, with_held(each.ledger, each.held))
    except (RevisionConflict, RowClaimed):  # whoever was faster closes it too
        return each
    return _Booked(each.plan, saved, each.held, each.stops)


def _mark(desk: Desk, booked: Sequence[_Booked], ends: Mapping[Day, Result]) -> dict[Day, Result]:
    """Tell the app; a day of which it does not know by now is looked at again."""
    marks: dict[str, tuple[Day, Mark]] = {}
    for each in booked:
        marks |= {m.id: (each.plan.case.day, m) for m in marks_of(each.plan, with_held(each.ledger, each.held))}
    try:
        noted = mark(desk, [each for _, each in marks.values()])
    except RetryLater as error:
        return {day: after_marks(error, desk.clock()) for day, _ in marks.values() if _over(ends[day])}
    missed = {day for entry, (day, each) in marks.items() if each.exported and not noted.get(entry, False)}
    return {day: Later(desk.clock()) for day in missed if _over(ends[day])}


def _over(end: Result) -> bool:
    return isinstance(end, Finished)
