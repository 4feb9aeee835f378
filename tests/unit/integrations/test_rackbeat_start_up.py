"""What start-up creates in Rackbeat, once, and what it leaves for later."""

from samspill.model.kinds import Kind
from samspill.model.settings import Settings
from samspill.model.settings_documents import StartUp
from samspill.sync.first_sync import running, steps
from tests.fakes.company import A, T
from tests.fakes.rackbeat import DEFAULTS, RackbeatCompany

C, S, P, E = Kind.CUSTOMER, Kind.SUPPLIER, Kind.PRODUCT, Kind.EMPLOYEE
START_UP = Settings(app_defaults=DEFAULTS, start_up=StartUp(kinds={C: True, P: True, E: True}))


def first_sync(company: RackbeatCompany) -> list[str]:
    """The first sync with everything approved; the outcomes that were planned."""
    shelf = company.shelf
    company.start_up(running=True)
    steps.snapshot(company.desk, shelf, "plan", "x")
    steps.make_plan(company.desk, shelf, "plan")
    steps.refresh(company.desk, shelf, "plan", "run")
    rows = []
    for phase in running.TARGETS:
        for kind in steps.kinds_on(company.desk):
            for chunk in running.build_chunks(shelf, "run", phase, kind):
                rows += [row.plan for row in shelf.rows(chunk, running.ChunkRow)]
                running.apply_chunk(company.desk, shelf, "run", phase, kind, chunk)
    company.start_up(running=False)
    company.settle()
    return [f"{row.kind} {row.outcome} {row.code or ''}".strip() for row in rows]


def test_start_up_creates_the_chosen_kinds_in_the_app_with_all_their_fields() -> None:
    company = RackbeatCompany(START_UP)
    there = company.tripletex.put(C, number="10", name="Ås Bygg AS", phone="22334455", payment_due="14 days")
    assert "customer create_in_app" in first_sync(company)
    values = company.partner(there, T).values()
    assert (values["phone"], values["payment_due"]) == ("22334455", "14 days")


def test_start_up_leaves_other_kinds_where_they_are() -> None:
    company = RackbeatCompany(START_UP)
    company.tripletex.put(S, number="50", name="Grossist AS")
    assert "supplier skipped not_created_in_app" in first_sync(company)
    assert company.everything(S, A) == []


def test_what_is_new_in_tripletex_after_start_up_stays_there() -> None:
    company = RackbeatCompany(START_UP)
    first_sync(company)
    record = company.tripletex.put(C, number="11", name="Ny Kunde AS")
    company.changed(record, T)
    company.settle()
    company.reconcile()
    assert company.fate(record, T).code == "not_created_in_app"


def test_what_start_up_created_and_a_person_deleted_is_not_created_again() -> None:
    company = RackbeatCompany(START_UP)
    there = company.tripletex.put(C, number="10", name="Ås Bygg AS")
    first_sync(company)
    company.app.remove(C, "10")
    company.changed(there, T)
    company.settle()
    company.reconcile()
    assert company.everything(C, A) == []


def test_what_was_held_at_start_up_is_created_when_it_can_be() -> None:
    company = RackbeatCompany(START_UP)
    there = company.tripletex.put(P, number="", name="Skrue")
    assert "product held number_missing" in first_sync(company)
    company.tripletex.edit(P, there.id, number="S1")
    company.both_looked_at(P, (T, there.id))
    assert company.app.records[P]["S1"].label == "Skrue"


def test_what_start_up_owes_is_owed_once() -> None:
    company = RackbeatCompany(START_UP)
    there = company.tripletex.put(P, number="", name="Skrue")
    first_sync(company)
    company.tripletex.edit(P, there.id, number="S1")
    company.both_looked_at(P, (T, there.id))
    assert company.stores.decisions.all() == []


def test_what_start_up_owes_stops_where_something_alike_is_there() -> None:
    company = RackbeatCompany(START_UP)
    there = company.tripletex.put(C, number="", name="Ås Bygg AS", organization_number="987654325")
    first_sync(company)
    alike = company.app.put(C, number="99", name="Ås Bygg", organization_number="987654325")
    company.tripletex.edit(C, there.id, number="10")
    company.both_looked_at(C, (T, there.id))
    assert company.problem(there, T).code == "ambiguous_look_alike"
    assert company.everything(C, A) == [alike]


def test_a_create_whose_answer_was_lost_at_start_up_is_found_afterwards() -> None:
    company = RackbeatCompany(START_UP)
    there = company.tripletex.put(C, number="10", name="Ås Bygg AS")
    company.app.losing = 1
    first_sync(company)
    assert [record.id for record in company.everything(C, A)] == ["10"]
    assert company.partner(there, T).id == "10"


def test_a_create_that_never_arrived_at_start_up_is_made_up_for() -> None:
    company = RackbeatCompany(START_UP)
    there = company.tripletex.put(C, number="10", name="Ås Bygg AS")
    company.app.lost_before_commit = 1
    first_sync(company)
    assert company.partner(there, T).id == "10"


def test_employees_are_created_at_start_up_and_then_left_alone() -> None:
    company = RackbeatCompany(START_UP)
    there = company.tripletex.put(E, number="7", first_name="Kari", last_name="Li", email="kari@as.no")
    assert "employee create_in_app" in first_sync(company)
    made = company.partner(there, T)
    assert E not in company.desk.integration.kinds
    company.tripletex.edit(E, there.id, mobile="91234567")
    company.both_looked_at(E, (T, there.id))
    assert company.app.records[E][made.id].values()["mobile"] is None


def test_employees_are_told_apart_by_their_email_for_the_app_numbers_them_itself() -> None:
    company = RackbeatCompany(START_UP)
    kari = company.tripletex.put(E, number="2", first_name="Kari", last_name="Li", email="kari@as.no")
    company.app.put(E, first_name="Bo", last_name="Dal", email="bo@as.no", number="2")
    here = company.app.put(E, first_name="Kari", last_name="Li", email="KARI@as.no", number="1")
    first_sync(company)
    assert company.partner(kari, T).id == here.id


def test_an_employee_without_email_is_held() -> None:
    company = RackbeatCompany(START_UP)
    company.tripletex.put(E, number="2", first_name="Kari", last_name="Li")
    assert "employee held employee_email_missing" in first_sync(company)


def test_employees_that_were_not_chosen_are_no_kind_of_the_connection() -> None:
    company = RackbeatCompany()
    company.start_up(running=True)
    assert E not in company.desk.integration.offered


def test_an_employee_whose_create_was_not_finished_is_made_after_start_up() -> None:
    company = RackbeatCompany(START_UP)
    company.tripletex.put(E, number="7", first_name="Kari", last_name="Li", email="kari@as.no")
    company.app.lost_before_commit = 1
    first_sync(company)
    assert [record.label for record in company.everything(E, A)] == ["Kari Li"]
