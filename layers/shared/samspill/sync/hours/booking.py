"""The ledger of a day before and after its rows are written.

Before: every row that is about to be written says so, and every line that is held is listed, so that whoever comes
after a crash knows what may have happened and which problems may be open. After: what came of it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from samspill.model.hours import DayLedger, HeldLine, Intent, LedgerRow, Move, RowKey, SheetRow
from samspill.sync.desk import PEER_LONGEST
from samspill.sync.hours.planning import Plan, RowMove
from samspill.sync.hours.seeing import same_text
from samspill.sync.ports import Uncertain
from samspill.sync.ports.hours import RowDone, RowOutcome, RowTaken

#: A held line whose answer is being carried out: it is not carried out twice.
ANSWERED = "answered"


def begun(plan: Plan, lease: timedelta) -> DayLedger:
    """The day as it has to be saved before anything is written."""
    until = plan.case.now + lease
    rows = [row for move in plan.moves if (row := _about_to_be(move, until)) is not None]
    return _ledger(plan, rows, _listed(plan))


def finished(plan: Plan, saved: DayLedger, outcomes: Mapping[RowKey, RowOutcome], now: datetime) -> DayLedger:
    """The day with what came of each row. Lines stay listed, those that systems refused among them."""
    moves = {move.key: move for move in plan.moves}
    rows = [
        row
        for before in saved.rows
        if (row := _after(moves[before.key], before, outcomes.get(before.key), now)) is not None
    ]
    return saved.model_copy(update={"rows": tuple(rows)})


def with_held(ledger: DayLedger, held: Iterable[HeldLine]) -> DayLedger:
    """The day with those lines."""
    return ledger.model_copy(update={"held": tuple(sorted(held, key=lambda each: each.line))})


def _ledger(plan: Plan, rows: list[LedgerRow], held: tuple[HeldLine, ...]) -> DayLedger:
    case = plan.case
    names = dict(case.ledger.names)
    for place in case.places:
        if place.target.key is not None:
            names[place.target.key.activity] = place.target.activity_name
            if place.target.key.project is not None:
                names[place.target.key.project] = place.target.project_name
    used = {each for row in rows for each in (row.key.activity, row.key.project)}
    return case.ledger.model_copy(
        update={
            "rows": tuple(rows),
            "held": held,
            "filed": plan.filed,
            "touched": False,
            "employee_number": case.person.number,
            "employee_name": case.person.name or case.ledger.employee_name,
            "names": {key: name for key, name in sorted(names.items()) if key in used},
        }
    )


def _listed(plan: Plan) -> tuple[HeldLine, ...]:
    """Lines that were held and lines that are."""
    lines = {
        line: held if line not in plan.answered else held.model_copy(update={"facts": {**held.facts, ANSWERED: "1"}})
        for line, held in plan.case.held.items()
    }
    lines |= {held.line: held for held in plan.held}
    return tuple(lines[line] for line in sorted(lines))


def _about_to_be(move: RowMove, until: datetime) -> LedgerRow | None:
    row, seconds = move.row, dict(move.seconds)
    match move.move:
        case Move.SKIP:
            return None
        case Move.SEND:
            intent = Intent(wanted=move.wanted, seconds=seconds, until=until)
            return LedgerRow(key=move.key, intent=intent)
        case Move.CORRECT | Move.REMOVE:
            assert row is not None
            return row.model_copy(update={"intent": Intent(wanted=move.wanted, seconds=seconds, until=until)})
        case Move.STANDS | Move.ADOPT if row is not None and row.theirs is None and row.base is not None:
            only_theirs = row.foreign and not seconds
            return None if only_theirs else row.model_copy(update={"seconds": seconds})
        case _:
            return row


def _after(move: RowMove, row: LedgerRow, outcome: RowOutcome | None, now: datetime) -> LedgerRow | None:
    if outcome is None or row.intent is None:
        return row
    match outcome:
        case RowDone(None):
            return None
        case RowDone(there):
            return _stored(row, there, now)
        case RowTaken():  # it may be what an earlier attempt of ours made: looked at again
            return row.model_copy(update={"intent": row.intent.model_copy(update={"until": now})})
        case Uncertain():
            return row.model_copy(update={"intent": row.intent.model_copy(update={"until": now + PEER_LONGEST})})
        case _:  # nothing was written
            return move.row


def _stored(row: LedgerRow, there: SheetRow | None, now: datetime) -> LedgerRow | None:
    intent = row.intent
    assert there is not None
    assert intent is not None
    assert intent.wanted is not None
    if not intent.seconds:  # only somebody else's hours are left in it
        return None
    theirs = row.base is not None and not same_text(row.base.comment, row.comment)
    corrected = row.base is not None and row.first is not None
    return row.model_copy(
        update={
            "id": there.id, "version": there.version, "base": there.stated, "intent": None, "seconds": intent.seconds,
            "comment": row.comment if theirs or row.foreign else there.comment,
            "first": row.first if row.first is not None else there.hours - row.foreign,
            "corrections": row.corrections + corrected,
            "sent_at": now,
        }
    )  # fmt: skip
