"""Which of several names an account gives a field: learned from the rows that pass by."""

from collections.abc import Collection, Mapping
from typing import Any

from samspill.systems.rackbeat.mapping import Column, Register
from samspill.systems.rackbeat.wire import Row


class Spelling:
    """What one account has shown."""

    def __init__(self) -> None:
        self._shown: dict[tuple[str, str], str] = {}
        self._met: set[str] = set()

    def met(self, register: Register) -> bool:
        """Whether a row of the register has passed by."""
        return register.path in self._met

    def learn(self, register: Register, row: Row) -> None:
        """Take note of the names in a row."""
        self._met.add(register.path)
        for column in register.columns:
            if (key := _in(column, row)) is not None:
                self._shown[register.path, column.name] = key

    def learn_refused(self, register: Register, fields: Collection[str]) -> bool:
        """Rackbeat complains of these fields: whether it calls one by another name than we did."""
        other = {
            (register.path, column.name): key
            for column in register.columns
            for key in column.keys
            if key in fields and self.key(register, column) not in (None, key)
        }
        self._shown |= other
        return bool(other)

    def key(self, register: Register, column: Column) -> str | None:
        """The name to write; None for a field that the account does not have."""
        known = self._shown.get((register.path, column.name))
        return known or (None if column.shown_only else column.keys[0])

    def value(self, column: Column, row: Row) -> tuple[bool, Any]:
        """Whether a row has the field, and its value."""
        key = _in(column, row)
        return (False, None) if key is None else (True, row[key])


def written(register: Register, spelling: Spelling, values: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a body for values that stand in columns. Raises DataRefused."""
    body: dict[str, Any] = {}
    for column in register.columns:
        key = spelling.key(register, column)
        if column.write is not None and key is not None and column.name in values:
            body[key] = column.write(values[column.name])
    return body


def _in(column: Column, row: Row) -> str | None:
    """The first spelling that a row has; an object of that name shows a record that the field refers to."""
    return next((key for key in column.keys if key in row and not isinstance(row[key], dict)), None)
