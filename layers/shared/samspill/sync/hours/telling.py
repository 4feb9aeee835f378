"""What people are told of a day: problems and fates of its held lines, history of its rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from samspill.model.changes import RecordKey
from samspill.model.history import Standing
from samspill.model.hours import DayLedger, HeldLine, Move, RowKey
from samspill.model.problems import CATALOGUE
from samspill.sync.case import Hold
from samspill.sync.desk import Desk
from samspill.sync.hours.planning import Plan, RowMove
from samspill.sync.hours.stops import Held, line_key, plain, row_line
from samspill.sync.ports.hours import RowDone, RowOutcome
from samspill.sync.settle import Settlement, Subject

_SAID = {Move.SEND: "created", Move.CORRECT: "updated", Move.REMOVE: "deleted", Move.ADOPT: "linked"}


@dataclass(frozen=True)
class Line:
    """Whose line it is, as people know the employee."""

    number: str | None
    label: str


def settlement_of(desk: Desk, ledgers: Iterable[DayLedger]) -> Settlement:
    """A settlement that knows the lines of those days."""
    keys = [line_key(ledger.day, held.line) for ledger in ledgers for held in ledger.held]
    return Settlement(desk, desk.stores.journal.fates(keys) if keys else {}, _nothing)


def tell(
    settlement: Settlement, plan: Plan, held: Sequence[HeldLine], stops: Mapping[str, Held], listed: DayLedger
) -> set[RecordKey]:  # fmt: skip
    """Open what is held, close what was and is not any more; the lines that were closed."""
    who = Line(plan.case.person.number, plan.case.person.name)
    now_held = {each.line: each for each in held}
    for each in held:
        key, stop = line_key(plan.case.day, each.line), stops.get(each.line)
        if CATALOGUE[each.code].note:
            settlement.skipped(key, who, each.code)
        else:
            settlement.held(key, who, Hold(each.code, each.facts, technical=stop.technical if stop else ""))
    closed = {line_key(plan.case.day, each.line) for each in listed.held if each.line not in now_held}
    for key in closed:
        settlement.gone(key, who)
    return closed


def forget(desk: Desk, keys: Iterable[RecordKey]) -> None:
    """Lines that are held no more: no problem of theirs stays open, whoever opened it."""
    journal, now = desk.stores.journal, desk.clock()
    for key in keys:
        if journal.solve(key, now) and (fate := journal.fates([key]).get(key)) is not None:
            journal.set_fates([fate.model_copy(update={"standing": Standing.GONE, "code": None, "updated_at": now})])


def write_history(settlement: Settlement, plan: Plan, outcomes: Mapping[RowKey, RowOutcome]) -> None:
    """A line for each row that was written, with what stood there and is gone now; and for one that turned out to be
    what a lost attempt of ours made."""
    for move in plan.moves:
        if move.move is Move.ADOPT or isinstance(outcomes.get(move.key), RowDone):
            _write(settlement, plan, move)


def _write(settlement: Settlement, plan: Plan, move: RowMove) -> None:
    wanted, row = move.wanted, move.row
    before = move.lost or (row.base if row is not None and move.move is not Move.ADOPT else None)
    settlement.happened(
        line_key(plan.case.day, row_line(move.key)),
        _SAID[move.move],
        written={"hours": plain(wanted.hours), "comment": wanted.comment} if wanted is not None else {},
        lost={"hours": plain(before.hours), "comment": before.comment} if before is not None else {},
    )


def _nothing(_desk: Desk, _key: RecordKey, _subject: Subject) -> str:
    """Lines are looked at again by the clock, whatever they said."""
    return ""
