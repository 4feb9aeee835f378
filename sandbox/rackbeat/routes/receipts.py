"""Receipts of what was bought."""

from __future__ import annotations

from sandbox.rackbeat.answers import Answer, Call, Operation
from sandbox.rackbeat.documents.progress import followers, left
from sandbox.rackbeat.documents.receiving import expect, receive
from sandbox.rackbeat.documents.showing import line_parts
from sandbox.rackbeat.errors import not_found
from sandbox.rackbeat.kinds.documents import PURCHASE_ORDER, RECEIPT
from sandbox.rackbeat.listing import page_of, whole_page
from sandbox.rackbeat.routes.registers import find, one
from sandbox.rackbeat.rows import Row


def receipt_operations() -> list[Operation]:
    """Make one, list them, mark one as received, and what is missing."""

    def order_of(call: Call) -> Row:
        return find(call.account, PURCHASE_ORDER, call.path["number"])

    def store(call: Call) -> Answer:
        return one(call.account, expect(call.account, order_of(call)), 201)

    def index(call: Call) -> Answer:
        found = followers(call.account.registers, order_of(call), RECEIPT.key)
        return Answer(206, page_of(call.account, RECEIPT, dict(call.query), rows=found))

    def mark(call: Call) -> Answer:
        receipt = find(call.account, RECEIPT, call.path["receipt"])
        if receipt["purchase_order_id"] != order_of(call).uid:
            raise not_found(RECEIPT.key)
        receive(call.account, receipt)
        return one(call.account, receipt)

    def missing(call: Call) -> Answer:
        order = order_of(call)
        lines = [
            {**line_parts(call.account, order, line), "quantity": quantity}
            for line, quantity in left(call.account.registers, order, RECEIPT.key)
        ]
        return Answer(206, whole_page("unreceived_lines", lines))

    single, scope = "/purchase-orders/{number}", PURCHASE_ORDER.scope
    return [
        Operation("POST", f"{single}/create-receipt", scope, store),
        Operation("GET", f"{single}/receipts", scope, index),
        Operation("POST", f"{single}/receipts/{{receipt}}/mark-received", scope, mark),
        Operation("GET", f"{single}/not-received", scope, missing),
    ]
