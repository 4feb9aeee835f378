"""Orders and their lines: prices with and without VAT, VAT codes, what comes from customer and product (8.9)."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.tripletex.company import Company
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import Api, complaints, refusal

DAYS = {"orderDate": "2026-07-01", "deliveryDate": "2026-07-15"}
YEAR = {"orderDateFrom": "2026-01-01", "orderDateTo": "2027-01-01"}
NET, GROSS = "unitPriceExcludingVatCurrency", "unitPriceIncludingVatCurrency"
LINES = "orderGroups.orderLines.{0},orderLines.{0}"


@pytest.fixture
def customer(api: Api) -> dict[str, int]:
    return {"id": api.create("/customer", name="Kunde AS")["id"]}


def lines_of(api: Api, order: Any) -> Any:
    return api.value(f"/order/{order['id']}", fields="orderLines(*)")["orderLines"]


def test_a_line_computes_the_other_unit_price(api: Api, customer: dict[str, int]) -> None:
    row = api.create("/order", customer=customer, orderLines=[{"description": "A", "count": 1, NET: 99.99}], **DAYS)
    [line] = lines_of(api, row)
    assert (line[NET], line[GROSS]) == (99.99, 124.9875)
    assert (line["amountExcludingVatCurrency"], line["amountIncludingVatCurrency"]) == (99.99, 124.99)


def test_a_line_with_vat_computes_the_price_without(api: Api, customer: dict[str, int]) -> None:
    line = {"description": "A", "count": 3, GROSS: 100, "vatType": {"id": 31}}
    row = api.create("/order", customer=customer, isPrioritizeAmountsIncludingVat=True, orderLines=[line], **DAYS)
    [shown] = lines_of(api, row)
    assert shown[NET] == pytest.approx(86.9565217391)
    assert (shown["amountExcludingVatCurrency"], shown["amountIncludingVatCurrency"]) == (260.87, 300)


@pytest.mark.parametrize(
    ("with_vat", "prices", "field", "message"),
    [
        (True, {NET: 1}, NET, "Enhetspris må være med mva siden enhetspris på ordre er med mva."),
        (False, {GROSS: 1}, GROSS, "Enhetspris må være uten mva siden enhetspris på ordre er uten mva."),
        (True, {NET: 1, GROSS: 1.25}, NET, "Enhetspris må være med mva siden enhetspris på ordre er med mva."),
    ],
)
def test_a_price_on_the_wrong_side_of_the_flag_is_refused(
    api: Api, customer: dict[str, int], with_vat: bool, prices: dict[str, float], field: str, message: str
) -> None:
    body = {"customer": customer, "isPrioritizeAmountsIncludingVat": with_vat, **DAYS}
    answer = api.post("/order", json={**body, "orderLines": [{"description": "A", "count": 1, **prices}]})
    assert refusal(answer) == (422, 18000)
    assert complaints(answer) == [(LINES.format(field), message)]


def test_the_accounts_own_setting_decides_where_the_order_says_nothing(
    api: Api, customer: dict[str, int], company: Company, world: TripletexWorld
) -> None:
    world.set_switches({"prices_include_vat": True}, company.id)
    lines = [{"description": "A", "count": 1, NET: 1}]
    assert refusal(api.post("/order", json={"customer": customer, "orderLines": lines, **DAYS})) == (422, 18000)
    row = api.create("/order", customer=customer, isPrioritizeAmountsIncludingVat=False, orderLines=lines, **DAYS)
    assert row["isPrioritizeAmountsIncludingVat"] is False


def test_a_line_may_send_back_both_prices_as_it_read_them(api: Api, customer: dict[str, int]) -> None:
    order = api.create("/order", customer=customer, **DAYS)
    row = api.create("/order/orderline", order={"id": order["id"]}, description="A", count=1, **{NET: 10})
    changed = api.change(f"/order/orderline/{row['id']}", count=2, **{name: row[name] for name in (NET, GROSS)})
    assert changed["amountExcludingVatCurrency"] == 20


@pytest.mark.parametrize("vat", [1, 31])
def test_a_vat_code_must_be_outgoing_and_in_use(
    api: Api, customer: dict[str, int], company: Company, world: TripletexWorld, vat: int
) -> None:
    world.set_switches({"vat_codes_off": ["31"]}, company.id)
    lines = [{"description": "A", "count": 1, NET: 1, "vatType": {"id": vat}}]
    answer = api.post("/order", json={"customer": customer, "orderLines": lines, **DAYS})
    assert complaints(answer) == [(LINES.format("vatType.id"), "Ugyldig mva-kode.")]


def test_a_products_vat_code_that_was_switched_off_is_refused_on_a_line(
    api: Api, customer: dict[str, int], company: Company, world: TripletexWorld
) -> None:
    product = api.create("/product", name="Bok", vatType={"id": 31})
    world.set_switches({"vat_codes_off": ["31"]}, company.id)
    lines = [{"product": {"id": product["id"]}, "count": 1}]
    answer = api.post("/order", json={"customer": customer, "orderLines": lines, **DAYS})
    assert complaints(answer) == [(LINES.format("vatType.id"), "Ugyldig mva-kode.")]


def test_a_line_of_an_account_without_vat_has_none(
    api: Api, customer: dict[str, int], company: Company, world: TripletexWorld
) -> None:
    world.set_switches({"vat_codes_off": ["3"]}, company.id)
    row = api.create("/order", customer=customer, orderLines=[{"description": "A", "count": 1, NET: 1}], **DAYS)
    assert lines_of(api, row)[0]["vatType"]["id"] == 6


def test_a_line_without_code_and_price_has_those_of_its_product(api: Api, customer: dict[str, int]) -> None:
    product = api.create("/product", name="Bok", vatType={"id": 31}, priceExcludingVatCurrency=80)
    lines = [{"product": {"id": product["id"]}, "count": 2}, {"product": {"id": product["id"]}, "vatType": {"id": 3}}]
    row = api.create("/order", customer=customer, orderLines=lines, **DAYS)
    first, second = lines_of(api, row)
    assert (first["vatType"]["id"], first["amountIncludingVatCurrency"]) == (31, 184)
    assert second["vatType"]["id"] == 3


def test_an_order_takes_terms_and_discount_of_its_customer(api: Api) -> None:
    customer = api.create("/customer", name="A", invoicesDueIn=30, discountPercentage=10, currency={"id": 5})
    lines = [{"description": "A", "count": 1, NET: 100}, {"description": "B", "count": 1, NET: 100, "discount": 0}]
    row = api.create("/order", customer={"id": customer["id"]}, orderLines=lines, **DAYS)
    assert (row["invoicesDueIn"], row["currency"]["id"], row["discountPercentage"]) == (30, 5, 10)
    amounts = [line["amountExcludingVatCurrency"] for line in lines_of(api, row)]
    assert amounts == [90, 100]


def test_an_orders_number_is_free_among_orders_and_projects(api: Api, customer: dict[str, int]) -> None:
    api.create("/order", customer=customer, number="R-1", **DAYS)
    answer = api.post("/order", json={"customer": customer, "number": "R-1", **DAYS})
    assert complaints(answer) == [("number", "Dette nummeret er i bruk på en annen ordre, tilbud eller prosjekt.")]


def test_orders_are_listed_up_to_and_without_the_last_day(api: Api, customer: dict[str, int]) -> None:
    api.create("/order", customer=customer, **DAYS)
    assert api.values("/order", orderDateFrom="2026-06-01", orderDateTo="2026-07-01") == []
    assert len(api.values("/order", orderDateFrom="2026-07-01", orderDateTo="2026-07-02")) == 1


def test_the_days_of_a_list_of_orders_are_mandatory(api: Api) -> None:
    answer = api.get("/order", params={"id": "1"})
    assert refusal(answer) == (422, 15000)
    assert {field for field, _ in complaints(answer)} == {"orderDateFrom", "orderDateTo"}


def test_a_hundred_orders_at_once_are_the_most(api: Api, customer: dict[str, int]) -> None:
    answer = api.post("/order/list", json=[{"customer": customer, **DAYS}] * 101)
    assert refusal(answer) == (422, 18000)
    assert api.values("/order", **YEAR) == []


def test_a_line_that_is_taken_out_leaves_its_order(api: Api, customer: dict[str, int]) -> None:
    order = api.create("/order", customer=customer, orderLines=[{"description": "A"}, {"description": "B"}], **DAYS)
    first, second = lines_of(api, order)
    assert api.delete(f"/order/orderline/{first['id']}").status_code == 204
    assert [line["id"] for line in lines_of(api, order)] == [second["id"]]


def test_a_customer_can_be_deleted_when_its_orders_are(api: Api, customer: dict[str, int]) -> None:
    order = api.create("/order", customer=customer, **DAYS)
    assert refusal(api.delete(f"/customer/{customer['id']}")) == (422, 18000)
    assert api.delete(f"/order/{order['id']}").status_code == 204
    assert api.delete(f"/customer/{customer['id']}").status_code == 204


def test_several_lines_are_stored_in_one_call(api: Api, customer: dict[str, int]) -> None:
    order = api.create("/order", customer=customer, **DAYS)
    body = [{"order": {"id": order["id"]}, "description": name, "count": 1, NET: 5} for name in "AB"]
    assert api.post("/order/orderline/list", json=body).status_code == 201
    assert [line["description"] for line in lines_of(api, order)] == ["A", "B"]
