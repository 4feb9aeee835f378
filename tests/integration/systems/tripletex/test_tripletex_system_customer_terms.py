"""What an inventory system knows of customers besides name and address: currency, due date, how invoices are sent."""

from __future__ import annotations

import pytest

from samspill.model.kinds import Kind
from samspill.model.records import Customer
from samspill.sync.ports import Conflict, Done, Refused, Uncertain
from samspill.systems.tripletex.system import TripletexSystem
from tests.integration.systems.tripletex.account import Account, create, draft, names, update

RECEIVER = "987654325"
TERMS = {
    "currency": "SEK", "payment_due": "30 days", "invoice_email": "faktura@bygg.example", "send_method": "PAPER",
    "gln": "7080000000012", "discount": "12.5",
}  # fmt: skip


def made(system: TripletexSystem, **values: object) -> Customer:
    outcome = create(system, Kind.CUSTOMER, name="Bygg AS", **values)
    assert isinstance(outcome, Done), outcome
    assert isinstance(outcome.record, Customer)
    return outcome.record


def read(system: TripletexSystem, record_id: str) -> Customer:
    record = system.get(Kind.CUSTOMER, [record_id])[record_id]
    assert isinstance(record, Customer)
    return record


def test_a_customer_is_made_with_its_terms(tripletex: TripletexSystem) -> None:
    record = made(tripletex, **TERMS)
    assert {name: record.values()[name] for name in TERMS} == TERMS
    assert read(tripletex, record.id).values() == record.values()


@pytest.mark.parametrize(
    ("due", "count", "unit"),
    [("0 days", 0, "DAYS"), ("2 months", 2, "MONTHS"), ("31 day_of_month", 31, "RECURRING_DAY_OF_MONTH")],
)
def test_a_due_date_is_written_with_its_unit(
    account: Account, tripletex: TripletexSystem, due: str, count: int, unit: str
) -> None:
    record = made(tripletex)
    assert record.payment_due == "14 days"
    assert isinstance(update(tripletex, Kind.CUSTOMER, record.id, record.version, payment_due=due), Done)
    (row,) = account.rows("customer")
    assert (row["invoicesDueIn"], row["invoicesDueInType"]) == (count, unit)
    assert read(tripletex, record.id).payment_due == due


@pytest.mark.parametrize(
    ("name", "value"), [("payment_due", "soon"), ("gln", "seven"), ("discount", "mye"), ("currency", "XYZ")]
)
def test_terms_that_cannot_be_held_are_refused_by_name(tripletex: TripletexSystem, name: str, value: str) -> None:
    outcome = create(tripletex, Kind.CUSTOMER, name="Bygg AS", **{name: value})
    assert isinstance(outcome, Refused)
    assert (outcome.error.code, outcome.error.facts["field"]) == ("not_in_tripletex", name)


def test_a_customer_that_changes_its_name_keeps_its_terms(account: Account, tripletex: TripletexSystem) -> None:
    record = made(tripletex, **TERMS)
    account.forget_calls()
    assert isinstance(update(tripletex, Kind.CUSTOMER, record.id, record.version, name="Nytt navn"), Done)
    assert account.calls() == {"PUT /customer/{id}": 1}
    assert {name: read(tripletex, record.id).values()[name] for name in TERMS} == TERMS


def test_a_currency_is_read_again_after_it_was_written(tripletex: TripletexSystem) -> None:
    record = made(tripletex)
    outcome = update(tripletex, Kind.CUSTOMER, record.id, record.version, currency="EUR")
    assert isinstance(outcome, Done)
    assert outcome.record.values()["currency"] == "EUR"


def test_a_foreign_customers_organisation_number_need_not_look_norwegian(tripletex: TripletexSystem) -> None:
    record = made(tripletex, organization_number="556000-0000", country="SE")
    assert (record.organization_number, record.country) == ("556000-0000", "SE")


def test_a_customer_that_comes_home_needs_a_norwegian_organisation_number(tripletex: TripletexSystem) -> None:
    record = made(tripletex, organization_number="556000-0000", country="SE")
    outcome = update(
        tripletex, Kind.CUSTOMER, record.id, record.version, country="NO", organization_number="556000-0001"
    )
    assert isinstance(outcome, Refused)
    assert outcome.error.code == "organization_number_invalid"


# ---- where goods go --------------------------------------------------------------------------------------------

DELIVERY = {
    "delivery_name": "Lageret", "delivery_line1": "Havnegata 1", "delivery_line2": "", "delivery_city": "Malmö",
    "delivery_postal_code": "21119", "delivery_country": "SE",
}  # fmt: skip


def delivery(record: Customer) -> dict[str, object]:
    return {name: value for name, value in record.values().items() if name in DELIVERY}


def test_a_customer_is_made_with_its_delivery_address(account: Account, tripletex: TripletexSystem) -> None:
    record = made(tripletex, city="Oslo", **DELIVERY)
    assert delivery(record) == DELIVERY
    assert (record.city, record.country) == ("Oslo", "NO")


def test_a_customer_without_a_delivery_address_tells_that_it_has_none(tripletex: TripletexSystem) -> None:
    assert delivery(made(tripletex, city="Oslo")) == dict.fromkeys(DELIVERY)


def test_a_part_of_a_delivery_address_is_written_to_the_one_that_is_there(
    account: Account, tripletex: TripletexSystem
) -> None:
    record = made(tripletex, **DELIVERY)
    (before,) = account.rows("deliveryAddress")
    account.forget_calls()
    outcome = update(tripletex, Kind.CUSTOMER, record.id, record.version, delivery_city="Lund", phone="22000000")
    assert isinstance(outcome, Done)
    assert isinstance(outcome.record, Customer)
    assert delivery(outcome.record) == {**DELIVERY, "delivery_city": "Lund"}
    assert [row["id"] for row in account.rows("deliveryAddress")] == [before["id"]]
    assert account.calls() == {"PUT /customer/{id}": 1, "PUT /deliveryAddress/{id}": 1, "GET /customer/{id}": 1}


def test_a_delivery_address_is_not_forgotten_when_the_row_is_read_as_a_supplier(
    account: Account, tripletex: TripletexSystem
) -> None:
    address = {"addressLine1": "Havnegata 1", "city": "Malmö"}
    row_id = account.by_hand("customer", "create", name="Begge AS", isSupplier=True, deliveryAddress=address)
    version = read(tripletex, row_id).version
    tripletex.get(Kind.SUPPLIER, [row_id])
    assert isinstance(update(tripletex, Kind.CUSTOMER, row_id, version, delivery_city="Lund"), Done)
    assert [row["city"] for row in account.rows("deliveryAddress")] == ["Lund"]


def test_a_customer_gets_a_delivery_address_later(tripletex: TripletexSystem) -> None:
    record = made(tripletex)
    outcome = update(tripletex, Kind.CUSTOMER, record.id, record.version, **DELIVERY)
    assert isinstance(outcome, Done)
    assert delivery(read(tripletex, record.id)) == DELIVERY


def test_a_delivery_address_of_a_customer_that_moved_on_is_not_written(
    account: Account, tripletex: TripletexSystem
) -> None:
    record = made(tripletex, **DELIVERY)
    account.by_hand("customer", "update", record.id, name="Nytt navn")
    assert update(tripletex, Kind.CUSTOMER, record.id, record.version, delivery_city="Lund") == Conflict()
    assert account.rows("deliveryAddress")[0]["city"] == "Malmö"


def test_a_delivery_country_that_does_not_exist_is_refused_before_anything_is_written(
    account: Account, tripletex: TripletexSystem
) -> None:
    record = made(tripletex, **DELIVERY)
    outcome = update(tripletex, Kind.CUSTOMER, record.id, record.version, name="Nytt navn", delivery_country="XX")
    assert isinstance(outcome, Refused)
    assert outcome.error.facts["field"] == "country"
    assert account.rows("customer")[0]["name"] == "Bygg AS"


def test_a_delivery_address_whose_answer_is_lost_is_uncertain(account: Account, tripletex: TripletexSystem) -> None:
    record = made(tripletex, **DELIVERY)
    account.fail("PUT /v2/deliveryAddress/{id}", "502", "after")
    assert isinstance(update(tripletex, Kind.CUSTOMER, record.id, record.version, delivery_city="Lund"), Uncertain)


# ---- how invoices are sent -------------------------------------------------------------------------------------


def test_where_ehf_is_the_default_a_customer_that_says_email_is_created(
    account: Account, tripletex: TripletexSystem
) -> None:
    account.switch(default_send_method="EHF")
    assert made(tripletex, send_method="EMAIL").send_method == "EMAIL"


def test_where_ehf_is_the_default_a_customer_that_says_nothing_is_explained(
    account: Account, tripletex: TripletexSystem
) -> None:
    account.switch(default_send_method="EHF")
    outcome = create(tripletex, Kind.CUSTOMER, name="Bygg AS", city="Oslo")
    assert isinstance(outcome, Refused)
    assert outcome.error.code == "customer_cannot_receive_ehf"


def test_a_customer_gets_ehf_where_it_can_receive_it(account: Account, tripletex: TripletexSystem) -> None:
    account.switch(ehf_receivers=[RECEIVER])
    record = made(tripletex, organization_number=RECEIVER, city="Oslo", send_method="EHF")
    assert record.send_method == "EHF"
    assert account.statuses("POST /customer") == [201]


def test_a_customer_that_cannot_receive_ehf_is_created_with_email(
    account: Account, tripletex: TripletexSystem
) -> None:
    record = made(tripletex, organization_number=RECEIVER, city="Oslo", send_method="EHF")
    assert record.send_method == "EMAIL"
    assert account.statuses("POST /customer") == [201, 422]


def test_in_a_batch_each_customer_gets_what_it_can_receive(account: Account, tripletex: TripletexSystem) -> None:
    account.switch(ehf_receivers=[RECEIVER])
    numbers = ["999999999", RECEIVER, "999999998", "999999997"]
    wanted = [
        draft(number=str(10001 + n), name=f"K{n}", organization_number=each, city="Oslo", send_method="EHF")
        for n, each in enumerate(numbers)
    ]
    assert names(tripletex.create(Kind.CUSTOMER, wanted)) == {"Done": 4}
    methods = {row["organizationNumber"]: row["invoiceSendMethod"] for row in account.rows("customer")}
    assert [methods[each] for each in numbers] == ["EMAIL", "EHF", "EMAIL", "EMAIL"]


def test_another_refusal_is_not_taken_for_one_of_ehf(account: Account, tripletex: TripletexSystem) -> None:
    account.switch(ehf_receivers=["12"])
    outcome = create(
        tripletex, Kind.CUSTOMER, name="Bygg AS", organization_number="12", city="Oslo", send_method="EHF"
    )
    assert isinstance(outcome, Refused)
    assert outcome.error.code == "organization_number_invalid"


def test_an_existing_customer_is_not_set_to_ehf_that_it_cannot_receive(tripletex: TripletexSystem) -> None:
    record = made(tripletex)
    outcome = update(tripletex, Kind.CUSTOMER, record.id, record.version, send_method="EHF")
    assert isinstance(outcome, Refused)
    assert outcome.error.code == "customer_cannot_receive_ehf"
