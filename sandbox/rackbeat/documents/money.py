"""What a document adds up to. All rounding of the sandbox stands here.

How Rackbeat rounds is not documented. Here: half up, to the second decimal. A line is quantity × price of one, less
its percent discount, rounded; the subtotal is the sum of lines. VAT is rounded once a line, once for all lines of one
percentage, or once for the document: the switch `vat_rounded_per` says which.
The total in base currency is the total × rate, divided by the switch `rate_is_per`. Rounding is symmetric about zero,
so that a credit note is exactly its invoice with the other sign.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sandbox.rackbeat.rows import Line
from sandbox.rackbeat.switches import Switches

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Totals:
    """In the document's currency, and in that of the account."""

    subtotal: Decimal
    total: Decimal
    base: Decimal


def rounded(amount: Decimal) -> Decimal:
    """To the second decimal, half away from zero."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def line_net(line: Line) -> Decimal:
    """A line without VAT."""
    return rounded(line.quantity * line.line_price * (100 - line.discount_percentage) / 100)


def totals(lines: Iterable[Line], rate: Decimal, switches: Switches) -> Totals:
    """The totals of a document."""
    by_rate: dict[Decimal, list[Decimal]] = defaultdict(list)
    for line in lines:
        by_rate[line.vat_percentage].append(line_net(line))
    subtotal = sum((net for nets in by_rate.values() for net in nets), Decimal(0))
    total = subtotal + _vat(by_rate, switches)
    return Totals(subtotal, total, rounded(total * rate / switches.rate_is_per))


def _vat(by_rate: dict[Decimal, list[Decimal]], switches: Switches) -> Decimal:
    if switches.vat_rounded_per == "line":
        parts = [rounded(net * rate / 100) for rate, nets in by_rate.items() for net in nets]
    else:
        parts = [sum(nets, Decimal(0)) * rate / 100 for rate, nets in by_rate.items()]
        parts = [rounded(part) for part in parts] if switches.vat_rounded_per == "rate" else parts
    return rounded(sum(parts, Decimal(0)))
