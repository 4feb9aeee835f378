"""All kinds, and the table of all routes under /v2."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.tripletex.calls import Answer, Call
from sandbox.tripletex.endpoints import (
    currencies,
    invoices,
    orders,
    people,
    projects,
    purchases,
    sessions,
    subscriptions,
    timesheet,
)
from sandbox.tripletex.endpoints.registers import Register
from sandbox.tripletex.kinds import Kind
from sandbox.tripletex.routes import RouteTable
from sandbox.tripletex.rules import accounting, parties, project_parts, registers
from sandbox.tripletex.rules import invoices as invoice_rules
from sandbox.tripletex.rules import orders as order_rules
from sandbox.tripletex.rules import people as people_rules
from sandbox.tripletex.rules import projects as project_rules
from sandbox.tripletex.rules import purchases as purchase_rules
from sandbox.tripletex.rules import timesheet as timesheet_rules
from sandbox.tripletex.world import TripletexWorld

Handler = Callable[[TripletexWorld, Call], Answer]

KINDS: dict[str, Kind] = {
    kind.path: kind
    for kind in (
        parties.CUSTOMER,
        parties.SUPPLIER,
        parties.CONTACT,
        parties.DELIVERY_ADDRESS,
        people_rules.EMPLOYEE,
        people_rules.EMPLOYMENT,
        project_rules.PROJECT,
        project_parts.PROJECT_PARTICIPANT,
        project_parts.PROJECT_ACTIVITY,
        timesheet_rules.TIMESHEET_ENTRY,
        timesheet_rules.WEEK,
        timesheet_rules.MONTH,
        registers.DEPARTMENT,
        registers.ACTIVITY,
        registers.PRODUCT,
        registers.PRODUCT_UNIT,
        registers.COUNTRY,
        registers.CURRENCY,
        registers.PAYMENT_TYPE,
        registers.VAT_TYPE,
        registers.ACCOUNT,
        order_rules.ORDER,
        order_rules.ORDER_LINE,
        invoice_rules.INVOICE,
        purchase_rules.PURCHASE_ORDER,
        purchase_rules.PURCHASE_ORDER_LINE,
        accounting.VOUCHER,
    )
}


def all_routes() -> RouteTable[Handler]:
    """Every route but the creation of sessions. Later ones replace earlier ones."""
    table: RouteTable[Handler] = RouteTable()
    for kind in KINDS.values():
        Register(kind).add_to(table)
    for each in (sessions, subscriptions, people, projects, orders, invoices, currencies, purchases, timesheet):
        each.add_to(table)
    return table
