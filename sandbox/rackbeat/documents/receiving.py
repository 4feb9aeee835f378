"""What of an order is left to be done, and receipts of goods that were bought."""

from __future__ import annotations

from dataclasses import replace

from sandbox.rackbeat.account import Account
from sandbox.rackbeat.documents.progress import left
from sandbox.rackbeat.errors import broken
from sandbox.rackbeat.kinds.documents import RECEIPT
from sandbox.rackbeat.rows import Line, Row


def expect(account: Account, order: Row) -> Row:
    """A receipt of what has not come yet, to be marked as received."""
    lines = rest_of(account, order, RECEIPT.key)
    return account.add(RECEIPT, None, {"purchase_order_id": order.uid}, lines)


def receive(account: Account, receipt: Row) -> None:
    """The goods of a receipt are there."""
    if receipt["is_received"]:
        raise broken(receipt.kind.key, "carried_on", name=receipt.number)
    for line in receipt.lines:
        account.stock.move_line(line, line.quantity)
    account.alter(receipt, {"is_received": True, "received_at": account.today})


def rest_of(account: Account, order: Row, key: str) -> list[Line]:
    """Lines of what is not invoiced, shipped or received yet; 422 when the order is not booked or all is done."""
    if not order["is_booked"]:
        raise broken(order.kind.key, "not_booked", name=order.number)
    rest = left(account.registers, order, key)
    if not rest:
        raise broken(order.kind.key, "carried_on", name=order.number)
    return [
        replace(line, id=account.registers.new_id(), quantity=quantity, origin=line.id) for line, quantity in rest
    ]
