"""The steps of `connect` one after the other, as the state machine takes them, over real stores."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from samspill.exceptions import ConfigurationWrong, GenerationChanged
from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.kinds import Kind, Side
from samspill.model.status import Status
from samspill.tasks.connections import begin_again
from samspill.tasks.first_sync import STEPS, take_step
from samspill.tasks.first_sync_progress import phases_of
from samspill.tasks.schedule import run_task
from samspill.tasks.work import work
from tests.integration.api.bench import Bench, TwoKeys

A, T = Side.APP, Side.TRIPLETEX


@dataclass
class Outbox:
    """Mails that would have been sent: (to, subject, text)."""

    mails: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, to: str, subject: str, text: str, html: str | None = None) -> None:
        self.mails.append((to, subject, text))


class Journey:
    """One company's way from draft to active."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.outbox = bench, Outbox()
        bench.app.__dict__["mailer"] = self.outbox
        self.company: TwoKeys = bench.company()
        self.tripletex, self.svenn = self.company.systems[T], self.company.systems[A]
        answer = bench.product.post(
            "/v1/connections", self.company.order(contact_email="kari@bygg.no", language="en")
        )
        self.id = str(answer.json["id"])

    def step(self, name: str, **more: Any) -> dict[str, Any]:
        execution = self.connection.execution
        return take_step(self.bench.app, {"step": name, "connection": self.id, "execution": execution, **more})

    @property
    def connection(self) -> Connection:
        return self.bench.app.connections.get(self.id)

    def until_review(self) -> None:
        for name in ("check_keys", "snapshot", "plan"):
            self.step(name)
        self.step("await_review", token="token-1", asked_again=False)

    def approve(self) -> None:
        plan = self.bench.staff.get(f"/v1/connections/{self.id}/plan").json
        body = {"plan": plan["hash"], "decision_revision": plan["decision_revision"]}
        answer = self.bench.staff.post(f"/v1/connections/{self.id}/approve", body)
        assert answer.status == 200, answer.text

    def first_sync(self) -> None:
        self.step("subscribe")
        self.step("payment_terms")
        for phase in self.step("refresh")["phases"]:
            for kind in phase["kinds"]:
                place = {"phase": phase["phase"], "kind": kind["kind"]}
                for chunk in self.step("prepare_kind", **place)["chunks"]:
                    self.step("apply_chunk", chunk=chunk, **place)
        for name in ("stock", "verify", "activate", "catch_up"):
            self.step(name)

    def work(self) -> None:
        for group in ("employee", "party", "project"):
            work(self.bench.app, self.id, group, self.bench.app.clock() + timedelta(hours=1))


@pytest.fixture
def journey(bench: Bench) -> Journey:
    made = Journey(bench)
    customer = made.tripletex.put(Kind.CUSTOMER, number="10001", name="Ås Bygg AS")
    made.svenn.put(Kind.CUSTOMER, number="10001", name="Ås Bygg AS", phone="22334455")
    made.svenn.put(Kind.CUSTOMER, number="10002", name="Fjordfisk AS")
    boss = made.tripletex.put(Kind.EMPLOYEE, number="1", first_name="Åse", last_name="Berg", email="a@b.no")
    made.tripletex.put(
        Kind.PROJECT, number="7", name="Tak", start_date="2026-01-01", customer=customer.id, manager=boss.id
    )
    return made


def test_staff_is_told_by_mail_when_a_plan_is_ready(journey: Journey) -> None:
    journey.until_review()
    assert (journey.connection.status, journey.connection.review_pending) == (Status.IN_REVIEW, "plan")
    to, subject, text = journey.outbox.mails[-1]
    assert to == "staff@example.com"
    assert journey.company.systems[T].owner.name in subject
    assert journey.id in text
    assert "‹" not in subject + text


def test_after_the_first_sync_the_connection_is_active_and_both_sides_are_equal(journey: Journey) -> None:
    journey.until_review()
    journey.approve()
    assert journey.connection.status is Status.SYNCING
    journey.first_sync()
    assert (journey.connection.status, journey.connection.live) == (Status.ACTIVE, True)
    for kind, numbers in ((Kind.CUSTOMER, {"10001", "10002"}), (Kind.PROJECT, {"7"}), (Kind.EMPLOYEE, {"1"})):
        for system in (journey.tripletex, journey.svenn):
            assert {record.number for record in system.records[kind].values()} == numbers
    assert journey.connection.approved_by == "kari"
    assert journey.outbox.mails[-1][0] == "kari@bygg.no"


def test_each_phase_counts_its_own_rows_and_ends_full(journey: Journey) -> None:
    journey.until_review()
    journey.approve()
    journey.first_sync()
    phases = {phase.number: (phase.done, phase.rows) for phase in phases_of(journey.connection)}
    assert phases == {0: (0, None), 1: (3, 3), 2: (2, 2), 3: (0, None)}


def test_the_catch_up_writes_nothing_when_nothing_moved(journey: Journey) -> None:
    journey.until_review()
    journey.approve()
    journey.first_sync()
    written = journey.tripletex.writes() + journey.svenn.writes()
    journey.work()
    assert journey.tripletex.writes() + journey.svenn.writes() == written
    assert journey.bench.app.stores(journey.id).inbox.count() == 0


def test_a_connection_turned_off_during_the_first_sync_stops_before_the_next_write(journey: Journey) -> None:
    journey.until_review()
    journey.approve()
    journey.step("subscribe")
    journey.step("refresh")
    place = {"phase": 1, "kind": "project"}
    chunk = journey.step("prepare_kind", **place)["chunks"][0]
    journey.bench.product.delete(f"/v1/connections/{journey.id}")
    with pytest.raises(GenerationChanged):
        journey.step("apply_chunk", chunk=chunk, **place)
    assert journey.svenn.writes() == 0
    journey.step("failed", failed_step="apply_chunk", error="GenerationChanged", cause="{}")
    assert journey.connection.status is Status.OFF


def test_a_first_sync_that_failed_needs_attention_and_says_why(journey: Journey) -> None:
    cause = '{"errorMessage": "right_missing: customer", "errorType": "ConfigurationWrong"}'
    journey.step("failed", failed_step="snapshot", error="ConfigurationWrong", cause=cause)
    assert (journey.connection.status, journey.connection.attention) == (Status.NEEDS_ATTENTION, "right_missing")
    assert journey.outbox.mails[-1][0] == "kari@bygg.no"


def test_an_unknown_failure_is_our_business(journey: Journey) -> None:
    journey.step("failed", failed_step="plan", error="KeyError", cause="{not json")
    assert journey.connection.attention == "first_sync_failed"


def test_a_review_that_timed_out_goes_back_to_draft_with_a_mail(journey: Journey) -> None:
    journey.until_review()
    journey.step("review_timed_out")
    assert (journey.connection.status, journey.connection.review_pending) == (Status.DRAFT, None)
    assert journey.outbox.mails[-1][0] == "kari@bygg.no"


def test_a_rejected_plan_is_told_with_its_reason(journey: Journey) -> None:
    journey.until_review()
    journey.bench.staff.post(f"/v1/connections/{journey.id}/reject", {"reason": "The numbers do not match yet."})
    journey.step("rejected")
    assert journey.connection.status is Status.REJECTED
    assert "The numbers do not match yet." in journey.outbox.mails[-1][2]


def test_keys_that_fail_stop_the_work_and_lose_nothing(journey: Journey) -> None:
    journey.until_review()
    journey.approve()
    journey.first_sync()
    journey.work()
    record = next(iter(journey.svenn.records[Kind.CUSTOMER].values()))

    def locked(*_: object) -> None:
        raise ConfigurationWrong("tripletex_key_wrong")

    journey.tripletex.get = locked  # type: ignore[assignment]
    inbox = journey.bench.app.stores(journey.id).inbox
    inbox.put(RecordKey(kind=Kind.CUSTOMER, side=A, id=record.id), due_at=journey.bench.app.clock())
    journey.work()
    assert (journey.connection.status, journey.connection.attention) == (
        Status.NEEDS_ATTENTION,
        "tripletex_key_wrong",
    )
    assert inbox.count() == 1
    assert "‹" not in journey.outbox.mails[-1][2]


def test_the_tick_wakes_groups_whose_wake_up_was_lost(journey: Journey) -> None:
    """Seen to fail with a tick that wakes nobody."""
    journey.until_review()
    journey.approve()
    journey.first_sync()
    journey.bench.wakeups.woken.clear()
    run_task(journey.bench.app, "tick")
    assert set(journey.bench.wakeups.woken) >= {
        (journey.id, "employee"),
        (journey.id, "party"),
        (journey.id, "project"),
    }


def test_the_reconcile_takes_each_connection_once_a_day(journey: Journey) -> None:
    journey.until_review()
    journey.approve()
    journey.first_sync()
    journey.work()
    inbox = journey.bench.app.stores(journey.id).inbox
    found = []
    for _ in range(48):
        journey.bench.later(hours=1)
        run_task(journey.bench.app, "reconcile")
        found.append(inbox.count())
        journey.bench.app.stores(journey.id)
        journey.work()
    assert len([count for count in found if count]) == 2


def _with_remainder(journey: Journey) -> None:
    """Thirty customers in the plan, one more that nobody has seen before the first sync runs."""
    for index in range(30):
        journey.svenn.put(Kind.CUSTOMER, number=str(20001 + index), name=f"Kunde nummer {index} AS")
    journey.until_review()
    journey.approve()
    journey.svenn.put(Kind.CUSTOMER, number="30001", name="Sent ute AS")
    journey.first_sync()
    journey.work()
    journey.step("await_remainder", token="token-2")


def _late(journey: Journey) -> list[str | None]:
    return [r.number for r in journey.tripletex.records[Kind.CUSTOMER].values() if r.number == "30001"]


def test_what_came_up_after_the_approval_is_asked_about_and_then_crosses(journey: Journey) -> None:
    _with_remainder(journey)
    assert (journey.connection.status, journey.connection.review_pending) == (Status.ACTIVE, "remainder")
    assert _late(journey) == []
    journey.approve()
    journey.work()
    assert _late(journey) == ["30001"]


def test_a_rejected_remainder_stays_out_and_says_why(journey: Journey) -> None:
    _with_remainder(journey)
    journey.bench.staff.post(f"/v1/connections/{journey.id}/reject", {"reason": "Not this one."})
    journey.work()
    assert _late(journey) == []
    assert journey.connection.status is Status.ACTIVE
    found = journey.bench.product.get(f"/v1/connections/{journey.id}/records", q="30001").json["items"]
    assert [record["code"] for record in found] == ["left_out"]


def restarted(journey: Journey) -> str:
    """A journey whose first sync begins again under review; the name of the execution before."""
    journey.until_review()
    before = journey.connection.execution
    assert before is not None
    begin_again(journey.bench.app, journey.connection)
    assert journey.connection.execution != before
    return before


@pytest.mark.parametrize("name", sorted(set(STEPS) - {"failed"}))
def test_a_step_of_an_execution_that_was_replaced_does_nothing(journey: Journey, name: str) -> None:
    before = restarted(journey)
    connection = journey.connection
    with pytest.raises(GenerationChanged):
        journey.step(name, execution=before, token="old", decision="approved", phase=1, kind="customer", chunk="1")
    assert journey.connection == connection


def test_the_end_of_an_execution_that_was_replaced_is_not_the_connections(journey: Journey) -> None:
    before = restarted(journey)
    journey.step("failed", execution=before, error="Refused", cause="{}", failed_step="plan")
    assert (journey.connection.status, journey.connection.attention) == (Status.DRAFT, None)
