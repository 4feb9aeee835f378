"""Invoices as people and machines make them out, and as nobody should: from a seed, so that each run has the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random

#: Number of a product group in the app -> per cent of VAT at home.
GROUPS = {"1": 25, "2": 15, "3": 12, "4": 0}
CURRENCIES = ("NOK", "SEK", "EUR", "USD")
MOST_LINES = 40


@dataclass(frozen=True)
class MadeLine:
    """`product` is that of a product group."""

    product: str
    quantity: Decimal
    price: Decimal
    discount: Decimal


@dataclass(frozen=True)
class MadeInvoice:
    """`abroad`: to a customer whose invoices have no VAT."""

    currency: str
    abroad: bool
    lines: tuple[MadeLine, ...]


Terms = tuple[Decimal, Decimal, Decimal]


def invoices(seed: int, count: int) -> Iterator[MadeInvoice]:
    """So many of them."""
    random = Random(seed)
    for _ in range(count):
        kind = random.choice(_KINDS)
        size = random.choice((1, 2, 3, random.randint(1, 12), random.randint(1, MOST_LINES)))
        groups = random.sample(sorted(GROUPS), random.randint(1, len(GROUPS)))
        lines = tuple(MadeLine(f"V{random.choice(groups)}", *kind(random)) for _ in range(size))
        yield MadeInvoice(random.choice(CURRENCIES), random.random() < 0.1, lines)


def _everyday(random: Random) -> Terms:
    return _whole(random, 1, 20), _amount(random, 100, 500_000, 2), _one_of(random, "0", "0", "0", "10", "25")


def _loose_goods(random: Random) -> Terms:
    """By weight and length, at odd discounts."""
    return _amount(random, 1, 99_999, 3), _amount(random, 1, 99_999, 2), _one_of(random, "0", "12.5", "33.33", "7.77")


def _small_change(random: Random) -> Terms:
    """Many lines of øre: here it shows whether VAT is rounded for each."""
    return _whole(random, 1, 3), _amount(random, 1, 99, 2), Decimal(0)


def _fine_prices(random: Random) -> Terms:
    """Prices of screws: as many decimals as the app holds."""
    return _whole(random, 1, 5000), _amount(random, 1, 9_999_999, 6), _one_of(random, "0", "2.5", "17.123456")


def _half_ore(random: Random) -> Terms:
    """VAT, discount or the amount itself ends exactly between two øre."""
    quantity, price, discount = random.choice(
        (("1", "0.02", "0"), ("1", "0.10", "0"), ("3", "33.35", "0"), ("0.5", "0.01", "0"), ("1", "10.01", "50"),
         ("1", "244912.50", "0"), ("7", "1.15", "10"), ("1", "2.675", "0"), ("1", "1.005", "0"))
    )  # fmt: skip
    return Decimal(quantity), Decimal(price), Decimal(discount)


def _large(random: Random) -> Terms:
    return _whole(random, 1, 900), _amount(random, 1_000_000, 99_999_999, 2), _one_of(random, "0", "99.99", "0.01")


_KINDS: tuple[Callable[[Random], Terms], ...] = (
    _everyday, _everyday, _loose_goods, _small_change, _fine_prices, _half_ore, _large,
)  # fmt: skip


def _whole(random: Random, low: int, high: int) -> Decimal:
    return Decimal(random.randint(low, high))


def _amount(random: Random, low: int, high: int, places: int) -> Decimal:
    return Decimal(random.randint(low, high)).scaleb(-places)


def _one_of(random: Random, *amounts: str) -> Decimal:
    return Decimal(random.choice(amounts))
