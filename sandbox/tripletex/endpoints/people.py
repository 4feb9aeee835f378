"""What employees have besides the usual: the search with contacts, the refusal to delete, entitlements."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.tripletex.calls import Answer, Call
from sandbox.tripletex.endpoints.registers import may_read, must_write
from sandbox.tripletex.errors import forbidden, missing_parameters, no_number, not_found
from sandbox.tripletex.listing import answer_list
from sandbox.tripletex.people_filters import entitle
from sandbox.tripletex.routes import RouteTable
from sandbox.tripletex.rules.people import EMPLOYEE
from sandbox.tripletex.searches import SEARCHES
from sandbox.tripletex.world import TripletexWorld

Handler = Callable[[TripletexWorld, Call], Answer]

SEARCH = "employee/searchForEmployeesAndContacts"
SHOWN = "id, employeeNumber, firstName, lastName, email, pictureId"


def search_everyone(world: TripletexWorld, call: Call) -> Answer:
    """Employees and contacts; the only list that can be asked for people who left."""
    rows = call.company.table("Employee") if may_read(call, EMPLOYEE) else ()
    return answer_list(
        call,
        EMPLOYEE.model,
        SEARCHES[SEARCH],
        rows,
        today=world.clock.today(),
        checksum=False,
        default_fields=SHOWN,
    )


def refuse_to_delete(_world: TripletexWorld, _call: Call) -> Answer:
    """Employees cannot be deleted; it looks like a missing right."""
    raise forbidden()


def grant(_world: TripletexWorld, call: Call) -> Answer:
    """`:grantEntitlementsByTemplate`: all privileges make somebody entitled as project manager, none take it."""
    must_write(call, EMPLOYEE)
    missing = [name for name in ("employeeId", "template") if not call.query.get(name)]
    if missing:
        raise missing_parameters(missing)
    asked = call.query["employeeId"]
    if not asked.isdecimal():
        raise no_number(asked)
    employee = call.company.row("Employee", int(asked))
    if employee is None:
        raise not_found()
    template = call.query["template"]
    if template in ("ALL_PRIVILEGES", "NONE_PRIVILEGES"):
        entitle(call.company, employee, template == "ALL_PRIVILEGES")
    return Answer(200)


def add_to(table: RouteTable[Handler]) -> None:
    """Register the routes."""
    table.add("GET", f"/v2/{SEARCH}", search_everyone)
    table.add("DELETE", "/v2/employee/{id}", refuse_to_delete)
    table.add("PUT", "/v2/employee/entitlement/:grantEntitlementsByTemplate", grant)
