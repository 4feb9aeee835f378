"""Suppliers through the port, and rows that are customer and supplier at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from samspill.exceptions import ConfigurationWrong
from samspill.model.kinds import Kind
from samspill.model.records import Customer, Supplier
from samspill.sync.ports import Conflict, Done, Patch, Refused
from samspill.systems.tripletex.system import TripletexSystem
from tests.fakes.registers import whole_register
from tests.integration.systems.tripletex.account import Account, create, draft, names, update

ADDRESS = {"addressLine1": "Storgata 1", "postalCode": "0155", "city": "Oslo"}


def supplier(system: TripletexSystem, record_id: str) -> Supplier:
    record = system.get(Kind.SUPPLIER, [record_id])[record_id]
    assert isinstance(record, Supplier)
    return record


def customer(system: TripletexSystem, record_id: str) -> Customer:
    record = system.get(Kind.CUSTOMER, [record_id])[record_id]
    assert isinstance(record, Customer)
    return record


@pytest.fixture
def both(account: Account) -> str:
    """The id of a row with both roles."""
    return account.by_hand("customer", "create", name="Begge AS", isSupplier=True, postalAddress=ADDRESS)


def test_a_supplier_is_made_and_shows_every_field_it_was_given(account: Account, tripletex: TripletexSystem) -> None:
    outcome = create(
        tripletex, Kind.SUPPLIER, number="20500", name="Lev AS", organization_number="987654325", currency="eur",
        email="post@lev.example", invoice_email="faktura@lev.example", phone="22000000", city="Oslo", active=True,
    )  # fmt: skip
    assert isinstance(outcome, Done)
    found = supplier(tripletex, outcome.record.id)
    assert (found.number, found.name, found.organization_number) == ("20500", "Lev AS", "987654325")
    assert (found.currency, found.invoice_email, found.city) == ("EUR", "faktura@lev.example", "Oslo")
    assert (found.active, found.also_customer) == (True, False)
    assert outcome.record.values() == found.values()


def test_many_suppliers_are_one_call_and_one_to_read_them_again(account: Account, tripletex: TripletexSystem) -> None:
    outcomes = tripletex.create(Kind.SUPPLIER, [draft(number=str(20100 + n), name=f"Lev {n}") for n in range(40)])
    assert names(outcomes) == {"Done": 40}
    assert account.calls() == {"POST /supplier/list": 1, "GET /supplier": 1}


def test_the_register_has_active_and_inactive_suppliers_and_no_customers(
    account: Account, tripletex: TripletexSystem
) -> None:
    account.seed(customers=[{"name": "Kunde"}], suppliers=[{"name": "Aktiv"}, {"name": "Passiv", "isInactive": True}])
    records = [record for page in whole_register(tripletex, Kind.SUPPLIER) for record in page]
    assert {record.label for record in records} == {"Aktiv", "Passiv"}


@pytest.mark.parametrize(
    ("field", "value"), [("number", "20001"), ("organization_number", "987654325"), ("email", "post@lev.example")]
)
def test_suppliers_are_found_by_what_tells_them(
    account: Account, tripletex: TripletexSystem, field: str, value: str
) -> None:
    account.seed(
        suppliers=[
            {"name": "Lev", "organizationNumber": "987654325", "email": "post@lev.example", "isInactive": True},
            {"name": "En annen"},
        ]
    )
    assert [record.label for record in tripletex.find(Kind.SUPPLIER, field, [value])] == ["Lev"]


def test_a_number_that_is_none_is_refused_before_anything_is_sent(
    account: Account, tripletex: TripletexSystem
) -> None:
    outcome = create(tripletex, Kind.SUPPLIER, number="L-1", name="Lev")
    assert isinstance(outcome, Refused)
    assert (outcome.error.code, outcome.error.facts["number"]) == ("supplier_number_not_numeric", "L-1")
    assert account.calls() == {}


def test_a_number_that_another_supplier_has_is_taken(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(suppliers=[{"name": "Lev", "supplierNumber": 20500}])
    outcome = create(tripletex, Kind.SUPPLIER, number="20500", name="En annen")
    assert isinstance(outcome, Refused)
    assert outcome.error.code == "number_taken"


def test_a_currency_that_tripletex_does_not_know_is_refused(tripletex: TripletexSystem) -> None:
    outcome = create(tripletex, Kind.SUPPLIER, name="Lev", currency="XYZ")
    assert isinstance(outcome, Refused)
    assert outcome.error.code == "not_in_tripletex"
    assert (outcome.error.facts["field"], outcome.error.facts["value"]) == ("currency", "XYZ")


def test_a_foreign_suppliers_organisation_number_need_not_look_norwegian(
    account: Account, tripletex: TripletexSystem
) -> None:
    outcome = create(tripletex, Kind.SUPPLIER, name="Lev AB", organization_number="556000-0000", country="SE")
    assert isinstance(outcome, Done)
    assert supplier(tripletex, outcome.record.id).country == "SE"


def test_a_party_that_moves_abroad_may_get_a_foreign_organisation_number(
    account: Account, tripletex: TripletexSystem
) -> None:
    made = create(tripletex, Kind.SUPPLIER, name="Lev", city="Oslo")
    assert isinstance(made, Done)
    moved = update(
        tripletex, Kind.SUPPLIER, made.record.id, made.record.version, country="SE", organization_number="556000-0000"
    )
    assert isinstance(moved, Done)
    found = supplier(tripletex, made.record.id)
    assert (found.country, found.city, found.organization_number) == ("SE", "Oslo", "556000-0000")


def test_a_poll_tells_which_suppliers_changed(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(suppliers=[{"name": "A"}, {"name": "B"}])
    cursor = tripletex.changed_since(Kind.SUPPLIER, "").cursor
    changed = account.by_hand("supplier", "update", account.id_of("supplier", name="B"), name="C")
    assert tripletex.changed_since(Kind.SUPPLIER, cursor).ids == (changed,)


def test_a_supplier_register_over_the_cap_is_read_in_parts(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(suppliers=[{"name": f"L{n}", "showProducts": n % 2 == 0} for n in range(12)])
    account.switch(register_cap=8)
    records = [record for page in whole_register(tripletex, Kind.SUPPLIER) for record in page]
    assert sorted(record.label for record in records) == sorted(f"L{n}" for n in range(12))


@pytest.mark.parametrize("rights", [(), ("supplier:read",)])
def test_a_key_without_the_right_to_suppliers_is_told(account: Account, rights: tuple[str, ...]) -> None:
    token = account.company.tokens[account.key]
    account.company.tokens[account.key] = replace(token, rights=frozenset(rights))
    with pytest.raises(ConfigurationWrong) as raised:
        account.system().check_rights(Kind.SUPPLIER)
    assert (raised.value.code, raised.value.facts["right"]) == ("right_missing", "supplier")


# ---- both roles ------------------------------------------------------------------------------------------------


def test_a_row_with_both_roles_is_two_records_with_one_id(tripletex: TripletexSystem, both: str) -> None:
    assert customer(tripletex, both).also_supplier is True
    assert supplier(tripletex, both).also_customer is True
    assert customer(tripletex, both).version == supplier(tripletex, both).version


def test_a_supplier_that_is_made_never_takes_over_a_customers_row(
    account: Account, tripletex: TripletexSystem
) -> None:
    account.seed(customers=[{"name": "Begge AS", "organizationNumber": "987654325"}])
    made = create(
        tripletex, Kind.SUPPLIER, name="Begge AS", organization_number="987654325", email="innkjop@b.example"
    )
    assert isinstance(made, Done)
    (row,) = account.rows("customer")
    assert (str(row["id"]) != made.record.id, row["isSupplier"], row["email"]) == (True, False, "")


@pytest.mark.parametrize("kind", [Kind.CUSTOMER, Kind.SUPPLIER])
def test_an_update_of_one_role_keeps_both(
    account: Account, tripletex: TripletexSystem, both: str, kind: Kind
) -> None:
    version = customer(tripletex, both).version
    assert isinstance(update(tripletex, kind, both, version, name="Nytt navn", city="Bergen"), Done)
    (as_customer,), (as_supplier,) = account.rows("customer"), account.rows("supplier")
    assert as_customer["id"] == as_supplier["id"]
    assert (as_customer["isSupplier"], as_supplier["isCustomer"]) == (True, True)
    assert as_customer["postalAddress"]["addressLine1"] == "Storgata 1"


@pytest.mark.parametrize(
    ("kind", "switch"),
    [(Kind.CUSTOMER, "customer_put_drops_customer"), (Kind.SUPPLIER, "supplier_put_drops_supplier")],
)
def test_a_role_that_an_update_took_away_is_given_back(
    account: Account, tripletex: TripletexSystem, both: str, kind: Kind, switch: str
) -> None:
    version = customer(tripletex, both).version
    account.switch(**{switch: True}, version_jumps=True)
    outcome = update(tripletex, kind, both, version, phone="22000000")
    assert isinstance(outcome, Done)
    assert len(account.rows("customer")) == len(account.rows("supplier")) == 1
    assert tripletex.get(kind, [both])[both] is not None
    assert outcome.record.version == account.rows(kind.value)[0]["version"]


def test_a_batch_gives_every_lost_role_back(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(suppliers=[{"name": f"B{n}", "isCustomer": True} for n in range(5)])
    account.switch(supplier_put_drops_supplier=True)
    rows = account.rows("supplier")
    patches = [Patch(str(row["id"]), row["version"], {"phone": "22000000"}) for row in rows]
    assert names(tripletex.update(Kind.SUPPLIER, patches)) == {"Done": 5}
    assert len(account.rows("supplier")) == len(account.rows("customer")) == 5


@pytest.mark.parametrize(("kind", "other"), [(Kind.CUSTOMER, Kind.SUPPLIER), (Kind.SUPPLIER, Kind.CUSTOMER)])
@pytest.mark.parametrize("versioned", [True, False])
def test_deleting_one_role_leaves_the_other(
    account: Account, tripletex: TripletexSystem, both: str, kind: Kind, other: Kind, versioned: bool
) -> None:
    version = customer(tripletex, both).version if versioned else None
    assert tripletex.delete(kind, both, version) is None
    assert tripletex.get(kind, [both])[both] is None
    assert tripletex.get(other, [both])[both] is not None


def test_a_role_is_not_taken_from_a_row_that_moved_on(
    account: Account, tripletex: TripletexSystem, both: str
) -> None:
    version = supplier(tripletex, both).version
    account.by_hand("customer", "update", both, name="Nytt navn")
    assert tripletex.delete(Kind.SUPPLIER, both, version) == Conflict()
    assert supplier(tripletex, both).name == "Nytt navn"


def test_a_supplier_that_is_in_use_is_not_deleted(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(suppliers=[{"name": "A"}])
    record_id = account.id_of("supplier", name="A")
    account.company.add("Posting", {"supplier": int(record_id)})
    outcome = tripletex.delete(Kind.SUPPLIER, record_id, None)
    assert isinstance(outcome, Refused)
    assert outcome.error.code == "delete_refused"
    assert len(account.rows("supplier")) == 1


def test_a_supplier_alone_is_deleted(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(suppliers=[{"name": "A"}])
    record_id = account.id_of("supplier", name="A")
    assert tripletex.delete(Kind.SUPPLIER, record_id, None) is None
    assert account.rows("supplier") == []
