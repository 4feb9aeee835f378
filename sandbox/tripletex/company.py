"""One Tripletex account: its rows, tokens, switches and number series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Literal

from sandbox.tripletex.rows import Change, Row, Table
from sandbox.tripletex.schema import SCHEMAS
from sandbox.tripletex.switches import Switches
from sandbox.tripletex.texts import Language

Environment = Literal["test", "production"]
HOSTS: dict[Environment, str] = {"test": "api-test.tripletex.tech", "production": "tripletex.no"}
EVERYTHING = frozenset({"*"})


@dataclass(frozen=True, slots=True)
class EmployeeToken:
    """A token made in an account. `owner_id` owns it, `user_id` is who acts; `rights` are "kind:read" and
    "kind:write" or "*"; an accountant's token may act in the companies of `clients`."""

    token: str
    company_id: int
    owner_id: int
    user_id: int
    rights: frozenset[str] = EVERYTHING
    accountant: bool = False
    clients: frozenset[int] = frozenset()

    def may(self, verb: Literal["read", "write"], kind: str) -> bool:
        """Whether the token has the right."""
        return "*" in self.rights or f"{kind}:{verb}" in self.rights


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that Tripletex would have sent."""

    to: str
    reason: str


Document = Literal["invoice", "credit_note", "purchase_order"]


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A document that left the account: `to` is an address or a number of an organisation, as `send_type` wants."""

    document: Document
    id: int
    number: str
    send_type: str
    to: str
    moment: datetime


@dataclass
class Company:
    """An account. `new_id`, `now` and `random` come from the world that holds it."""

    id: int
    name: str
    organization_number: str
    environment: Environment
    language: Language
    switches: Switches
    new_id: Callable[[], int]
    now: Callable[[], datetime]
    random: Random
    department_module: bool = False
    tables: dict[str, Table] = field(default_factory=dict)
    tokens: dict[str, EmployeeToken] = field(default_factory=dict)
    mails: list[Mail] = field(default_factory=list)
    outbox: list[Dispatch] = field(default_factory=list)
    events: Counter[str] = field(default_factory=Counter)
    # What the last list call found, and for which question.
    last_found: tuple[object, list[Row]] | None = None
    _highest: dict[tuple[str, str], int] = field(default_factory=dict)

    def table(self, schema_name: str) -> Table:
        """The rows that a schema shows."""
        name = SCHEMAS[schema_name].table
        if name not in self.tables:
            self.tables[name] = Table(name)
        return self.tables[name]

    @property
    def revision(self) -> int:
        """Rises with every change of any row."""
        return sum(table.revision for table in self.tables.values())

    def row(self, schema_name: str, row_id: int | None) -> Row | None:
        """A row, or None."""
        return self.table(schema_name).get(row_id)

    def url(self, path: str, row_id: int) -> str:
        """As `url` fields give it: host and path without a scheme."""
        return f"{HOSTS[self.environment]}/v2/{path}/{row_id}"

    def next_version(self, version: int) -> int:
        """The version after a save."""
        return version + (self.random.randint(1, 3) if self.switches.version_jumps else 1)

    def next_number(self, series: str, field_name: str, first: int) -> int:
        """The next free number of a series, above all numbers taken so far."""
        table = self.table(series)
        key = (table.name, field_name)
        number = max(self._highest.get(key, first - 1) + 1, first)
        while any(table.having(field_name, each) for each in (number, str(number))):
            number += 1
        self._highest[key] = number
        return number

    def highest(self, series: str, field_name: str) -> int:
        """The highest number of a series so far, 0 for none."""
        return self._highest.get((self.table(series).name, field_name), 0)

    def wind_back(self, series: str, field_name: str, highest: int) -> None:
        """Give back the numbers above one."""
        self._highest[self.table(series).name, field_name] = highest

    def note_number(self, series: str, field_name: str, taken: object) -> None:
        """Remember a number that was given by hand, so that the series continues above it."""
        if isinstance(taken, int) or (isinstance(taken, str) and taken.isdecimal() and len(taken) < 10):
            key = (self.table(series).name, field_name)
            self._highest[key] = max(self._highest.get(key, 0), int(taken))

    def change(self, employee_id: int, kind: str) -> Change:
        """An entry for `changes`, now."""
        return Change(employee_id, self.now(), kind)

    def add(self, schema_name: str, values: dict[str, object], version: int = 0) -> Row:
        """Store a row as it is: for registers that come with an account."""
        row = Row(self.new_id(), version, values, [self.change(0, "CREATE")])
        self.table(schema_name).put(row)
        return row

    def counts(self) -> dict[str, int]:
        """Rows per table, without empty ones."""
        return {name: len(table) for name, table in sorted(self.tables.items()) if len(table)}

    def find(self, schema_name: str, field_name: str, values: Iterable[object]) -> Row | None:
        """The first row whose indexed field has one of these values."""
        table = self.table(schema_name)
        return next((row for value in values for row in table.having(field_name, value)), None)
