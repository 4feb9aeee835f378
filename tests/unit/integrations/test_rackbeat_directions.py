"""Rackbeat's records go to Tripletex: what is created where, what crosses, and what start-up does once."""

import pytest

from samspill.model.flow import Flow
from samspill.model.kinds import Kind
from samspill.model.problems import Choice
from samspill.model.settings import Policy, Settings
from samspill.model.settings_documents import StartUp
from samspill.sync.first_sync import running, steps
from tests.fakes.company import A, T
from tests.fakes.rackbeat import DEFAULTS, RackbeatCompany

C, S, P, E = Kind.CUSTOMER, Kind.SUPPLIER, Kind.PRODUCT, Kind.EMPLOYEE
BOTH = Settings(direction={C: Flow.BOTH, P: Flow.BOTH}, app_defaults=DEFAULTS)
START_UP = Settings(app_defaults=DEFAULTS, start_up=StartUp(kinds={C: True, P: True, E: True}))


def test_a_customer_of_the_app_is_created_in_tripletex() -> None:
    company = RackbeatCompany()
    record = company.app.put(C, number="10", name="Ås Bygg AS", phone="22334455")
    company.changed(record, A)
    company.settle()
    assert company.partner(record, A).values()["phone"] == "22334455"


def test_a_customer_of_tripletex_stays_there_with_a_note() -> None:
    company = RackbeatCompany()
    record = company.tripletex.put(C, number="10", name="Ås Bygg AS")
    company.changed(record, T)
    company.settle()
    assert company.fate(record, T).code == "not_created_in_app"
    assert company.everything(C, A) == []


def test_a_kind_that_goes_to_the_app_is_not_created_in_tripletex() -> None:
    company = RackbeatCompany(Settings(direction={C: Flow.TO_APP}))
    record = company.app.put(C, number="10", name="Ås Bygg AS")
    company.changed(record, A)
    company.settle()
    assert company.fate(record, A).code == "not_created_in_tripletex"


def test_equal_numbers_are_linked_whatever_the_direction() -> None:
    company = RackbeatCompany()
    there = company.tripletex.put(C, number="10", name="Ås Bygg AS")
    here = company.app.put(C, number="10", name="Ås Bygg")
    company.changed(there, T)
    company.settle()
    assert company.partner(here, A).id == there.id


def test_on_the_first_link_the_source_wins_and_empty_never_overwrites() -> None:
    company = RackbeatCompany()
    company.tripletex.put(C, number="10", name="Ås Bygg", city="Bergen")
    here = company.app.put(C, number="10", name="Ås Bygg AS", phone="22334455")
    company.changed(here, A)
    company.settle()
    values = company.partner(here, A).values()
    assert (values["name"], values["phone"], values["city"]) == ("Ås Bygg AS", "22334455", "Bergen")
    assert company.app.records[C]["10"].values()["city"] is None


def test_a_country_that_nobody_entered_does_not_overwrite_one() -> None:
    company = RackbeatCompany()
    company.tripletex.put(C, number="10", name="Ås Bygg AS", country="SE")
    here = company.app.put(C, number="10", name="Ås Bygg AS", country=None)
    company.changed(here, A)
    company.settle()
    assert company.partner(here, A).values()["country"] == "SE"


def test_an_edit_in_tripletex_stays_until_the_app_changes_the_field() -> None:
    company = RackbeatCompany()
    here = company.app.put(C, number="10", name="Ås Bygg AS", phone="22334455")
    company.both_looked_at(C, (A, "10"))
    there = company.partner(here, A)
    company.tripletex.edit(C, there.id, phone="99887766")
    company.both_looked_at(C, (T, there.id))
    company.reconcile()
    assert company.tripletex.records[C][there.id].values()["phone"] == "99887766"
    assert company.app.records[C]["10"].values()["phone"] == "22334455"
    company.app.edit(C, "10", phone="40506070")
    company.both_looked_at(C, (A, "10"))
    assert company.tripletex.records[C][there.id].values()["phone"] == "40506070"


@pytest.mark.parametrize("policy", list(Policy))
def test_when_both_sides_changed_a_one_way_field_its_source_wins_and_nobody_is_asked(policy: Policy) -> None:
    company = RackbeatCompany(Settings(conflict_policy={C: policy}))
    here = company.app.put(C, number="10", name="Ås Bygg AS", phone="22334455")
    company.both_looked_at(C, (A, "10"))
    there = company.partner(here, A)
    company.tripletex.edit(C, there.id, phone="99887766")
    company.app.edit(C, "10", phone="40506070")
    company.both_looked_at(C, (A, "10"))
    assert company.tripletex.records[C][there.id].values()["phone"] == "40506070"
    lost = [entry.lost for entry in company.stores.journal.entries if entry.lost]  # type: ignore[attr-defined]
    assert lost == [{"phone": "99887766"}]


def test_a_field_filled_in_the_app_after_tripletex_had_it_alone_crosses_with_the_next_comparison() -> None:
    company = RackbeatCompany()
    company.tripletex.put(C, number="10", name="Ås Bygg AS", city="Bergen")
    here = company.app.put(C, number="10", name="Ås Bygg AS")
    company.both_looked_at(C, (A, "10"))
    company.app.edit(C, "10", city="Oslo")  # the webhook is lost
    company.reconcile()
    assert company.partner(here, A).values()["city"] == "Oslo"


def test_barred_in_the_app_is_inactive_in_tripletex() -> None:
    company = RackbeatCompany()
    here = company.app.put(P, number="1 A/2", name="Skrue")
    company.both_looked_at(P, (A, "1 A/2"))
    company.app.edit(P, "1 A/2", active=False)
    company.both_looked_at(P, (A, "1 A/2"))
    assert company.partner(here, A).values()["active"] is False


def test_deleted_in_the_app_is_set_inactive_in_tripletex_and_never_deleted() -> None:
    company = RackbeatCompany()
    here = company.app.put(C, number="10", name="Ås Bygg AS")
    company.both_looked_at(C, (A, "10"))
    there = company.partner(here, A)
    company.app.remove(C, "10")
    company.changed(here, A)
    company.settle()
    assert company.tripletex.records[C][there.id].values()["active"] is False
    assert company.fate(there, T).code == "gone_in_app"


def test_deleted_in_tripletex_leaves_the_app_alone_while_the_kind_goes_one_way() -> None:
    company = RackbeatCompany()
    here = company.app.put(C, number="10", name="Ås Bygg AS")
    company.both_looked_at(C, (A, "10"))
    there = company.partner(here, A)
    company.tripletex.remove(C, there.id)
    company.changed(there, T)
    company.settle()
    assert company.app.records[C]["10"].values()["active"] is True
    assert company.fate(here, A).code == "gone_in_tripletex"


def test_deleted_in_tripletex_bars_the_record_of_a_kind_that_goes_both_ways() -> None:
    company = RackbeatCompany(BOTH)
    here = company.app.put(C, number="10", name="Ås Bygg AS")
    company.both_looked_at(C, (A, "10"))
    there = company.partner(here, A)
    company.tripletex.remove(C, there.id)
    company.changed(there, T)
    company.settle()
    assert company.app.records[C]["10"].values()["active"] is False


def test_a_person_may_have_a_record_created_again_against_the_direction() -> None:
    company = RackbeatCompany()
    here = company.app.put(C, number="10", name="Ås Bygg AS")
    company.both_looked_at(C, (A, "10"))
    there = company.partner(here, A)
    company.app.remove(C, "10")
    company.changed(here, A)
    company.settle()
    company.tripletex.edit(C, there.id, active=True)
    company.decide(company.key(there, T), Choice.RECREATE)
    assert company.app.records[C]["10"].label == "Ås Bygg AS"


def test_a_new_number_in_the_app_is_the_new_number_in_tripletex() -> None:
    company = RackbeatCompany()
    here = company.app.put(C, number="10", name="Ås Bygg AS", email="post@as.no")
    company.both_looked_at(C, (A, "10"))
    there = company.partner(here, A)
    company.app.edit(C, "10", number="77")
    company.both_looked_at(C, (A, "77"))
    assert company.tripletex.records[C][there.id].number == "77"


# ---- start-up ------------------------------------------------------------------------------------------------


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


def test_a_renumbered_product_is_recognised_although_its_supplier_has_another_number_too() -> None:
    """Seen to be created a second time: where numbers are ids, a reference changes with what it refers to."""
    company = RackbeatCompany()
    company.app.put(S, number="50", name="Grossist AS")
    here = company.app.put(P, number="A1", name="Skrue", supplier="50")
    company.both_looked_at(S, (A, "50"))
    company.both_looked_at(P, (A, "A1"))
    there = company.partner(here, A)
    company.app.edit(S, "50", number="51")
    company.app.edit(P, "A1", number="A2", supplier="51")
    company.reconcile()
    assert [(row.id, row.number) for row in company.everything(P, T)] == [(there.id, "A2")]
