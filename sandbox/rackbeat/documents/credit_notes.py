"""Credit notes: invoices of the same list that take back what another one billed (reference 4g)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sandbox.rackbeat.account import Account
from sandbox.rackbeat.errors import Complaint, broken
from sandbox.rackbeat.kinds.documents import CUSTOMER_INVOICE
from sandbox.rackbeat.rows import Line, Row

_NOT_TAKEN = frozenset(("is_booked", "invoice_date", "due_date", "payments", "order_id"))


def is_credit_note(row: Row) -> bool:
    """Whether an invoice is one."""
    return row.values.get("type") == "credit_note"


def credit(account: Account, invoice: Row) -> Row:
    """A draft that takes back the whole of a booked invoice; its lines can then be reduced or removed."""
    if not invoice["is_booked"]:
        raise broken(invoice.kind.key, "not_booked", name=invoice.number)
    if is_credit_note(invoice):
        raise broken("type", "invalid")
    sign = -1 if account.switches.credit_note_sign == "negative" else 1
    lines = [
        replace(line, id=account.registers.new_id(), quantity=sign * line.quantity, origin=line.id)
        for line in invoice.lines
    ]
    values = {name: value for name, value in invoice.values.items() if name not in _NOT_TAKEN}
    made = {"type": "credit_note", "credited_invoice_number": invoice.uid}
    return account.add(CUSTOMER_INVOICE, None, {**values, **made}, lines)


def beyond_invoice(account: Account, row: Row, lines: Iterable[Line]) -> list[Complaint]:
    """Where the lines of a credit note take back more than was billed."""
    billed = {line.id: line for line in account.registers.by_uid(row["credited_invoice_number"]).lines}
    return [
        Complaint(f"lines.{place}.quantity", "only_less")
        for place, line in enumerate(lines)
        if (origin := billed.get(line.origin or 0)) is None
        or abs(line.quantity) > abs(origin.quantity)
        or line.quantity * _first_sign(row) < 0
        or line.line_price > origin.line_price
    ]


def credited(account: Account, invoice: Row) -> bool:
    """Whether there is a credit note for it."""
    return any(row["credited_invoice_number"] == invoice.uid for row in account.registers.living(CUSTOMER_INVOICE))


def _first_sign(row: Row) -> int:
    """The sign of the quantities it was made with: the switch may have been turned since."""
    return -1 if any(line.quantity < 0 for line in row.lines) else 1
