"""What is to happen with each row of a day: pure.

wish      where everything is to stand in the end, a day's sum shared out in hundredths
see       each row: as the ledger left it? somebody else's, changed, gone, locked?
assign    which entry gives how much to which row now
24 hours  a day that would get more is not added to
moves     send / correct / remove / adopt / stands / wait; what is stopped is held, by line
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from samspill.model.hours import (
    HUNDREDTH,
    SECONDS_PER_HUNDREDTH,
    Day,
    Entry,
    HeldLine,
    LedgerRow,
    Move,
    RowKey,
    SheetRow,
    Stated,
)
from samspill.sync.hours.apportioning import apportion, rounded
from samspill.sync.hours.assigning import Assignment, Place, assign
from samspill.sync.hours.cases import DayCase
from samspill.sync.hours.comments import joined
from samspill.sync.hours.filing import sort_out
from samspill.sync.hours.holding import held_lines
from samspill.sync.hours.seeing import Seen, Wish, same_text, see
from samspill.sync.hours.stops import Held, Stop, Waits, plain, row_line

FULL_DAY = Decimal(24)
OVER_24 = "hours_over_24"


@dataclass(frozen=True)
class RowMove:
    """What is to happen with one row. `row` is the ledger's, None for a new one; `wanted` what it is to say, None for
    one that goes. `seconds` are what entries give to it afterwards."""

    move: Move
    key: RowKey
    row: LedgerRow | None
    there: SheetRow | None
    wanted: Stated | None
    seconds: Mapping[str, int]
    lost: Stated | None = None

    @property
    def writes(self) -> bool:
        """Whether something is written to Tripletex."""
        return self.move in (Move.SEND, Move.CORRECT, Move.REMOVE)


@dataclass(frozen=True)
class Plan:
    """What is to happen with a day. `stopped` are held lines, with the parent or technical answer behind each;
    `answered` lines whose answers are carried out with it. `again`: the soonest that more can be done (UTC). `first`
    are days that have to be worked on before; `blocked`: what stands on one of them is held there."""

    case: DayCase
    moves: tuple[RowMove, ...]
    held: tuple[HeldLine, ...]
    stops: Mapping[str, Held]
    filed: tuple[Entry, ...]
    answered: frozenset[str]
    again: datetime | None
    first: frozenset[Day]
    later: Mapping[RowKey, Mapping[str, int]]
    wishes: Mapping[str, Wish]
    blocked: bool = False


def plan(case: DayCase) -> Plan:
    """Decide about a day."""
    filed = sort_out(case)
    places = filed.places
    wishes = _wishes(places)
    shut = _shut(case, places)
    rows = _held_back(_rows(case, wishes, _barred(places, shut)), places, shut)
    strange = frozenset(key for key in rows if key.employee in case.person.strangers)
    elsewhere = frozenset(case.elsewhere)
    given = assign(places, rows, shut, strange=strange, elsewhere=elsewhere)
    hours = _hours(given, rows, barred=_barred(places, shut))
    arriving = sum((rounded(sum(each.values())) for each in given.later.values()), Decimal(0))
    total = _total(case, hours, rows) + arriving
    if total > FULL_DAY:
        over = Held(OVER_24, {"total": plain(total)})
        shut = {**shut, **{place.target.key: over for place in places if place.target.key is not None}}
        rows = _held_back(_rows(case, wishes, _barred(places, shut)), places, shut)
        given = assign(places, rows, shut, strange=strange, elsewhere=elsewhere)
        hours = _hours(given, rows, barred=_barred(places, shut))
    barred = _barred(places, shut) | {each.key for each in given.stopped}
    moves = tuple(
        _move(key, rows.get(key), given.now.get(key, {}), hours, places, barred=key in barred)
        for key in _keys(given, rows)
    )
    held, stops = held_lines(case, given.stopped, wishes)
    waits = [each.stop for each in given.stopped if isinstance(each.stop, Waits)]
    waits += [seen.stop for seen in rows.values() if isinstance(seen.stop, Waits)]
    again = [wait.until for wait in waits] + ([case.now] if given.later else [])
    first = {wait.day for wait in waits if wait.day is not None}
    first |= {case.elsewhere[place.entry.id] for place in places if place.entry.id in elsewhere}
    answered = filed.answered | {row_line(key) for key, seen in rows.items() if seen.answered}
    return Plan(case, moves, held, stops, filed.filed, frozenset(answered), min(again, default=None),
                frozenset(first), given.later, wishes, blocked=case.blocked)  # fmt: skip


def _wishes(places: Sequence[Place]) -> dict[str, Wish]:
    """By line: what entries are to give in the end, whatever stands in the way."""
    seconds: dict[str, dict[str, int]] = {}
    for place in places:
        seconds.setdefault(place.line, {})[place.entry.id] = place.entry.seconds
    hours = apportion({line: sum(each.values()) for line, each in seconds.items()})
    return {line: Wish(each, hours[line]) for line, each in seconds.items()}


def _rows(
    case: DayCase, wishes: Mapping[str, Wish], barred: frozenset[RowKey | None]
) -> dict[RowKey, Seen]:  # fmt: skip
    """Every row that is ours, or is to be. Where nothing may be added, answers that would add to it wait."""
    ours = case.rows
    keys = dict.fromkeys([*ours, *(p.target.key for p in case.places if p.target.key is not None)])
    nothing = Wish({}, Decimal(0))
    asked = {key: case.asked(row_line(key)) for key in keys}
    return {
        key: see(
            key, ours.get(key), case.sheet.get(key), wishes.get(row_line(key), nothing),
            asked[key].waiting if key in barred else asked[key],
            closed=case.closed.get(key.employee), now=case.now,
        )
        for key in keys
        if key not in case.claimed
    }  # fmt: skip


def _shut(case: DayCase, places: Sequence[Place]) -> dict[RowKey, Stop]:
    """Rows that are another day's are waited for."""
    keys = {place.target.key for place in places if place.target.key is not None}
    return {key: Waits(case.now, case.claimed[key]) for key in keys if key in case.claimed}


def _held_back(
    rows: Mapping[RowKey, Seen], places: Sequence[Place], shut: Mapping[RowKey, Stop]
) -> dict[RowKey, Seen]:  # fmt: skip
    """The rows, with those fixed that do not say what entries give to them and to which nothing may be added: a
    person wanted ours to count, and it cannot be written any more."""
    stops = dict(shut)
    stops |= {p.target.key: p.target.stop for p in places if p.target.stop is not None and p.target.key is not None}
    return {
        key: replace(seen, fixed=True, stop=stop, unlike=True)
        if (stop := stops.get(key)) is not None and not seen.fixed and _is_unlike(seen.row)
        else seen
        for key, seen in rows.items()
    }


def _is_unlike(row: LedgerRow | None) -> bool:
    if row is None or row.base is None or not row.seconds:
        return False
    exact = Decimal(sum(row.seconds.values())) / SECONDS_PER_HUNDREDTH * HUNDREDTH
    return abs(row.ours - exact) >= HUNDREDTH


def _barred(places: Sequence[Place], shut: Mapping[RowKey, Stop]) -> frozenset[RowKey | None]:
    """Rows to which nothing may be added; what stands there is best left alone."""
    return frozenset(place.target.key for place in places if place.target.stop is not None) | frozenset(shut)


def _keys(given: Assignment, rows: Mapping[RowKey, Seen]) -> list[RowKey]:
    ours = [key for key, seen in rows.items() if seen.row is not None]
    return sorted(dict.fromkeys([*ours, *given.now]), key=str)


def _hours(
    given: Assignment, rows: Mapping[RowKey, Seen], *, barred: frozenset[RowKey | None]
) -> dict[RowKey, Decimal]:  # fmt: skip
    """What each row gets of ours now. What cannot be changed, or is held as it stands, keeps the hours it has; so
    that a day's sum stays right, what waits or is held counts as well."""
    seconds = {str(key): sum(each.values()) for key, each in given.now.items()}
    fixed: dict[str, Decimal] = {}
    stopped = {each.key for each in given.stopped}
    for key, each in given.now.items():
        row, seen = _row(rows, key), rows.get(key)
        if row is None or seen is None:
            continue
        if seen.fixed:
            fixed[str(key)] = row.ours if row.theirs is None and row.intent is None else rounded(sum(each.values()))
        elif (key in barred or key in stopped) and row.base is not None and each == row.seconds:
            fixed[str(key)] = row.ours
    for key, each in given.later.items():
        seconds[f"later {key}"] = sum(each.values())
    placed = {entry for each in given.now.values() for entry in each}
    for stop in given.stopped:
        if stop.entry not in placed:
            seconds[f"held {stop.line}"] = seconds.get(f"held {stop.line}", 0) + stop.seconds
    hours = apportion(seconds, fixed)
    return {key: hours[str(key)] for key in given.now}


def _row(rows: Mapping[RowKey, Seen], key: RowKey) -> LedgerRow | None:
    seen = rows.get(key)
    return seen.row if seen is not None else None


def _total(case: DayCase, hours: Mapping[RowKey, Decimal], rows: Mapping[RowKey, Seen]) -> Decimal:
    """What the employee would have that day in Tripletex, whoever entered it."""
    ours = {key: seen.row for key, seen in rows.items() if seen.row is not None}
    total = Decimal(0)
    for key in {*hours, *case.sheet}:
        if key.employee != case.person.id:
            continue
        there, row, seen = case.sheet.get(key), ours.get(key), rows.get(key)
        if (seen is not None and seen.fixed) or (key not in hours and (row is None or row.first is None)):
            total += there.hours if there is not None else Decimal(0)
        else:
            total += hours.get(key, Decimal(0)) + (row.foreign if row is not None else Decimal(0))
    return total


def _move(
    key: RowKey, seen: Seen | None, seconds: Mapping[str, int], hours: Mapping[RowKey, Decimal],
    places: Sequence[Place], *, barred: bool,
) -> RowMove:  # fmt: skip
    row, there = (seen.row, seen.there) if seen is not None else (None, None)
    base = row.base if row is not None else None
    if seen is not None and seen.fixed:
        move = Move.WAIT if isinstance(seen.stop, Waits) else Move.STANDS
        return RowMove(move, key, row, there, base, row.seconds if row is not None else {})
    lost = seen.lost if seen is not None else None
    foreign = row.foreign if row is not None else Decimal(0)
    ours = hours.get(key, Decimal(0))
    if row is not None and row.first is None and not seconds:  # we never wrote there: it is a person's as before
        return RowMove(Move.SKIP, key, None, there, None, {})
    if ours == 0 and foreign == 0:
        move = Move.REMOVE if base is not None else Move.SKIP
        return RowMove(move, key, row, there, None, {}, lost)
    wanted = Stated(hours=ours + foreign, comment=_comment(row, seconds, places))
    if row is None or base is None:
        return RowMove(Move.SEND, key, None, there, wanted, dict(seconds), lost)
    if _as_wanted(base, wanted) or (barred and base.hours == wanted.hours and dict(seconds) == row.seconds):
        adopted = seen is not None and seen.adopted
        return RowMove(Move.ADOPT if adopted else Move.STANDS, key, row, there, base, dict(seconds), lost)
    return RowMove(Move.CORRECT, key, row, there, wanted, dict(seconds), lost)


def _comment(row: LedgerRow | None, seconds: Mapping[str, int], places: Sequence[Place]) -> str:
    """Ours, unless somebody else has hours in the row, or a person wrote another one there."""
    if row is not None and row.base is not None and (row.foreign or not same_text(row.base.comment, row.comment)):
        return row.base.comment
    given = [place.entry for place in places if place.entry.id in seconds]
    return joined(given) if given or row is None or row.base is None else row.base.comment


def _as_wanted(base: Stated, wanted: Stated) -> bool:
    return base.hours == wanted.hours and same_text(base.comment, wanted.comment)
