"""What settings can name, by the names people know: read from both systems, as far as they answer.

A system that does not answer is told of and nothing more: what is set stays as it is, and can be typed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast

from samspill.composition import App
from samspill.exceptions import ConfigurationWrong, NotFound, RetryLater, WrongStatus
from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.hours import Activity, ActivityType
from samspill.model.kinds import Side
from samspill.model.rules import Integration
from samspill.sync.ports.choices import AppChoices, BooksChoices, PeopleChoices
from samspill.sync.ports.hours import Timesheet
from samspill.sync.ports.start_up import Choosable
from samspill.tasks.hours_mapping import HourMapping, mapping
from samspill.tasks.mappings import Proposals, proposals
from samspill.tasks.refusals import Refused


class Register(StrEnum):
    """Where a setting's value is an entry of."""

    PROJECT_MANAGERS = "project_managers"
    DEPARTMENTS = "departments"
    PROJECT_ACTIVITIES = "project_activities"
    INTERNAL_ACTIVITIES = "internal_activities"
    VAT_CODES = "vat_codes"
    CUSTOMER_GROUPS = "customer_groups"
    SUPPLIER_GROUPS = "supplier_groups"
    PRODUCT_GROUPS = "product_groups"
    SERVICE_GROUPS = "service_groups"
    TERMS = "terms"
    LAYOUTS = "layouts"
    UNITS = "units"


_ACTIVITIES = {
    Register.PROJECT_ACTIVITIES: ActivityType.PROJECT_GENERAL, Register.INTERNAL_ACTIVITIES: ActivityType.GENERAL,
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One of them. `value` is what settings hold; `rate` that of a VAT code, per cent."""

    value: str
    name: str
    rate: Decimal | None = None


@dataclass(frozen=True)
class Choices:
    """What there is to choose from. `registers` has those that could be read; `silent` are the sides that did not
    answer. `proposals` are what both systems tell by themselves, `hours` what tasks and tags become."""

    registers: Mapping[Register, tuple[Entry, ...]] = field(default_factory=dict)
    silent: tuple[Side, ...] = ()
    proposals: Proposals | None = None
    hours: HourMapping | None = None


class _Reading:
    """Asks; a side that failed once is not asked again."""

    def __init__(self, systems: Mapping[Side, Any]) -> None:
        self.systems, self.silent = systems, set[Side]()
        self.registers: dict[Register, tuple[Entry, ...]] = {}

    def ask(self, side: Side, read: Callable[[Any], Any]) -> Any:
        """What was read, None when the side does not answer."""
        if side in self.silent:
            return None
        try:
            return read(self.systems[side])
        except (RetryLater, ConfigurationWrong):
            self.silent.add(side)
            return None

    def note(self, register: Register, side: Side, read: Callable[[Any], Sequence[Choosable]]) -> None:
        """Read a register."""
        rows = self.ask(side, read)
        if rows is not None:
            self.registers[register] = _entries(rows)


def choices_of(app: App, connection: Connection) -> Choices:
    """What the connection's settings can name, as both systems tell it now."""
    integration = app.integration(connection.integration)
    try:
        reading = _Reading(app.systems(connection, Priority.PERSON))
    except NotFound:  # it is off, and its keys are gone
        return Choices(silent=tuple(Side))
    hours = proposed = None
    if "fallback_project_manager" in integration.own_settings:
        _people(reading)
    if "hours" in integration.own_settings:
        hours = _hours(app, connection, reading)
    if integration.vat_zones:
        proposed = _documents(integration, reading)
    return Choices(reading.registers, tuple(side for side in Side if side in reading.silent), proposed, hours)


def _people(reading: _Reading) -> None:
    def managers(books: PeopleChoices) -> Sequence[Choosable]:
        return books.project_managers()

    def departments(books: PeopleChoices) -> Sequence[Choosable]:
        return books.departments()

    reading.note(Register.PROJECT_MANAGERS, Side.TRIPLETEX, managers)
    reading.note(Register.DEPARTMENTS, Side.TRIPLETEX, departments)


def _hours(app: App, connection: Connection, reading: _Reading) -> HourMapping | None:
    def activities(books: Timesheet) -> list[Activity]:
        return [each for each in books.activities() if not each.disabled]

    found = reading.ask(Side.TRIPLETEX, activities)
    if found is None:
        return None
    for register, kind in _ACTIVITIES.items():
        fitting = sorted((each for each in found if each.type is kind), key=lambda each: each.name.casefold())
        reading.registers[register] = tuple(Entry(each.id, each.name) for each in fitting)
    try:
        return cast("HourMapping | None", reading.ask(Side.APP, lambda _app: mapping(app, connection)))
    except (Refused, WrongStatus):  # hours do not cross now: nothing of the app's is asked for
        return None


def _documents(integration: Integration, reading: _Reading) -> Proposals | None:
    try:
        found = proposals(integration, reading.systems)
    except (RetryLater, ConfigurationWrong):  # whose fault it is shows when each is asked by itself
        _each_by_itself(reading)
        return None
    _note(reading, found)
    return found


def _each_by_itself(reading: _Reading) -> None:
    def codes(books: BooksChoices) -> tuple[Entry, ...]:
        return tuple(Entry(code.number, code.name, code.percentage) for code in books.vat_codes())

    known = reading.ask(Side.TRIPLETEX, codes)
    if known is not None:
        reading.registers[Register.VAT_CODES] = known
    reads: Mapping[Register, Callable[[AppChoices], Sequence[Choosable]]] = {
        Register.CUSTOMER_GROUPS: lambda app: app.groups("customer"),
        Register.SUPPLIER_GROUPS: lambda app: app.groups("supplier"),
        Register.PRODUCT_GROUPS: lambda app: [row for row in app.groups("product") if row.has_inventory is not False],
        Register.SERVICE_GROUPS: lambda app: [row for row in app.groups("product") if row.has_inventory is False],
        Register.TERMS: lambda app: app.payment_terms(),
        Register.LAYOUTS: lambda app: app.layouts(),
        Register.UNITS: lambda app: app.units(),
    }
    for register, read in reads.items():
        reading.note(register, Side.APP, read)


def _note(reading: _Reading, found: Proposals) -> None:
    products = found.groups.get("product", ())
    reading.registers |= {
        Register.VAT_CODES: tuple(Entry(code.number, code.name, code.rate) for code in found.vat_codes),
        Register.CUSTOMER_GROUPS: _entries(found.groups.get("customer", ())),
        Register.SUPPLIER_GROUPS: _entries(found.groups.get("supplier", ())),
        Register.PRODUCT_GROUPS: _entries([row for row in products if row.has_inventory is not False]),
        Register.SERVICE_GROUPS: _entries([row for row in products if row.has_inventory is False]),
        Register.TERMS: _entries(found.terms), Register.LAYOUTS: _entries(found.layouts),
        Register.UNITS: _entries(found.units),
    }  # fmt: skip


def _entries(rows: Sequence[Choosable]) -> tuple[Entry, ...]:
    return tuple(Entry(str(row.number), row.name) for row in rows)
