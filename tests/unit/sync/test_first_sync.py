"""The first sync: plan, phases, remainder, with both systems in memory."""

import pytest

from samspill.model.changes import RecordKey
from samspill.model.history import Decision
from samspill.model.kinds import Kind
from samspill.model.plan import PlanRow, RowOutcome
from samspill.model.problems import Choice
from samspill.sync.desk import Desk
from samspill.sync.first_sync import steps
from samspill.sync.first_sync.remainder import APPROVAL
from samspill.sync.first_sync.running import apply_chunk, build_chunks
from samspill.sync.polling import poll_keys
from tests.fakes.company import A, SmallCompany, T
from tests.fakes.shelf import MemoryShelf

PLAN, RUN = "c1/plan", "c1/run-1"


@pytest.fixture
def company() -> SmallCompany:
    """Three employees, four customers and two projects, half of them on both sides."""
    company = SmallCompany()
    tripletex, app = company.tripletex, company.app
    boss = tripletex.put(Kind.EMPLOYEE, number="1", first_name="Åse", last_name="Berg", email="ase@bygg.no")
    app.put(Kind.EMPLOYEE, number="1", first_name="Åse", last_name="Berg", email="ASE@bygg.no", mobile="91234567")
    tripletex.put(Kind.EMPLOYEE, number="2", first_name="Per", last_name="Lie", email="per@bygg.no")
    app.put(Kind.EMPLOYEE, number="3", first_name="Ida", last_name="Moe", email="ida@bygg.no")
    both = tripletex.put(Kind.CUSTOMER, number="10001", name="Ås Bygg AS", email="post@as.no")
    app.put(Kind.CUSTOMER, number="10001", name="Ås Bygg", phone="22334455")
    tripletex.put(Kind.CUSTOMER, number="10002", name="Fjordfisk AS")
    mine = app.put(Kind.CUSTOMER, number="10003", name="Mur og Puss AS")
    app.put(Kind.CUSTOMER, number="KUNDE-4", name="Ikke tall AS")
    tripletex.put(Kind.PROJECT, number="100", name="Tak", start_date="2026-01-05", customer=both.id, manager=boss.id)
    app.put(Kind.PROJECT, number="200", name="Bad", start_date="2026-02-01", customer=mine.id, manager="a5")
    app.put(Kind.PROJECT, number="201", name="Loft")
    app_boss = next(r.id for r in company.everything(Kind.EMPLOYEE, A) if r.number == "1")
    app.edit(Kind.PROJECT, company.everything(Kind.PROJECT, A)[0].id, manager=app_boss)
    return company


def plan(company: SmallCompany, shelf: MemoryShelf) -> dict[str, PlanRow]:
    steps.snapshot(company.desk, shelf, PLAN, str(company.now))
    steps.make_plan(company.desk, shelf, PLAN)
    return {_label(row): row for row in shelf.rows(f"{PLAN}/rows.jsonl.gz", PlanRow)}


def _label(row: PlanRow) -> str:
    shown = row.tripletex or row.app
    return f"{row.kind.value} {shown.number if shown else ''}"


def phases(desk: Desk, shelf: MemoryShelf) -> None:
    for phase in (1, 2):
        for kind in steps.kinds_on(desk):
            for chunk in build_chunks(shelf, RUN, phase, kind):
                apply_chunk(desk, shelf, RUN, phase, kind, chunk)


def first_sync(company: SmallCompany, shelf: MemoryShelf) -> None:
    steps.refresh(company.desk, shelf, PLAN, RUN)
    phases(company.desk, shelf)
    steps.catch_up(company.desk)
    company.settle()


def test_going_live_polls_the_app_first_so_that_the_next_poll_goes_on_from_there(company: SmallCompany) -> None:
    steps.catch_up(company.desk)
    polled = company.stores.inbox.find(poll_keys(steps.kinds_on(company.desk)))
    assert {(key.kind, key.side) for key in polled} == {(kind, A) for kind in steps.kinds_on(company.desk)}


def test_the_plan_says_of_every_record_what_will_happen_and_writes_nothing(company: SmallCompany) -> None:
    rows = plan(company, MemoryShelf())
    assert {label: row.outcome for label, row in rows.items()} == {
        "employee 1": RowOutcome.LINK,
        "employee 2": RowOutcome.CREATE_IN_APP,
        "employee 3": RowOutcome.CREATE_IN_TRIPLETEX,
        "customer 10001": RowOutcome.LINK,
        "customer 10002": RowOutcome.CREATE_IN_APP,
        "customer 10003": RowOutcome.CREATE_IN_TRIPLETEX,
        "customer KUNDE-4": RowOutcome.HELD,
        "project 100": RowOutcome.CREATE_IN_APP,
        "project 200": RowOutcome.CREATE_IN_TRIPLETEX,
        "project 201": RowOutcome.HELD,
    }
    assert company.tripletex.writes() == company.app.writes() == 0


def test_the_plan_lists_what_a_link_will_overwrite_on_each_side(company: SmallCompany) -> None:
    row = plan(company, MemoryShelf())["customer 10001"]
    assert {(o.side, o.field, o.old, o.new) for o in row.overwrites} == {
        (A, "name", "Ås Bygg", "Ås Bygg AS"),
        (A, "email", None, "post@as.no"),
        (T, "phone", None, "22334455"),
    }


def test_the_plan_counts_mails_and_licences_of_people_created_in_the_app(company: SmallCompany) -> None:
    shelf = MemoryShelf()
    steps.snapshot(company.desk, shelf, PLAN, str(company.now))
    kinds = {summary.kind: summary for summary in steps.make_plan(company.desk, shelf, PLAN).kinds}
    assert (kinds[Kind.EMPLOYEE].mails, kinds[Kind.EMPLOYEE].licences, kinds[Kind.CUSTOMER].mails) == (1, 1, 0)


def test_after_both_phases_both_sides_are_equal_and_nothing_is_duplicated(company: SmallCompany) -> None:
    shelf = MemoryShelf()
    plan(company, shelf)
    first_sync(company, shelf)
    numbers = {
        kind: sorted(str(r.number) for r in company.everything(kind, T)) for kind in steps.kinds_on(company.desk)
    }
    assert numbers == {
        Kind.EMPLOYEE: ["1", "2", "3"],
        Kind.CUSTOMER: ["10001", "10002", "10003"],
        Kind.PROJECT: ["100", "200"],
    }
    assert sorted(str(r.number) for r in company.everything(Kind.CUSTOMER, A)) == [
        "10001",
        "10002",
        "10003",
        "KUNDE-4",
    ]
    assert company.unequal() == []


def test_the_reconcile_after_the_first_sync_writes_nothing(company: SmallCompany) -> None:
    shelf = MemoryShelf()
    plan(company, shelf)
    first_sync(company, shelf)
    written = company.tripletex.writes() + company.app.writes()
    company.reconcile()
    assert company.tripletex.writes() + company.app.writes() == written


def test_what_could_not_cross_is_a_problem_with_its_reason(company: SmallCompany) -> None:
    shelf = MemoryShelf()
    plan(company, shelf)
    first_sync(company, shelf)
    assert company.stores.journal.count_open() == {"customer_number_not_numeric": 1, "project_without_start_date": 1}


def test_running_every_chunk_twice_does_nothing_twice(company: SmallCompany) -> None:
    shelf = MemoryShelf()
    plan(company, shelf)
    steps.refresh(company.desk, shelf, PLAN, RUN)
    phases(company.desk, shelf)
    before = {
        (kind, side): len(company.everything(kind, side)) for kind in steps.kinds_on(company.desk) for side in (T, A)
    }
    phases(company.desk, shelf)
    assert before == {key: len(company.everything(*key)) for key in before}
    company.settle()
    assert company.unequal() == []


def test_a_row_that_changed_its_outcome_after_the_approval_waits_for_another_approval() -> None:
    """Seen to fail with what moved since the approval worked on."""
    company, shelf = SmallCompany(), MemoryShelf()
    for index in range(30):
        company.app.put(Kind.CUSTOMER, number=str(10001 + index), name=f"Kunde {index} AS")
    plan(company, shelf)
    late = company.app.put(Kind.CUSTOMER, number="20000", name="Sent ute AS")
    assert steps.refresh(company.desk, shelf, PLAN, RUN).moved == 1
    waiting = company.connection.model_copy(update={"review_pending": "remainder"})
    company.desk = type(company.desk)(**{**vars(company.desk), "connection": waiting})
    phases(company.desk, shelf)
    company.changed(late, A)
    company.settle()
    assert company.link(late, A) is None
    assert company.fate(late, A).code == "awaits_approval"
    company.desk = type(company.desk)(**{**vars(company.desk), "connection": company.connection})
    company.stores.inbox.wake(APPROVAL, company.now)
    company.settle()
    assert company.partner(late, A).number == "20000"


def test_when_more_than_five_percent_moved_a_person_is_asked_again(company: SmallCompany) -> None:
    """Seen to fail with half of a plan may move."""
    shelf = MemoryShelf()
    plan(company, shelf)
    company.app.put(Kind.CUSTOMER, number="20000", name="Sent ute AS")
    refreshed = steps.refresh(company.desk, shelf, PLAN, RUN)
    assert refreshed.moved_too_much
    assert any(row.app and row.app.number == "20000" for row in shelf.rows(f"{PLAN}/rows.jsonl.gz", PlanRow))


def test_a_decision_about_an_ambiguous_row_is_carried_out() -> None:
    company, shelf = SmallCompany(), MemoryShelf()
    first = company.tripletex.put(Kind.CUSTOMER, number="10001", name="Fjordfisk AS")
    second = company.app.put(Kind.CUSTOMER, number="10001", name="Mur og Puss AS")
    rows = plan(company, shelf)
    assert rows["customer 10001"].outcome is RowOutcome.AMBIGUOUS
    key = RecordKey(kind=Kind.CUSTOMER, side=A, id=second.id)
    company.stores.decisions.put(
        Decision(connection="c1", key=key, choice=Choice.LINK, partner=first.id, by="Kari", at=company.now)
    )
    first_sync(company, shelf)
    assert company.partner(second, A).id == first.id
    assert len(company.everything(Kind.CUSTOMER, T)) == 1


def test_an_undecided_ambiguous_row_is_left_alone_and_shown() -> None:
    company, shelf = SmallCompany(), MemoryShelf()
    company.tripletex.put(Kind.CUSTOMER, number="10001", name="Fjordfisk AS")
    second = company.app.put(Kind.CUSTOMER, number="10001", name="Mur og Puss AS")
    plan(company, shelf)
    first_sync(company, shelf)
    assert company.link(second, A) is None
    assert company.problem(second, A).suggestions == (company.everything(Kind.CUSTOMER, T)[0].id,)
