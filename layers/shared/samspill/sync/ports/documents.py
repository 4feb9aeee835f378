"""What documents need of the two systems: the app that makes them out, and the books they go into.

A system whose integration has documents has these calls beside those of `System`. As there, every call raises
RateLimited, RetryLater and ConfigurationWrong; a write also raises DataRefused, and RetryLater with `uncertain` when
it may have been carried out although no answer came.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from samspill.model.documents import Document
from samspill.model.kinds import Kind
from samspill.sync.ports.systems import Changed


class Source(Protocol):
    """The app's documents."""

    def documents(self, kind: Kind, ids: Sequence[str]) -> dict[str, Document | None]:
        """Each id with its document, None only when a GET of that very id said 404. Invoices and credit notes share a
        register in some apps: asked for an invoice, what comes back may be a credit note."""

    def documents_since(self, kind: Kind, cursor: str) -> Changed:
        """Those of the kind's register written after `cursor` ('' = from now on)."""

    def documents_cursor(self, day: date) -> str:
        """Where `documents_since` begins so that it tells of all that was written on that day or later."""


@dataclass(frozen=True)
class OrderLine:
    """A line as the books have it, or are to have it.

    `unit_price` is without VAT, `discount` per cent, `vat_code` the number people see; `net` and `gross` are what the
    books computed, None in a draft."""

    product: str | None
    description: str
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal
    vat_code: str | None
    net: Decimal | None = None
    gross: Decimal | None = None


@dataclass(frozen=True)
class OrderDraft:
    """An order, or a purchase order, to be made. `key` is ours: it is stored where people do not print it and found
    again by `find_...`. `party` and `project` are ids of the books. `currency` None: the company's own."""

    key: str
    party: str
    day: date
    delivery: date
    lines: tuple[OrderLine, ...]
    currency: str | None = None
    due: date | None = None
    reference: str = ""
    comment: str = ""
    project: str | None = None
    number: str = ""


@dataclass(frozen=True)
class Order:
    """An order, or a purchase order, as the books have it. `invoiced`: an invoice was made of it."""

    id: str
    version: int | None
    number: str
    key: str
    party: str
    day: date
    net: Decimal
    gross: Decimal
    lines: tuple[OrderLine, ...]
    currency: str | None = None
    closed: bool = False
    invoiced: bool = False


@dataclass(frozen=True)
class Invoice:
    """An invoice or credit note as the books have it; a credit note's amounts are positive here too. `orders` are the
    ids it was made of, `credits` the invoice it takes back, `credited` whether something has taken it back. `party`
    is the customer's id in the books."""

    id: str
    number: str
    day: date
    net: Decimal
    gross: Decimal
    orders: tuple[str, ...] = ()
    currency: str | None = None
    comment: str = ""
    is_credit_note: bool = False
    credits: str | None = None
    credited: bool = False
    party: str = ""


@dataclass(frozen=True)
class Issue:
    """How an invoice is made of an order. `number`: keep the app's; None lets the books choose. `send`: the books
    send it to the customer, in `send_method`'s way or the customer's own; it is always said whether. `credits`: it is
    a credit note for that invoice."""

    day: date
    due: date | None
    number: str | None = None
    send: bool = False
    send_method: str | None = None
    credits: str | None = None


class Books(Protocol):
    """The accounting system's orders and invoices."""

    def order(self, order_id: str) -> Order | None:
        """With its lines and computed totals; None when it is gone (404)."""

    def find_orders(self, key: str, party: str) -> list[Order]:
        """Orders of that party that carry our key, of whatever day, also invoiced ones."""

    def orders_numbered(self, number: str, party: str) -> list[Order]:
        """The party's orders of that number, whoever made them."""

    def create_order(self, draft: OrderDraft) -> Order:
        """Make it, and read it again with what was computed; should only that reading fail, it is `uncertain`."""

    def delete_order(self, order: Order) -> None:
        """Take back an order nothing was made of; one that is gone is fine."""

    def close_order(self, order: Order) -> None:
        """See that nobody makes a second invoice of it; one that is closed is fine. `create_invoice` does so itself:
        this is for an invoice that was found instead, for its maker may have stopped in between."""

    def invoices_of(self, order: Order) -> list[Invoice]:
        """The invoices made of it."""

    def create_invoice(self, order: Order, issue: Issue) -> Invoice:
        """Make an invoice of the whole order; with `issue.credits` a credit note for that invoice, of an order with
        negative quantities."""

    def invoice(self, invoice_id: str) -> Invoice | None:
        """None when it is gone."""

    def invoices_numbered(self, number: str, party: str) -> list[Invoice]:
        """The party's invoices and credit notes of that number, whoever made them."""

    def credit_notes_of(self, invoice: Invoice) -> list[Invoice]:
        """What has taken it back, wholly or in part."""

    def credit(self, invoice: Invoice, day: date, comment: str, *, send: bool) -> Invoice:
        """Take back the whole invoice; the credit note. Raises DataRefused(already_credited) when something has
        taken it back before, wholly or in part: `credit_notes_of` tells what."""

    def find_purchase_orders(self, key: str, party: str) -> list[Order]:
        """As `find_orders`."""

    def purchase_order(self, order_id: str) -> Order | None:
        """As `order`."""

    def purchase_orders_numbered(self, number: str, party: str) -> list[Order]:
        """As `orders_numbered`."""

    def create_purchase_order(self, draft: OrderDraft) -> Order:
        """Raises ConfigurationWrong(module_missing) where the company does not have purchase orders."""

    def vat_rates(self) -> dict[str, Decimal]:
        """Codes of outgoing VAT that are active today -> per cent."""
