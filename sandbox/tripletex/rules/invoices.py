"""Invoice. It is never changed: it comes of an order, and what happens to it are actions."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.tripletex.bodies import Sent
from sandbox.tripletex.errors import Complaint, complaint
from sandbox.tripletex.kinds import Draft, Kind, operations
from sandbox.tripletex.rows import Row
from sandbox.tripletex.rules.charging import charge, hindrances
from sandbox.tripletex.rules.orders import ORDER
from sandbox.tripletex.transaction import Transaction
from sandbox.tripletex.writing import create


def _check(draft: Draft) -> Iterator[Complaint]:
    orders = draft.sent.parts.get("orders", [])
    if not orders:
        yield complaint("orders", "empty_list")
        return
    if len(orders) > 1:
        yield complaint("orders", "one_order")
    number = draft.get("invoiceNumber")
    if number:
        yield from _number_complaints(draft, number)
    yield from hindrances(draft.company, draft.company.row("Order", orders[0].id), draft.get("invoiceDate"))


def _number_complaints(draft: Draft, number: int) -> Iterator[Complaint]:
    """A number that is given must be free and, by the vendor's words (issue 65), sequential."""
    if any(draft.company.table("Invoice").having("invoiceNumber", number)):
        yield complaint("invoiceNumber", "number_in_use")
    elif draft.company.switches.invoice_numbers == "rising" and number < draft.company.highest(
        "Invoice", "invoiceNumber"
    ):
        yield complaint("invoiceNumber", "number_not_rising")


def _prepare(transaction: Transaction, sent: Sent) -> None:
    """Orders sent inside an invoice are made first, by the same rules as others."""
    sent.parts["orders"] = [
        part if part.id else Sent(part.schema, create(transaction, ORDER, part).id) for part in sent.parts["orders"]
    ]
    transaction.note_number("Invoice", "invoiceNumber", sent.values.get("invoiceNumber") or 0)


def _charge(transaction: Transaction, row: Row) -> None:
    order = transaction.company.row("Order", row.get("orders", ())[0])
    if order is not None:
        charge(transaction, row, order)
        # The order stays open (issue 65) without being saved; it has no draft any more.
        values = {name: value for name, value in order.values.items() if name != "preliminaryInvoice"}
        transaction.revise("Order", order, values, order.version)


INVOICE = Kind(
    path="invoice",
    schema="Invoice",
    operations=operations("post", "post_list"),
    right="invoice",
    required={"invoiceDate": ("null", "field"), "invoiceDueDate": ("null", "field")},
    check=_check,
    prepare=_prepare,
    after_create=_charge,
)
