"""What orders and invoices have besides the usual."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sandbox.tripletex.bodies import parse_body
from sandbox.tripletex.calls import Answer, Call
from sandbox.tripletex.endpoints.registers import Register, may_read, must_write
from sandbox.tripletex.errors import not_found
from sandbox.tripletex.listing import answer_list
from sandbox.tripletex.reading import Reader
from sandbox.tripletex.routes import RouteTable
from sandbox.tripletex.rules.orders import ORDER
from sandbox.tripletex.rules.sales import INVOICE
from sandbox.tripletex.searches import SEARCHES
from sandbox.tripletex.world import TripletexWorld
from sandbox.tripletex.writing import update

Handler = Callable[[TripletexWorld, Call], Answer]

_WITH_LINES = replace(ORDER, ignores_on_put=frozenset({"orderGroups"}))


def put_order(world: TripletexWorld, call: Call) -> Answer:
    """PUT of an order. Lines are saved only with `updateLinesAndGroups=true`; those not sent are removed then."""
    if not call.asked("updateLinesAndGroups"):
        return Register(ORDER).put(world, call)
    must_write(call, ORDER)
    company = call.company
    row = company.row("Order", call.number())
    if row is None:
        raise not_found()
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
        return Answer(body={"value": Reader(company, ORDER.model).show(row)})


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


def add_to(table: RouteTable[Handler]) -> None:
    """Register the routes; they replace those that come with the kind."""
    table.add("PUT", "/v2/order/{id}", put_order)
    table.add("GET", "/v2/invoice", charged_invoices)
