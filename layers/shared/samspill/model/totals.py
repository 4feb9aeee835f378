"""What Tripletex makes of a document's lines, compared with what the app made of them; all to the øre.

A line is quantity times unit price less its discount, rounded half up (half an øre away from zero), as was seen
there (244,912.50 with 25 % came to 306,140.63). Whether VAT is rounded for each line or once for each VAT code is not
documented (reference/tripletex.md 8.9 and 8.10), so both readings are known here: a document that fits one of them
may be tried, and what Tripletex then computed decides.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from typing import Protocol

from samspill.model.documents import Document
from samspill.model.kinds import Kind

_ORE = Decimal("0.01")
_NOTHING = Decimal(0)
#: Digits of a product of quantity, price, discount and rate before it is rounded: none of them gets lost.
_DIGITS = 80
#: The most that a line for rounding may make up for, in the document's currency.
MOST_ROUNDED = Decimal(1)
#: Codes of sales that VAT has nothing to do with, best first: those that stay out of its returns
#: (reference/tripletex.md 8.12). Others without VAT, such as exports, mean something and are never used.
_UNTOUCHED_BY_VAT = ("7", "0", "6")


class Rounded(StrEnum):
    """What VAT is rounded for."""

    LINE = "line"
    CODE = "code"


class Priced(Protocol):
    """What a line's amount is made of: see `samspill.sync.ports.documents.OrderLine`."""

    @property
    def quantity(self) -> Decimal:
        """How much of it."""

    @property
    def unit_price(self) -> Decimal:
        """Without VAT, before the discount."""

    @property
    def discount(self) -> Decimal:
        """Per cent."""

    @property
    def vat_code(self) -> str | None:
        """The number that people see; None where there is no VAT."""


@dataclass(frozen=True)
class Totals:
    """Without and with VAT, in the document's currency."""

    net: Decimal
    gross: Decimal

    def __neg__(self) -> "Totals":
        """The same taken back."""
        return Totals(-self.net, -self.gross)


@dataclass(frozen=True)
class Difference:
    """`told` is what the app says, `computed` what Tripletex computes; in which `currency`, where that is another."""

    told: Totals
    computed: Totals
    currency: str | None = None

    @property
    def net(self) -> Decimal:
        """How much more the app says, without VAT."""
        return self.told.net - self.computed.net

    @property
    def gross(self) -> Decimal:
        """How much more the app says, with VAT."""
        return self.told.gross - self.computed.gross


def to_ore(amount: Decimal) -> Decimal:
    """Two decimals, half away from zero."""
    return amount.quantize(_ORE, ROUND_HALF_UP)


def computed(lines: Iterable[Priced], rates: Mapping[str, Decimal], per: Rounded = Rounded.LINE) -> Totals:
    """What an invoice of these lines comes to. `rates` are per cent by VAT code. Raises KeyError for a code without
    rate."""
    gross = _NOTHING
    by_code: defaultdict[str | None, Decimal] = defaultdict(Decimal)
    with localcontext(prec=_DIGITS):
        for line in lines:
            full = line.quantity * line.unit_price * (100 - line.discount) / 100
            by_code[line.vat_code] += to_ore(full)
            gross += to_ore(full * _share(line.vat_code, rates))
        if per is Rounded.CODE:
            gross = sum((to_ore(net * _share(code, rates)) for code, net in by_code.items()), _NOTHING)
        return Totals(sum(by_code.values(), _NOTHING), gross)


def told(document: Document) -> Totals:
    """The app's own totals."""
    return Totals(document.net, document.gross)


def difference(document: Document, lines: Iterable[Priced], rates: Mapping[str, Decimal]) -> Difference | None:
    """None when an order of `lines` would come to the document's totals in one of the readings.

    The lines of a credit note's order have negative quantities. Raises KeyError for a VAT code without rate.
    """
    given = tuple(lines)
    readings = [_as_document(document, computed(given, rates, per)) for per in Rounded]
    return None if told(document) in readings else Difference(told(document), readings[0])


def apart(document: Document, totals: Totals, rounding: Decimal = _NOTHING) -> Difference | None:
    """None when what Tripletex computed are the document's totals. With a line for `rounding` the gross is what must
    be equal; the net may be off by that line's amount."""
    found = Difference(told(document), totals)
    return None if not found.gross and abs(found.net) <= abs(rounding) else found


def rounding(document: Document, lines: Iterable[Priced], rates: Mapping[str, Decimal]) -> Decimal | None:
    """The amount of the line that makes up for the difference of an order of `lines`, see `making_up`; None also
    where there is no difference."""
    given = tuple(lines)
    if difference(document, given, rates) is None:
        return None
    return making_up(document, _as_document(document, computed(given, rates)))


def making_up(document: Document, totals: Totals) -> Decimal | None:
    """The amount of a line that makes up for how `totals`, with the document's signs, differ from the document's own;
    it has the sign that it has in the order. None where such a line cannot or must not."""
    found = Difference(told(document), totals)
    amount = found.gross
    if not amount or max(abs(found.net), abs(amount)) > MOST_ROUNDED:
        return None
    after = Totals(totals.net + amount, totals.gross + amount)
    return None if apart(document, after, amount) else _as_document(document, Totals(amount, amount)).gross


def rounding_code(rates: Mapping[str, Decimal]) -> str | None:
    """The VAT code of a line for rounding; None when the company uses none that fits."""
    return next((code for code in _UNTOUCHED_BY_VAT if code in rates and not rates[code]), None)


def _as_document(document: Document, totals: Totals) -> Totals:
    """An order that takes back is negative; its document says what it gives back."""
    return -totals if document.kind is Kind.CREDIT_NOTE else totals


def _share(code: str | None, rates: Mapping[str, Decimal]) -> Decimal:
    """What an amount with VAT is of one without."""
    return Decimal(1) if code is None else 1 + rates[code] / 100
