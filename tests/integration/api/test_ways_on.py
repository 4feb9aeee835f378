"""No connection is stuck: after an execution that died, rights that were mended, kinds switched on or off."""

import pytest

from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Problem, ProblemState
from samspill.model.status import Status
from tests.integration.api.bench import Bench
from tests.integration.api.client import Answered
from tests.integration.api.test_connect_steps import Journey

A, T = Side.APP, Side.TRIPLETEX


@pytest.fixture
def journey(bench: Bench) -> Journey:
    """Thirty customers are approved; one more was seen by the refresh: a remainder."""
    made = Journey(bench)
    for index in range(30):
        made.svenn.put(Kind.CUSTOMER, number=str(20001 + index), name=f"Kunde nummer {index} AS")
    made.until_review()
    return made


def _late(journey: Journey) -> list[str | None]:
    return [r.number for r in journey.tripletex.records[Kind.CUSTOMER].values() if r.number == "30001"]


def _refreshed_with_a_remainder(journey: Journey) -> None:
    journey.approve()
    journey.svenn.put(Kind.CUSTOMER, number="30001", name="Sent ute AS")
    journey.step("subscribe")
    assert journey.step("refresh")["moved"] == 1


def _act(journey: Journey, what: str) -> Answered:
    return journey.bench.product.post(f"/v1/connections/{journey.id}/{what}")


def test_approving_again_starts_another_execution_when_one_died_with_a_remainder(journey: Journey) -> None:
    _refreshed_with_a_remainder(journey)
    journey.bench.machine.running.clear()
    journey.approve()
    assert (journey.connection.status, journey.connection.review_pending) == (Status.DRAFT, None)
    assert journey.connection.execution in journey.bench.machine.running


def test_a_first_sync_whose_execution_died_can_be_restarted(journey: Journey) -> None:
    _refreshed_with_a_remainder(journey)
    journey.bench.machine.running.clear()
    answer = _act(journey, "restart")
    assert (answer.status, answer.json["status"]) == (200, "draft")
    assert journey.connection.execution in journey.bench.machine.running


def test_a_first_sync_that_runs_cannot_be_restarted(journey: Journey) -> None:
    journey.approve()
    assert _act(journey, "restart").json["code"] == "wrong_status"
    company = journey.company
    keys = {"tripletex": company.tripletex_key, "app": company.app_key}
    answer = journey.bench.product.put(f"/v1/connections/{journey.id}/keys", keys)
    assert (answer.status, answer.json["code"]) == (409, "wrong_status")
    assert journey.connection.status is Status.SYNCING


def test_a_remainder_can_be_approved_although_its_execution_died_before_asking(journey: Journey) -> None:
    journey.approve()
    journey.svenn.put(Kind.CUSTOMER, number="30001", name="Sent ute AS")
    journey.first_sync()
    journey.bench.machine.running.clear()
    journey.work()
    assert _late(journey) == []
    journey.approve()
    journey.work()
    assert _late(journey) == ["30001"]


@pytest.mark.parametrize(("rejected", "told"), [(False, "approved"), (True, "rejected")])
def test_a_remainder_decided_before_the_question_is_not_asked_about(
    journey: Journey, rejected: bool, told: str
) -> None:
    journey.approve()
    journey.svenn.put(Kind.CUSTOMER, number="30001", name="Sent ute AS")
    journey.first_sync()
    if rejected:
        journey.bench.staff.post(f"/v1/connections/{journey.id}/reject", {"reason": "Not this one."})
    else:
        journey.approve()
    journey.bench.machine.waiting.add("token-2")
    journey.step("await_remainder", token="token-2")
    assert journey.bench.machine.answers[-1] == ("token-2", {"decision": told})
    assert journey.connection.review_pending is None


def test_a_live_connection_whose_rights_were_mended_goes_on(bench: Bench) -> None:
    connection = bench.live(status="needs_attention", attention="right_missing", attention_facts={"right": "x"})
    answer = bench.product.post(f"/v1/connections/{connection.id}/resume")
    assert (answer.status, answer.json["status"], answer.json["attention"]) == (200, "active", None)
    assert bench.app.stores(connection.id).inbox.count() == 3  # a comparison of every kind
    assert (connection.id, "party") in bench.wakeups.woken


def test_a_live_connection_whose_rights_are_still_missing_does_not_go_on(bench: Bench) -> None:
    company = bench.company()
    connection = bench.live(company, status="needs_attention", attention="right_missing")
    company.systems[T].missing_rights = ("customer",)
    answer = bench.product.post(f"/v1/connections/{connection.id}/resume")
    assert (answer.status, answer.json["code"]) == (422, "right_missing")
    assert bench.app.connections.get(connection.id).status is Status.NEEDS_ATTENTION


def test_a_connection_whose_first_sync_failed_is_restarted_and_not_resumed(bench: Bench) -> None:
    connection = bench.changed(bench.connected(), status="needs_attention", attention="right_missing")
    assert bench.product.post(f"/v1/connections/{connection.id}/resume").json["code"] == "wrong_status"
    assert bench.product.post(f"/v1/connections/{connection.id}/restart").json["status"] == "draft"


def _settings(bench: Bench, connection: str, **kinds: bool) -> None:
    answer = bench.product.put(f"/v1/connections/{connection}/settings", {"kinds": kinds})
    assert answer.status == 200, answer.text


def test_a_kind_switched_on_during_the_review_is_planned_too(bench: Bench) -> None:
    journey = Journey(bench)
    _settings(bench, journey.id, customer=False)
    journey.svenn.put(Kind.CUSTOMER, number="10002", name="Fjordfisk AS")
    journey.until_review()
    before = journey.connection.execution
    _settings(bench, journey.id, customer=True)
    assert journey.connection.status is Status.DRAFT
    assert bench.machine.running == {journey.connection.execution} != {before}
    journey.until_review()
    rows = bench.staff.get(f"/v1/connections/{journey.id}/plan/rows").json["items"]
    assert [row["kind"] for row in rows] == ["customer"]


def test_settings_that_leave_the_kinds_alone_keep_the_plan(journey: Journey) -> None:
    _settings(journey.bench, journey.id, employee=True)
    assert journey.connection.status is Status.IN_REVIEW


@pytest.mark.parametrize("state", [ProblemState.OPEN, ProblemState.IGNORED])
def test_problems_of_a_kind_that_is_switched_off_are_over(bench: Bench, state: ProblemState) -> None:
    connection = bench.live()
    journal = bench.app.stores(connection.id).journal
    keys = [RecordKey(kind=kind, side=A, id="1") for kind in (Kind.CUSTOMER, Kind.EMPLOYEE)]
    for key in keys:
        opened = journal.open_problem(
            Problem(
                id="", connection=connection.id, key=key, code="name_missing", name="Åse",
                opened_at=bench.now, seen_at=bench.now,
            )
        )  # fmt: skip
        journal.set_state(opened.id, state)
    _settings(bench, connection.id, employee=False)
    assert [journal.problem_of(key) is None for key in keys] == [False, True]


@pytest.mark.parametrize("down", [False, True])
def test_a_plan_rejected_in_the_second_review_leaves_no_webhooks(journey: Journey, down: bool) -> None:
    journey.approve()
    journey.step("subscribe")
    for index in range(10):
        journey.tripletex.put(Kind.CUSTOMER, number=str(100 + index), name=f"Ny {index} AS")
    assert journey.step("refresh")["moved_too_much"]
    journey.step("await_review", token="token-2", asked_again=True)
    journey.bench.staff.post(f"/v1/connections/{journey.id}/reject", {"reason": "No."})
    journey.tripletex.down = down
    journey.step("rejected")
    assert (journey.tripletex.subscribed == {}) is not down
    assert "No." in journey.outbox.mails[-1][2]
