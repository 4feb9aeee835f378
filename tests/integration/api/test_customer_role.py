"""A customer's token opens its own connection, and there exactly what a customer needs."""

import pytest

from samspill.api.app import RESOLVER
from samspill.api.asking import Role
from samspill.api.endpoints import ENDPOINTS
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
    "list_link_candidates", "preview_link", "link_record", "preview_unlink", "unlink_record",
    "answer_record",
    "preview_hours", "send_hours", "get_hours_run", "list_hours_rows", "list_hours_sums", "get_hours_mapping",
    "get_hours_week", "import_hours", "get_hours_import", "list_hours_import_rows", "put_hours_import_people",
    "confirm_hours_import",
}  # fmt: skip


@pytest.fixture
def kari(bench: Bench) -> Newcomer:
    made = newcomer(bench)
    made.answers_everything()
    made.asks_for_a_plan()
    return made


def test_a_customer_may_call_exactly_what_a_customer_needs() -> None:
    assert RESOLVER is not None  # the routes are registered
    assert {each.operation for each in ENDPOINTS if not each.public and Role.CUSTOMER in each.roles} == CUSTOMERS


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
