"""Registers that settings choose from, in memory: an app's groups, terms, layouts and units, the books' VAT codes."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from samspill.exceptions import RetryLater
from samspill.model.kinds import Side
from samspill.sync.ports.start_up import GroupSort

ZONES = ("domestic", "eu", "abroad", "domestic_exempt")


@dataclass(frozen=True)
class Row:
    """An entry of any of these registers."""

    number: str
    name: str = ""
    has_inventory: bool | None = None
    vat: dict[str, Decimal] = field(default_factory=dict)
    due: str | None = None
    percentage: Decimal = Decimal(0)


def group(number: str, *rates: int, has_inventory: bool = True) -> Row:
    """A product group with its rates in the order of ZONES, as far as they are given."""
    vat = {zone: Decimal(rate) for zone, rate in zip(ZONES, rates, strict=False)}
    return Row(number, f"Gruppe {number}", has_inventory, vat)


def code(number: str, rate: int) -> Row:
    """A VAT code."""
    return Row(number, f"Kode {number}", percentage=Decimal(rate))


@dataclass
class Choices:
    """One account's registers, of either side. `asked` notes which were read; `down` makes it unreachable."""

    sorts: dict[str, list[Row]] = field(default_factory=dict)
    terms: list[Row] = field(default_factory=list)
    printed: list[Row] = field(default_factory=list)
    measured: list[Row] = field(default_factory=list)
    codes: list[Row] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    down: bool = False

    def groups(self, sort: GroupSort) -> list[Row]:
        return self._told(sort, self.sorts.get(sort, []))

    def payment_terms(self) -> list[Row]:
        return self._told("terms", self.terms)

    def layouts(self) -> list[Row]:
        return self._told("layouts", self.printed)

    def units(self) -> list[Row]:
        return self._told("units", self.measured)

    def vat_codes(self) -> list[Row]:
        return self._told("vat_codes", self.codes)

    def _told(self, what: str, rows: list[Row]) -> list[Row]:
        self.asked.append(what)
        if self.down:
            raise RetryLater
        return rows


def both(app: Choices, books: Choices) -> dict[Side, Any]:
    """As systems are handed over."""
    return {Side.APP: app, Side.TRIPLETEX: books}
