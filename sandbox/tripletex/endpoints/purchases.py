"""What purchase orders have besides the usual, and the settings of their module."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.tripletex.bodies import parse_bodies
from sandbox.tripletex.calls import Answer, Call, value
from sandbox.tripletex.clock import stamp
from sandbox.tripletex.computed import person_name
from sandbox.tripletex.endpoints.asking import word
from sandbox.tripletex.endpoints.registers import Register, may_read, must_write
from sandbox.tripletex.errors import bad_mapping, complaint, not_found
from sandbox.tripletex.outbox import send
from sandbox.tripletex.reading import Reader, show
from sandbox.tripletex.routes import RouteTable
from sandbox.tripletex.rows import Row
from sandbox.tripletex.rules.purchases import PURCHASE_ORDER, PURCHASE_ORDER_LINE
from sandbox.tripletex.schema import SCHEMAS
from sandbox.tripletex.selection import parse_selection
from sandbox.tripletex.world import TripletexWorld

Handler = Callable[[TripletexWorld, Call], Answer]


def send_purchase_order(world: TripletexWorld, call: Call) -> Answer:
    """PUT `:send`: to the order's own address or the supplier's."""
    must_write(call, PURCHASE_ORDER)
    company, order = call.company, call.company.row("PurchaseOrder", call.number())
    if order is None:
        raise not_found()
    send_type = word(call, "sendType", ("DEFAULT", "EMAIL", "FTP")) or "DEFAULT"
    supplier = company.row("Supplier", order.get("supplier"))
    to = order.get("receiverEmail") or (supplier.get("email", "") if supplier else "")
    sender = company.row("Employee", call.me.token.user_id)
    with world.transaction(call.me) as transaction:
        sent = {"lastSentTimestamp": stamp(company.now()), "lastSentEmployeeName": person_name(sender)}
        transaction.touch("PurchaseOrder", order, {**order.values, **sent, "status": "STATUS_SENT"})
        send(transaction, "purchase_order", order, order.get("number"), (send_type, to))
    return value(show(company, "PurchaseOrder", order))


def delete_lines(world: TripletexWorld, call: Call) -> Answer:
    """DELETE of lines, which the body names."""
    must_write(call, PURCHASE_ORDER_LINE)
    bodies = call.json()
    if not isinstance(bodies, list):
        raise bad_mapping([complaint(None, "wrong_type")])
    sent = parse_bodies(PURCHASE_ORDER_LINE.model, bodies)
    return Register(PURCHASE_ORDER_LINE).delete_rows(world, call, [each.id or 0 for each in sent])


def logistics_settings(_world: TripletexWorld, call: Call) -> Answer:
    """GET /product/logisticsSettings; that it is refused without the module is our reading."""
    may_read(call, PURCHASE_ORDER)
    schema = SCHEMAS["LogisticsSettings"]
    reader = Reader(call.company, schema, parse_selection(call.query.get("fields", ""), schema))
    return value(reader.show(Row(call.company.id, 0, {"moduleSuggestedProductNumber": True})))


def add_to(table: RouteTable[Handler]) -> None:
    """Register the routes."""
    table.add("PUT", "/v2/purchaseOrder/{id}/:send", send_purchase_order)
    table.add("DELETE", "/v2/purchaseOrder/orderline/list", delete_lines)
    table.add("GET", "/v2/product/logisticsSettings", logistics_settings)
