"""The review of a plan: rows, decisions, approval, rejection."""

from collections.abc import Sequence

from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.kinds import Kind, Side
from samspill.model.plan import KindSummary, Plan, PlanRow, RowOutcome, RowSide
from samspill.model.problems import Choice
from tests.integration.api.bench import START, Bench
from tests.integration.api.client import Answered

HASH = "h1"


def side(record_id: str, number: str, name: str) -> RowSide:
    return RowSide(id=record_id, number=number, name=name, fingerprint="f")


def new_in_app(record_id: str, name: str) -> PlanRow:
    return PlanRow(
        id=f"customer.tripletex.{record_id}", kind=Kind.CUSTOMER, outcome=RowOutcome.CREATE_IN_APP,
        source=Side.TRIPLETEX, tripletex=side(record_id, f"10{record_id}", name),
    )  # fmt: skip


LINKED = PlanRow(
    id="customer.tripletex.1", kind=Kind.CUSTOMER, outcome=RowOutcome.LINK, source=Side.TRIPLETEX,
    tripletex=side("1", "101", "Ås Bygg"), app=side("a1", "101", "Ås Bygg"),
)  # fmt: skip
UNCLEAR = PlanRow(
    id="customer.app.a2", kind=Kind.CUSTOMER, outcome=RowOutcome.AMBIGUOUS, source=Side.APP,
    app=side("a2", "102", "Hansen"), code="ambiguous_look_alike", facts={"other_name": "Hansen & Sønn"},
    suggestions=(side("9", "109", "Hansen & Sønn"),),
)  # fmt: skip
SUB_PROJECT = PlanRow(
    id="project.app.p1", kind=Kind.PROJECT, outcome=RowOutcome.SKIPPED, source=Side.APP,
    app=side("p1", "5", "Bad"), code="sub_project",
)  # fmt: skip
ROWS = (LINKED, UNCLEAR, new_in_app("3", "Trevarer"), new_in_app("4", "Åsen Tak"), SUB_PROJECT)


def in_review(bench: Bench, rows: Sequence[PlanRow] = ROWS, *, remainder: bool = False) -> Connection:
    connection_id = bench.connected()
    summary = KindSummary(kind=Kind.CUSTOMER, outcomes={RowOutcome.LINK: 1})
    plan = Plan(connection=connection_id, hash=HASH, made_at=START, kinds=(summary,), remainder=remainder)
    bench.app.plans.put_rows(f"{connection_id}/plan/rows.jsonl.gz", rows)
    bench.app.plans.put_json(f"{connection_id}/plan/plan.json", plan)
    bench.app.connections.put_task_token(connection_id, f"token-{connection_id}")
    bench.machine.waiting.add(f"token-{connection_id}")
    if remainder:
        return bench.changed(connection_id, status="active", live=True, review_pending="remainder", plan=HASH)
    return bench.changed(connection_id, status="in_review", review_pending="plan", plan=HASH)


def approve(bench: Bench, connection: Connection, revision: int = 0, plan: str = HASH) -> Answered:
    body = {"plan": plan, "decision_revision": revision}
    return bench.staff.post(f"/v1/connections/{connection.id}/approve", body)


def decide(bench: Bench, connection: Connection, row: str, **decision: object) -> Answered:
    return bench.product.put(f"/v1/connections/{connection.id}/plan/rows/{row}", decision)


def names(page: Answered) -> list[str]:
    return [(row["tripletex"] or row["app"])["name"] for row in page.json["items"]]


def test_before_there_is_a_plan_it_says_so(bench: Bench) -> None:
    answer = bench.product.get(f"/v1/connections/{bench.connected()}/plan")
    assert (answer.status, answer.json["code"]) == (409, "no_plan")


def test_a_plan_names_what_an_approval_must_name(bench: Bench) -> None:
    connection = in_review(bench)
    plan = bench.product.get(f"/v1/connections/{connection.id}/plan").json
    assert (plan["hash"], plan["decision_revision"], plan["pending"]) == (HASH, 0, True)
    assert plan["kinds"][0]["outcomes"] == {"link": 1}


def test_rows_are_read_page_by_page_in_the_plans_order(bench: Bench) -> None:
    connection = in_review(bench)
    first = bench.product.get(f"/v1/connections/{connection.id}/plan/rows", limit=2)
    second = bench.product.get(f"/v1/connections/{connection.id}/plan/rows", limit=2, cursor=first.json["next"])
    third = bench.product.get(f"/v1/connections/{connection.id}/plan/rows", limit=2, cursor=second.json["next"])
    assert names(first) + names(second) + names(third) == ["Ås Bygg", "Hansen", "Trevarer", "Åsen Tak", "Bad"]
    assert third.json["next"] is None


def test_rows_are_found_by_outcome_kind_and_text(bench: Bench) -> None:
    path = f"/v1/connections/{in_review(bench).id}/plan/rows"
    assert names(bench.product.get(path, outcome="create_in_app")) == ["Trevarer", "Åsen Tak"]
    assert names(bench.product.get(path, kind="project")) == ["Bad"]
    assert names(bench.product.get(path, q="ÅS")) == ["Ås Bygg", "Åsen Tak"]
    assert names(bench.product.get(path, q="104")) == ["Åsen Tak"]


def test_a_row_says_why_and_what_may_be_decided(bench: Bench) -> None:
    connection = in_review(bench)
    row = bench.product.get(f"/v1/connections/{connection.id}/plan/rows", outcome="ambiguous").json["items"][0]
    assert row["reason"]["code"] == "ambiguous_look_alike"
    assert row["choices"] == ["link", "create", "leave_out"]
    assert [each["id"] for each in row["suggestions"]] == ["9"]


def test_a_cursor_of_an_older_plan_is_refused(bench: Bench) -> None:
    connection = in_review(bench)
    cursor = bench.product.get(f"/v1/connections/{connection.id}/plan/rows", limit=2).json["next"]
    newer = Plan(connection=connection.id, hash="h2", made_at=START, kinds=())
    bench.app.plans.put_json(f"{connection.id}/plan/plan.json", newer)
    answer = bench.product.get(f"/v1/connections/{connection.id}/plan/rows", cursor=cursor)
    assert answer.json["code"] == "plan_changed"


def test_a_decision_is_kept_for_the_rows_record_and_raises_the_revision(bench: Bench) -> None:
    connection = in_review(bench)
    answer = decide(bench, connection, UNCLEAR.id, choice="link", partner="9", by="Ola")
    assert answer.status == 200
    key = RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id="a2")
    decision = bench.app.stores(connection.id).decisions.get([key])[key]
    assert (decision.choice, decision.partner, decision.by) == (Choice.LINK, "9", "Ola")
    assert answer.json["decision_revision"] > connection.decision_revision
    row = bench.product.get(f"/v1/connections/{connection.id}/plan/rows", outcome="ambiguous").json["items"][0]
    assert row["decision"]["choice"] == "link"


def test_a_decision_can_be_taken_back(bench: Bench) -> None:
    connection = in_review(bench)
    first = decide(bench, connection, UNCLEAR.id, choice="leave_out").json["decision_revision"]
    taken = decide(bench, connection, UNCLEAR.id, choice=None).json
    assert taken["row"]["decision"] is None
    assert taken["decision_revision"] > first
    assert bench.app.stores(connection.id).decisions.all() == []


def test_a_choice_that_the_row_does_not_offer_is_refused(bench: Bench) -> None:
    connection = in_review(bench)
    assert decide(bench, connection, LINKED.id, choice="create").json["code"] == "choice_not_possible"
    assert decide(bench, connection, SUB_PROJECT.id, choice="leave_out").json["code"] == "choice_not_possible"
    assert decide(bench, connection, UNCLEAR.id, choice="link").json["code"] == "partner_required"
    assert decide(bench, connection, UNCLEAR.id, choice="create", partner="9").json["code"] == "partner_not_wanted"
    assert decide(bench, connection, "customer.app.a9", choice="create").status == 404


def test_nothing_is_decided_when_nobody_is_asked(bench: Bench) -> None:
    connection = bench.changed(in_review(bench).id, status="syncing", review_pending=None)
    answer = decide(bench, connection, UNCLEAR.id, choice="leave_out")
    assert (answer.status, answer.json["code"]) == (409, "wrong_status")
    assert bench.app.stores(connection.id).decisions.all() == []


def test_approving_saves_who_and_lets_the_first_sync_go_on(bench: Bench) -> None:
    connection = in_review(bench)
    bench.later(hours=1)
    answer = approve(bench, connection)
    assert (answer.status, answer.json["status"], answer.json["approved_by"]) == (200, "syncing", "kari")
    assert bench.machine.answers == [(f"token-{connection.id}", {"decision": "approved"})]


def test_an_approval_of_another_plan_is_refused(bench: Bench) -> None:
    """Seen to fail with whatever plan approved."""
    answer = approve(bench, in_review(bench), plan="h0")
    assert (answer.status, answer.json.get("code")) == (409, "plan_changed")
    assert bench.machine.answers == []


def test_an_approval_that_does_not_know_the_last_decision_is_refused(bench: Bench) -> None:
    """Seen to fail with decisions that the approval does not know of."""
    connection = in_review(bench)
    revision = decide(bench, connection, UNCLEAR.id, choice="leave_out").json["decision_revision"]
    stale = approve(bench, connection, revision=0)
    assert (stale.status, stale.json.get("code")) == (409, "decisions_changed")
    assert approve(bench, connection, revision=revision).status == 200


def test_approving_again_tells_the_waiting_execution_again(bench: Bench) -> None:
    connection = in_review(bench)
    approve(bench, connection)
    bench.machine.answers.clear()
    bench.machine.waiting.add(f"token-{connection.id}")  # the first answer never arrived
    assert approve(bench, connection).status == 200
    assert bench.machine.answers == [(f"token-{connection.id}", {"decision": "approved"})]


def test_approving_again_does_not_disturb_an_execution_that_went_on(bench: Bench) -> None:
    connection = in_review(bench)
    approve(bench, connection)
    assert approve(bench, connection).json["status"] == "syncing"
    assert len(bench.machine.started) == 1


def test_a_dead_token_starts_another_execution(bench: Bench) -> None:
    """Seen to fail with dead tokens left alone."""
    connection = in_review(bench)
    bench.machine.waiting.clear()
    bench.machine.running.clear()
    assert approve(bench, connection).json["status"] == "draft"
    assert [started for started, _ in bench.machine.started] == [connection.id, connection.id]
    assert bench.machine.started[0] != bench.machine.started[1]


def test_rejecting_says_why_and_frees_the_company(bench: Bench) -> None:
    connection = in_review(bench)
    answer = bench.staff.post(f"/v1/connections/{connection.id}/reject", {"reason": "Numbers were not checked"})
    assert (answer.json["status"], answer.json["rejected_reason"]) == ("rejected", "Numbers were not checked")
    assert bench.machine.answers == [(f"token-{connection.id}", {"decision": "rejected"})]
    assert approve(bench, connection).json["code"] == "wrong_status"


def test_a_remainder_is_approved_without_leaving_active(bench: Bench) -> None:
    connection = in_review(bench, remainder=True)
    answer = approve(bench, connection)
    assert (answer.json["status"], answer.json["review_pending"]) == ("active", None)
    assert bench.machine.answers == [(f"token-{connection.id}", {"decision": "approved"})]


def test_a_rejected_remainder_leaves_the_connection_active(bench: Bench) -> None:
    connection = in_review(bench, remainder=True)
    answer = bench.staff.post(f"/v1/connections/{connection.id}/reject", {"reason": "later"})
    assert answer.json["status"] == "active"
    assert bench.machine.answers == [(f"token-{connection.id}", {"decision": "rejected"})]


def test_the_first_plans_hash_does_not_approve_its_remainder(bench: Bench) -> None:
    connection = in_review(bench)
    approve(bench, connection)
    bench.changed(connection.id, review_pending="remainder")  # set aside while the sync runs; nobody is asked yet
    bench.machine.answers.clear()
    approve(bench, connection)
    assert bench.app.connections.get(connection.id).review_pending == "remainder"
