"""The orders in which a list shows its rows, and the places in them that cursors name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.svenn import by_day
from sandbox.svenn.fields import Kind
from sandbox.svenn.register import Register
from sandbox.svenn.rows import Row

#: Compares with other places of its order; the empty one stands before all rows.
Place = tuple[Any, ...]
START: Place = ()


@dataclass(frozen=True)
class Order:
    """One order; `letter` tells its cursors from those of others. `rows` are those behind a place, of the given
    employees where the rows have any (None: of all)."""

    letter: str
    place: Callable[[Row], Place]
    rows: Callable[[Register, Kind, Collection[str] | None, Place], Iterable[Row]]
    written: re.Pattern[str]
    read: Callable[[str], Place]

    def cursor(self, row: Row) -> str:
        """The text that names the row's place."""
        return self.letter + "_".join(map(str, self.place(row)))

    def behind(self, cursor: str) -> Place | None:
        """The place that a cursor of this order names; None for any other text."""
        letter, place = cursor[:1], cursor[1:]
        return self.read(place) if letter == self.letter and self.written.fullmatch(place) else None


def _made(row: Row) -> Place:
    return (row.made,)


def _changed(row: Row) -> Place:
    return (row.changed,)


def _as_made(register: Register, kind: Kind, _employees: object, after: Place) -> Iterable[Row]:
    return (row for row in register.living(kind) if _made(row) > after)


def _as_changed(register: Register, kind: Kind, _employees: object, after: Place) -> Iterable[Row]:
    return (row for row in register.changed(kind) if _changed(row) > after)


def _by_day(
    register: Register, _kind: Kind, employees: Collection[str] | None, after: Place
) -> Iterable[Row]:  # fmt: skip
    employee, day, row_id = map(str, after) if after else ("", "", "")
    return register.by_day.rows(employees, (employee, day, row_id))


def _number(text: str) -> Place:
    return (int(text),)


def _texts(text: str) -> Place:
    return tuple(text.split("_"))


_NUMBER = re.compile("[0-9]{1,15}", re.ASCII)
_ENTRY = re.compile("[0-9a-f-]{36}_[0-9-]{10}_[0-9a-f-]{36}", re.ASCII)

AS_CHANGED = Order("c", _changed, _as_changed, _NUMBER, _number)
_AS_MADE = Order("m", _made, _as_made, _NUMBER, _number)
#: Without `updated_since`.
USUAL = dict.fromkeys(Kind, _AS_MADE) | {Kind.TIME_ENTRY: Order("d", by_day.place, _by_day, _ENTRY, _texts)}
