"""Writing to a Svenn: batches, versions, deletes, lost answers; in both ways an account may take a batch."""

import pytest

from samspill.model.kinds import Kind
from samspill.sync.ports import Conflict, Done, Missing, NotSent, Outcome, Patch, Refused, Uncertain
from tests.integration.systems.svenn.bench import Bench, done, drafts, employee

NOBODY = "00000000-0000-4000-8000-000000000000"
BATCH = "POST /v1/customers/batch"


@pytest.fixture(params=[False, True], ids=["row by row", "all or nothing"])
def either(request: pytest.FixtureRequest, bench: Bench) -> Bench:
    """An account that takes batches one way, and one that takes them the other."""
    bench.svenn.world.set_switches(bench.svenn.account.id, batch_all_or_nothing=request.param)
    return bench


def kinds(outcomes: list[Outcome]) -> list[type[Outcome]]:
    return [type(outcome) for outcome in outcomes]


def names(bench: Bench) -> list[str]:
    return sorted(str(row["name"]) for row in bench.stored(Kind.CUSTOMER))


# ---- creating ----------------------------------------------------------------------------------------------------


def test_more_rows_than_a_batch_holds_are_created_once_each_in_order(either: Bench) -> None:
    outcomes = either.system.create(Kind.CUSTOMER, drafts(range(1, 251)))
    assert [o.record.number for o in outcomes if isinstance(o, Done)] == [str(n) for n in range(1, 251)]
    assert len(either.stored(Kind.CUSTOMER)) == 250
    assert either.calls() == {BATCH: 3}


def test_what_was_created_is_told_as_svenn_stored_it(either: Bench) -> None:
    (outcome,) = either.system.create(Kind.EMPLOYEE, [employee(4, mobile="", last_name="Moe")])
    assert isinstance(outcome, Done)
    assert outcome.record.version == 1
    assert outcome.record.values() == {
        "number": "4", "first_name": "Kari 4", "last_name": "Moe", "email": "kari4@nord.no", "mobile": None,
        "active": True,
    }  # fmt: skip


def test_one_rows_refusal_does_not_decide_over_the_others(either: Bench) -> None:
    rows = [employee(1), employee(2, email="kari1@nord.no"), employee(3, email=None), employee(4, first_name="")]
    outcomes = either.system.create(Kind.EMPLOYEE, [*rows, employee(5)])
    assert [o.error.code if isinstance(o, Refused) else type(o) for o in outcomes] == [
        Done, "email_taken", "employee_email_missing", "data_refused", Done,
    ]  # fmt: skip
    assert len(either.stored(Kind.EMPLOYEE)) == 2


def test_employees_beyond_the_licences_are_refused_and_the_others_are_made(either: Bench) -> None:
    either.svenn.world.set_licence_limit(either.svenn.account.id, 2)
    outcomes = either.system.create(Kind.EMPLOYEE, [employee(n) for n in (1, 2, 3)])
    assert kinds(outcomes) == [Done, Done, Refused]
    assert len(either.svenn.world.outbox(either.svenn.account.id)) == 2


def test_a_row_that_makes_svenn_refuse_the_whole_batch_stands_alone_in_the_end(either: Bench) -> None:
    either.svenn.world.set_switches(either.svenn.account.id, body_limit_bytes=4000)
    rows = drafts(range(1, 9))
    rows[3].values["address_line1"] = "x" * 5000
    assert kinds(either.system.create(Kind.CUSTOMER, rows)) == [Done] * 3 + [Refused] + [Done] * 4
    assert names(either) == [f"Kunde {n}" for n in (1, 2, 3, 5, 6, 7, 8)]


# ---- once only ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [500, 503, "cut"])
def test_drafts_whose_answer_was_lost_are_not_created_again(either: Bench, answer: object) -> None:
    either.fault(route=BATCH, when="after", answer=answer)
    assert kinds(either.system.create(Kind.CUSTOMER, drafts([1, 2]))) == [Uncertain, Uncertain]
    assert kinds(either.system.create(Kind.CUSTOMER, drafts([1, 2]))) == [Done, Done]
    assert names(either) == ["Kunde 1", "Kunde 2"]


def test_drafts_that_did_not_arrive_are_created_the_second_time(either: Bench) -> None:
    either.fault(route=BATCH, when="before", answer=503)
    assert kinds(either.system.create(Kind.CUSTOMER, drafts([1]))) == [Uncertain]
    assert kinds(either.system.create(Kind.CUSTOMER, drafts([1]))) == [Done]
    assert names(either) == ["Kunde 1"]


def test_a_refused_draft_is_really_tried_again_under_its_next_intent(either: Bench) -> None:
    either.svenn.world.set_licence_limit(either.svenn.account.id, 0)
    assert kinds(either.system.create(Kind.EMPLOYEE, [employee(1, attempt="first")])) == [Refused]
    either.svenn.world.set_licence_limit(either.svenn.account.id, 1)
    assert kinds(either.system.create(Kind.EMPLOYEE, [employee(1, attempt="second")])) == [Done]


def test_a_refused_change_is_really_tried_again_although_nothing_about_it_is_new(either: Bench) -> None:
    before = done(either.system.create(Kind.EMPLOYEE, [employee(1, active=False)])[0])
    either.svenn.world.set_licence_limit(either.svenn.account.id, 0)
    activate = Patch(before.id, before.version, {"active": True}, key="link.7")
    assert kinds(either.system.update(Kind.EMPLOYEE, [activate])) == [Refused]
    either.svenn.world.set_licence_limit(either.svenn.account.id, 1)
    assert kinds(either.system.update(Kind.EMPLOYEE, [activate])) == [Done]


# ---- changing ----------------------------------------------------------------------------------------------------


def test_more_changes_than_a_batch_holds_are_made_in_order(either: Bench) -> None:
    made = [done(outcome) for outcome in either.system.create(Kind.CUSTOMER, drafts(range(1, 151)))]
    either.svenn.world.reset_calls()
    patches = [Patch(p.id, p.version, {"city": f"By {n}"}) for n, p in enumerate(made)]
    outcomes = either.system.update(Kind.CUSTOMER, patches)
    assert [(o.record.id, o.record.version) for o in outcomes if isinstance(o, Done)] == [(p.id, 2) for p in made]
    assert either.calls() == {BATCH: 2}


def test_only_the_named_fields_change(either: Bench) -> None:
    row = either.svenn.create("customers", name="Nord", city="Moss", email="post@nord.no", contact_name="Ola")
    either.system.update(Kind.CUSTOMER, [Patch(str(row["id"]), 1, {"city": "Oslo", "email": ""})])
    (stored,) = either.stored(Kind.CUSTOMER)
    assert (stored["name"], stored["city"], stored["email"], stored["contact_name"]) == ("Nord", "Oslo", None, "Ola")


def test_stale_and_deleted_records_are_told_apart_and_the_others_are_written(either: Bench) -> None:
    stale, gone, fine = (either.svenn.create("customers", name=name) for name in ("Nord", "Sør", "Vest"))
    either.svenn.change("customers", stale, city="Moss")
    either.svenn.client.delete(f"/v1/customers/{gone['id']}")
    patches = [Patch(str(row["id"]), 1, {"city": "Oslo"}) for row in (stale, gone, fine)]
    assert kinds(either.system.update(Kind.CUSTOMER, patches)) == [Conflict, Missing, Done]
    assert {row["name"]: row["city"] for row in either.stored(Kind.CUSTOMER)} == {"Nord": "Moss", "Vest": "Oslo"}


def test_a_change_whose_answer_was_lost_is_a_conflict_the_second_time(either: Bench) -> None:
    row = either.svenn.create("customers", name="Nord")
    either.fault(route=BATCH, when="after", answer=503)
    change = [Patch(str(row["id"]), 1, {"city": "Oslo"})]
    assert kinds(either.system.update(Kind.CUSTOMER, change)) == [Uncertain]
    assert kinds(either.system.update(Kind.CUSTOMER, change)) == [Conflict]
    assert either.stored(Kind.CUSTOMER)[0]["version"] == 2


def test_a_completed_project_tells_that_it_cannot_be_edited(either: Bench) -> None:
    row = either.svenn.create("projects", name="Tak", completed=True)
    (outcome,) = either.system.update(Kind.PROJECT, [Patch(str(row["id"]), 1, {"name": "Loft"})])
    assert isinstance(outcome, Refused)
    assert (outcome.error.code, outcome.error.field) == ("project_completed_in_app", "name")
    again = either.system.update(Kind.PROJECT, [Patch(str(row["id"]), 1, {"name": "Loft", "closed": False})])
    assert kinds(again) == [Done]


def test_a_reference_to_a_deleted_row_is_refused(either: Bench) -> None:
    row = either.svenn.create("projects", name="Tak")
    (outcome,) = either.system.update(Kind.PROJECT, [Patch(str(row["id"]), 1, {"customer": NOBODY})])
    assert isinstance(outcome, Refused)
    assert outcome.error.field == "customer_id"


# ---- deleting ----------------------------------------------------------------------------------------------------


def test_a_record_is_deleted_at_its_version(bench: Bench) -> None:
    row = bench.svenn.create("customers", name="Nord")
    assert bench.system.delete(Kind.CUSTOMER, str(row["id"]), 1) is None
    assert bench.stored(Kind.CUSTOMER) == []


def test_a_record_that_has_moved_on_is_not_deleted(bench: Bench) -> None:
    row = bench.svenn.create("customers", name="Nord")
    bench.svenn.change("customers", row, city="Moss")
    assert isinstance(bench.system.delete(Kind.CUSTOMER, str(row["id"]), 1), Conflict)
    assert len(bench.stored(Kind.CUSTOMER)) == 1


def test_a_project_with_sub_projects_refuses_to_be_deleted(bench: Bench) -> None:
    top = bench.svenn.create("projects", name="Hus")
    bench.svenn.create("projects", name="Tak", parent_id=top["id"])
    outcome = bench.system.delete(Kind.PROJECT, str(top["id"]), 1)
    assert isinstance(outcome, Refused)
    assert outcome.error.message == "Delete or move its sub-projects first"


def test_what_is_gone_already_counts_as_deleted(bench: Bench) -> None:
    row = bench.svenn.create("customers", name="Nord")
    bench.fault(route="DELETE /v1/customers/{id}", when="after", answer=503)
    assert isinstance(bench.system.delete(Kind.CUSTOMER, str(row["id"]), 1), Uncertain)
    assert bench.system.delete(Kind.CUSTOMER, str(row["id"]), 1) is None


def test_a_refusal_for_the_limit_wrote_nothing(bench: Bench) -> None:
    bench.fault(route=BATCH, when="before", answer=429)
    assert kinds(bench.system.create(Kind.CUSTOMER, drafts([1]))) == [NotSent]
    assert bench.stored(Kind.CUSTOMER) == []
