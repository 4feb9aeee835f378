"""Changes to a company's rows that take effect together, and the events they cause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.tripletex.company import Company
from sandbox.tripletex.rows import Row
from sandbox.tripletex.schema import SCHEMAS

Verb = Literal["create", "update", "delete", "charged"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened to an object that webhooks tell about. `row` is None after a deletion."""

    company: Company
    object: str
    verb: Verb
    schema: str
    id: int
    row: Row | None

    @property
    def key(self) -> str:
        """As subscriptions name it: "customer.update"."""
        return f"{self.object}.{self.verb}"


Publish = Callable[[Event], None]

# Table → objects whose events tell about its rows. Nothing is told about hours, activities and departments.
_EVENT_OBJECTS: dict[str, tuple[tuple[str, str], ...]] = {
    "Project": (("project", "Project"),),
    "Employee": (("employee", "Employee"),),
    "Contact": (("contact", "Contact"),),
    "Product": (("product", "Product"),),
    "Order": (("order", "Order"),),
    "Voucher": (("voucher", "Voucher"),),
    "Account": (("account", "Account"),),
}


def _objects(table: str, roles: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    if table == "Party":
        # A customer that is a supplier too is one row: both objects change.
        both = (("customer", "Customer", "isCustomer"), ("supplier", "Supplier", "isSupplier"))
        return tuple((name, schema) for name, schema, role in both if roles.get(role))
    return _EVENT_OBJECTS.get(table, ())


class Transaction:
    """Collects undo steps and events. Use as a context: leaving it by an exception undoes everything."""

    def __init__(self, company: Company, employee_id: int, publish: Publish) -> None:
        self.company = company
        self.employee_id = employee_id
        self._publish = publish
        self._undo: list[Callable[[], None]] = []
        self._events: list[Event] = []
        self._afterwards: list[Callable[[], None]] = []

    def __enter__(self) -> Transaction:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is not None:
            for step in reversed(self._undo):
                step()
            return
        for step in self._afterwards:
            step()
        for event in self._events:
            self._publish(event)

    def afterwards(self, step: Callable[[], None]) -> None:
        """Do something once everything took effect."""
        self._afterwards.append(step)

    def insert(self, schema_name: str, values: dict[str, Any], version: int = 0, row_id: int = 0) -> Row:
        """A new row; `row_id` 0 takes the next id."""
        company = self.company
        change = company.change(self.employee_id, "CREATE")
        row = Row(row_id or company.new_id(), version, values, [change])
        table = company.table(schema_name)
        table.put(row)
        self._undo.append(lambda: table.drop(row))
        self._tell(schema_name, "create", row, values)
        return row

    def update(self, schema_name: str, row: Row, values: dict[str, Any]) -> None:
        """Other values, and the next version. Nothing happens when the values are the same."""
        if values == row.values:
            return
        self.touch(schema_name, row, values)

    def touch(self, schema_name: str, row: Row, values: dict[str, Any]) -> None:
        """As `update`, also when only something below the row changed."""
        table, before, version = self.company.table(schema_name), row.values, row.version
        table.set(row, values, self.company.next_version(version))
        row.changes.append(self.company.change(self.employee_id, "UPDATE"))

        def undo() -> None:
            table.set(row, before, version)
            row.changes.pop()

        self._undo.append(undo)
        self._tell(schema_name, "update", row, {**before, **values})

    def revise(self, schema_name: str, row: Row, values: dict[str, Any], version: int) -> None:
        """Other values in a version of one's own choice: nothing that `changes` or events tell of."""
        table, before, version_before = self.company.table(schema_name), row.values, row.version
        table.set(row, values, version)
        self._undo.append(lambda: table.set(row, before, version_before))

    def link(self, schema_name: str, row: Row, name: str, child: int) -> None:
        """Add a child to a list of the row, which is no save of the row."""
        self.revise(schema_name, row, {**row.values, name: (*row.values.get(name, ()), child)}, row.version)

    def next_number(self, series: str, field_name: str, first: int) -> int:
        """The next number of a series that may have no gaps: given back when nothing comes of it."""
        self._remember(series, field_name)
        return self.company.next_number(series, field_name, first)

    def note_number(self, series: str, field_name: str, taken: int) -> None:
        """A number that was given: the series goes on above it, unless nothing comes of it."""
        self._remember(series, field_name)
        self.company.note_number(series, field_name, taken)

    def _remember(self, series: str, field_name: str) -> None:
        before = self.company.highest(series, field_name)
        self._undo.append(lambda: self.company.wind_back(series, field_name, before))

    def delete(self, schema_name: str, row: Row) -> None:
        """Take the row out."""
        table = self.company.table(schema_name)
        table.drop(row)
        self._undo.append(lambda: table.put(row))
        self._tell(schema_name, "delete", row, row.values)

    def tell(self, event: Event) -> None:
        """An event that is not simply create, update or delete of a table's row."""
        self._events.append(event)

    def _tell(self, schema_name: str, verb: Verb, row: Row, roles: dict[str, Any]) -> None:
        for name, schema in _objects(SCHEMAS[schema_name].table, roles):
            shown = None if verb == "delete" else row
            self._events.append(Event(self.company, name, verb, schema, row.id, shown))
