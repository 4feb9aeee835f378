"""Stored rows, and tables of them with the look-ups that filters and unique fields need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# Table → fields that are found without reading every row.
INDEXED: dict[str, tuple[str, ...]] = {
    "Party": ("customerNumber", "supplierNumber", "organizationNumber"),
    "Project": ("number", "customer", "mainProject"),
    "Employee": ("email", "employeeNumber"),
    "Department": ("departmentNumber",),
    "Product": ("number",),
    "Activity": ("name",),
    "Order": ("number", "customer", "project"),
    "Invoice": ("customer", "invoiceNumber", "creditedInvoice"),
    "PurchaseOrder": ("number", "supplier"),
    "Posting": ("customer", "supplier"),
    "TimesheetEntry": ("project", "employee"),
    "Week": ("employee",),
    "MonthlyStatus": ("employee",),
    "ProjectActivity": ("project",),
    "Employment": ("employee",),
    "Contact": ("customer",),
    "Subscription": ("event",),
}


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of `changes`."""

    employee_id: int
    moment: datetime
    kind: str


@dataclass(slots=True)
class Row:
    """One object. `values` holds only what differs from the schema's defaults; references are ids."""

    id: int
    version: int
    values: dict[str, Any]
    changes: list[Change] = field(default_factory=list)

    def get(self, name: str, default: Any = None) -> Any:
        """A stored value."""
        return self.values.get(name, default)


def index_key(value: object) -> object:
    """How a value is looked up: text without regard to case."""
    return value.casefold() if isinstance(value, str) else value


class Table:
    """Rows by id, in order of creation. `revision` rises with every change: the checksum is made of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.revision = 0
        self._rows: dict[int, Row] = {}
        self._indexes: dict[str, dict[object, set[int]]] = {each: {} for each in INDEXED.get(name, ())}

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows.values())

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, row_id: int | None) -> Row | None:
        """The row of an id."""
        return None if row_id is None else self._rows.get(row_id)

    def put(self, row: Row) -> None:
        """Add a row, or one that was taken out before."""
        self._rows[row.id] = row
        self._index(row)
        self.revision += 1

    def drop(self, row: Row) -> None:
        """Take a row out."""
        del self._rows[row.id]
        self._unindex(row)
        self.revision += 1

    def set(self, row: Row, values: dict[str, Any], version: int) -> None:
        """Give a row other values and another version."""
        self._unindex(row)
        row.values, row.version = values, version
        self._index(row)
        self.revision += 1

    def indexes(self, name: str) -> bool:
        """Whether `having` may be asked for this field."""
        return name in self._indexes

    def having(self, name: str, value: object) -> Iterable[Row]:
        """The rows whose indexed field `name` has this value, by id."""
        return [self._rows[each] for each in sorted(self._indexes[name].get(index_key(value), ()))]

    def _index(self, row: Row) -> None:
        for name, index in self._indexes.items():
            value = row.values.get(name)
            if value:
                index.setdefault(index_key(value), set()).add(row.id)

    def _unindex(self, row: Row) -> None:
        for name, index in self._indexes.items():
            value = row.values.get(name)
            if value:
                key = index_key(value)
                index[key].discard(row.id)
                if not index[key]:
                    del index[key]
