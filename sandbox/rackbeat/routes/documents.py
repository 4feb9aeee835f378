"""Drafts, lines, booking, and what follows documents."""

from __future__ import annotations

from sandbox.rackbeat.answers import Answer, Call, Operation
from sandbox.rackbeat.documents.booking import book, unbook
from sandbox.rackbeat.documents.credit_notes import credit, is_credit_note
from sandbox.rackbeat.documents.drafts import change, copy, draft
from sandbox.rackbeat.documents.following import convert_to_invoice, ship
from sandbox.rackbeat.documents.payments import pay, payments
from sandbox.rackbeat.documents.progress import left
from sandbox.rackbeat.documents.showing import line_parts
from sandbox.rackbeat.errors import broken, not_found
from sandbox.rackbeat.kinds.documents import CUSTOMER_INVOICE, ORDER, PURCHASE_ORDER, SUPPLIER_INVOICE
from sandbox.rackbeat.kinds.kind import Kind
from sandbox.rackbeat.listing import whole_page
from sandbox.rackbeat.routes.registers import find, one
from sandbox.rackbeat.rows import Line, Row


def document_operations() -> list[Operation]:
    """Those of all four documents, then those of one or two."""
    found = [
        each
        for kind in (CUSTOMER_INVOICE, SUPPLIER_INVOICE, ORDER, PURCHASE_ORDER)
        for each in (*_drafting(kind), *_lines(kind))
    ]
    for kind in (CUSTOMER_INVOICE, SUPPLIER_INVOICE):
        found += _paying(kind)
    for kind, key in ((ORDER, "customer_invoice"), (PURCHASE_ORDER, "supplier_invoice")):
        found += _converting(kind, key)
    return [*found, *_crediting(), *_copying(), *_shipping()]


def _drafting(kind: Kind) -> list[Operation]:
    def store(call: Call) -> Answer:
        return one(call.account, draft(call.account, kind, call.body, needs_lines=False), 201)

    def to_book(call: Call) -> Answer:
        row = find(call.account, kind, call.path["number"])
        book(call.account, row, call.options)
        return one(call.account, row)

    def to_unbook(call: Call) -> Answer:
        row = find(call.account, kind, call.path["number"])
        unbook(call.account, row)
        return one(call.account, row)

    single = f"/{kind.path}/{{number}}"
    again = "reopen" if kind is ORDER else "unbook"
    return [
        Operation("POST", f"/{kind.path}/drafts", kind.scope, store),
        Operation("POST", f"{single}/book", kind.scope, to_book),
        Operation("POST", f"{single}/{again}", kind.scope, to_unbook),
    ]


def _lines(kind: Kind) -> list[Operation]:
    """Lines one by one: each is a change of the whole document, by the same rules."""

    def index(call: Call) -> Answer:
        row = find(call.account, kind, call.path["number"])
        return Answer(206, whole_page("lines", [line_parts(call.account, row, line) for line in row.lines]))

    def store(call: Call) -> Answer:
        row = find(call.account, kind, call.path["number"])
        change(call.account, row, {"lines": [*map(_same, row.lines), call.body]})
        return Answer(201, {"line": line_parts(call.account, row, row.lines[-1])})

    def alter(call: Call) -> Answer:
        row, place = _place(call, kind)
        body = {**(call.body if isinstance(call.body, dict) else {}), "id": row.lines[place].id}
        change(
            call.account, row, {"lines": [body if i == place else _same(each) for i, each in enumerate(row.lines)]}
        )
        return Answer(200, {"line": line_parts(call.account, row, row.lines[place])})

    def remove(call: Call) -> Answer:
        row, place = _place(call, kind)
        change(call.account, row, {"lines": [_same(each) for i, each in enumerate(row.lines) if i != place]})
        return Answer(204)

    many = f"/{kind.path}/{{number}}/lines"
    return [
        Operation("GET", many, kind.scope, index),
        Operation("POST", many, kind.scope, store),
        Operation("PUT", f"{many}/{{line}}", kind.scope, alter),
        Operation("DELETE", f"{many}/{{line}}", kind.scope, remove),
    ]


def _same(line: Line) -> dict[str, object]:
    return {"id": line.id}


def _place(call: Call, kind: Kind) -> tuple[Row, int]:
    row = find(call.account, kind, call.path["number"])
    for place, line in enumerate(row.lines):
        if str(line.id) == call.path["line"]:
            return row, place
    raise not_found("line")


def _crediting() -> list[Operation]:
    def store(call: Call) -> Answer:
        invoice = find(call.account, CUSTOMER_INVOICE, call.path["number"])
        return one(call.account, credit(call.account, invoice), 201)

    return [Operation("POST", "/customer-invoices/{number}/create-creditnote", CUSTOMER_INVOICE.scope, store)]


def _copying() -> list[Operation]:
    def store(call: Call) -> Answer:
        invoice = find(call.account, CUSTOMER_INVOICE, call.path["number"])
        if is_credit_note(invoice):
            raise broken("type", "invalid")
        return one(call.account, copy(call.account, invoice), 201)

    return [Operation("POST", "/customer-invoices/{number}/copy", CUSTOMER_INVOICE.scope, store)]


def _paying(kind: Kind) -> list[Operation]:
    name = f"{kind.key}_payment"

    def index(call: Call) -> Answer:
        row = find(call.account, kind, call.path["number"])
        return Answer(206, whole_page(f"{name}s", payments(row)))

    def store(call: Call) -> Answer:
        row = find(call.account, kind, call.path["number"])
        return Answer(201, {name: pay(call.account, row, call.body)})

    path = f"/{kind.path}/{{number}}/payments"
    return [Operation("GET", path, kind.scope, index), Operation("POST", path, kind.scope, store)]


def _converting(kind: Kind, key: str) -> list[Operation]:
    def convert(call: Call) -> Answer:
        order = find(call.account, kind, call.path["number"])
        invoice = convert_to_invoice(call.account, order, booked=call.wants("book"))
        return Answer(201, {"invoice_id": invoice.number})

    def rest(call: Call) -> Answer:
        order = find(call.account, kind, call.path["number"])
        lines = [
            {**line_parts(call.account, order, line), "quantity": quantity}
            for line, quantity in left(call.account.registers, order, key)
        ]
        return Answer(206, whole_page("uninvoiced_lines", lines))

    single = f"/{kind.path}/{{number}}"
    return [
        Operation("POST", f"{single}/convert-to-invoice", kind.scope, convert),
        Operation("GET", f"{single}/uninvoiced-lines", kind.scope, rest),
    ]


def _shipping() -> list[Operation]:
    def store(call: Call) -> Answer:
        return one(call.account, ship(call.account, find(call.account, ORDER, call.path["number"])), 201)

    return [Operation("POST", "/orders/{number}/create-shipment", ORDER.scope, store)]
