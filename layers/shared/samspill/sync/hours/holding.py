"""What is stopped, line by line, as the ledger keeps it and people are told."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from samspill.model.hours import HeldLine, Slot
from samspill.sync.hours.apportioning import rounded
from samspill.sync.hours.assigning import Stopped
from samspill.sync.hours.cases import DayCase
from samspill.sync.hours.seeing import Wish
from samspill.sync.hours.selecting import EXPORTED_BEFORE, WITHOUT_PROJECT, Noted, slot_of
from samspill.sync.hours.stops import Held, plain, slot_line

#: Of what never reaches a row, these are kept: the rest comes and goes with the entries, and nobody need know.
_KEPT = frozenset({EXPORTED_BEFORE, WITHOUT_PROJECT})


def held_lines(
    case: DayCase, stopped: Sequence[Stopped], wishes: Mapping[str, Wish]
) -> tuple[tuple[HeldLine, ...], dict[str, Held]]:
    """Lines in the order of their names, and what stops each. The first reason found tells for the line."""
    lines: dict[str, list[Stopped]] = {}
    for each in stopped:
        if isinstance(each.stop, Held):
            lines.setdefault(each.line, []).append(each)
    held: list[HeldLine] = []
    stops: dict[str, Held] = {}
    for line, parts in lines.items():
        stop = next(each.stop for each in parts if isinstance(each.stop, Held))
        wish = wishes.get(line)
        hours = wish.hours if wish is not None else Decimal(0)
        slot = next((each.slot for each in parts if each.slot != Slot()), Slot())
        entries = tuple(sorted({each.entry for each in parts}))
        held.append(_line(case, line, slot, stop, hours, entries))
        stops[line] = stop
    for line, noted in by_slot(case.noted).items():
        first = noted[0]
        if first.code in _KEPT:
            stop = Held(first.code)
            hours = rounded_sum(noted)
            entries = tuple(sorted(each.entry.id for each in noted))
            held.append(_line(case, line, slot_of(first.entry), stop, hours, entries))
            stops[line] = stop
    return tuple(sorted(held, key=lambda each: each.line)), stops


def by_slot(noted: Sequence[Noted]) -> dict[str, list[Noted]]:
    """What stays out, by line: of one slot for one reason."""
    lines: dict[str, list[Noted]] = {}
    for each in noted:
        lines.setdefault(f"{slot_line(slot_of(each.entry))}-{each.code.removeprefix('hours_')}", []).append(each)
    return lines


def rounded_sum(noted: Sequence[Noted]) -> Decimal:
    """Their hours."""
    return rounded(sum(each.entry.seconds for each in noted))


def _line(
    case: DayCase, line: str, slot: Slot, stop: Held, hours: Decimal, entries: tuple[str, ...]
) -> HeldLine:  # fmt: skip
    known = case.held.get(line)
    facts = {"hours": plain(hours), "day": case.on.isoformat(), **stop.facts}
    since = known.since if known is not None and known.code == stop.code else case.now
    return HeldLine(line=line, slot=slot, code=stop.code, facts=facts, hours=hours, entries=entries, since=since)
