"""What a wholesaler sells: goods with stock, food, and services."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

Sort = Literal["goods", "food", "service"]

# fmt: off
_GOODS = (
    ("SKR", "Treskrue", "stk."), ("GIPS", "Gipsskrue", "eske"), ("SPK", "Dykker", "pakke"),
    ("BOLT", "Bolt", "stk."), ("KAB", "Installasjonskabel", "m"), ("RØR", "Kobberrør", "m"),
    ("PLT", "Gipsplate", "stk."), ("LIM", "Trelim", "stk."), ("MAL", "Veggmaling", "l"),
    ("ISO", "Mineralull", "pakke"), ("HSK", "Arbeidshanske", "par"), ("BOR", "Borsett", "sett"),
    ("LED", "LED-lampe", "stk."), ("STG", "Gardintrapp", "stk."), ("TAP", "Malertape", "rull"),
    ("FUG", "Fugemasse", "stk."),
)
_FOOD = (("KAFFE", "Filterkaffe", "pakke"), ("VANN", "Kildevann", "brett"), ("SJOK", "Melkesjokolade", "eske"))
_SERVICES = (("MONT", "Montering", "time"), ("FRAKT", "Frakt", "stk."), ("KUTT", "Kapping etter mål", "stk."))
_SIZES = (
    "4x40", "5x60", "6x80", "8x100", "10 mm", "12 mm", "15 mm", "22 mm", "500 g", "1 kg", "2,5 l", "10 l", "S", "M",
    "L",
)
_MAKES = ("Nordre", "Fjell", "Havn", "Bris", "Granitt", "Tjeld", "Ulv", "Stål & Sønn")
# fmt: on
_SERVICE_SHARE, _FOOD_SHARE = 0.12, 0.08


@dataclass(frozen=True)
class Article:
    """A product; prices are without VAT, in kroner."""

    number: str
    name: str
    sort: Sort
    unit: str
    price: Decimal
    cost: Decimal
    stock: int
    barcode: str | None = None
    inactive: bool = False


class GoodsMaker:
    """Draws articles from one source of randomness; no two have a name in common."""

    def __init__(self, randomness: random.Random) -> None:
        self._random = randomness
        self._taken: set[str] = set()

    def article(self, number: str) -> Article:
        """An article whose number begins with what it is: SKR-1004."""
        chance = self._random.random()
        sort: Sort = (
            "service" if chance < _SERVICE_SHARE else "food" if chance < _SERVICE_SHARE + _FOOD_SHARE else "goods"
        )
        code, what, unit = self._random.choice({"goods": _GOODS, "food": _FOOD, "service": _SERVICES}[sort])
        cost = Decimal(self._random.randint(50, 200_000)) / 100
        return Article(
            number=f"{code}-{number}",
            name=self._name(what),
            sort=sort,
            unit=unit,
            price=round(cost * Decimal(self._random.randint(115, 260)) / 100, 2),
            cost=Decimal(0) if sort == "service" else cost,
            stock=0 if sort == "service" else self._random.choice((0, self._random.randint(1, 800))),
            barcode=f"70{self._random.randrange(10**11):011d}" if self._random.random() < 0.5 else None,
        )

    def stranger(self, article: Article) -> Article:
        """Something else under the same number."""
        return replace(self.article("0"), number=article.number)

    def _name(self, what: str) -> str:
        count = 0
        while True:
            count += 1
            name = f"{what} {self._random.choice(_SIZES)} {self._random.choice(_MAKES)}"
            name += f" {count}" if count > 20 else ""
            if name not in self._taken:
                self._taken.add(name)
                return name
