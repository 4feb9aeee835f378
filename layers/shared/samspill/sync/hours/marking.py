"""Tells the app which entries the books have: only after Tripletex has the row, and in the version that it has."""

from collections.abc import Mapping, Sequence

from samspill.model.hours import DayLedger
from samspill.sync.desk import Desk
from samspill.sync.hours.peers import entries
from samspill.sync.hours.planning import Plan
from samspill.sync.ports.hours import Mark


def marks_of(plan: Plan, ledger: DayLedger) -> list[Mark]:
    """What the app does not know yet of this day. An entry that is held, or on its way to another row, is in none."""
    stands: dict[str, int] = {}
    unsure: set[str] = {entry for seconds in plan.later.values() for entry in seconds}
    unsure |= {entry for held in ledger.held for entry in held.entries} | set(plan.case.elsewhere)
    for row in ledger.rows:
        if row.intent is None:
            stands |= row.seconds
        else:
            unsure |= row.entries
    chosen = {place.entry.id for place in plan.case.places}
    marks: list[Mark] = []
    for entry in plan.case.entries.values():
        if entry.origin is not None:
            continue
        has = entry.id in chosen and stands.get(entry.id) == entry.seconds and entry.id not in unsure
        if has and not entry.exported:
            marks.append(Mark(entry.id, entry.version, exported=True))
        elif entry.exported and entry.id in ledger.marked and entry.id not in stands and entry.id not in unsure:
            marks.append(Mark(entry.id, entry.version, exported=False))
    return marks


def with_marks(plan: Plan, ledger: DayLedger) -> DayLedger:
    """The day that knows which entries are about to be marked: what the app calls exported later is so by us."""
    about = {mark.id: mark.version for mark in marks_of(plan, ledger) if mark.exported}
    kept = {entry: version for entry, version in ledger.marked.items() if entry in plan.case.entries}
    return ledger.model_copy(update={"marked": {**kept, **about}})


def mark(desk: Desk, marks: Sequence[Mark]) -> Mapping[str, bool]:
    """Say so. Raises what the app raises, and GenerationChanged."""
    if not marks:
        return {}
    desk.guard()
    return entries(desk).mark(marks)
