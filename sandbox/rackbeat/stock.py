"""How much of each item there is, and how much is on its way in and out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sandbox.rackbeat.documents.progress import left
from sandbox.rackbeat.kinds.documents import ORDER, PURCHASE_ORDER
from sandbox.rackbeat.kinds.items import LOT, PRODUCT
from sandbox.rackbeat.kinds.settings import LOCATION
from sandbox.rackbeat.registers import Registers
from sandbox.rackbeat.rows import Line, Row

_NONE = Decimal(0)


@dataclass
class _Open:
    """What follows from the orders and groups as they are now."""

    ordered: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    purchased: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    per_group: Counter[int] = field(default_factory=Counter)


class Stock:
    """Quantities by item and location. BOMs are taken from the shelf as their parts."""

    def __init__(self, registers: Registers, on_move: Callable[[Row], None]) -> None:
        self._registers = registers
        self._on_move = on_move
        self._on_hand: dict[int, dict[int | None, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        self._open: _Open | None = None

    def kept(self, item: Row) -> bool:
        """Whether the item's group has inventory."""
        return bool(self._registers.by_uid(item["group_id"])["has_inventory"])

    def move(self, item: Row, quantity: Decimal, location: int | None = None) -> None:
        """Put so many of an item on the shelf; less than 0 takes them away. Services are not kept."""
        if item.kind is LOT:
            for part in item.lines:
                self.move(self._registers.by_uid(part.item), quantity * part.quantity, location)
        elif self.kept(item):
            self._on_hand[item.uid][location or item["default_location_id"] or self._default_location()] += quantity
            self._on_move(item)

    def move_line(self, line: Line, quantity: Decimal) -> None:
        """The same for the item of a line, at its location."""
        self.move(self._registers.by_uid(line.item), quantity, line.location)

    def moved(self, item: Row) -> bool:
        """Whether there was any inventory transaction."""
        return item.uid in self._on_hand

    def group_moved(self, group: Row) -> bool:
        """Whether there was one with any item of the group."""
        return any(self._registers.by_uid(uid)["group_id"] == group.uid for uid in self._on_hand)

    def by_location(self, item: Row) -> Mapping[int | None, Decimal]:
        """What there is of an item, by the uid of the location."""
        return dict(self._on_hand[item.uid]) if self.moved(item) else {}

    def quantities(self, item: Row) -> dict[str, Decimal]:
        """As answers show them."""
        there = sum(self.by_location(item).values(), _NONE)
        ordered = self._now.ordered.get(item.uid, _NONE)
        return {
            "stock_quantity": there,
            "in_order_quantity": ordered,
            "available_quantity": there - ordered,
            "purchased_quantity": self._now.purchased.get(item.uid, _NONE),
            "used_in_production_quantity": _NONE,
        }

    def items_of(self, group: int) -> int:
        """How many items a group has."""
        return self._now.per_group[group]

    def orders_changed(self) -> None:
        """What was counted of records holds no longer."""
        self._open = None

    @property
    def _now(self) -> _Open:
        if self._open is None:
            self._open = self._count()
        return self._open

    def _count(self) -> _Open:
        count = _Open()
        for kind, child, into in (
            (ORDER, "customer_invoice", count.ordered),
            (PURCHASE_ORDER, "purchase_order_receipt", count.purchased),
        ):
            for order in self._registers.living(kind):
                for line, quantity in left(self._registers, order, child) if order["is_booked"] else ():
                    into[line.item] += quantity
        for kind in (PRODUCT, LOT):
            count.per_group.update(row["group_id"] for row in self._registers.living(kind))
        return count

    def _default_location(self) -> int | None:
        places = list(self._registers.living(LOCATION))
        return next((row.uid for row in places if row["is_default"]), places[0].uid if places else None)
