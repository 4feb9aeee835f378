"""A company with a Rackbeat and a Tripletex of its own, connected: its customers and products are linked already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import count
from time import sleep
from typing import Any, Literal

from samspill.integrations.rackbeat import INTEGRATION
from samspill.model.connection import Company, Connection
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.settings import Settings
from samspill.model.settings_documents import Differences, DocumentSettings
from samspill.model.status import Status
from samspill.sync.desk import Desk
from samspill.sync.documents.engine import work_on_documents
from samspill.systems.rackbeat.system import RackbeatSystem
from samspill.systems.tripletex.system import TripletexSystem
from sandbox.rackbeat.account import Account
from sandbox.rackbeat.kinds.catalogue import KINDS
from sandbox.rackbeat.opening import NewAccount
from sandbox.rackbeat.rows import Row
from sandbox.rackbeat.seed_rows import plant
from sandbox.rackbeat.switches import Switches
from sandbox.rackbeat.world import RackbeatWorld
from sandbox.tripletex.company import Company as TripletexCompany
from sandbox.tripletex.hand import edit
from sandbox.tripletex.opening import NewCompany
from sandbox.tripletex.world import TEST_CONSUMER, TripletexWorld
from tests.fakes.memory_sessions import MemoryPermits, MemoryTokenCache
from tests.fakes.memory_stores import memory_stores
from tests.fakes.shelf import MemoryShelf
from tests.performance.invoicing.making import GROUPS, MadeInvoice

AT_HOME, ABROAD = 1, 2
#: VAT codes of Tripletex: each group at home, and whatever goes abroad.
_VAT = {"1/domestic": "3", "2/domestic": "31", "3/domestic": "33", "4/domestic": "6", "*/abroad": "52"}
_MANY = 1_000_000

RackbeatRounds = Literal["line", "rate", "document"]
TripletexRounds = Literal["line", "rate"]


@dataclass(frozen=True)
class Ways:
    """How both systems round VAT, and what the company wants done about differences."""

    rackbeat: RackbeatRounds
    tripletex: TripletexRounds
    differences: Differences

    def __str__(self) -> str:
        return f"Rackbeat per {self.rackbeat}, Tripletex per {self.tripletex}, {self.differences}"


@dataclass(frozen=True)
class Worlds:
    """The two sandboxes and where they answer."""

    rackbeat: RackbeatWorld
    rackbeat_url: str
    tripletex: TripletexWorld
    tripletex_url: str


class Invoicing:
    """One connected company. It invoiced in Tripletex before, as companies have; see `account_rounding`."""

    def __init__(self, worlds: Worlds, place: int, ways: Ways) -> None:
        self._worlds, self._place, self.ways = worlds, place, ways
        self.account: Account = worlds.rackbeat.open_account(
            NewAccount(
                name=f"Lager {place} AS", switches=Switches(vat_rounded_per=ways.rackbeat, requests_per_minute=_MANY)
            )
        )
        switches = {"vat_rounded_per": ways.tripletex, "rate_limit": _MANY, "session_creation_seconds": 0}
        self.company: TripletexCompany = worlds.tripletex.create_company(
            NewCompany(name=f"Lager {place} AS", switches=switches)
        )
        self._furnish()
        self._invoice_before()

    def book(self, made: Sequence[MadeInvoice]) -> list[str]:
        """Make these invoices out in Rackbeat, and book them; their numbers."""
        before = {str(row.number) for row in self.booked}
        with self._worlds.rackbeat.lock:
            plant(self.account, {"customer_invoices": [_body(each) for each in made]})
        return [number for row in self.booked if (number := str(row.number)) not in before]

    def cross(self, numbers: Sequence[str]) -> None:
        """What the worker of documents does with changes of these invoices."""
        work_on_documents(self.desk, Kind.INVOICE, numbers, self.desk.clock() + timedelta(days=1))

    @property
    def booked(self) -> list[Row]:
        """The rows of all invoices in Rackbeat."""
        return list(self.account.registers.living(KINDS["customer_invoice"]))

    @cached_property
    def desk(self) -> Desk:
        """Both adapters, with stores of its own."""
        ids = count(1)
        return Desk(
            connection=self._connection(),
            integration=INTEGRATION,
            systems={Side.APP: self._rackbeat(), Side.TRIPLETEX: self._tripletex()},
            stores=memory_stores(f"c{self._place}"),
            shelf=MemoryShelf(),
            clock=lambda: datetime.now(UTC),
            new_id=lambda: f"id{next(ids)}",
            guard=lambda: None,
        )

    def _connection(self) -> Connection:
        begun = datetime.now(UTC) - timedelta(days=2)
        documents = DocumentSettings(vat=_VAT, differences=self.ways.differences)
        return Connection(
            id=f"c{self._place}", integration="rackbeat", status=Status.ACTIVE, live=True, live_since=begun,
            organization_number="999999999", tripletex_company=Company(id=str(self.company.id), name="Lager AS"),
            app_company=Company(id="1", name="Lager AS"), settings=Settings(documents=documents), created_at=begun,
            updated_at=begun,
        )  # fmt: skip

    def _rackbeat(self) -> RackbeatSystem:
        key = next(iter(self.account.keys))
        return RackbeatSystem(
            f"{self._worlds.rackbeat_url}/api", key, permits=MemoryPermits(), clock=lambda: datetime.now(UTC),
            sleep=sleep, random=lambda: 0.5, contact="drift@samspill.example",
        )  # fmt: skip

    def _tripletex(self) -> TripletexSystem:
        def clock() -> datetime:
            return datetime.now(UTC)

        return TripletexSystem(
            f"{self._worlds.tripletex_url}/v2", (TEST_CONSUMER,), next(iter(self.company.tokens)),
            tokens=MemoryTokenCache(clock), permits=MemoryPermits(), clock=clock, sleep=sleep, random=lambda: 0.5,
            kinds=(Kind.CUSTOMER, Kind.PRODUCT),
        )  # fmt: skip

    def _furnish(self) -> None:
        rows: dict[str, list[dict[str, Any]]] = {
            "customer_groups": [{"name": "Kunder"}],
            "product_groups": [
                {"name": f"Tjenester {rate} %", "has_inventory": False, "vat_domestic": rate}
                for rate in GROUPS.values()
            ],
            "payment_terms": [{"name": "Netto 14", "type": "net", "maturity_days": 14}],
            "customers": [
                {"name": "Fjord Bygg AS", "payment_terms_id": 1, "customer_group_id": 1},
                {"name": "Øresund ApS", "payment_terms_id": 1, "customer_group_id": 1, "vat_zone": "abroad"},
            ],
            "products": [
                {"number": f"V{group}", "name": f"Vare {group}", "group_id": int(group), "sales_price": 10}
                for group in GROUPS
            ],
        }
        with self._worlds.rackbeat.lock:
            plant(self.account, rows)
        for number, name in ((AT_HOME, "Fjord Bygg AS"), (ABROAD, "Øresund ApS")):
            self._link(Kind.CUSTOMER, str(number), self._by_hand("customer", name=name))
        for group in GROUPS:
            self._link(Kind.PRODUCT, f"V{group}", self._by_hand("product", name=f"Vare {group}", number=f"V{group}"))

    def _invoice_before(self) -> None:
        """One for which it matters how VAT is rounded, to somebody else."""
        day = datetime.now(UTC).date().isoformat()
        customer = self._by_hand("customer", name="En annen AS")
        lines = [{"description": "Kopi", "count": 1, "unitPriceExcludingVatCurrency": 0.1}] * 10
        order = self._by_hand(
            "order", customer={"id": int(customer)}, orderDate=day, deliveryDate=day, orderLines=lines
        )  # fmt: skip
        edit(self._worlds.tripletex, self.company.id, "order", "charge", int(order), {})

    def _by_hand(self, kind: str, **fields: Any) -> str:
        row = edit(self._worlds.tripletex, self.company.id, kind, "create", None, fields)
        assert row is not None
        return str(row["id"])

    def _link(self, kind: Kind, app_id: str, tripletex_id: str) -> None:
        desk = self.desk
        halves = {"app": Half(id=app_id), "tripletex": Half(id=tripletex_id)}
        desk.stores.links.add(
            Link.model_validate({"id": desk.new_id(), "connection": desk.connection.id, "kind": kind, **halves})
        )


def _body(made: MadeInvoice) -> dict[str, Any]:
    return {
        "customer_id": ABROAD if made.abroad else AT_HOME,
        "currency": made.currency,
        "is_booked": True,
        "lines": [
            {
                "item_id": line.product, "quantity": line.quantity, "line_price": line.price,
                "discount_percentage": line.discount,
            }
            for line in made.lines
        ],
    }  # fmt: skip
