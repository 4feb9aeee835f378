"""Orders become invoices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.tripletex.amounts import converted
from sandbox.tripletex.company import Company
from sandbox.tripletex.errors import Complaint, complaint
from sandbox.tripletex.exchange_rates import for_one
from sandbox.tripletex.order_totals import amounts, lines_of, rate_of, totals_of
from sandbox.tripletex.rows import Row
from sandbox.tripletex.rules.accounting import is_locked
from sandbox.tripletex.rules.booking import Entry, book, sales
from sandbox.tripletex.transaction import Event, Transaction

# Seen: a draft goes from version 2 to 5, an invoice made directly is 3.
_VERSIONS = 3


def hindrances(company: Company, order: Row | None, day: str) -> Iterator[Complaint]:
    """Why an order (None: one that does not exist yet) cannot be invoiced on a day."""
    if not company.switches.bank_account_registered:
        yield complaint(None, "no_bank_account")
    if is_locked(company, day):
        yield complaint("invoiceDate", "period_locked")
    if order is None:
        return
    if order.get("isClosed"):
        yield complaint(None, "order_closed")
    if for_one(company, order.get("currency", 1)) is None:
        yield complaint("currency", "no_rate")


def charge(transaction: Transaction, invoice: Row, order: Row) -> None:
    """Number and amounts, a voucher, and the event."""
    company = transaction.company
    found = totals_of(company, order)
    rate = rate_of(company, order)
    number = invoice.get("invoiceNumber") or transaction.next_number("Invoice", "invoiceNumber", 1)
    values = {
        **invoice.values,
        "invoiceNumber": number,
        "isCharged": True,
        "isCreditNote": found.gross < 0,
        "customer": order.get("customer"),
        "deliveryDate": order.get("deliveryDate"),
        "invoiceComment": order.get("invoiceComment", ""),
        "currency": order.get("currency", 1),
        "orders": (order.id,),
        "orderLines": tuple(order.get("orderLines", ())),
        **amounts(found, rate),
    }
    entries = sales(found.groups, converted(found.gross, rate), found.gross, rate)
    finish(transaction, invoice, values, entries, invoice.version + _VERSIONS)
    for line in lines_of(company, order):
        transaction.revise("OrderLine", line, {**line.values, "isCharged": True}, line.version)


def finish(
    transaction: Transaction, invoice: Row, values: dict[str, Any], entries: list[Entry], version: int
) -> None:
    """Book it, store it, tell of it."""
    company = transaction.company
    customer = company.row("Customer", values["customer"])
    kind = "Kreditnota" if values["isCreditNote"] else "Faktura"
    text = f"{kind} nummer {values['invoiceNumber']} til {customer.get('name', '') if customer else ''}".strip()
    about = Row(invoice.id, 0, values)
    voucher, posting = book(transaction, about, values["invoiceDate"], text, entries)
    values = {**values, "voucher": voucher, "postings": (posting,)}
    transaction.revise("Invoice", invoice, values, version)
    transaction.tell(Event(company, "invoice", "charged", "Invoice", invoice.id, invoice))
