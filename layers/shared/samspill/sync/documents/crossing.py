"""What a document is crossed with, and what crossing it can come to."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from samspill.model.documents import Document
from samspill.model.kinds import Kind
from samspill.model.links import Link
from samspill.model.problems import Choice
from samspill.model.records import Values
from samspill.model.totals import Difference, Totals, apart
from samspill.sync.case import Behind, Forget, Hold, Skip, Wait
from samspill.sync.desk import Desk, Later
from samspill.sync.documents.papers import ROUNDING, Paper, plain, tied
from samspill.sync.documents.parents import Parents
from samspill.sync.ports.documents import Books, Invoice, Order
from samspill.sync.settle import Settlement

#: What a link keeps of what an order says.
_SAID = "said"


@dataclass(frozen=True)
class Crossed:
    """It is what it was to become: `link`."""

    link: Link


@dataclass(frozen=True)
class Stands:
    """It has become something that can no longer be taken back and is not right: a person is told."""

    link: Link
    hold: Hold


@dataclass(frozen=True)
class Handed:
    """It is a document of another kind: looked at as that."""

    kind: Kind


@dataclass(frozen=True)
class Rests:
    """There is nothing new to do or to say."""


Verdict = Rests | Crossed | Stands | Handed | Skip | Hold | Wait | Behind | Later | Forget


@dataclass(frozen=True)
class Crossing:
    """A document on its way, with all it refers to. `rates` are per cent by VAT code of Tripletex."""

    desk: Desk
    paper: Paper
    document: Document
    parents: Parents
    rates: Callable[[], Mapping[str, Decimal]]
    books: Books
    settlement: Settlement

    @property
    def insists(self) -> bool:
        """Whether a person wants it made whatever stands there already."""
        return self.paper.choice in (Choice.CREATE, Choice.RECREATE)

    @property
    def tied(self) -> str:
        """The document's fingerprint, with the parents it crosses with."""
        return tied(self.document, self.parents.party, self.parents.products)

    def happened(self, what: str, link: Link, number: str) -> None:
        """Add a line of history."""
        self.settlement.happened(self.paper.key, what, link=link.id, written={"number": number})


def base_of(thing: Order | Invoice) -> Values:
    """What a link keeps of an order or invoice: its number, its currency and what Tripletex computed; of an order
    also a fingerprint of what it says."""
    base: Values = {
        "number": thing.number,
        "net": plain(thing.net),
        "gross": plain(thing.gross),
        "currency": thing.currency,
    }
    return {**base, _SAID: _said(thing)} if isinstance(thing, Order) else base


def is_untouched(order: Order, link: Link) -> bool:
    """Whether the order is as it was linked. Its total with VAT may be another by now without anybody's doing: how
    the account rounds becomes known with the invoices it makes."""
    now, then = base_of(order), link.tripletex.base
    return all(then[name] == now[name] for name in ("number", "net", "currency", _SAID) if name in then)


def totals_of(link: Link) -> Totals:
    """What Tripletex computed for what is linked, when it was made."""
    base = link.tripletex.base
    return Totals(Decimal(str(base["net"])), Decimal(str(base["gross"])))


def in_signs_of(document: Document, totals: Totals, *, order: bool) -> Totals:
    """Totals with the document's signs: an order that takes back is negative, what is made of it is not."""
    return -totals if order and document.kind is Kind.CREDIT_NOTE else totals


def rounding_of(link: Link) -> Decimal:
    """The amount of the line for rounding of what is linked."""
    return Decimal(str(link.app.base.get(ROUNDING) or 0))


def differing(document: Document, link: Link) -> Difference | None:
    """How what it became differs from the document, but for a line for rounding; money of another currency always
    does."""
    totals = in_signs_of(document, totals_of(link), order=link.kind is Kind.ORDER)
    currency = link.tripletex.base.get("currency")
    if document.currency is not None and currency not in (None, document.currency):
        return Difference(Totals(document.net, document.gross), totals, str(currency))
    if document.kind is Kind.PURCHASE_ORDER:  # VAT is settled with the supplier's invoice
        return Difference(Totals(document.net, document.gross), totals) if document.net != totals.net else None
    return apart(document, totals, rounding_of(link))


def differs(code: str, document: Document, found: Difference) -> Hold:
    """Held because the totals are not the same, with both and the difference."""
    amounts = {
        "app_total": found.told.gross,
        "tripletex_total": found.computed.gross,
        "app_net": found.told.net,
        "tripletex_net": found.computed.net,
        "difference": found.gross or found.net,
    }
    facts = {name: f"{amount:.2f}" for name, amount in amounts.items()}
    if found.currency is not None:
        facts |= {name: f"{facts[name]} {found.currency}" for name in ("tripletex_total", "tripletex_net")}
    return Hold(code, {**facts, "currency": document.currency or "NOK"})


def _said(order: Order) -> str:
    """Sixteen hexadecimal digits over whom an order charges and for what; texts may change."""
    lines = sorted(
        (x.product or "", plain(x.quantity), plain(x.unit_price), plain(x.discount), x.vat_code or "")
        for x in order.lines
    )
    return hashlib.sha256(repr((order.party, lines)).encode()).hexdigest()[:16]
