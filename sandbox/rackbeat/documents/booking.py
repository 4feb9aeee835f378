"""Booking and what it brings about: dates, stock, mails, events."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sandbox.rackbeat.account import Account, Change
from sandbox.rackbeat.documents.credit_notes import credited, is_credit_note
from sandbox.rackbeat.documents.payments import payments
from sandbox.rackbeat.documents.progress import FOLLOWERS, followers, left
from sandbox.rackbeat.documents.receiving import expect, receive
from sandbox.rackbeat.errors import broken, label
from sandbox.rackbeat.kinds.catalogue import PARTY
from sandbox.rackbeat.kinds.documents import RECEIPT
from sandbox.rackbeat.rows import Row


def book(account: Account, row: Row, options: Mapping[str, Any]) -> None:
    """Book a document. `options`: `send_mail` or `mail.send` sends an invoice to its customer, `mark_received`
    puts a supplier invoice's goods on the shelf."""
    _check(account, row)
    values: dict[str, Any] = {"is_booked": True}
    if "invoice_date" in row.values:
        day = row["invoice_date"] or account.today
        values |= {"invoice_date": day, "due_date": row["due_date"] or _due(account, row, day)}
    with account.silence():
        account.alter(row, values)
    _move_stock(account, row, back=False, received=bool(options.get("mark_received")))
    if row.kind.key == "customer_invoice" and _wants_mail(options):
        _send(account, row, options)
    account.tell(Change("booked", row, row.number, tuple(values)))


def unbook(account: Account, row: Row) -> None:
    """Make it a draft again, unless something came of it."""
    if not row["is_booked"]:
        raise broken(row.kind.key, "not_booked", name=row.number)
    followed = any(followers(account.registers, row, key) for key in FOLLOWERS.get(row.kind.key, ()))
    if followed or payments(row) or (row.kind.key == "customer_invoice" and credited(account, row)):
        raise broken(row.kind.key, "carried_on", name=row.number)
    account.alter(row, {"is_booked": False})
    _move_stock(account, row, back=True, received=False)


def _check(account: Account, row: Row) -> None:
    if row["is_booked"]:
        raise broken(row.kind.key, "booked", name=row.number)
    if not row.lines:
        raise broken("lines", "no_lines")
    if is_credit_note(row):
        return
    name = PARTY[row.kind.key]
    party = account.registers.by_uid(row[name])
    if party["is_barred"]:
        raise broken(name, "party_barred", label=label(party.kind.key), name=party["name"])
    for place, line in enumerate(row.lines):
        item = account.registers.by_uid(line.item)
        if item["is_barred"]:
            raise broken(f"lines.{place}.item_id", "product_barred", name=item["name"])


def _move_stock(account: Account, row: Row, *, back: bool, received: bool) -> None:
    """What an invoice sells leaves the shelf; a credit note puts it back if the switch says so."""
    sign = -1 if back else 1
    if row.kind.key == "customer_invoice":
        if is_credit_note(row) and not account.switches.credit_note_returns_stock:
            return
        for line in row.lines:
            quantity = abs(line.quantity) if is_credit_note(row) else -line.quantity
            account.stock.move_line(line, sign * quantity)
    elif row.kind.key == "supplier_invoice" and received:
        _receive(account, row)


def _receive(account: Account, row: Row) -> None:
    """The goods are there: those of its purchase order that have not come before, else those it bills."""
    order = row.values.get("purchase_order_id")
    if order is None:
        for line in row.lines:
            account.stock.move_line(line, line.quantity)
    elif left(account.registers, found := account.registers.by_uid(order), RECEIPT.key):
        receive(account, expect(account, found))


def _due(account: Account, row: Row, day: date) -> date:
    """By the payment terms; those paid at once are due that day."""
    if row["payment_terms_id"] is None:
        return day
    terms = account.registers.by_uid(row["payment_terms_id"])
    if terms["type"] in ("Cash", "Prepayment"):
        return day
    if terms["type"] == "End of month":
        day = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day + timedelta(days=terms["maturity_days"])


def _wants_mail(options: Mapping[str, Any]) -> bool:
    mail = options.get("mail")
    asked = mail.get("send") if isinstance(mail, dict) else options.get("send_mail")
    return asked in (True, 1, "1", "true")


def _send(account: Account, row: Row, options: Mapping[str, Any]) -> None:
    mail = options.get("mail")
    receivers = mail.get("receivers") if isinstance(mail, dict) else None
    to = receivers.get("to") if isinstance(receivers, dict) else None
    customer = account.registers.by_uid(row["customer_id"])
    for address in to if isinstance(to, list) else [customer["contact_email"]]:
        if address:
            account.mail(str(address), "invoice", row)
