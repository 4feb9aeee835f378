"""The ledger of hours, in memory."""

from collections.abc import Iterator, Sequence
from threading import RLock

from samspill.exceptions import RevisionConflict
from samspill.model.hours import Day, DayLedger, RowKey
from samspill.sync.ports.hours import RowClaimed


class MemoryLedger:
    """Days in a dict; `claims` shows whose each row of the timesheet is."""

    def __init__(self) -> None:
        self._days: dict[Day, DayLedger] = {}
        self._entries: dict[str, Day] = {}
        self.claims: dict[RowKey, Day] = {}
        self._lock = RLock()

    def days(self, days: Sequence[Day]) -> dict[Day, DayLedger]:
        return {day: self._days[day] for day in days if day in self._days}

    def save(self, before: DayLedger | None, after: DayLedger) -> DayLedger:
        day = after.day
        with self._lock:
            stored = self._days.get(day)
            if (stored.revision if stored else None) != (before.revision if before else None):
                raise RevisionConflict("the day was saved by somebody else")
            had = {row.key for row in before.rows} if before else set()
            has = {row.key for row in after.rows}
            for key in (row.key for row in after.rows if row.key not in had):
                if (owner := self.claims.get(key, day)) != day:
                    raise RowClaimed(owner)
            saved = DayLedger.model_validate_json(
                after.model_copy(update={"revision": (before.revision if before else 0) + 1}).model_dump_json()
            )
            self._days[day] = saved
            for key in had - has:
                self.claims.pop(key, None)
            self.claims.update(dict.fromkeys(has, day))
            self._entries.update(dict.fromkeys(after.entries - (before.entries if before else frozenset()), day))
            return saved

    def days_of(self, entries: Sequence[str]) -> dict[str, Day]:
        return {entry: self._entries[entry] for entry in entries if entry in self._entries}

    def owners(self, rows: Sequence[RowKey]) -> dict[RowKey, Day]:
        return {key: self.claims[key] for key in rows if key in self.claims}

    def week(self, week: str, employee: str | None = None) -> Iterator[DayLedger]:
        days = [day for day in self._days if day.week == week and employee in (None, day.employee)]
        return iter([self._days[day] for day in sorted(days, key=_by_employee)])

    def touched(self) -> Iterator[Day]:
        return iter(sorted((day for day, ledger in self._days.items() if ledger.touched), key=_by_employee))


def _by_employee(day: Day) -> tuple[str, str]:
    return day.employee, day.on.isoformat()
