"""What invoices have besides the usual: sending, crediting, being paid."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.tripletex.bodies import Sent, parse_body
from sandbox.tripletex.calls import Answer, Call, value
from sandbox.tripletex.company import Document
from sandbox.tripletex.endpoints.asking import day, needed, word
from sandbox.tripletex.endpoints.payments import pay_as_asked, pay_later
from sandbox.tripletex.endpoints.registers import Register, may_read, must_write
from sandbox.tripletex.errors import not_found
from sandbox.tripletex.listing import answer_list
from sandbox.tripletex.outbox import CREDIT_NOTE_SEND_TYPES, SEND_TYPES, send, way_to
from sandbox.tripletex.reading import show
from sandbox.tripletex.routes import RouteTable
from sandbox.tripletex.rows import Row
from sandbox.tripletex.rules.crediting import credit
from sandbox.tripletex.rules.invoices import INVOICE
from sandbox.tripletex.searches import SEARCHES
from sandbox.tripletex.transaction import Transaction
from sandbox.tripletex.world import TripletexWorld
from sandbox.tripletex.writing import create

Handler = Callable[[TripletexWorld, Call], Answer]


def charged_invoices(world: TripletexWorld, call: Call) -> Answer:
    """GET of the list: charged invoices only."""
    rows = call.company.table("Invoice") if may_read(call, INVOICE) else ()
    return answer_list(
        call,
        INVOICE.model,
        SEARCHES["invoice"],
        rows,
        today=world.clock.today(),
        only=lambda row: bool(row.get("isCharged")),
    )


def post_invoice(world: TripletexWorld, call: Call) -> Answer:
    """POST of one: sent to the customer unless `sendToCustomer=false`, paid with `paymentTypeId`, `paidAmount`."""
    must_write(call, INVOICE)
    sent = parse_body(INVOICE.model, call.json())
    with world.transaction(call.me) as transaction:
        row = _stored(call, transaction, sent)
        pay_as_asked(transaction, call, row, row.get("invoiceDate"))
        return value(show(call.company, "Invoice", row), 201)


def post_invoices(world: TripletexWorld, call: Call) -> Answer:
    """POST of several: as `post_invoice`, without payments."""
    must_write(call, INVOICE)
    return Register(INVOICE).store_list(world, call, lambda transaction, sent: _stored(call, transaction, sent))


def _stored(call: Call, transaction: Transaction, sent: Sent) -> Row:
    row = create(transaction, INVOICE, sent)
    if call.asked("sendToCustomer", default=True):
        send(transaction, "invoice", row, row.get("invoiceNumber"), way_to(call.company, _customer(call, row)))
    return row


def create_credit_note(world: TripletexWorld, call: Call) -> Answer:
    """PUT `:createCreditNote`: of the whole invoice. By e-mail it is sent only where `creditNoteEmail` says to whom,
    in other ways unless `sendToCustomer=false`."""
    must_write(call, INVOICE)
    invoice = _charged(call)
    credited, asked = day(call, "date"), word(call, "sendType", CREDIT_NOTE_SEND_TYPES)
    email = call.query.get("creditNoteEmail", "")
    with world.transaction(call.me) as transaction:
        note = credit(transaction, invoice, credited, call.query.get("comment", ""))
        if call.asked("sendToCustomer", default=True):
            way = way_to(call.company, _customer(call, invoice), asked, email)
            if way[0] not in ("EMAIL", "MANUAL") or email:
                send(transaction, "credit_note", note, note.get("invoiceNumber"), way)
    return value(show(call.company, "Invoice", note))


def send_invoice(world: TripletexWorld, call: Call) -> Answer:
    """PUT `:send`, in a way that must be given."""
    must_write(call, INVOICE)
    invoice = _charged(call)
    needed(call, "sendType")
    asked = word(call, "sendType", SEND_TYPES)
    way = way_to(call.company, _customer(call, invoice), asked, call.query.get("overrideEmailAddress", ""))
    kind: Document = "credit_note" if invoice.get("isCreditNote") else "invoice"
    with world.transaction(call.me) as transaction:
        send(transaction, kind, invoice, invoice.get("invoiceNumber"), way)
    return Answer(200)


def pay_invoice(world: TripletexWorld, call: Call) -> Answer:
    """PUT `:payment`."""
    must_write(call, INVOICE)
    invoice = _charged(call)
    needed(call, "paymentDate", "paymentTypeId", "paidAmount")
    with world.transaction(call.me) as transaction:
        pay_later(transaction, call, invoice, day(call, "paymentDate"))
    return value(show(call.company, "Invoice", invoice))


def _charged(call: Call) -> Row:
    row = call.company.row("Invoice", call.number())
    if row is None:
        raise not_found()
    return row


def _customer(call: Call, invoice: Row) -> Row:
    row = call.company.row("Customer", invoice.get("customer"))
    if row is None:
        raise not_found()
    return row


def add_to(table: RouteTable[Handler]) -> None:
    """Register the routes; they replace those that come with the kind."""
    table.add("GET", "/v2/invoice", charged_invoices)
    table.add("POST", "/v2/invoice", post_invoice)
    table.add("POST", "/v2/invoice/list", post_invoices)
    table.add("PUT", "/v2/invoice/{id}/:createCreditNote", create_credit_note)
    table.add("PUT", "/v2/invoice/{id}/:send", send_invoice)
    table.add("PUT", "/v2/invoice/{id}/:payment", pay_invoice)
