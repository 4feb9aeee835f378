"""What projects and hours have besides the usual."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.tripletex.bodies import parse_bodies
from sandbox.tripletex.calls import Answer, Call, value
from sandbox.tripletex.endpoints.registers import Register, may_read, must_write
from sandbox.tripletex.errors import bad_mapping, complaint, no_number, not_found, stale
from sandbox.tripletex.reading import Reader
from sandbox.tripletex.routes import RouteTable
from sandbox.tripletex.rules.projects import PROJECT, TIMESHEET_ENTRY
from sandbox.tripletex.selection import parse_selection
from sandbox.tripletex.world import TripletexWorld

Handler = Callable[[TripletexWorld, Call], Answer]


def by_number(_world: TripletexWorld, call: Call) -> Answer:
    """GET /project/number/{number}."""
    selection = parse_selection(call.query.get("fields", ""), PROJECT.model)
    row = call.company.find("Project", "number", (call.params["number"],)) if may_read(call, PROJECT) else None
    if row is None:
        raise not_found()
    return value(Reader(call.company, PROJECT.model, selection).show(row))


def delete_by_body(world: TripletexWorld, call: Call) -> Answer:
    """DELETE /project with a list of projects as body."""
    must_write(call, PROJECT)
    bodies = call.json()
    if not isinstance(bodies, list):
        raise bad_mapping([complaint(None, "wrong_type")])
    sent = parse_bodies(PROJECT.model, bodies)
    return Register(PROJECT).delete_rows(world, call, [each.id or 0 for each in sent])


def delete_hours(world: TripletexWorld, call: Call) -> Answer:
    """DELETE of an entry, optionally only in one version."""
    version = call.query.get("version")
    if version:
        if not version.isdecimal():
            raise no_number(version)
        row = call.company.row("TimesheetEntry", call.number())
        if row is not None and row.version != int(version):
            raise stale()
    return Register(TIMESHEET_ENTRY).delete(world, call)


def add_to(table: RouteTable[Handler]) -> None:
    """Register the routes; they replace those that come with the kind."""
    table.add("GET", "/v2/project/number/{number}", by_number)
    table.add("DELETE", "/v2/project", delete_by_body)
    table.add("DELETE", "/v2/timesheet/entry/{id}", delete_hours)
