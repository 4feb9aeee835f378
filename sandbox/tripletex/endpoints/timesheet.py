"""What hours have besides the usual: sums, settings, and the approval of weeks and months."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import get_args

from sandbox.tripletex.calls import Answer, Call, value
from sandbox.tripletex.endpoints.asking import day_or, needed, whole
from sandbox.tripletex.endpoints.registers import Register, may_read, must_write
from sandbox.tripletex.errors import bad_id_list, bad_parameter, no_number, not_found, stale
from sandbox.tripletex.kinds import Kind
from sandbox.tripletex.listing import answer_list
from sandbox.tripletex.periods import Action, is_month, set_month, set_row, set_week, week_in
from sandbox.tripletex.reading import Reader
from sandbox.tripletex.routes import RouteTable
from sandbox.tripletex.rows import Row
from sandbox.tripletex.rules.registers import ACTIVITY
from sandbox.tripletex.rules.timesheet import MONTH, TIMESHEET_ENTRY, WEEK, is_usable
from sandbox.tripletex.schema import SCHEMAS
from sandbox.tripletex.searches import SEARCHES
from sandbox.tripletex.selection import parse_selection
from sandbox.tripletex.transaction import Transaction
from sandbox.tripletex.world import TripletexWorld

Handler = Callable[[TripletexWorld, Call], Answer]


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


def total_hours(world: TripletexWorld, call: Call) -> Answer:
    """GET /timesheet/entry/>totalHours: of one person, today unless days are named."""
    today = world.clock.today()
    employee = whole(call, "employeeId") or call.me.token.user_id
    first = day_or(call, "startDate", today.isoformat())
    end = day_or(call, "endDate", (today + timedelta(days=1)).isoformat())
    rows = call.company.table("TimesheetEntry").having("employee", employee)
    may_see = may_read(call, TIMESHEET_ENTRY)
    return value(round(sum(row.get("hours", 0) for row in rows if may_see and first <= row.get("date") < end), 2))


def settings(_world: TripletexWorld, call: Call) -> Answer:
    """GET /timesheet/settings."""
    may_read(call, TIMESHEET_ENTRY)
    company, schema = call.company, SCHEMAS["TimesheetSettings"]
    values: dict[str, object] = {
        "requireCommentsOnRegisteredHoursAllProjects": company.switches.hours_need_comments,
    }
    if company.switches.standard_activity:
        activity = company.find("Activity", "name", (company.switches.standard_activity,))
        values |= {"defaultProjectActivity": activity.id} if activity else {}
    reader = Reader(company, schema, parse_selection(call.query.get("fields", ""), schema))
    return value(reader.show(Row(company.id, 0, values)))


def for_hours(world: TripletexWorld, call: Call) -> Answer:
    """GET /activity/>forTimeSheet: what a person can book on a project on a day; as a rule without activities that
    have hours already."""
    needed(call, "projectId")
    company, project_id = call.company, whole(call, "projectId")
    project = company.row("Project", project_id)
    if project is None and project_id:
        raise not_found()
    employee = whole(call, "employeeId") or call.me.token.user_id
    on = day_or(call, "date", world.clock.today().isoformat())
    booked = {
        row.get("activity")
        for row in company.table("TimesheetEntry").having("employee", employee)
        if row.get("date") == on and row.get("project") == (project_id or None)
    }
    hidden = booked if call.asked("filterExistingHours", default=True) else set()
    wanted = call.query.get("query", "").casefold()
    rows = [
        row
        for row in company.table("Activity")
        if row.id not in hidden and is_usable(company, row, project, on) and wanted in row.get("name", "").casefold()
    ]
    return answer_list(call, ACTIVITY.model, {}, rows if may_read(call, ACTIVITY) else (), today=world.clock.today())


def months(route: str) -> Handler:
    """GET of the months of people; those that nobody completed or approved are not there."""

    def answer(world: TripletexWorld, call: Call) -> Answer:
        rows = call.company.table(MONTH.schema)
        found = rows if may_read(call, MONTH) else ()
        return answer_list(call, MONTH.model, SEARCHES[route], found, today=world.clock.today(), checksum=False)

    return answer


def act_on_week(action: Action) -> Handler:
    """PUT `:complete` and the like: by id, or by person and week."""

    def answer(world: TripletexWorld, call: Call) -> Answer:
        must_write(call, WEEK)
        week = week_in(call.query.get("weekYear", ""), call.company.switches.week_form)
        with world.transaction(call.me) as transaction:
            if row_id := whole(call, "id"):
                row = _by_id(transaction, WEEK, row_id, action)
            elif week is None:
                raise bad_parameter("weekYear", "bad_week")
            else:
                [employee] = _people(call, "employeeId")
                row = set_week(transaction, action, employee, *week)
            return value(Reader(call.company, WEEK.model).show(row))

    return answer


def act_on_months(action: Action) -> Handler:
    """The same for the months of several people."""

    def answer(world: TripletexWorld, call: Call) -> Answer:
        must_write(call, MONTH)
        month = call.query.get("monthYear", "")
        until = day_or(call, "approvedUntilDate", "")
        with world.transaction(call.me) as transaction:
            if row_id := whole(call, "id"):
                rows = [_by_id(transaction, MONTH, row_id, action)]
            elif not is_month(month):
                raise bad_parameter("monthYear", "bad_month")
            else:
                people = _people(call, "employeeIds")
                rows = [set_month(transaction, action, each, month, until) for each in people]
            reader = Reader(call.company, MONTH.model)
            shown = [reader.show(row) for row in rows]
        return Answer(body={"fullResultSize": len(shown), "from": 0, "count": len(shown), "values": shown})

    return answer


def _by_id(transaction: Transaction, kind: Kind, row_id: int, action: Action) -> Row:
    row = transaction.company.row(kind.schema, row_id)
    if row is None:
        raise not_found()
    return set_row(transaction, kind.schema, row, action)


def _people(call: Call, name: str) -> list[int]:
    """Ids of employees, the token's owner where none is given. Raises 404/6000 for others than those there are."""
    text = call.query.get(name) or str(call.me.token.owner_id)
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() for part in parts):
        raise bad_id_list(name, call.language)
    people = [int(part) for part in parts]
    if any(call.company.row("Employee", each) is None for each in people):
        raise not_found()
    return people


def add_to(table: RouteTable[Handler]) -> None:
    """Register the routes; they replace those that come with the kind."""
    table.add("DELETE", "/v2/timesheet/entry/{id}", delete_hours)
    table.add("GET", "/v2/timesheet/entry/>totalHours", total_hours)
    table.add("GET", "/v2/timesheet/settings", settings)
    table.add("GET", "/v2/activity/>forTimeSheet", for_hours)
    for route in ("timesheet/month/byMonthNumber", "timesheet/month/byMonthNumberList"):
        table.add("GET", f"/v2/{route}", months(route))
    for action in get_args(Action):
        table.add("PUT", f"/v2/timesheet/week/:{action}", act_on_week(action))
        table.add("PUT", f"/v2/timesheet/month/:{action}", act_on_months(action))
