"""How far an order has got: what of it is shipped, received and invoiced, and what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from sandbox.rackbeat.kinds.catalogue import KINDS
from sandbox.rackbeat.registers import Registers
from sandbox.rackbeat.rows import Line, Row

Progress = Literal["not", "partly", "wholly"]
# The kind of what follows an order → the field that names the order.
FOLLOWS: Mapping[str, str] = {
    "customer_invoice": "order_id",
    "order_shipment": "order_id",
    "supplier_invoice": "purchase_order_id",
    "purchase_order_receipt": "purchase_order_id",
}
# What follows an order of each kind.
FOLLOWERS: Mapping[str, tuple[str, ...]] = {
    "order": ("customer_invoice", "order_shipment"),
    "purchase_order": ("supplier_invoice", "purchase_order_receipt"),
}


def followers(registers: Registers, order: Row, key: str) -> list[Row]:
    """The invoices, shipments or receipts of an order."""
    return [row for row in registers.living(KINDS[key]) if row.values.get(FOLLOWS[key]) == order.uid]


def left(registers: Registers, order: Row, key: str) -> list[tuple[Line, Decimal]]:
    """The lines that are not invoiced, shipped or received to the full, with what is left. Receipts count once the
    goods are there."""
    done: dict[int | None, Decimal] = defaultdict(Decimal)
    for row in followers(registers, order, key):
        if row.values.get("is_received", True):
            for line in row.lines:
                done[line.origin] += line.quantity
    return [(line, line.quantity - done[line.id]) for line in order.lines if line.quantity > done[line.id]]


def progress(registers: Registers, order: Row, key: str) -> Progress:
    """How far it has got with one of its followers."""
    rest = left(registers, order, key)
    if not rest and order.lines:
        return "wholly"
    return "not" if rest == [(line, line.quantity) for line in order.lines] else "partly"
