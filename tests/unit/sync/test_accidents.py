"""What an adversary would try: cut off, repeated, answered halfway, switched off in the middle."""

import pytest

from samspill.model.connection import Capabilities
from samspill.model.history import Decision, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.plan import PlanRow, RowOutcome
from samspill.model.problems import Choice
from samspill.model.records import Record
from samspill.model.settings import Settings
from samspill.sync.first_sync import steps
from samspill.sync.first_sync.running import apply_chunk, build_chunks
from tests.fakes.company import A, SmallCompany, T
from tests.fakes.shelf import MemoryShelf

PLAN, RUN = "c1/plan", "c1/run-1"


@pytest.fixture
def company() -> SmallCompany:
    return SmallCompany(capabilities=Capabilities(fallback_manager_id="t-boss"))


def put(company: SmallCompany, side: Side, kind: Kind, **values: object) -> Record:
    record = company.systems[side].put(kind, **values)
    company.changed(record, side)
    return record


def numbers(company: SmallCompany, kind: Kind, side: Side) -> list[str]:
    return sorted(str(record.number) for record in company.everything(kind, side))


def decide(company: SmallCompany, record: Record, side: Side, choice: Choice, partner: str | None = None) -> None:
    key = company.key(record, side)
    company.stores.decisions.put(
        Decision(connection="c1", key=key, choice=choice, partner=partner, by="Kari", at=company.now)
    )


@pytest.mark.parametrize("side", list(Side))
def test_a_project_without_number_is_made_once_although_the_answer_was_lost(
    company: SmallCompany, side: Side
) -> None:
    company.systems[side.other].losing = 1
    put(company, side, Kind.PROJECT, number="", name="Nytt tak", start_date="2026-01-05")
    company.settle()
    for made in company.everything(Kind.PROJECT, side.other):
        company.changed(made, side.other)
    company.settle()
    company.reconcile()
    assert numbers(company, Kind.PROJECT, T) == numbers(company, Kind.PROJECT, A) == ["1"]


def test_projects_without_numbers_get_a_number_each(company: SmallCompany) -> None:
    for name in ("Tak", "Bad", "Loft"):
        put(company, T, Kind.PROJECT, number="", name=name, start_date="2026-01-05")
    company.settle()
    assert numbers(company, Kind.PROJECT, T) == numbers(company, Kind.PROJECT, A) == ["1", "2", "3"]
    assert company.stores.journal.count_open() == {}


def _planned(company: SmallCompany, shelf: MemoryShelf) -> dict[str, RowOutcome]:
    steps.snapshot(company.desk, shelf, PLAN, str(company.now))
    steps.make_plan(company.desk, shelf, PLAN)
    return {row.id: row.outcome for row in shelf.rows(f"{PLAN}/rows.jsonl.gz", PlanRow)}


def _phases(company: SmallCompany, shelf: MemoryShelf) -> None:
    for phase in (1, 2):
        for kind in steps.kinds_on(company.desk):
            for chunk in build_chunks(shelf, RUN, phase, kind):
                apply_chunk(company.desk, shelf, RUN, phase, kind, chunk)


def test_a_chunk_cut_off_between_create_and_link_creates_nothing_twice(company: SmallCompany) -> None:
    shelf = MemoryShelf()
    company.app.put(Kind.EMPLOYEE, number="1", first_name="Åse", last_name="Berg", email="")
    _planned(company, shelf)
    steps.refresh(company.desk, shelf, PLAN, RUN)
    original = company.stores.links.add

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    company.stores.links.add = cut_off  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        _phases(company, shelf)
    company.stores.links.add = original  # type: ignore[method-assign]
    _phases(company, shelf)
    company.settle()
    assert numbers(company, Kind.EMPLOYEE, T) == ["1"]
    assert company.unequal() == []


@pytest.mark.parametrize("side", list(Side))
def test_leaving_out_one_half_of_a_pair_leaves_out_both(company: SmallCompany, side: Side) -> None:
    shelf = MemoryShelf()
    both = {s: company.systems[s].put(Kind.CUSTOMER, number="10001", name="Ås Bygg AS", phone=s.value) for s in Side}
    _planned(company, shelf)
    decide(company, both[side], side, Choice.LEAVE_OUT)
    steps.refresh(company.desk, shelf, PLAN, RUN)
    _phases(company, shelf)
    company.reconcile()
    assert company.link(both[T], T) is None
    assert {company.fate(both[s], s).code for s in Side} == {"left_out"}
    assert company.tripletex.writes() + company.app.writes() == 0


def test_a_refresh_repeated_after_too_much_has_moved_still_asks_again(company: SmallCompany) -> None:
    shelf = MemoryShelf()
    company.app.put(Kind.CUSTOMER, number="10001", name="Ås Bygg AS")
    _planned(company, shelf)
    company.app.put(Kind.CUSTOMER, number="10002", name="Sent ute AS")
    first = steps.refresh(company.desk, shelf, PLAN, RUN)
    assert first == steps.refresh(company.desk, shelf, PLAN, RUN)
    assert first.moved_too_much


def test_nothing_of_a_kind_that_is_off_is_written(company: SmallCompany) -> None:
    company.with_settings(Settings(kinds={Kind.EMPLOYEE: False}))
    boss = put(company, A, Kind.EMPLOYEE, number="7", first_name="Åse", last_name="Berg", email="a@b.no")
    project = put(company, A, Kind.PROJECT, number="5", name="Tak", start_date="2026-01-05", manager=boss.id)
    company.settle()
    assert company.everything(Kind.EMPLOYEE, T) == []
    assert company.partner(project, A).values()["manager"] == "t-boss"


def test_a_delete_whose_worker_was_cut_off_is_told_all_the_same(company: SmallCompany) -> None:
    record = put(company, T, Kind.CUSTOMER, number="10001", name="Ås Bygg AS")
    company.settle()
    mine = company.partner(record, T)
    company.app.remove(Kind.CUSTOMER, mine.id)
    original = company.stores.journal.set_fates

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    company.stores.journal.set_fates = cut_off  # type: ignore[method-assign,assignment]
    company.stores.journal.open_problem = cut_off  # type: ignore[method-assign,assignment]
    company.changed(mine, A)
    with pytest.raises(KeyboardInterrupt):
        company.settle()
    company.stores.journal.set_fates = original  # type: ignore[method-assign]
    del company.stores.journal.open_problem
    company.reconcile()
    assert company.problem(record, T).code == "customer_deleted_in_app"


def test_linking_an_ambiguous_pair_closes_the_problems_of_both_halves(company: SmallCompany) -> None:
    first = put(company, T, Kind.CUSTOMER, number="10001", name="Fjordfisk AS")
    second = put(company, A, Kind.CUSTOMER, number="10001", name="Mur og Puss AS")
    company.settle()
    assert company.stores.journal.count_open() == {"ambiguous_number": 2}
    company.decide(company.key(second, A), Choice.LINK, first.id)
    assert company.stores.journal.count_open() == {}


def test_a_held_pair_that_is_equal_again_is_found_by_the_reconcile(company: SmallCompany) -> None:
    record = put(company, A, Kind.CUSTOMER, number="10001", name="Ås Bygg AS")
    company.settle()
    company.app.edit(Kind.CUSTOMER, record.id, active=False)
    company.changed(record, A)
    company.settle()
    assert company.problem(record, A).code == "customer_inactive_in_app"
    company.app.edit(Kind.CUSTOMER, record.id, active=True)
    company.reconcile()
    assert company.stores.journal.count_open() == {}


def test_the_problem_of_a_record_that_was_deleted_unnoticed_ends_with_it(company: SmallCompany) -> None:
    record = put(company, A, Kind.CUSTOMER, number="K-1", name="Ås Bygg AS")
    company.settle()
    company.app.remove(Kind.CUSTOMER, record.id)
    company.reconcile()
    assert company.stores.journal.count_open() == {}
    assert company.fate(record, A).standing is Standing.GONE


def test_taking_back_an_inactivation_sets_the_customer_active_again_and_the_answer_is_used_up(
    company: SmallCompany,
) -> None:
    record = put(company, A, Kind.CUSTOMER, number="10001", name="Ås Bygg AS")
    company.settle()
    company.app.edit(Kind.CUSTOMER, record.id, active=False, phone="22334455")
    company.changed(record, A)
    company.settle()
    company.decide(company.key(record, A), Choice.TRIPLETEX_WINS)
    values = company.app.records[Kind.CUSTOMER][record.id].values()
    assert (values["active"], values["phone"]) == (True, "22334455")
    assert company.stores.journal.count_open() == {}
    assert company.stores.decisions.all() == []


def test_a_register_that_cannot_be_read_whole_stops_no_single_change(company: SmallCompany) -> None:
    record = put(company, A, Kind.CUSTOMER, number="10001", name="Ås Bygg AS")
    company.tripletex.capped = {Kind.CUSTOMER}
    company.reconcile()
    assert company.partner(record, A).number == "10001"


def test_a_project_held_for_its_manager_goes_once_the_manager_can_cross() -> None:
    company = SmallCompany(capabilities=Capabilities(project_manager_ids=()))
    boss = put(company, A, Kind.EMPLOYEE, number="7", first_name="Åse", last_name="", email="a@b.no")
    project = put(company, A, Kind.PROJECT, number="5", name="Tak", start_date="2026-01-05", manager=boss.id)
    company.settle()
    assert company.problem(project, A).code == "project_manager_missing"
    company.app.edit(Kind.EMPLOYEE, boss.id, last_name="Berg")
    company.changed(boss, A)
    company.settle()
    assert company.partner(project, A).values()["manager"] == company.partner(boss, A).id


def test_a_broken_row_does_not_end_the_first_sync(company: SmallCompany) -> None:
    shelf = MemoryShelf()
    for number in ("10001", "10002", "10003"):
        company.app.put(Kind.CUSTOMER, number=number, name=f"Kunde {number} AS")
    _planned(company, shelf)
    steps.refresh(company.desk, shelf, PLAN, RUN)
    original = company.tripletex.create

    def breaking(kind: Kind, drafts):  # type: ignore[no-untyped-def]
        if any(draft.number == "10002" for draft in drafts):
            raise ValueError("an answer nobody has ever seen")
        return original(kind, drafts)

    company.tripletex.create = breaking  # type: ignore[method-assign]
    for phase in (1, 2):
        for chunk in build_chunks(shelf, RUN, phase, Kind.CUSTOMER):
            apply_chunk(company.desk, shelf, RUN, phase, Kind.CUSTOMER, chunk)
    company.settle()
    assert numbers(company, Kind.CUSTOMER, T) == ["10001", "10003"]
    broken = next(record for record in company.everything(Kind.CUSTOMER, A) if record.number == "10002")
    assert company.problem(broken, A).code == "create_uncertain"
