"""Companies that connected themselves leave by themselves; what was left on the way keeps nobody out."""

import pytest

from samspill.exceptions import NotFound
from samspill.model.status import Status
from samspill.tasks.schedule import run_task
from tests.integration.api.bench import Bench
from tests.integration.api.newcomers import Newcomer, newcomer
from tests.integration.api.test_gate import is_problem


@pytest.fixture
def kari(bench: Bench) -> Newcomer:
    return newcomer(bench)


def colleague(kari: Newcomer) -> Newcomer:
    """Somebody else of the company, with the same keys."""
    other = newcomer(kari.bench)
    other.keys = kari.keys
    other.begins()
    return other


def test_a_company_pauses_and_goes_on_by_itself(kari: Newcomer) -> None:
    path = f"/v1/connections/{kari.goes_live().id}"
    assert kari.client.post(f"{path}/pause").json["status"] == "paused"
    assert kari.client.post(f"{path}/resume").json["status"] == "active"


@pytest.mark.parametrize("data", ["keep", "delete"])
def test_a_company_that_leaves_is_out_and_can_connect_anew(kari: Newcomer, data: str) -> None:
    path = f"/v1/connections/{kari.goes_live().id}"
    assert kari.client.delete(path, data=data).status == 200
    assert is_problem(kari.client.get(path), 401, "unauthorized")
    assert colleague(kari).says("keys", kari.keys).status == 200


def test_nothing_of_a_company_that_leaves_before_it_is_live_is_kept(kari: Newcomer) -> None:
    kari.answers_everything()
    made = kari.asks_for_a_plan()
    assert kari.client.delete(f"/v1/connections/{made.id}", data="delete").status == 200
    assert is_problem(kari.client.get(kari.path), 401, "unauthorized")
    with pytest.raises(NotFound):
        kari.bench.app.onboardings.keys(kari.id)


@pytest.mark.parametrize("status", ["draft", "in_review", "needs_attention", "rejected"])
def test_what_nobody_approved_is_given_up_when_the_time_of_its_onboarding_is_over(
    kari: Newcomer, status: str
) -> None:
    kari.answers_everything()
    made = kari.asks_for_a_plan()
    kari.bench.changed(made.id, status=status)
    kari.bench.later(days=15)
    assert run_task(kari.bench.app, "abandoned")["done"] >= 1  # others of this process may be over by then too
    with pytest.raises(NotFound):
        kari.bench.app.connections.get(made.id)
    assert colleague(kari).says("keys", kari.keys).status == 200


def test_an_onboarding_that_is_gone_on_with_keeps_its_plan(kari: Newcomer) -> None:
    kari.answers_everything()
    made = kari.asks_for_a_plan()
    for _ in range(3):
        kari.bench.later(days=7)
        kari.shown()
    run_task(kari.bench.app, "abandoned")
    assert kari.connection.id == made.id
    assert is_problem(colleague(kari).says("keys", kari.keys), 409, "company_already_connected")


def test_what_was_approved_is_not_given_up(kari: Newcomer) -> None:
    kari.answers_everything()
    made = kari.asks_for_a_plan()
    kari.until_review()
    kari.approves()
    kari.bench.changed(made.id, status="needs_attention")
    kari.bench.later(days=15)
    run_task(kari.bench.app, "abandoned")
    assert kari.bench.app.connections.get(made.id).status is Status.NEEDS_ATTENTION


def test_what_the_product_turned_on_waits_for_its_review(bench: Bench) -> None:
    made = bench.product.post("/v1/connections", bench.company().order()).json
    bench.later(days=15)
    run_task(bench.app, "abandoned")
    assert bench.app.connections.get(made["id"]).status is Status.DRAFT
