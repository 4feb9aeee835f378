"""What is made from orders: invoices and shipments."""

from __future__ import annotations

from typing import Any

from sandbox.rackbeat.account import Account
from sandbox.rackbeat.documents.booking import book
from sandbox.rackbeat.documents.progress import FOLLOWS
from sandbox.rackbeat.documents.receiving import rest_of
from sandbox.rackbeat.kinds.catalogue import KINDS
from sandbox.rackbeat.rows import Row

_INVOICE = {"order": "customer_invoice", "purchase_order": "supplier_invoice"}


def convert_to_invoice(account: Account, order: Row, *, booked: bool) -> Row:
    """An invoice of what is not invoiced yet, booked or not."""
    key = _INVOICE[order.kind.key]
    kind, lines = KINDS[key], rest_of(account, order, key)
    values: dict[str, Any] = {name: value for name, value in order.values.items() if name in _names(key)}
    values |= {"is_booked": False, FOLLOWS[key]: order.uid}
    values |= {"type": "invoice"} if key == "customer_invoice" else {}
    invoice = account.add(kind, None, values, lines)
    if booked:
        book(account, invoice, {})
    return invoice


def ship(account: Account, order: Row) -> Row:
    """Send what is not sent yet. Stock moves with the invoice (hd/ht-00214)."""
    lines = rest_of(account, order, "order_shipment")
    values = {"order_id": order.uid, "is_picked": True, "is_shipped": True}
    return account.add(KINDS["order_shipment"], None, values, lines)


def _names(key: str) -> set[str]:
    return {field.name for field in KINDS[key].fields}
