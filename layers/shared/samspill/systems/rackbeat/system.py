"""Rackbeat as one side of a connection: the ports of the engine and of documents, put together from their parts."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import httpx

from samspill.model.changes import Priority
from samspill.model.connection import Company
from samspill.model.documents import Document
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from samspill.model.settings import Settings
from samspill.sync.ports import Changed, Draft, Outcome, Patch, RegisterPage, Repair, Subscribed
from samspill.systems.limiter import Clock, Limiter, Random, Sleep
from samspill.systems.ports import Permits
from samspill.systems.rackbeat.bodies import Bodies
from samspill.systems.rackbeat.catalogues import Catalogues, Group, Named, Person, Sort
from samspill.systems.rackbeat.client import WINDOW, Client, owner_of
from samspill.systems.rackbeat.document_reading import DocumentReader
from samspill.systems.rackbeat.documents import LISTS
from samspill.systems.rackbeat.mapping import REGISTERS, Register
from samspill.systems.rackbeat.paging import Lists
from samspill.systems.rackbeat.polling import Poller, Source, cursor_from
from samspill.systems.rackbeat.probe import LISTS as PROBED
from samspill.systems.rackbeat.probe import Probe, Prober
from samspill.systems.rackbeat.reading import Reader
from samspill.systems.rackbeat.rows import Rows
from samspill.systems.rackbeat.spelling import Spelling
from samspill.systems.rackbeat.stock import Adjustment, Made, Stock
from samspill.systems.rackbeat.subscriptions import EVENTS, Candidates, Subscriptions
from samspill.systems.rackbeat.terms import PaymentTerms, type_and_days
from samspill.systems.rackbeat.wire import Row
from samspill.systems.rackbeat.writing import Writer
from samspill.systems.transport import new_http


class RackbeatSystem:
    """One account of Rackbeat (samspill.sync.ports.System, and Source of documents).

    `base_url` ends with `/api`; `contact` is an e-mail that Rackbeat may write to; `kinds` are those of the
    connection's integration: a probe asks for no others; `payment_terms` are what people have said that some of the
    account's mean (number -> `payment_due`); `events` are names to subscribe to. Drafts may bring what only Rackbeat
    needs: `group`, `payment_terms`, `layout`, `vat_zone`, `language`. Calls raise RateLimited, RetryLater,
    ConfigurationWrong; see the ports for the rest.
    """

    side = Side.APP

    def __init__(
        self, base_url: str, token: str, *, permits: Permits, clock: Clock, sleep: Sleep, random: Random,
        priority: Priority = Priority.CHANGE, http: httpx.Client | None = None,
        contact: str = "", kinds: Sequence[Kind] = tuple(PROBED), payment_terms: Mapping[str, str] | None = None,
        events: Mapping[Kind, Sequence[Candidates]] = EVENTS,
    ) -> None:  # fmt: skip
        limiter = Limiter(permits, owner_of(token), WINDOW, priority, clock=clock, sleep=sleep, random=random)
        client = Client(http or new_http(), base_url, token, limiter, contact)
        lists, spelling = Lists(client), Spelling()
        catalogues = Catalogues(client, lists, clock, dict(payment_terms or {}))
        self._rows = Rows(spelling, catalogues)
        self._clock, self._catalogues = clock, catalogues
        self._reader, self._poller = Reader(client, lists, self._rows), Poller(lists)
        self._writer = Writer(client, self._reader, Bodies(spelling, catalogues), spelling)
        self._documents = DocumentReader(client, self._reader, catalogues, clock)
        self._stock = Stock(client, lists, catalogues, clock)
        self._prober, self._subscriptions = Prober(client, lists, kinds), Subscriptions(client, lists, events)

    def company(self) -> Company:
        """Whose key this is; the organisation number may be missing."""
        return self._prober.company()

    def check_rights(self, kind: Kind) -> None:
        """Raises ConfigurationWrong(own_right_missing) when records of `kind` cannot be read and written."""
        self._prober.check_rights(kind)

    def probe(self, settings: Settings) -> Probe:
        """Everything at once, for the kinds that are switched on."""
        return self._prober.probe(settings)

    def get(self, kind: Kind, ids: Sequence[str]) -> dict[str, Record | None]:
        """See the port; ids are numbers."""
        return self._reader.get(kind, ids)

    def find(self, kind: Kind, field: str, values: Sequence[str]) -> list[Record]:
        """See the port."""
        return self._reader.find(kind, field, values)

    def read_page(self, kind: Kind, cursor: str = "") -> RegisterPage:
        """See the port."""
        return self._reader.read_page(kind, cursor)

    def create(self, kind: Kind, drafts: Sequence[Draft]) -> list[Outcome]:
        """See the port."""
        return self._writer.create(kind, drafts)

    def update(self, kind: Kind, patches: Sequence[Patch]) -> list[Outcome]:
        """See the port."""
        return self._writer.update(kind, patches)

    def delete(self, kind: Kind, record_id: str, version: int | None) -> Outcome | None:  # noqa: ARG002
        """See the port; there are no versions."""
        return self._writer.delete(kind, record_id)

    def changed_since(self, kind: Kind, cursor: str) -> Changed:
        """See the port."""
        return self._poller.poll([self._source(register) for register in REGISTERS[kind]], cursor, self._clock())

    def documents(self, kind: Kind, ids: Sequence[str]) -> dict[str, Document | None]:
        """See the port of documents; asked for an invoice, what comes may be a credit note."""
        return self._documents.get(kind, ids)

    def documents_since(self, kind: Kind, cursor: str) -> Changed:
        """See the port of documents."""
        return self._poller.poll([Source(LISTS[kind].path, kind.value, _whole)], cursor, self._clock())

    def documents_cursor(self, day: date) -> str:
        """See the port of documents."""
        return cursor_from(day)

    def subscribe(self, url: str, secret: str, kinds: Sequence[Kind]) -> list[Subscribed]:  # noqa: ARG002
        """See the port; Rackbeat gives the tokens itself."""
        return self._subscriptions.make(url, kinds)

    def unsubscribe(self, ids: Sequence[str]) -> None:
        """See the port."""
        self._subscriptions.remove(ids)

    def repair_subscriptions(self, url: str, ids: Sequence[str], secrets: Sequence[str]) -> Repair:
        """See the port."""
        return self._subscriptions.repair(url, ids, secrets)

    def groups(self, sort: Sort) -> list[Group]:
        """Groups of customers, suppliers or products."""
        return self._catalogues.groups(sort)

    def create_group(
        self, sort: Sort, name: str, *, has_inventory: bool | None = None, vat: Mapping[str, Decimal] | None = None
    ) -> Group:
        """A new group, see `Catalogues.create_group`."""
        return self._catalogues.create_group(sort, name, has_inventory=has_inventory, vat=vat)

    def payment_terms(self) -> list[PaymentTerms]:
        """All of them."""
        return self._catalogues.payment_terms()

    def can_say(self, due: str) -> bool:
        """Whether there can be payment terms that mean `due`."""
        return type_and_days(due) is not None

    def create_payment_terms(self, name: str, due: str) -> PaymentTerms:
        """New terms, see `Catalogues.create_payment_terms`."""
        return self._catalogues.create_payment_terms(name, due)

    def units(self) -> list[Named]:
        """All of them."""
        return self._catalogues.units()

    def layouts(self) -> list[Named]:
        """All of them."""
        return self._catalogues.layouts()

    def vat_zones(self) -> tuple[str, ...]:
        """The four of them."""
        return self._catalogues.vat_zones()

    def employees(self) -> list[Person]:
        """All of them."""
        return self._catalogues.employees()

    def find_adjustment(self, key: str) -> Adjustment | None:
        """The adjustment with our key, booked or not."""
        return self._stock.find(key)

    def create_adjustment(self, number: str, quantity: Decimal, key: str) -> Adjustment:
        """Make one, not booked yet, see `Stock.create`."""
        return self._stock.create(number, quantity, key)

    def book_adjustment(self, adjustment: Made) -> None:
        """Book one that was made, see `Stock.book`."""
        self._stock.book(adjustment)

    def _source(self, register: Register) -> Source:
        def content(row: Row) -> str:
            return json.dumps(self._rows.record(register, row).values(), sort_keys=True)

        return Source(register.path, register.kind.value, content)


def _whole(row: Row) -> str:
    return json.dumps(row, sort_keys=True, default=str)
