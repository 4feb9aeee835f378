"""Rows that Tripletex refused: held with its reason, although nothing known here was in their way."""

from collections.abc import Mapping
from decimal import Decimal

from samspill.model.hours import HeldLine, RowKey, Slot
from samspill.model.problems import CATALOGUE
from samspill.sync.hours.planning import Plan, RowMove
from samspill.sync.hours.selecting import slot_of
from samspill.sync.hours.stops import Held, plain, row_line
from samspill.sync.ports import Refused
from samspill.sync.ports.hours import RowOutcome

_REFUSED = "data_refused"


def with_refused(
    plan: Plan, outcomes: Mapping[RowKey, RowOutcome]
) -> tuple[tuple[HeldLine, ...], dict[str, Held]]:  # fmt: skip
    """All held lines of the day, and what stops each."""
    held = {each.line: each for each in plan.held}
    stops = dict(plan.stops)
    for move in plan.moves:
        outcome = outcomes.get(move.key)
        if isinstance(outcome, Refused):
            line = row_line(move.key)
            refused, stops[line] = _held(plan, move, outcome)
            beside = held[line].entries if line in held else ()  # held before it was tried
            held[line] = refused.model_copy(update={"entries": tuple(sorted({*refused.entries, *beside}))})
    return tuple(held[line] for line in sorted(held)), stops


def _held(plan: Plan, move: RowMove, outcome: Refused) -> tuple[HeldLine, Held]:
    error, case = outcome.error, plan.case
    code = error.code if error.code in CATALOGUE else _REFUSED
    line = row_line(move.key)
    wish = plan.wishes.get(line)
    hours = wish.hours if wish is not None else Decimal(0)
    known = case.held.get(line)
    place = next((each for each in case.places if each.target.key == move.key), None)
    facts = {
        "hours": plain(hours), "day": case.on.isoformat(), "project": place.target.project_name if place else "–",
        "activity": place.target.activity_name if place else "–", "total": plain(hours), "start": "–", "theirs": "–",
        **{name: text for name, text in error.facts.items() if text},
    }  # fmt: skip
    changed = set(move.seconds) | set(move.row.seconds if move.row is not None else ())
    return (
        HeldLine(
            line=line, slot=slot_of(place.entry) if place else Slot(), code=code, facts=facts, hours=hours,
            entries=tuple(sorted(changed)),
            since=known.since if known is not None and known.code == code else case.now,
        ),
        Held(code, facts, technical=error.message),
    )  # fmt: skip
