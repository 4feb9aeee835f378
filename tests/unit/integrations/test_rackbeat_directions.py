"""Rackbeat's records go to Tripletex: what is created where, what crosses, and what start-up does once."""

import pytest

from samspill.model.flow import Flow
from samspill.model.kinds import Kind
from samspill.model.problems import Choice
from samspill.model.settings import Policy, Settings
from tests.fakes.company import A, T
from tests.fakes.rackbeat import DEFAULTS, RackbeatCompany

C, S, P, E = Kind.CUSTOMER, Kind.SUPPLIER, Kind.PRODUCT, Kind.EMPLOYEE
BOTH = Settings(direction={C: Flow.BOTH, P: Flow.BOTH}, app_defaults=DEFAULTS)


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
