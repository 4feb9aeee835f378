"""A record of a register and a line of a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.rackbeat.kinds.kind import Kind

#: What identifies a record to people and in paths: a whole number, or text for items and currencies.
Number = int | str


@dataclass(eq=False)
class Row:
    """One record. References hold the `uid` of the record they mean, so that it may be renumbered."""

    kind: Kind
    uid: int
    number: Number
    values: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
    lines: list[Line] = field(default_factory=list)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass(frozen=True)
class Line:
    """A line of a document or of a BOM; `item` is the uid of a product or lot, `line_price` that of one piece."""

    id: int
    item: int
    name: str
    quantity: Decimal
    line_price: Decimal = Decimal(0)
    discount_percentage: Decimal = Decimal(0)
    vat_percentage: Decimal = Decimal(0)
    location: int | None = None
    #: The id of the line it was made from: of the invoice it credits, of the order it invoices, ships or receives.
    origin: int | None = None
