"""Updating and deleting through the port: versions, batches with a bad row, lost answers, three ends of a delete."""

from __future__ import annotations

from dataclasses import replace

import pytest

from samspill.model.kinds import Kind
from samspill.model.records import Customer, Record
from samspill.sync.ports import Conflict, Done, Missing, Patch, Refused, Uncertain
from samspill.systems.tripletex.system import TripletexSystem
from tests.fakes.registers import whole_register
from tests.integration.systems.tripletex.account import Account, customers, employees, names, projects, update

BAD = 37


def one(account: Account, system: TripletexSystem) -> Record:
    """The only customer, as just read; calls are counted from here."""
    (page, *_) = [page for page in whole_register(system, Kind.CUSTOMER) if page]
    account.forget_calls()
    return page[0]


@pytest.fixture
def customer(account: Account, tripletex: TripletexSystem) -> Record:
    address = {"addressLine1": "Storgata 1", "postalCode": "0155", "city": "Oslo"}
    account.seed(customers=customers(1, postalAddress=address))
    return one(account, tripletex)


def test_a_write_outside_the_address_costs_one_call(
    account: Account, tripletex: TripletexSystem, customer: Record
) -> None:
    outcome = update(tripletex, Kind.CUSTOMER, customer.id, customer.version, phone="22000000", active=False)
    assert isinstance(outcome, Done)
    assert outcome.record.values()["phone"] == "22000000"
    assert outcome.record.values()["active"] is False
    assert account.calls() == {"PUT /customer/{id}": 1}


def test_a_part_of_the_address_is_written_and_the_rest_stays(
    account: Account, tripletex: TripletexSystem, customer: Record
) -> None:
    before = account.rows("customer")[0]["postalAddress"]["id"]
    outcome = update(tripletex, Kind.CUSTOMER, customer.id, customer.version, city="Bergen")
    assert isinstance(outcome, Done)
    assert isinstance(outcome.record, Customer)
    assert (outcome.record.address_line1, outcome.record.city) == ("Storgata 1", "Bergen")
    assert account.rows("customer")[0]["postalAddress"]["id"] == before
    assert account.calls() == {"PUT /customer/{id}": 1, "GET /customer/{id}": 1}


def test_a_process_that_has_not_read_the_customer_reads_its_address_first(account: Account, customer: Record) -> None:
    other = account.system()
    assert isinstance(update(other, Kind.CUSTOMER, customer.id, customer.version, city="Bergen"), Done)
    assert account.rows("customer")[0]["postalAddress"]["addressLine1"] == "Storgata 1"
    assert account.calls() == {"PUT /customer/{id}": 1, "GET /customer/{id}": 2}


def test_fields_are_cleared_with_empty_ones(account: Account, tripletex: TripletexSystem, customer: Record) -> None:
    update(tripletex, Kind.CUSTOMER, customer.id, customer.version, city=None, email="")
    row = account.rows("customer")[0]
    assert (row["postalAddress"]["city"], row["email"]) == ("", "")


@pytest.mark.parametrize("jumps", [False, True])
def test_a_record_that_moved_on_is_not_overwritten(
    account: Account, tripletex: TripletexSystem, customer: Record, jumps: bool
) -> None:
    account.switch(version_jumps=jumps)
    account.by_hand("customer", "update", customer.id, name="Nytt navn")
    assert update(tripletex, Kind.CUSTOMER, customer.id, customer.version, name="Vårt navn") == Conflict()
    assert account.rows("customer")[0]["name"] == "Nytt navn"


def test_the_version_that_an_update_returns_is_the_one_to_go_on_from(
    account: Account, tripletex: TripletexSystem, customer: Record
) -> None:
    account.switch(version_jumps=True)
    version = customer.version
    for name in ("A", "B", "C"):
        outcome = update(tripletex, Kind.CUSTOMER, customer.id, version, name=name, city=name)
        assert isinstance(outcome, Done)
        version = outcome.record.version
    assert account.rows("customer")[0]["name"] == "C"


def test_a_record_that_is_gone_is_missing(account: Account, tripletex: TripletexSystem, customer: Record) -> None:
    account.by_hand("customer", "delete", customer.id)
    assert update(tripletex, Kind.CUSTOMER, customer.id, customer.version, name="Ny") == Missing()


@pytest.mark.parametrize("answer", ["cut", "502"])
def test_an_update_whose_answer_is_lost_is_uncertain_and_then_conflicts(
    account: Account, tripletex: TripletexSystem, customer: Record, answer: str
) -> None:
    account.fail("PUT /v2/customer/{id}", answer, "after")
    assert isinstance(update(tripletex, Kind.CUSTOMER, customer.id, customer.version, name="Ny"), Uncertain)
    assert account.rows("customer")[0]["name"] == "Ny"
    assert update(tripletex, Kind.CUSTOMER, customer.id, customer.version, name="Ny") == Conflict()


def test_a_reference_to_nothing_is_refused(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(projects=projects(1))
    record_id = account.id_of("project", number="P0")
    outcome = update(tripletex, Kind.PROJECT, record_id, None, customer="1")
    assert isinstance(outcome, Refused)
    assert outcome.error.facts["field"] == "customer"


def test_an_employee_keeps_its_access_when_it_is_changed(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(employees=employees(2))
    ids = [str(row["id"]) for row in account.rows("employee") if row["employeeNumber"]]
    outcomes = tripletex.update(Kind.EMPLOYEE, [Patch(each, 1, {"mobile": "90000000"}) for each in ids])
    assert names(outcomes) == {"Done": 2}
    assert {row["userType"] for row in account.rows("employee") if row["employeeNumber"]} == {"STANDARD"}
    assert account.calls() == {"PUT /employee/{id}": 2}


# ---- customers that are suppliers too (issue 45) -----------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_a_customer_that_is_a_supplier_too_stays_a_customer(
    account: Account, tripletex: TripletexSystem, count: int
) -> None:
    """Seen to fail with a role that a write took away not given back."""
    account.switch(customer_put_drops_customer=True, version_jumps=True)
    account.seed(customers=customers(count, isSupplier=True))
    read = [record for page in whole_register(tripletex, Kind.CUSTOMER) for record in page]
    account.forget_calls()
    outcomes = tripletex.update(Kind.CUSTOMER, [Patch(each.id, each.version, {"phone": "22000000"}) for each in read])
    versions = {outcome.record.id: outcome.record.version for outcome in outcomes if isinstance(outcome, Done)}
    assert versions == {str(row["id"]): row["version"] for row in account.rows("customer")}
    assert account.calls()["PUT /supplier/{id}"] == len(versions) == count


def test_a_role_that_cannot_be_given_back_is_told(account: Account, tripletex: TripletexSystem) -> None:
    account.switch(customer_put_drops_customer=True)
    account.seed(customers=customers(1, isSupplier=True))
    (token,) = account.company.tokens.values()
    account.company.tokens[token.token] = replace(token, rights=frozenset({"customer:read", "customer:write"}))
    outcome = update(tripletex, Kind.CUSTOMER, account.id_of("customer", customerNumber=10001), None, phone="1")
    assert isinstance(outcome, Refused)
    assert outcome.error.field == "isCustomer"


def test_an_ordinary_customer_costs_no_call_for_its_role(
    account: Account, tripletex: TripletexSystem, customer: Record
) -> None:
    update(tripletex, Kind.CUSTOMER, customer.id, customer.version, phone="22000000")
    assert "PUT /supplier/{id}" not in account.calls()


# ---- batches -------------------------------------------------------------------------------------------------


def patches(account: Account, system: TripletexSystem, count: int, **values: str) -> list[Patch]:
    account.seed(customers=customers(count))
    read = [record for page in whole_register(system, Kind.CUSTOMER) for record in page]
    account.forget_calls()
    return [Patch(record.id, record.version, dict(values)) for record in read]


def test_a_hundred_updates_cost_one_call(account: Account, tripletex: TripletexSystem) -> None:
    wanted = patches(account, tripletex, 100, phone="22000000")
    assert names(tripletex.update(Kind.CUSTOMER, wanted)) == {"Done": 100}
    assert account.calls() == {"PUT /customer/list": 1}


def test_a_hundred_updates_of_addresses_cost_two(account: Account, tripletex: TripletexSystem) -> None:
    wanted = patches(account, tripletex, 100, city="Bergen")
    outcomes = tripletex.update(Kind.CUSTOMER, wanted)
    assert {outcome.record.values()["city"] for outcome in outcomes if isinstance(outcome, Done)} == {"Bergen"}
    assert account.calls() == {"PUT /customer/list": 1, "GET /customer": 1}


@pytest.mark.parametrize("atomic", [True, False])
def test_one_bad_row_and_one_that_moved_on_are_told_apart_from_the_good_ones(
    account: Account, tripletex: TripletexSystem, atomic: bool
) -> None:
    account.switch(batch_atomic=atomic)
    wanted = patches(account, tripletex, 60, name="Felles navn")
    wanted[BAD] = Patch(wanted[BAD].id, wanted[BAD].version, {"organization_number": "12"})
    account.by_hand("customer", "update", wanted[5].id, name="Annet navn")
    account.by_hand("customer", "delete", wanted[6].id)
    outcomes = tripletex.update(Kind.CUSTOMER, wanted)
    assert names(outcomes) == {"Done": 57, "Conflict": 1, "Missing": 1, "Refused": 1}
    assert outcomes[5:7] == [Conflict(), Missing()]
    refused = outcomes[BAD]
    assert isinstance(refused, Refused)
    assert refused.error.code == "organization_number_invalid"
    good = {patch.id for n, patch in enumerate(wanted) if n not in (5, 6, BAD)}
    written = [row for row in account.rows("customer") if str(row["id"]) in good]
    assert {row["name"] for row in written} == {"Felles navn"}
    assert {row["version"] for row in written} == {2}, "each good row is saved exactly once"


# ---- deletes -------------------------------------------------------------------------------------------------


def test_an_unused_customer_is_deleted_and_deleting_it_again_is_fine(
    account: Account, tripletex: TripletexSystem, customer: Record
) -> None:
    assert tripletex.delete(Kind.CUSTOMER, customer.id, customer.version) is None
    assert account.rows("customer") == []
    assert account.calls() == {"GET /customer/{id}": 1, "DELETE /customer/{id}": 1}
    assert tripletex.delete(Kind.CUSTOMER, customer.id, customer.version) is None
    assert tripletex.delete(Kind.CUSTOMER, customer.id, None) is None


def test_a_customer_in_use_is_not_deleted_and_tripletex_tells_why(
    account: Account, tripletex: TripletexSystem, customer: Record
) -> None:
    account.seed(projects=projects(1, customerNumber=10001))
    outcome = tripletex.delete(Kind.CUSTOMER, customer.id, customer.version)
    assert isinstance(outcome, Refused)
    assert outcome.error.code == "delete_refused"
    assert "Prosjekter er registrert." in outcome.error.message


def test_a_customer_that_moved_on_is_not_deleted(
    account: Account, tripletex: TripletexSystem, customer: Record
) -> None:
    account.by_hand("customer", "update", customer.id, name="Nytt navn")
    assert tripletex.delete(Kind.CUSTOMER, customer.id, customer.version) == Conflict()
    assert len(account.rows("customer")) == 1


def test_a_delete_whose_answer_is_lost_is_uncertain_and_then_done(
    account: Account, tripletex: TripletexSystem, customer: Record
) -> None:
    account.fail("DELETE /v2/customer/{id}", "502", "after")
    assert isinstance(tripletex.delete(Kind.CUSTOMER, customer.id, customer.version), Uncertain)
    assert tripletex.delete(Kind.CUSTOMER, customer.id, customer.version) is None


def test_a_project_is_deleted_when_nothing_is_registered_on_it(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(projects=projects(1))
    assert tripletex.delete(Kind.PROJECT, account.id_of("project", number="P0"), None) is None
    assert account.rows("project") == []
