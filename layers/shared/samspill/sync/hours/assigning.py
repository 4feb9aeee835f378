"""Which entry gives how much to which row: pure.

What cannot cross stays where it is: hours that are to move leave their row only when the new one can take them, and
come to the new one only after they have left the old. So nothing counts twice, and what is held is not lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from samspill.model.hours import Entry, RowKey, Slot
from samspill.sync.hours.converting import Target
from samspill.sync.hours.seeing import Seen
from samspill.sync.hours.selecting import slot_of
from samspill.sync.hours.stops import Held, Stop, row_line, slot_line


@dataclass(frozen=True)
class Place:
    """An entry that is to cross, and where it belongs."""

    entry: Entry
    target: Target

    @property
    def line(self) -> str:
        """The line it is told under."""
        return row_line(self.target.key) if self.target.key is not None else slot_line(slot_of(self.entry))


@dataclass(frozen=True)
class Stopped:
    """Hours that are held, or wait. `entry` is one of the line; `slot` what is known of it."""

    line: str
    stop: Stop
    entry: str
    slot: Slot = field(default_factory=Slot)
    seconds: int = 0
    key: RowKey | None = None


@dataclass
class Assignment:
    """What each row gets now, what it gets once that has left its old row, and what is stopped."""

    now: dict[RowKey, dict[str, int]] = field(default_factory=dict)
    later: dict[RowKey, dict[str, int]] = field(default_factory=dict)
    stopped: list[Stopped] = field(default_factory=list)

    def give(self, key: RowKey, entry: str, seconds: int) -> None:
        """The entry gives so much to the row."""
        self.now.setdefault(key, {})[entry] = seconds

    def move(self, key: RowKey, entry: str, seconds: int) -> None:
        """The entry will, once it has left its old row."""
        self.later.setdefault(key, {})[entry] = seconds


def assign(
    places: Iterable[Place],
    rows: Mapping[RowKey, Seen],
    shut: Mapping[RowKey, Stop],
    *,
    strange: frozenset[RowKey],
    elsewhere: frozenset[str],
) -> Assignment:
    """Place every entry. `shut` are rows to which nothing may be added. Rows in `strange` are under somebody who is
    not this employee any more: what stands there leaves, whether the new row can take it or not. Entries that stand
    on another day, `elsewhere`, come later."""
    given = Assignment()
    wanted = {place.entry.id: place for place in places}
    stands: set[str] = set()
    for key, seen in rows.items():
        for entry, seconds in sorted(_seconds(seen).items()):
            stands.add(entry)
            _stay_or_go(given, key, seen, wanted.get(entry), entry, seconds, rows, shut, strange)
    for entry, place in wanted.items():
        if entry not in stands:
            _arrive(given, place, rows, shut, elsewhere)
    return given


def _seconds(seen: Seen) -> dict[str, int]:
    """What stands in the row, or may: where an attempt is under way both what was and what is to be."""
    if seen.row is None:
        return {}
    under_way = seen.row.intent.seconds if seen.row.intent is not None else {}
    return {**under_way, **seen.row.seconds}


def _stay_or_go(
    given: Assignment, key: RowKey, seen: Seen, place: Place | None, entry: str, seconds: int,
    rows: Mapping[RowKey, Seen], shut: Mapping[RowKey, Stop], strange: frozenset[RowKey],
) -> None:  # fmt: skip
    if seen.fixed:
        given.give(key, entry, seconds)
        if seen.stop is not None and (seen.asks or key in strange or not _unchanged(place, key, seconds)):
            line = place.line if place is not None and place.target.key == key else row_line(key)
            given.stopped.append(_stopped(line, seen.stop, entry, place, key))
        return
    if place is None:
        return
    target = place.target.key
    if target == key and place.entry.seconds == seconds:
        given.give(key, entry, seconds)
        return
    stop = _barred(place, rows, shut)
    if stop is not None:
        if not (_at_peace(place, seconds) and key not in strange):
            given.stopped.append(_stopped(place.line, stop, entry, place, target))
        if key not in strange:
            given.give(key, entry, seconds)
        return
    assert target is not None
    if target == key:
        given.give(key, entry, place.entry.seconds)
    else:
        given.move(target, entry, place.entry.seconds)


def _arrive(
    given: Assignment, place: Place, rows: Mapping[RowKey, Seen], shut: Mapping[RowKey, Stop],
    elsewhere: frozenset[str],
) -> None:  # fmt: skip
    entry, target = place.entry, place.target.key
    stop = _barred(place, rows, shut)
    if stop is not None:
        if entry.id not in elsewhere:
            given.stopped.append(_stopped(place.line, stop, entry.id, place, target))
    elif target is not None and entry.id in elsewhere:
        given.move(target, entry.id, entry.seconds)
    elif target is not None:
        given.give(target, entry.id, entry.seconds)


def _barred(place: Place, rows: Mapping[RowKey, Seen], shut: Mapping[RowKey, Stop]) -> Stop | None:
    """Why the entry cannot come to where it belongs."""
    key = place.target.key
    if key is None:
        return place.target.stop or Held("hours_activity_missing")
    seen = rows.get(key)
    if seen is not None and seen.fixed:
        return seen.stop or Held("left_out")
    return place.target.stop or shut.get(key)


def _unchanged(place: Place | None, key: RowKey, seconds: int) -> bool:
    if place is None:
        return False
    return (place.target.key == key and place.entry.seconds == seconds) or _at_peace(place, seconds)


def _at_peace(place: Place, seconds: int) -> bool:
    """Whether the entry is as it was when its hours were sent: only what surrounds it is other."""
    sent = place.entry.exported or place.entry.origin is not None
    return sent and place.entry.seconds == seconds


def _stopped(line: str, stop: Stop, entry: str, place: Place | None, key: RowKey | None) -> Stopped:
    if place is None:
        return Stopped(line, stop, entry, key=key)
    return Stopped(line, stop, entry, slot_of(place.entry), place.entry.seconds, key)
