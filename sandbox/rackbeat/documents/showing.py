"""What answers show of a document beside its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sandbox.rackbeat.documents.money import line_net, totals
from sandbox.rackbeat.documents.payments import paid
from sandbox.rackbeat.documents.progress import FOLLOWERS, followers, progress
from sandbox.rackbeat.rows import Line, Row

if TYPE_CHECKING:
    from sandbox.rackbeat.account import Account


def document_parts(account: Account, row: Row) -> Mapping[str, Any]:
    """Totals and flags."""
    sums = totals(row.lines, row["currency_rate"], account.switches)
    return {
        "total_subtotal": sums.subtotal,
        "total_total": sums.total,
        "total_base_currency": sums.base,
        **_FLAGS[row.kind.key](account, row, sums.total),
    }


def line_parts(account: Account, row: Row, line: Line) -> dict[str, Any]:
    """A line. In BOMs and receipts nothing has a price."""
    item = account.registers.by_uid(line.item)
    location = None if line.location is None else account.registers.by_uid(line.location)
    unit = item.values.get("unit_id")
    parts: dict[str, Any] = {
        "id": line.id,
        "child_id": item.number,
        "child_type": item.kind.key,
        "product_id" if item.kind.key == "product" else "lot_id": item.number,
        "name": line.name,
        "quantity": line.quantity,
        "location_id": location.number if location else None,
        "unit": account.registers.by_uid(unit)["name"] if unit else None,
    }
    if row.kind.key == "lot":
        price = item["sales_price"] or Decimal(0)
        return {**parts, "unit_price": price, "line_price": price * line.quantity}
    return {
        **parts,
        "item_id": item.number,
        "line_price": line.line_price,
        "discount_percentage": line.discount_percentage,
        "vat_percentage": line.vat_percentage,
        "line_total": line_net(line),
    }


def _invoice_flags(account: Account, row: Row, total: Decimal) -> Mapping[str, Any]:
    done = paid(row)
    order = row.values.get("order_id") or row.values.get("purchase_order_id")
    found = account.registers.by_uid(order) if order else None
    flags: dict[str, Any] = {
        "balance": total - done,
        "is_paid": _settled(account, row),
        "is_party_paid": done != 0 and abs(done) < abs(total),
        "is_overpaid": abs(done) > abs(total),
        "order": {"number": found.number} if found else None,
    }
    if row.kind.key == "customer_invoice":
        credit = row.values.get("type") == "credit_note"
        flags["type"] = account.switches.credit_note_type if credit else account.switches.invoice_type
    return flags


def _order_flags(account: Account, row: Row, _total: Decimal) -> Mapping[str, Any]:
    gone, billed = (progress(account.registers, row, each) for each in FOLLOWERS[row.kind.key][::-1])
    settled = [_settled(account, invoice) for invoice in followers(account.registers, row, "customer_invoice")]
    return {
        "is_paid": billed == "wholly" and all(settled),
        "is_partly_paid": any(settled) and not (billed == "wholly" and all(settled)),
        "is_shipped": gone == "wholly",
        "is_partly_shipped": gone == "partly",
        "is_ready_for_shipping": row["is_booked"] and gone != "wholly",
        "is_invoiced": billed == "wholly",
        "is_partly_invoiced": billed == "partly",
        "is_ready_for_invoicing": row["is_booked"] and billed != "wholly",
    }


def _settled(account: Account, invoice: Row) -> bool:
    """Whether an invoice is booked and paid in full."""
    total = totals(invoice.lines, invoice["currency_rate"], account.switches).total
    return bool(invoice["is_booked"]) and paid(invoice) == total


def _purchase_flags(account: Account, row: Row, _total: Decimal) -> Mapping[str, Any]:
    come, billed = (progress(account.registers, row, each) for each in FOLLOWERS[row.kind.key][::-1])
    return {
        "is_received": come == "wholly",
        "is_partly_received": come == "partly",
        "is_invoiced": billed == "wholly",
        "is_partly_invoiced": billed == "partly",
    }


_FLAGS: Mapping[str, Callable[[Account, Row, Decimal], Mapping[str, Any]]] = {
    "customer_invoice": _invoice_flags,
    "supplier_invoice": _invoice_flags,
    "order": _order_flags,
    "purchase_order": _purchase_flags,
}
