"""Sessions, who am I, companies and entitlements."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sandbox.tripletex.bodies import parse_body
from sandbox.tripletex.calls import NO_CONTENT, Answer, Call, value
from sandbox.tripletex.errors import bad_values, complaint, forbidden, missing_parameters, not_found
from sandbox.tripletex.listing import answer_list
from sandbox.tripletex.reading import Reader
from sandbox.tripletex.routes import RouteTable
from sandbox.tripletex.rows import Row
from sandbox.tripletex.schema import SCHEMAS
from sandbox.tripletex.searches import SEARCHES
from sandbox.tripletex.selection import parse_selection
from sandbox.tripletex.sessions import ACCOUNTANTS_HOME, Session
from sandbox.tripletex.world import TripletexWorld

Handler = Callable[[TripletexWorld, Call], Answer]

CREATE = "/v2/token/session/:create"
# What an accountant's token may do in its own company.
AT_HOME = frozenset({"/v2/token/session/>whoAmI", "/v2/company/>withLoginAccess"})

# The rights of this sandbox as entitlements; the real ids and names are not known.
ENTITLEMENTS = tuple(
    (f"{kind}:{verb}", f"AUTH_{kind.upper()}_{verb.upper()}")
    for kind in (
        "customer",
        "supplier",
        "project",
        "employee",
        "product",
        "order",
        "invoice",
        "voucher",
        "timesheet",
        "department",
        "activity",
        "contact",
        "account",
        "webhook",
    )
    for verb in ("read", "write")
)


async def create_session(world: TripletexWorld, call: Call) -> Answer:
    """POST with a body (201) or the legacy PUT with query parameters (200). Takes a moment, as it does there:
    a second creation for the same employee token meanwhile answers 409/8000."""
    consumer, employee, expires = _tokens(call)
    with world.lock:
        token = world.sessions.begin(consumer, employee, expires)
        pause = world.companies[token.company_id].switches.session_creation_seconds
    try:
        await asyncio.sleep(pause)
    except asyncio.CancelledError:
        world.sessions.abandon(token)
        raise
    with world.lock:
        session = world.sessions.end(token, consumer, expires)
        return value(_shown(world, session), 201 if call.method == "POST" else 200)


def _tokens(call: Call) -> tuple[str, str, str]:
    names = ("consumerToken", "employeeToken", "expirationDate")
    if call.method == "PUT":
        missing = [name for name in names if not call.query.get(name)]
        if missing:
            raise missing_parameters(missing)
        return call.query["consumerToken"], call.query["employeeToken"], call.query["expirationDate"]
    sent = parse_body(SCHEMAS["PostSessionTokenBody"], call.json()).values
    missing = [name for name in names if not sent.get(name)]
    if missing:
        raise bad_values([complaint(name, "null", f"null.{name}") for name in missing])
    return sent["consumerToken"], sent["employeeToken"], sent["expirationDate"]


def _shown(world: TripletexWorld, session: Session) -> dict[str, object]:
    company = world.companies[session.employee_token.company_id]
    values = {"token": session.token, "expirationDate": session.expires.isoformat()}
    return Reader(company, SCHEMAS["SessionToken"]).show(Row(session.id, 0, dict(values)))


def delete_session(world: TripletexWorld, call: Call) -> Answer:
    """DELETE of a session."""
    world.sessions.close(call.params["token"])
    return NO_CONTENT


def who_am_i(_world: TripletexWorld, call: Call) -> Answer:
    """The token's owner and user, and the company acted in."""
    token, company = call.me.token, call.company
    schema = SCHEMAS["LoggedInUserInfo"]
    selection = parse_selection(call.query.get("fields", ""), schema)
    values = {
        "employeeId": token.owner_id,
        "actualEmployeeId": token.user_id,
        "employee": token.owner_id,
        "companyId": company.id,
        "company": company.id,
        "language": call.language,
    }
    return value(Reader(company, schema, selection).show(Row(0, 0, values)))


def with_login_access(world: TripletexWorld, call: Call) -> Answer:
    """The clients that an accountant's token may act in; empty for any other token."""
    rows = []
    for client_id in sorted(call.me.token.clients):
        client = world.companies.get(client_id)
        if client is not None:
            described = client.table("Company").get(client.id)
            values = {**(described.values if described else {}), "customerCompanyId": client.id}
            rows.append(Row(client.id, 0, values))
    filters = SEARCHES["company/>withLoginAccess"]
    schema = SCHEMAS["Client"]
    return answer_list(call, schema, filters, rows, today=world.clock.today(), checksum=False)


def get_company(_world: TripletexWorld, call: Call) -> Answer:
    """The company acted in; any other id is not found."""
    schema = SCHEMAS["Company"]
    selection = parse_selection(call.query.get("fields", ""), schema)
    row = call.company.table("Company").get(call.number())
    if row is None:
        raise not_found()
    return value(Reader(call.company, schema, selection).show(row))


def entitlements(world: TripletexWorld, call: Call) -> Answer:
    """What the asking token may do, as entitlements of its owner and its user; other people have none here."""
    token = call.me.token
    rows = []
    for place, (right, name) in enumerate(ENTITLEMENTS, start=1):
        kind, _, verb = right.partition(":")
        if token.may("write" if verb == "write" else "read", kind):
            values = {
                "name": name,
                "entitlementId": place,
                "employee": token.owner_id,
                "customer": call.company.id,
            }
            rows.append(Row(token.owner_id * 100 + place, 0, values))
    schema = SCHEMAS["Entitlement"]
    filters = SEARCHES["employee/entitlement"]
    return answer_list(call, schema, filters, rows, today=world.clock.today(), checksum=False)


def add_to(table: RouteTable[Handler]) -> None:
    """Register the routes; the creation of sessions is asynchronous and stands in the app."""
    table.add("DELETE", "/v2/token/session/{token}", delete_session, login=False)
    table.add("GET", "/v2/token/session/>whoAmI", who_am_i)
    table.add("GET", "/v2/company/>withLoginAccess", with_login_access)
    table.add("GET", "/v2/company/{id}", get_company)
    table.add("GET", "/v2/employee/entitlement", entitlements)


def only_at_home(route: str, call: Call) -> None:
    """Raises 403/9000 when an accountant's token asks for more in its own company than it may."""
    if call.me.at_home_as_accountant and route not in AT_HOME:
        raise forbidden(ACCOUNTANTS_HOME)
