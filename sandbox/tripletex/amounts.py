"""What order lines and invoices come to: Decimal throughout, half an øre rounds away from zero.

How Tripletex rounds VAT on a whole invoice is not documented. Reading "line": every line is rounded to two decimals
without and with VAT, and an invoice is the sum of its lines; the ledger speaks for it, where each posting has a
gross amount of its own and VAT is made of that. Reading "rate": lines are rounded on the side that the order
prioritises, and VAT is computed once for each rate on their sum, as EHF wants it (BR-CO-17). Which one holds is the
switch `vat_rounded_per`. Half up was seen: 244912.50 at 25 % came to 306140.63.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

RoundedPer = Literal["line", "rate"]
_ORE, _KRONE, _UNIT_PRICE = Decimal("0.01"), Decimal(1), Decimal("1e-10")


def exact(value: Any) -> Decimal:
    """A JSON number as it was written."""
    return Decimal(str(value or 0))


def to_ore(amount: Decimal) -> Decimal:
    """Two decimals."""
    return amount.quantize(_ORE, ROUND_HALF_UP)


def wire(amount: Decimal) -> float | int:
    """As JSON shows it."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


@dataclass(frozen=True, slots=True)
class Line:
    """A line's terms. `price` is the unit price on the side that the order prioritises, `vat` and `discount` are
    per cent."""

    count: Decimal
    price: Decimal
    discount: Decimal
    vat: Decimal
    with_vat: bool

    @property
    def _full(self) -> Decimal:
        return self.count * self.price * (1 - self.discount / 100)

    @property
    def prioritised(self) -> Decimal:
        """The amount on the side that the order prioritises."""
        return to_ore(self._full)

    @property
    def net(self) -> Decimal:
        """Without VAT."""
        return to_ore(self._full / _share(self.vat) if self.with_vat else self._full)

    @property
    def gross(self) -> Decimal:
        """With VAT."""
        return to_ore(self._full if self.with_vat else self._full * _share(self.vat))


@dataclass(frozen=True, slots=True)
class Group:
    """What the lines of one VAT code come to."""

    vat_type: int
    net: Decimal
    gross: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """What an invoice comes to, in its currency. `roundoff` is a part of `gross`."""

    groups: tuple[Group, ...]
    net: Decimal
    gross: Decimal
    roundoff: Decimal


def total(lines: Iterable[tuple[int, Line]], *, per: RoundedPer = "line", whole: bool = False) -> Totals:
    """The sum of lines, each with the id of its VAT code; `whole` rounds to whole kroner."""
    by_code: defaultdict[int, list[Line]] = defaultdict(list)
    for vat_type, line in lines:
        by_code[vat_type].append(line)
    groups = tuple(_group(vat_type, each, per) for vat_type, each in sorted(by_code.items()))
    net = sum((each.net for each in groups), Decimal(0))
    gross = sum((each.gross for each in groups), Decimal(0))
    payable = gross.quantize(_KRONE, ROUND_HALF_UP) if whole else gross
    return Totals(groups, net, payable, payable - gross)


def _group(vat_type: int, lines: list[Line], per: RoundedPer) -> Group:
    first = lines[0]
    if per == "line":
        net = sum((each.net for each in lines), Decimal(0))
        gross = sum((each.gross for each in lines), Decimal(0))
        return Group(vat_type, net, gross)
    amount = sum((each.prioritised for each in lines), Decimal(0))
    if first.with_vat:
        return Group(vat_type, to_ore(amount / _share(first.vat)), amount)
    return Group(vat_type, amount, to_ore(amount * _share(first.vat)))


def other_price(price: Decimal, vat: Decimal, *, with_vat: bool) -> Decimal:
    """The unit price on the other side, with up to ten decimals; `with_vat` tells what `price` is."""
    found = price / _share(vat) if with_vat else price * _share(vat)
    return found.quantize(_UNIT_PRICE, ROUND_HALF_UP).normalize()


def converted(amount: Decimal, rate: Decimal) -> Decimal:
    """In the company's currency; `rate` is for one unit."""
    return to_ore(amount * rate)


def _share(vat: Decimal) -> Decimal:
    return 1 + vat / 100
