"""Hours out of files on their way into the ledger: a file states the sum of a slot.

A later file's sum takes the place of an earlier one's, so that the same or overlapping files book nothing twice;
slots that a file does not speak of stay as they are. From the ledger on these hours go the way of all others.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256

from samspill.exceptions import Bug, NotFound, RevisionConflict
from samspill.model.history import Entry as History
from samspill.model.hours import Day, DayLedger, Entry, RowKey, Slot
from samspill.model.hours_imports import ImportRow, StatedDay
from samspill.sync.desk import Desk
from samspill.sync.hours.import_files import ImportFiles
from samspill.sync.hours.stops import day_key
from samspill.sync.ports.hours import Ledger

#: How the id of an entry out of a file begins; ids of the app do not.
FILED = "file-"
#: Comments of rows that are one sum.
JOINED = " / "
LONGEST_COMMENT = 2000
_TRIES = 5


@lru_cache(maxsize=1024)  # rows of a day stand together
def entry_id(day: Day, slot: Slot) -> str:
    """The id of what files say about a slot: each later file speaks of the same entry."""
    said = json.dumps([day.employee, day.on.isoformat(), slot.project, slot.task, slot.tag])
    return FILED + sha256(said.encode()).hexdigest()[:24]


def sums(rows: Iterable[ImportRow], origin: str) -> list[StatedDay]:
    """What rows that went somewhere come to, by employee and date: whole seconds, each comment once."""
    days: dict[Day, dict[str, list[ImportRow]]] = {}
    for each in rows:
        if each.day is not None and each.entry is not None:
            days.setdefault(each.day, {}).setdefault(each.entry, []).append(each)
    ordered = sorted(days, key=lambda day: (day.employee, day.on))
    return [
        StatedDay(day=day, entries=tuple(_sum(day, entry, of, origin) for entry, of in days[day].items()))
        for day in ordered
    ]


def with_filed(ledger: DayLedger | None, stated: StatedDay) -> DayLedger | None:
    """The day with what a file says about it; None when it says nothing new. What was confirmed later stays, and so
    a sum of nothing is kept as well: an earlier file may yet be carried out."""
    now = ledger or DayLedger(day=stated.day)
    filed = {each.id: each for each in now.filed}
    for entry in stated.entries:
        earlier = filed.get(entry.id)
        if earlier is None or (earlier.origin or "") < (entry.origin or ""):
            filed[entry.id] = entry
    after = tuple(filed.values())
    return None if after == now.filed else now.model_copy(update={"filed": after})


def file_days(desk: Desk, days: Iterable[StatedDay], origin: str, by: str | None = None) -> None:
    """Put what a file says into the ledger, signed with `origin`; `by` answers for it in each day's history. Said
    again it changes nothing. Raises RevisionConflict when workers are at one of the days all the time."""
    for stated in [_signed(day, origin) for day in days]:
        if _file(desk.stores.hours, stated):
            decided = History(
                connection=desk.connection.id, key=day_key(stated.day), at=desk.clock(), what="decided", by=by
            )
            desk.stores.journal.write([decided])


def supposing(desk: Desk, days: Iterable[StatedDay]) -> Desk:
    """A desk at which those days are as if the file had been confirmed last of all. Only to look, not to write."""
    supposed = {each.day: _signed(each, "~") for each in days}
    return replace(desk, stores=replace(desk.stores, hours=_Supposed(desk.stores.hours, supposed)))


def supposed_chunk(desk: Desk, import_id: str, look: str, days: Sequence[Day], chunk: int) -> Desk:
    """`supposing` for some days of an import; `chunk` is where they are looked for first."""
    return supposing(desk, ImportFiles(desk.shelf, desk.connection.id).days_of(import_id, look, days, chunk))


def file_chunk(desk: Desk, import_id: str, days: Sequence[Day], chunk: int) -> None:
    """Put some days of a confirmed import into the ledger; `chunk` is where they are looked for first."""
    files = ImportFiles(desk.shelf, desk.connection.id)
    found = files.get(import_id)
    if found.confirmed_at is None or found.look is None:
        raise NotFound(f"import {import_id}")
    file_days(desk, files.days_of(import_id, found.look, days, chunk), found.origin, found.confirmed_by)


def is_filed(entry: str) -> bool:
    """Whether an entry's id is of a file."""
    return entry.startswith(FILED)


def _file(ledger: Ledger, stated: StatedDay) -> bool:
    """Whether it said something new."""
    for tries_left in reversed(range(_TRIES)):
        before = ledger.days([stated.day]).get(stated.day)
        after = with_filed(before, stated)
        if after is None:
            return False
        try:
            ledger.save(before, after)
        except RevisionConflict:
            if not tries_left:
                raise
        else:
            return True
    return False


def _sum(day: Day, entry: str, rows: Sequence[ImportRow], origin: str) -> Entry:
    slot = rows[0].slot or Slot()
    comments = dict.fromkeys(each.row.comment for each in rows if each.row.comment)
    return Entry(
        id=entry, employee=day.employee, on=day.on, seconds=sum(each.row.seconds or 0 for each in rows),
        project=slot.project, task=slot.task, tag=slot.tag, comment=JOINED.join(comments)[:LONGEST_COMMENT],
        approved=True, origin=origin,
    )  # fmt: skip


def _signed(stated: StatedDay, origin: str) -> StatedDay:
    entries = tuple(each.model_copy(update={"origin": origin}) for each in stated.entries)
    return stated.model_copy(update={"entries": entries})


@dataclass(frozen=True)
class _Supposed:
    """A ledger in which a file has been confirmed."""

    ledger: Ledger
    stated: dict[Day, StatedDay]

    def days(self, days: Sequence[Day]) -> dict[Day, DayLedger]:
        """As it would be."""
        found = dict(self.ledger.days(days))
        for day in days:
            if day in self.stated:
                after = with_filed(found.get(day), self.stated[day])
                found |= {} if after is None else {day: after}
        return found

    def save(self, before: DayLedger | None, after: DayLedger) -> DayLedger:  # noqa: ARG002
        """Never."""
        raise Bug(f"{after.day} is only supposed, not so")

    def days_of(self, entries: Sequence[str]) -> dict[str, Day]:
        """As it is."""
        return self.ledger.days_of(entries)

    def owners(self, rows: Sequence[RowKey]) -> dict[RowKey, Day]:
        """As it is."""
        return self.ledger.owners(rows)

    def week(self, week: str, employee: str | None = None) -> Iterator[DayLedger]:
        """As it is."""
        return self.ledger.week(week, employee)

    def touched(self) -> Iterator[Day]:
        """As it is."""
        return self.ledger.touched()


def fed_by_app(entries: Collection[str]) -> bool:
    """Whether some of those entries are of the app itself."""
    return any(not is_filed(each) for each in entries)
