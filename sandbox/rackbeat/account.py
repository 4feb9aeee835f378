"""One company: its keys, records, stock, webhooks, mails and switches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.rackbeat.kinds.kind import SCOPES, Kind, Scope
from sandbox.rackbeat.limits import MinuteWindow
from sandbox.rackbeat.registers import Registers
from sandbox.rackbeat.rows import Line, Number, Row
from sandbox.rackbeat.stock import Stock
from sandbox.rackbeat.switches import Switches
from sandbox.rackbeat.webhooks import WebhookBook


@dataclass
class Key:
    """An API key. Old keys have all scopes (changelog/api-scopes)."""

    scopes: frozenset[Scope] = SCOPES
    window: MinuteWindow = field(default_factory=MinuteWindow)


@dataclass(frozen=True)
class Mail:
    """A mail that Rackbeat sent: an `invitation` to an employee, or an `invoice` to a customer."""

    to: str
    template: str
    about: Number
    sent_at: datetime


@dataclass(frozen=True)
class Change:
    """What happened to a record: `verb` is created, updated, deleted, booked or stock (moved)."""

    verb: str
    row: Row
    old_number: Number
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Company:
    """Who the account belongs to; the user is the one who made the keys."""

    id: int
    name: str
    language: str
    currency: str
    user: str
    user_email: str


class Account:
    """Everything of one company. Every method that changes a record tells `publish`."""

    def __init__(
        self,
        company: Company,
        switches: Switches,
        clock: Callable[[], datetime],
        new_token: Callable[[], str],
        publish: Callable[[Account, Change], None],
    ) -> None:
        self.company = company
        self.switches = switches
        self.clock = clock
        self.keys: dict[str, Key] = {}
        self.registers = Registers()
        self.stock = Stock(self.registers, lambda item: self.tell(Change("stock", item, item.number)))
        self.webhooks = WebhookBook(self.registers.new_id, new_token, clock)
        self.outbox: list[Mail] = []
        self._publish = publish
        self._silent = False

    @property
    def language(self) -> str:
        """The language of its messages."""
        return self.company.language

    @property
    def today(self) -> date:
        """The date where the company is."""
        return self.clock().astimezone(ZoneInfo(self.switches.time_zone)).date()

    def find(self, space: str, number: object) -> Row | None:
        """See Reading."""
        return self.registers.find(space, number)

    def add(self, kind: Kind, number: Number | None, values: dict[str, Any], lines: list[Line] | None = None) -> Row:
        """Store a new record."""
        known = {each.name: each.default for each in kind.fields}
        row = self.registers.add(kind, number, known | values, lines or [], self.clock())
        if kind.key == "employee" and row["should_notify"] and row["contact_email"]:
            self.mail(row["contact_email"], "invitation", row)
        self.tell(Change("created", row, row.number))
        return row

    def alter(
        self, row: Row, values: dict[str, Any], number: Number | None = None, lines: list[Line] | None = None,
        verb: str = "updated",
    ) -> None:  # fmt: skip
        """Change a record; what it has already is no change and is told to nobody."""
        changed = [name for name, value in values.items() if row.values.get(name) != value]
        changed += ["lines"] if lines is not None and lines != row.lines else []
        old_number = row.number
        if number is not None and number != old_number:
            self.registers.renumber(row, number)
            changed.insert(0, row.kind.key_name)
        if not changed:
            return
        row.values |= values
        row.lines = row.lines if lines is None else lines
        row.updated_at = self.clock()
        self.tell(Change(verb, row, old_number, tuple(changed)))

    def remove(self, row: Row) -> None:
        """Delete a record."""
        self.registers.remove(row, self.clock())
        self.tell(Change("deleted", row, row.number))

    def tell(self, change: Change) -> None:
        """Have webhooks sent."""
        self.stock.orders_changed()
        if not self._silent:
            self._publish(self, change)

    def mail(self, to: str, template: str, row: Row) -> None:
        """Put a mail into the outbox."""
        self.outbox.append(Mail(to, template, row.number, self.clock()))

    def products_of(self, group: Row) -> int:
        """How many items a group has."""
        return self.stock.items_of(group.uid)

    @contextmanager
    def silence(self, wanted: bool = True) -> Iterator[None]:
        """No webhooks for what is done meanwhile."""
        before, self._silent = self._silent, self._silent or wanted
        try:
            yield
        finally:
            self._silent = before
