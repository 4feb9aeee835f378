"""What orders have besides the usual: lines on PUT, and becoming an invoice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sandbox.tripletex.bodies import parse_body
from sandbox.tripletex.calls import Answer, Call, value
from sandbox.tripletex.due import due_date
from sandbox.tripletex.endpoints.asking import day, whole, word
from sandbox.tripletex.endpoints.payments import pay_as_asked
from sandbox.tripletex.endpoints.registers import Register, must_write
from sandbox.tripletex.errors import broken_rules, complaint, not_found
from sandbox.tripletex.order_totals import totals_of
from sandbox.tripletex.outbox import SEND_TYPES, send, way_to
from sandbox.tripletex.reading import show
from sandbox.tripletex.routes import RouteTable
from sandbox.tripletex.rows import Row
from sandbox.tripletex.rules.charging import charge, hindrances
from sandbox.tripletex.rules.crediting import check_credit, settle
from sandbox.tripletex.rules.invoices import INVOICE
from sandbox.tripletex.rules.orders import ORDER
from sandbox.tripletex.transaction import Transaction
from sandbox.tripletex.world import TripletexWorld
from sandbox.tripletex.writing import update

Handler = Callable[[TripletexWorld, Call], Answer]

_WITH_LINES = replace(ORDER, ignores_on_put=frozenset({"orderGroups"}))


def put_order(world: TripletexWorld, call: Call) -> Answer:
    """PUT of an order. Lines are saved only with `updateLinesAndGroups=true`; those not sent are removed then."""
    if not call.asked("updateLinesAndGroups"):
        return Register(ORDER).put(world, call)
    must_write(call, ORDER)
    company, row = call.company, _order(call)
    sent = parse_body(ORDER.model, call.json())
    before = set(row.get("orderLines", ()))
    with world.transaction(call.me) as transaction:
        update(transaction, _WITH_LINES, row, sent)
        if "orderLines" in sent.parts:
            kept = {part.id for part in sent.parts["orderLines"] if part.id}
            removed = before - kept
            lines = tuple(each for each in row.get("orderLines", ()) if each not in removed)
            if removed:
                transaction.update("Order", row, {**row.values, "orderLines": lines})
            for each in removed:
                line = company.row("OrderLine", each)
                if line is not None:
                    transaction.delete("OrderLine", line)
        return value(show(company, "Order", row))


def invoice_order(world: TripletexWorld, call: Call) -> Answer:
    """PUT `:invoice`: the order's draft becomes an invoice, the order is closed. With `invoiceIdIfIsCreditNote` an
    order below zero becomes a credit note of a part of that invoice. Sent to the customer unless told not to."""
    must_write(call, INVOICE)
    company, order = call.company, _order(call)
    invoiced = day(call, "invoiceDate")
    send_type, credited = word(call, "sendType", SEND_TYPES), _credited(call)
    complaints = list(hindrances(company, order, invoiced))
    if not order.get("orderLines"):
        complaints.append(complaint(None, "no_order_lines"))
    if complaints:
        raise broken_rules(complaints)
    with world.transaction(call.me) as transaction:
        invoice = charge_order(transaction, order, invoiced, credited)
        if call.asked("sendToCustomer", default=True):
            customer = company.row("Customer", order.get("customer"))
            if customer is None:
                raise not_found()
            address = call.query.get("overrideEmailAddress", "") or order.get("receiverEmail", "")
            way = way_to(company, customer, send_type, address)
            send(transaction, "invoice", invoice, invoice.get("invoiceNumber"), way)
        pay_as_asked(transaction, call, invoice, invoiced)
    return value(show(company, "Invoice", invoice))


def charge_order(transaction: Transaction, order: Row, invoiced: str, credited: Row | None = None) -> Row:
    """The order's draft, charged; an order that was opened again has none and gets another invoice."""
    company = transaction.company
    if credited is not None:
        check_credit(company, credited, totals_of(company, order).gross)
    dates = {"invoiceDate": invoiced, "invoiceDueDate": due_date(order, invoiced)}
    invoice = company.row("Invoice", order.get("preliminaryInvoice"))
    if invoice is None:
        invoice = transaction.insert("Invoice", dates, 2)
    else:
        transaction.revise("Invoice", invoice, {**invoice.values, **dates}, invoice.version)
    charge(transaction, invoice, order)
    if credited is not None:
        settle(transaction, credited, invoice)
    values = {name: each for name, each in order.values.items() if name != "preliminaryInvoice"}
    transaction.touch("Order", order, {**values, "isClosed": True})
    return invoice


def _credited(call: Call) -> Row | None:
    """The invoice that `invoiceIdIfIsCreditNote` names. Raises 404/6000."""
    wanted = whole(call, "invoiceIdIfIsCreditNote")
    row = call.company.row("Invoice", wanted)
    if wanted and row is None:
        raise not_found()
    return row


def _order(call: Call) -> Row:
    row = call.company.row("Order", call.number())
    if row is None:
        raise not_found()
    return row


def add_to(table: RouteTable[Handler]) -> None:
    """Register the routes; they replace those that come with the kind."""
    table.add("PUT", "/v2/order/{id}", put_order)
    table.add("PUT", "/v2/order/{id}/:invoice", invoice_order)
