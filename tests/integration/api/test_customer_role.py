"""A customer's token opens its own connection, there exactly what a customer needs, and nothing else."""

import pytest

from samspill.api.app import RESOLVER
from samspill.api.asking import Role
from samspill.api.endpoints import ENDPOINTS, Endpoint
from tests.integration.api.bench import Bench
from tests.integration.api.newcomers import Newcomer, newcomer
from tests.integration.api.test_gate import is_problem

#: Everything that a customer may call, beside what is public.
CUSTOMERS = {
    "get_onboarding", "put_onboarding_keys", "list_onboarding_groups", "make_onboarding_group",
    "put_onboarding_groups", "put_onboarding_start_up", "propose_onboarding_settings", "put_onboarding_settings",
    "make_onboarding_plan",
    "get_connection", "put_keys", "pause_connection", "resume_connection", "restart_connection", "delete_connection",
    "get_settings", "put_settings", "propose_settings", "preview_settings",
    "get_plan", "list_plan_rows", "put_plan_row", "approve_plan", "reject_plan",
    "list_breakers", "release_breaker",
    "list_problems", "get_problem", "retry_problem", "retry_problems", "resolve_problem", "ignore_problem",
    "unignore_problem",
    "list_records", "get_record", "get_drift",
}  # fmt: skip

KEYED = [each for each in ENDPOINTS if not each.public]
OF_A_CONNECTION = [each for each in KEYED if each.operation in CUSTOMERS and "<connection_id>" in each.path]
OF_AN_ONBOARDING = [each for each in KEYED if "<onboarding_id>" in each.path]
OTHERS = [each for each in KEYED if each.operation not in CUSTOMERS]
_BODIES: dict[str, object] = {
    "put_onboarding_keys": {"tripletex": "a", "app": "b"},
    "put_keys": {"tripletex": "a", "app": "b"},
    "make_onboarding_group": {"sort": "customer", "name": "Kunder"},
    "preview_settings": {"settings": {}},
    "release_breaker": {},
    "put_plan_row": {"choice": "leave_out"},
    "approve_plan": {"plan": "x", "decision_revision": 0},
    "reject_plan": {"reason": "no"},
    "resolve_problem": {"choice": "create"},
}
_QUERIES: dict[str, dict[str, object]] = {"retry_problems": {"code": "name_missing"}}
_PATHS = {
    "<kind>": "customer",
    "<side>": "app",
    "<record_id>": "1",
    "<row_id>": "customer.app.1",
    "<problem_id>": "abc",
    "<letter_id>": "abc",
}


def operation(endpoint: Endpoint) -> str:
    return endpoint.operation


def path_of(endpoint: Endpoint, owner: str) -> str:
    path = endpoint.path.replace("<connection_id>", owner).replace("<onboarding_id>", owner)
    for variable, value in _PATHS.items():
        path = path.replace(variable, value)
    return path


def body_of(endpoint: Endpoint) -> object:
    return _BODIES.get(endpoint.operation, {} if endpoint.method == "PUT" else None)


@pytest.fixture
def kari(bench: Bench) -> Newcomer:
    made = newcomer(bench)
    made.answers_everything()
    made.asks_for_a_plan()
    return made


def test_a_customer_may_call_exactly_what_a_customer_needs() -> None:
    assert RESOLVER is not None  # the routes are registered
    assert {each.operation for each in KEYED if Role.CUSTOMER in each.roles} == CUSTOMERS


@pytest.mark.parametrize("endpoint", OTHERS, ids=operation)
def test_every_other_endpoint_is_forbidden(kari: Newcomer, endpoint: Endpoint) -> None:
    path = path_of(endpoint, kari.connection.id)
    answer = kari.client.send(endpoint.method, path, body_of(endpoint))
    assert is_problem(answer, 403, "forbidden")


@pytest.mark.parametrize("endpoint", OF_A_CONNECTION, ids=operation)
def test_every_other_connection_looks_like_none(kari: Newcomer, bench: Bench, endpoint: Endpoint) -> None:
    other = newcomer(bench)
    other.answers_everything()
    other.asks_for_a_plan()
    query = _QUERIES.get(endpoint.operation)
    seen, none = (
        kari.client.send(endpoint.method, path_of(endpoint, owner), body_of(endpoint), query=query)
        for owner in (other.connection.id, "0" * 32)
    )
    assert is_problem(seen, 404, "not_found")
    assert (seen.headers, seen.text) == (none.headers, none.text)


@pytest.mark.parametrize("endpoint", OF_AN_ONBOARDING, ids=operation)
def test_every_other_onboarding_looks_like_none(kari: Newcomer, bench: Bench, endpoint: Endpoint) -> None:
    other = newcomer(bench)
    other.begins()
    seen, none = (
        kari.client.send(endpoint.method, path_of(endpoint, owner), body_of(endpoint))
        for owner in (other.id, "0" * 32)
    )
    assert is_problem(seen, 404, "not_found")
    assert (seen.headers, seen.text) == (none.headers, none.text)


@pytest.mark.parametrize("endpoint", OF_AN_ONBOARDING, ids=operation)
def test_products_and_staff_have_no_part_in_an_onboarding(kari: Newcomer, bench: Bench, endpoint: Endpoint) -> None:
    for somebody in (bench.product, bench.staff):
        answer = somebody.send(endpoint.method, path_of(endpoint, kari.id), body_of(endpoint))
        assert is_problem(answer, 403, "forbidden")


def test_a_session_of_a_connection_opens_no_onboarding(kari: Newcomer) -> None:
    kari.bench.changed(kari.connection.id, live=True, status="active")
    kari.asks_for_a_link()
    kari.mails_go_out()
    kari.follows(kari.outbox.links_to(kari.email)[-1])
    assert is_problem(kari.client.get(kari.path), 404, "not_found")


def test_a_customer_of_an_integration_that_staff_review_neither_approves_nor_stops_anything(
    kari: Newcomer, bench: Bench
) -> None:
    made = bench.product.post("/v1/connections", bench.company().order(contact_email="ola@bygg.example")).json
    kari.asks_for_a_link("ola@bygg.example")
    kari.mails_go_out()
    kari.follows(kari.outbox.links_to("ola@bygg.example")[-1])
    path = f"/v1/connections/{made['id']}"
    assert kari.client.get(path).status == 200
    assert is_problem(kari.client.post(f"{path}/approve", {"plan": "x", "decision_revision": 0}), 403, "forbidden")
    assert is_problem(kari.client.post(f"{path}/reject", {"reason": "no"}), 403, "forbidden")
    assert is_problem(kari.client.post(f"{path}/pause"), 403, "forbidden")
    assert is_problem(kari.client.delete(path), 403, "forbidden")


def test_what_a_customer_does_is_noted_under_their_address(kari: Newcomer) -> None:
    kari.until_review()
    answer = kari.client.post(f"/v1/connections/{kari.connection.id}/approve", {
        "plan": kari.connection.plan, "decision_revision": kari.connection.decision_revision, "by": "the boss",
    })  # fmt: skip
    assert answer.json["approved_by"] == kari.email
