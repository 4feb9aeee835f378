"""What projects have besides the usual."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.tripletex.bodies import parse_bodies, parse_body
from sandbox.tripletex.calls import Answer, Call, value
from sandbox.tripletex.endpoints.asking import day_or, whole
from sandbox.tripletex.endpoints.registers import Register, may_read, must_write
from sandbox.tripletex.errors import bad_mapping, complaint, not_found
from sandbox.tripletex.listing import answer_list
from sandbox.tripletex.reading import Reader
from sandbox.tripletex.routes import RouteTable
from sandbox.tripletex.rows import Row
from sandbox.tripletex.rules.project_parts import PROJECT_ACTIVITY
from sandbox.tripletex.rules.projects import PROJECT
from sandbox.tripletex.rules.registers import INLINE_ACTIVITY
from sandbox.tripletex.rules.timesheet import may_book
from sandbox.tripletex.schema import SCHEMAS
from sandbox.tripletex.selection import parse_selection
from sandbox.tripletex.world import TripletexWorld
from sandbox.tripletex.writing import create

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


def link_activity(world: TripletexWorld, call: Call) -> Answer:
    """POST /project/projectActivity: an activity that there is, or one that is made along with it."""
    must_write(call, PROJECT_ACTIVITY)
    body = call.json()
    with world.transaction(call.me) as transaction:
        inline = body.get("activity") if isinstance(body, dict) else None
        if isinstance(inline, dict) and not inline.get("id"):
            activity = create(transaction, INLINE_ACTIVITY, parse_body(INLINE_ACTIVITY.model, inline))
            body = {**body, "activity": {"id": activity.id}}
        row = create(transaction, PROJECT_ACTIVITY, parse_body(PROJECT_ACTIVITY.model, body))
        return value(Reader(call.company, PROJECT_ACTIVITY.model).show(row), 201)


def for_hours(world: TripletexWorld, call: Call) -> Answer:
    """GET /project/>forTimeSheet: on which a person can book hours on a day."""
    employee = whole(call, "employeeId") or call.me.token.user_id
    on = day_or(call, "date", world.clock.today().isoformat())
    may_see = may_read(call, PROJECT)

    def open_to(row: Row) -> bool:
        begun = row.get("startDate", "") <= on
        return begun and not row.get("isClosed") and not row.get("isOffer") and may_book(call.company, row, employee)

    rows = [row for row in call.company.table("Project") if may_see and open_to(row)]
    return answer_list(call, PROJECT.model, {}, rows, today=world.clock.today())


def project_settings(_world: TripletexWorld, call: Call) -> Answer:
    """GET /project/settings, as far as hours go."""
    may_read(call, PROJECT)
    schema, switches = SCHEMAS["ProjectSettings"], call.company.switches
    settings = {
        "onlyProjectMembersCanRegisterInfo": switches.only_project_members,
        "onlyProjectActivitiesTimesheetRegistration": switches.only_linked_activities,
    }
    reader = Reader(call.company, schema, parse_selection(call.query.get("fields", ""), schema))
    return value(reader.show(Row(call.company.id, 0, settings)))


def add_to(table: RouteTable[Handler]) -> None:
    """Register the routes; they replace those that come with the kind."""
    table.add("GET", "/v2/project/number/{number}", by_number)
    table.add("DELETE", "/v2/project", delete_by_body)
    table.add("POST", "/v2/project/projectActivity", link_activity)
    table.add("GET", "/v2/project/>forTimeSheet", for_hours)
    table.add("GET", "/v2/project/settings", project_settings)
