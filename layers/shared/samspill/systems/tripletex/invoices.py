"""Invoices and credit notes. Tripletex sends what it makes unless it is told not to, so that is always said."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from samspill.exceptions import DataRefused, NotFound, SamspillError
from samspill.model.kinds import Kind
from samspill.sync.ports.documents import Invoice, Issue, Order
from samspill.systems.transport import Request
from samspill.systems.tripletex import books_wire as wire
from samspill.systems.tripletex.answers import one
from samspill.systems.tripletex.books_writes import unread, write
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.conversions import is_number
from samspill.systems.tripletex.orders import Orders
from samspill.systems.tripletex.paging import everything
from samspill.systems.tripletex.spans import between

_SUBJECT = Kind.INVOICE.value
#: The list insists on days.
_ANY_DAY = {"invoiceDateFrom": "1970-01-01", "invoiceDateTo": "2100-01-01"}
#: How long before and after a document's own day what was made of it may be dated: people invoice early and late.
_BEFORE, _AFTER = timedelta(days=366), timedelta(days=3660)


class Invoices:
    """Those of one company."""

    def __init__(self, client: Client, orders: Orders) -> None:
        self._client, self._orders = client, orders

    def invoice(self, invoice_id: str) -> Invoice | None:
        """See the port."""
        try:
            return _invoice(self._read(invoice_id))
        except NotFound:
            return None

    def invoices_of(self, order: Order) -> list[Invoice]:
        """See the port. What takes back one of them is not among them, although it may have the same order."""
        wanted = int(order.id)
        rows = list(self._charged(order.party, order.day, lambda row: any(each.id == wanted for each in row.orders)))
        ids = {row.id for row in rows}
        return [_invoice(row) for row in rows if row.credited_invoice not in ids]

    def invoices_numbered(self, number: str, party: str) -> list[Invoice]:
        """See the port."""
        if not is_number(number):
            return []
        query = {"invoiceNumber": number, "customerId": party, **_ANY_DAY, "fields": wire.INVOICE_FIELDS}
        return [_invoice(row) for row in everything(self._client, "/invoice", wire.Invoice, query, _SUBJECT)]

    def credit_notes_of(self, invoice: Invoice) -> list[Invoice]:
        """See the port."""
        wanted, party = int(invoice.id), invoice.party or self._party(invoice.id)
        return [
            _invoice(row)
            for row in self._charged(party, invoice.day, lambda row: row.credited_invoice == wanted)
        ]  # fmt: skip

    def create_invoice(self, order: Order, issue: Issue) -> Invoice:
        """See the port. A number can be given only to a call that leaves the order open, so it is closed afterwards
        (reference/tripletex.md 8.10, issue 65)."""
        request = self._of_order(order, issue) if issue.number is None else _with_number(order, issue, issue.number)
        made = self._made(request)
        if issue.number is not None:
            try:
                self._orders.close_order(order)
            except SamspillError as error:
                raise unread(request, error) from error
        return made

    def credit(self, invoice: Invoice, day: date, comment: str, *, send: bool) -> Invoice:
        """See the port. Raises DataRefused(already_credited) when something has taken it back before."""
        query = {
            "date": day.isoformat(),
            "comment": comment,
            "sendToCustomer": _said(send),
            **self._to(invoice, send),
        }
        return self._made(Request("PUT", f"/invoice/{invoice.id}/:createCreditNote", query, subject=_SUBJECT))

    def _of_order(self, order: Order, issue: Issue) -> Request:
        query: dict[str, Any] = {"invoiceDate": issue.day.isoformat(), "sendToCustomer": _said(issue.send)}
        if issue.send and issue.send_method is not None:
            query["sendType"] = issue.send_method
        if issue.credits is not None:
            query["invoiceIdIfIsCreditNote"] = issue.credits
        return Request("PUT", f"/order/{order.id}/:invoice", query, subject=_SUBJECT)

    def _to(self, invoice: Invoice, send: bool) -> dict[str, str]:
        """By e-mail a credit note goes only to whom the call names."""
        if not send:
            return {}
        request = Request(
            "GET", f"/customer/{invoice.party or self._party(invoice.id)}", {"fields": "id,email,invoiceEmail"},
            subject=Kind.CUSTOMER.value,
        )  # fmt: skip
        customer = one(self._client.send(request), wire.Sending, request)
        address = customer.invoice_email or customer.email
        return {"creditNoteEmail": address} if address else {}

    def _made(self, request: Request) -> Invoice:
        made = one(write(self._client, request), wire.Invoice, request)
        try:
            return _invoice(self._read(str(made.id)))
        except SamspillError as error:
            raise unread(request, error) from error

    def _read(self, invoice_id: str) -> wire.Invoice:
        request = Request("GET", f"/invoice/{invoice_id}", {"fields": wire.INVOICE_FIELDS}, subject=_SUBJECT)
        return one(self._client.send(request), wire.Invoice, request)

    def _party(self, invoice_id: str) -> str:
        customer = self._read(invoice_id).customer
        return str(customer.id) if customer else ""

    def _charged(self, party: str, around: date, fits: Callable[[wire.Invoice], bool]) -> Iterator[wire.Invoice]:
        """The party's invoices and credit notes that fit. The list has no drafts."""
        for row in between(around - _BEFORE, around + _AFTER, partial(self._dated, party)):
            if fits(row):
                yield row

    def _dated(self, party: str, first: date, last: date) -> list[wire.Invoice]:
        """`last` is exclusive."""
        query = {
            "customerId": party,
            "invoiceDateFrom": first.isoformat(),
            "invoiceDateTo": last.isoformat(),
            "fields": wire.INVOICE_FIELDS,
        }
        return everything(self._client, "/invoice", wire.Invoice, query, _SUBJECT)


def _with_number(order: Order, issue: Issue, number: str) -> Request:
    """This call knows no method of sending: the customer's own holds. A credit note's number is always Tripletex'."""
    if issue.credits is not None or not is_number(number):
        raise DataRefused("invoice_number_unusable", "invoiceNumber", "", {"number": number})
    body = {
        "invoiceNumber": int(number),
        "invoiceDate": issue.day.isoformat(),
        "invoiceDueDate": (issue.due or issue.day).isoformat(),
        "orders": [{"id": int(order.id)}],
    }
    return Request("POST", "/invoice", {"sendToCustomer": _said(issue.send)}, body, subject=_SUBJECT)


def _said(send: bool) -> str:
    return "true" if send else "false"


def _invoice(row: wire.Invoice) -> Invoice:
    sign = Decimal(-1 if row.is_credit_note else 1)
    return Invoice(
        id=str(row.id),
        number=str(row.invoice_number or ""),
        party=str(row.customer.id) if row.customer else "",
        day=row.invoice_date or date.min,
        net=sign * (row.amount_excluding_vat_currency or wire.NOTHING),
        gross=sign * (row.amount_currency or wire.NOTHING),
        orders=tuple(str(order.id) for order in row.orders),
        currency=row.currency.code if row.currency else None,
        comment=row.comment or "",
        is_credit_note=bool(row.is_credit_note),
        credits=str(row.credited_invoice) if row.credited_invoice else None,
        credited=bool(row.is_credited),
    )
