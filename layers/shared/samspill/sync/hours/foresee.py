"""What sending would do with days, without doing it: everything is read and compared, nothing is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samspill.model.hours import Day, HeldLine, Move, RowKey, Slot
from samspill.model.problems import CATALOGUE
from samspill.sync.desk import Desk
from samspill.sync.hours.assigning import Place
from samspill.sync.hours.gathering import gather
from samspill.sync.hours.holding import by_slot, rounded_sum
from samspill.sync.hours.making import imagined
from samspill.sync.hours.planning import Plan, RowMove, plan
from samspill.sync.hours.selecting import slot_of
from samspill.sync.hours.stops import plain, row_line


@dataclass(frozen=True)
class LinePlan:
    """What would become of a line. `hours` are ours as they are to be, held ones where it is held, 0 where it goes;
    `before` ours as they stand. `project` and `activity` are ids in Tripletex; an activity that has to be created has
    one that begins with "+"."""

    line: str
    move: Move
    hours: Decimal
    before: Decimal
    project: str | None
    project_name: str
    activity: str | None
    activity_name: str
    slot: Slot
    code: str | None
    facts: dict[str, str]
    entries: tuple[str, ...]


@dataclass(frozen=True)
class DayPlan:
    """What would become of a day."""

    day: Day
    employee_number: str | None
    employee_name: str
    lines: tuple[LinePlan, ...]


def foresee(desk: Desk, days: Sequence[Day]) -> list[DayPlan]:
    """Look at those days. Raises what the systems raise."""
    wanted = list(dict.fromkeys(days))
    return [_day(plan(case)) for case in gather(desk, wanted, imagined)] if wanted else []


def _day(plan_: Plan) -> DayPlan:
    case = plan_.case
    held = {each.line: each for each in plan_.held}
    rows = {row_line(move.key): move for move in plan_.moves}
    lines = [
        *(_held(plan_, each, rows.get(each.line)) for each in plan_.held),
        *(_row(plan_, move) for line, move in rows.items() if line not in held and move.move is not Move.SKIP),
        *(_arriving(plan_, key) for key in plan_.later if row_line(key) not in rows and row_line(key) not in held),
        *_noted(plan_),
    ]
    return DayPlan(case.day, case.person.number, case.person.name, tuple(sorted(lines, key=lambda each: each.line)))


def _row(plan_: Plan, move: RowMove) -> LinePlan:
    arriving = plan_.later.get(move.key, {})
    seconds = {**move.seconds, **arriving}
    before = move.row.ours if move.row is not None else Decimal(0)
    if not arriving:
        foreign = move.row.foreign if move.row is not None else Decimal(0)
        hours = move.wanted.hours - foreign if move.wanted is not None else Decimal(0)
        return _line(plan_, move.key, move.move, hours, before, tuple(sorted(seconds)))
    hours = plan_.wishes[row_line(move.key)].hours
    sort = Move.SEND if move.row is None else Move.STANDS if hours == before else Move.CORRECT
    return _line(plan_, move.key, sort, hours, before, tuple(sorted(seconds)))


def _arriving(plan_: Plan, key: RowKey) -> LinePlan:
    """Hours that leave another row first."""
    hours = plan_.wishes[row_line(key)].hours
    return _line(plan_, key, Move.SEND, hours, Decimal(0), tuple(sorted(plan_.later[key])))


def _line(
    plan_: Plan, key: RowKey, move: Move, hours: Decimal, before: Decimal, entries: tuple[str, ...]
) -> LinePlan:  # fmt: skip
    place = _place(plan_, key)
    names = plan_.case.ledger.names
    return LinePlan(
        line=row_line(key), move=move, hours=hours, before=before, project=key.project,
        project_name=place.target.project_name if place else names.get(key.project or "", ""),
        activity=key.activity, activity_name=place.target.activity_name if place else names.get(key.activity, ""),
        slot=slot_of(place.entry) if place else Slot(), code=None, facts={}, entries=entries,
    )  # fmt: skip


def _held(plan_: Plan, held: HeldLine, move: RowMove | None) -> LinePlan:
    places = [each for each in plan_.case.places if each.line == held.line]
    target = places[0].target if places else None
    key = move.key if move is not None else target.key if target is not None else None
    names = plan_.case.ledger.names
    return LinePlan(
        line=held.line, move=Move.SKIP if CATALOGUE[held.code].note else Move.HOLD, hours=held.hours,
        before=move.row.ours if move is not None and move.row is not None else Decimal(0),
        project=key.project if key is not None else None,
        project_name=target.project_name if target else names.get(key.project or "", "") if key else "",
        activity=key.activity if key is not None else None,
        activity_name=target.activity_name if target else names.get(key.activity, "") if key else "",
        slot=held.slot, code=held.code, facts=dict(held.facts), entries=held.entries,
    )  # fmt: skip


def _noted(plan_: Plan) -> Iterator[LinePlan]:
    """What stays out and is kept nowhere: not approved, from before."""
    listed = {each.line for each in plan_.held}
    for line, noted in by_slot(plan_.case.noted).items():
        if line in listed:
            continue
        hours, first = rounded_sum(noted), noted[0]
        facts = {"hours": plain(hours), "day": plan_.case.on.isoformat()}
        yield LinePlan(
            line=line, move=Move.SKIP, hours=hours, before=Decimal(0), project=None, project_name="", activity=None,
            activity_name="", slot=slot_of(first.entry), code=first.code, facts=facts,
            entries=tuple(sorted(each.entry.id for each in noted)),
        )  # fmt: skip


def _place(plan_: Plan, key: RowKey) -> Place | None:
    return next((each for each in plan_.case.places if each.target.key == key), None)
