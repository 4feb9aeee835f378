"""Time entries as they are listed: by employee, then day, then id."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator

from sandbox.svenn.rows import Row

#: Where an entry stands in the order: employee, date, id, each as text.
Place = tuple[str, str, str]


def place(row: Row) -> Place:
    """Where the entry stands."""
    return str(row.values["employee_id"]), str(row.values["date"]), row.id


class EntriesByDay:
    """The entries that are not deleted. An employee's are put in order when somebody asks for them."""

    def __init__(self) -> None:
        self._of: dict[str, dict[str, Row]] = {}
        self._in_order: dict[str, list[Row]] = {}
        self._employees: list[str] | None = None

    def put(self, before: Row | None, row: Row) -> None:
        """Takes the entry's new version in the place of the one before; a deleted one goes."""
        if before is not None:
            self._of.get(place(before)[0], {}).pop(row.id, None)
            self._in_order.pop(place(before)[0], None)
        if not row.deleted:
            employee = place(row)[0]
            if employee not in self._of:
                self._of[employee], self._employees = {}, None
            self._of[employee][row.id] = row
            self._in_order.pop(employee, None)

    def copy(self) -> EntriesByDay:
        """One that does not change with this one."""
        copied = EntriesByDay()
        copied._of = {employee: dict(rows) for employee, rows in self._of.items()}
        return copied

    def rows(self, employees: Collection[str] | None, after: Place) -> Iterator[Row]:
        """Those behind a place, of the given employees or of all."""
        if self._employees is None:
            self._employees = sorted(self._of)
        among = self._employees if employees is None else sorted(employees)
        for employee in among[bisect_left(among, after[0]) :]:
            rows = self._sorted(employee)
            start = bisect_right(rows, after, key=place) if employee == after[0] else 0
            yield from rows[start:]

    def _sorted(self, employee: str) -> list[Row]:
        if employee not in self._in_order:
            self._in_order[employee] = sorted(self._of.get(employee, {}).values(), key=place)
        return self._in_order[employee]
