"""What is made from orders: invoices, shipments, receipts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.rackbeat.account import Account
from sandbox.rackbeat.documents.booking import book
from sandbox.rackbeat.documents.progress import FOLLOWS, left
from sandbox.rackbeat.errors import broken
from sandbox.rackbeat.kinds.catalogue import KINDS
from sandbox.rackbeat.rows import Line, Row

_INVOICE = {"order": "customer_invoice", "purchase_order": "supplier_invoice"}


def convert_to_invoice(account: Account, order: Row, *, booked: bool) -> Row:
    """An invoice of what is not invoiced yet, booked or not."""
    key = _INVOICE[order.kind.key]
    kind, lines = KINDS[key], _rest(account, order, key)
    values: dict[str, Any] = {name: value for name, value in order.values.items() if name in _names(key)}
    values |= {"is_booked": False, FOLLOWS[key]: order.uid}
    values |= {"type": "invoice"} if key == "customer_invoice" else {}
    invoice = account.add(kind, None, values, lines)
    if booked:
        book(account, invoice, {})
    return invoice


def ship(account: Account, order: Row) -> Row:
    """Send what is not sent yet. Stock moves with the invoice (hd/ht-00214)."""
    lines = _rest(account, order, "order_shipment")
    values = {"order_id": order.uid, "is_picked": True, "is_shipped": True}
    return account.add(KINDS["order_shipment"], None, values, lines)


def expect(account: Account, order: Row) -> Row:
    """A receipt of what has not come yet, to be marked as received."""
    lines = _rest(account, order, "purchase_order_receipt")
    return account.add(KINDS["purchase_order_receipt"], None, {"purchase_order_id": order.uid}, lines)


def receive(account: Account, receipt: Row) -> None:
    """The goods of a receipt are there."""
    if receipt["is_received"]:
        raise broken(receipt.kind.key, "carried_on", name=receipt.number)
    for line in receipt.lines:
        account.stock.move_line(line, line.quantity)
    account.alter(receipt, {"is_received": True, "received_at": account.today})


def _rest(account: Account, order: Row, key: str) -> list[Line]:
    if not order["is_booked"]:
        raise broken(order.kind.key, "not_booked", name=order.number)
    rest = left(account.registers, order, key)
    if not rest:
        raise broken(order.kind.key, "carried_on", name=order.number)
    return [
        replace(line, id=account.registers.new_id(), quantity=quantity, origin=line.id) for line, quantity in rest
    ]


def _names(key: str) -> set[str]:
    return {field.name for field in KINDS[key].fields}
