"""Every way in, tried by every kind of visitor: what is not theirs does not exist, and pages let nobody do what the
API refuses them. A new route fails here until somebody has said what it is in the API, or that it only shows."""

import pytest

from samspill.api.app import RESOLVER
from samspill.api.asking import Role
from samspill.api.endpoints import ENDPOINTS
from samspill.pages.app import ROUTES
from samspill.pages.routing import Audience, Route
from tests.integration.api.bench import Bench
from tests.integration.pages.visitors import (
    CUSTOMER,
    EVERYBODY,
    NEW,
    OWN,
    PRODUCT,
    STAFF,
    STRANGER,
    TURN_ON,
    Visitor,
    somebody_elses,
    visitors,
)

#: What each form at a connection's pages does, as the API calls it, and pages that are there for such forms alone.
AS_IN_THE_API = {
    "POST /pages/{connection}/breakers/{kind}": "release_breaker",
    "POST /pages/{connection}/plan/rows/{row}": "put_plan_row",
    "GET /pages/{connection}/plan/approve": "approve_plan",
    "POST /pages/{connection}/plan/approve": "approve_plan",
    "POST /pages/{connection}/plan/reject": "reject_plan",
    "GET /pages/{connection}/keys": "put_keys",
    "POST /pages/{connection}/keys": "put_keys",
    "POST /pages/{connection}/restart": "restart_connection",
    "GET /pages/{connection}/off": "delete_connection",
    "POST /pages/{connection}/off": "delete_connection",
    "POST /pages/{connection}/records/{kind}/{side}/{record}/link": "link_record",
    "POST /pages/{connection}/records/{kind}/{side}/{record}/answer": "answer_record",
    "POST /pages/{connection}/records/{kind}/{side}/{record}/unlink": "unlink_record",
    "POST /pages/{connection}/pause": "pause_connection",
    "POST /pages/{connection}/resume": "resume_connection",
    "POST /pages/{connection}/compare": "reconcile_connection",
    "POST /pages/{connection}/logs/retry": "retry_problems",
    "POST /pages/{connection}/logs/{problem}/{deed}": "resolve_problem",
    "POST /pages/{connection}/settings": "put_settings",
    "POST /pages/{connection}/settings/choices": "put_settings",
    "POST /pages/{connection}/hours/import": "import_hours",
    "POST /pages/{connection}/hours/imports/{import_id}/people": "put_hours_import_people",
    "POST /pages/{connection}/hours/imports/{import_id}/confirm": "confirm_hours_import",
    "POST /pages/{connection}/hours/{deed}": "send_hours",
}
#: Whoever sees a connection may do these; the API has no such thing.
ONLY_HERE = {
    "POST /pages/{connection}/support",
    "POST /pages/{connection}/logs/{problem}/support",
}
#: What only shows something of a connection: everybody who sees it may.
SHOWN = {
    "GET /pages/{connection}", "GET /pages/{connection}/breakers/{kind}", "GET /pages/{connection}/plan",
    "GET /pages/{connection}/plan/next", "GET /pages/{connection}/plan/rows/{row}",
    "GET /pages/{connection}/support", "GET /pages/{connection}/logs/{problem}", "GET /pages/{connection}/logs",
    "GET /pages/{connection}/records/{kind}/{side}/{record}/link", "GET /pages/{connection}/logs.csv",
    "GET /pages/{connection}/records/{kind}/{side}/{record}/unlink", "GET /pages/{connection}/records",
    "GET /pages/{connection}/records/{kind}/{side}/{record}", "GET /pages/{connection}/settings",
    "GET /pages/{connection}/settings/choices", "GET /pages/{connection}/hours/imports/{import_id}",
    "GET /pages/{connection}/hours", "GET /pages/{connection}/hours/runs/{run_id}",
}  # fmt: skip
#: What strangers may do without a session; each says itself why that is harmless.
OPEN = {
    "GET /link", "POST /link", "GET /pages/enter/{code}", "POST /pages/leave", "GET /pages/staff/sign-in",
    "GET /pages/staff/signed-in", "GET /pages/connect/{integration}", "POST /pages/connect/{integration}",
    "GET /pages/connect/{integration}/begun", "GET /pages/way-back", "POST /pages/way-back",
}  # fmt: skip
#: What a customer decides only where the integration leaves it to them (`Asking.owned`).
OWNED = {"approve_plan", "reject_plan", "pause_connection", "delete_connection"}
ROLES = {PRODUCT: Role.PRODUCT, CUSTOMER: Role.CUSTOMER, OWN: Role.CUSTOMER, STAFF: Role.STAFF}
SEES = {
    Audience.CONNECTION: (STAFF,), Audience.ONBOARDING: (), Audience.TURN_ON: (TURN_ON,), Audience.STAFF: (STAFF,),
}  # fmt: skip


def name_of(route: Route) -> str:
    return f"{route.method} {route.path}"


def signed_in_only() -> list[Route]:
    return [route for route in ROUTES if route.audience is not Audience.STRANGERS]


def refused(name: str, operation: str) -> bool:
    """Whether the API refuses that to this kind of visitor."""
    assert RESOLVER is not None  # the routes are registered
    (roles,) = {each.roles for each in ENDPOINTS if each.operation == operation}
    return ROLES[name] not in roles or (name == CUSTOMER and operation in OWNED)


@pytest.fixture(name="everybody")
def _everybody(bench: Bench) -> dict[str, Visitor]:
    return visitors(bench)


def test_every_way_to_a_connection_is_thought_of_here() -> None:
    there = {name_of(route) for route in ROUTES if route.audience is Audience.CONNECTION}
    assert there == set(AS_IN_THE_API) | ONLY_HERE | SHOWN
    assert all(name.startswith("GET ") for name in SHOWN)


def test_what_strangers_may_ask_for_is_thought_of_here() -> None:
    assert {name_of(route) for route in ROUTES if route.audience is Audience.STRANGERS} == OPEN


def test_the_table_of_who_sees_what_has_everybody() -> None:
    assert {each for each in Audience if each is not Audience.STRANGERS} == set(SEES)


def test_what_is_not_theirs_exists_for_nobody_and_nothing_of_it_changes(
    bench: Bench, everybody: dict[str, Visitor]
) -> None:
    """Seen to fail with `may_see` answering yes."""
    others = somebody_elses(bench)
    before = bench.app.connections.get(others["connection"]), bench.app.onboardings.get(others["onboarding"])
    found = []
    for route in signed_in_only():
        for name in EVERYBODY:
            if name in SEES[route.audience]:
                continue
            page = everybody[name].asks(route, others)
            if name != STRANGER:
                expected: tuple[int, str | None] = (404, None)
            elif route.audience is Audience.STAFF and route.method == "GET":
                expected = (303, "/pages/staff/sign-in")
            else:
                expected = (401, None)
            led = page.headers.get("location")
            if (page.status, led and led.partition("?")[0]) != expected:
                found.append((name, name_of(route), page.status, led))
    assert found == []
    assert before == (
        bench.app.connections.get(others["connection"]), bench.app.onboardings.get(others["onboarding"])
    )  # fmt: skip


def test_what_is_theirs_is_there(everybody: dict[str, Visitor]) -> None:
    """Else nothing here would say anything."""
    tried = {
        PRODUCT: "/pages/{connection}", CUSTOMER: "/pages/{connection}", OWN: "/pages/{connection}/off",
        NEW: "/pages/onboarding/{onboarding}/keys", TURN_ON: "/pages/turn-on", STAFF: "/pages/staff",
    }  # fmt: skip
    by_path = {route.path: route for route in ROUTES if route.method == "GET"}
    shown = {name: everybody[name].asks(by_path[path], everybody[name].theirs).status for name, path in tried.items()}
    assert shown == dict.fromkeys(tried, 200)


def test_no_form_does_anything_without_the_mark_of_its_session(bench: Bench, everybody: dict[str, Visitor]) -> None:
    others = somebody_elses(bench)
    found = []
    for route in signed_in_only():
        for name, visitor in everybody.items():
            of = visitor.theirs or others
            key = next((part for part in ("connection", "onboarding") if f"{{{part}}}" in route.path), None)
            sees = name in SEES[route.audience] or (route.audience is not Audience.STAFF and key in visitor.theirs)
            if route.method == "POST" and sees:
                for typed in ({}, {"csrf": ""}, {"csrf": "å"}, {"csrf": "0" * 64}):
                    status = visitor.asks(route, of, marked=False, **typed).status
                    if status != 403:
                        found.append((name, name_of(route), typed, status))
    assert found == []


def test_pages_let_nobody_do_what_the_api_refuses_them(bench: Bench, everybody: dict[str, Visitor]) -> None:
    """Seen to fail with `runs_it` answering yes."""
    found = []
    for route in ROUTES:
        operation = AS_IN_THE_API.get(name_of(route))
        for name in ROLES:
            if operation is not None and refused(name, operation):
                page = everybody[name].asks(route, {**somebody_elses(bench), **everybody[name].theirs})
                if page.status != 404:
                    found.append((name, name_of(route), page.status))
    assert found == []


def test_whoever_signs_out_is_signed_out_with_a_copy_of_the_cookie_too(everybody: dict[str, Visitor]) -> None:
    (leave,) = [route for route in ROUTES if route.path == "/pages/leave"]
    by_path = {route.path: route for route in ROUTES if route.method == "GET"}
    home = {NEW: "/pages/onboarding/{onboarding}/keys", TURN_ON: "/pages/turn-on", STAFF: "/pages/staff/reviews"}
    left = {}
    for name, visitor in everybody.items():
        page = by_path[home.get(name, "/pages/{connection}")]
        assert visitor.asks(leave, {}).status == 200
        left[name] = visitor.asks(page, {"connection": "x", **visitor.theirs}).status
    assert left == {**dict.fromkeys(everybody, 401), STAFF: 303}


def test_who_signs_in_or_out_by_a_form_does_so_on_our_own_page(everybody: dict[str, Visitor]) -> None:
    found = []
    for route in ROUTES:
        if route.audience is Audience.STRANGERS and route.method == "POST":
            for name, visitor in everybody.items():
                for site in ("cross-site", "same-site"):
                    visitor.browser.site = site
                    if (status := visitor.asks(route, {}).status) != 403:
                        found.append((name, name_of(route), site, status))
    assert found == []
