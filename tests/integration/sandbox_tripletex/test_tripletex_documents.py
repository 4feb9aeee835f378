"""Departments, activities, products, orders, invoices and vouchers (reference 8.3, 8.5, 8.6, 8.9 to 8.13)."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.tripletex.company import Company
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import Api, complaints, refusal

DAYS = {"orderDate": "2026-01-01", "deliveryDate": "2026-01-15"}


def test_a_department_number_is_used_once_and_may_be_empty(api: Api) -> None:
    api.create("/department", name="A", departmentNumber="1")
    api.create("/department", name="B")
    answer = api.post("/department", json={"name": "C", "departmentNumber": "1"})
    assert complaints(answer) == [("departmentNumber", "Nummeret er i bruk.")]


def test_the_manager_of_a_department_is_read_only_where_the_module_is_on(api: Api, company: Company) -> None:
    assert "departmentManager" not in api.values("/department")[0]
    company.department_module = True
    assert "departmentManager" in api.values("/department")[0]


def test_an_activity_needs_a_type_and_a_free_name(api: Api) -> None:
    answer = api.post("/activity", json={"name": "Snekring"})
    assert complaints(answer) == [("activityType", "Kan ikke være null.")]
    assert answer.json()["validationMessages"][0]["path"] == "null.activityType"
    api.create("/activity", name="Snekring", activityType="PROJECT_GENERAL_ACTIVITY")
    again = api.post("/activity", json={"name": "Snekring", "activityType": "TASK"})
    assert complaints(again) == [("name", "Navnet er i bruk.")]


def test_an_activity_cannot_be_changed(api: Api) -> None:
    row = api.create("/activity", name="Snekring", activityType="GENERAL_ACTIVITY")
    assert api.put(f"/activity/{row['id']}", json={"name": "Annet"}).status_code == 400


def test_a_product_number_is_used_once(api: Api) -> None:
    api.create("/product", name="Spiker", number="8891")
    answer = api.post("/product", json={"name": "Skrue", "number": "8891"})
    assert complaints(answer) == [("number", "Produktnummeret 8891 er i bruk.")]


def test_a_product_computes_the_other_price(api: Api) -> None:
    row = api.create("/product", name="Spiker", priceExcludingVatCurrency=100)
    assert row["priceIncludingVatCurrency"] == 125


def test_a_product_needs_an_outgoing_vat_code(api: Api) -> None:
    answer = api.post("/product", json={"name": "Spiker", "vatType": {"id": 1}})
    assert complaints(answer) == [("Internt felt (vatTypeId)", "Ugyldig mva-kode.")]
    unknown = api.post("/product", json={"name": "Spiker", "vatType": {"id": 99}})
    assert unknown.json()["validationMessages"][0]["path"] == "null.vatType"


def test_products_are_found_by_repeated_numbers(api: Api) -> None:
    for number in ("A1", "B2", "C3"):
        api.create("/product", name=number, number=number)
    found = api.get("/product", params=[("productNumber", "A1"), ("productNumber", "C3")]).json()["values"]
    assert [row["number"] for row in found] == ["A1", "C3"]


def test_currencies_have_their_real_ids(api: Api) -> None:
    codes = [row["code"] for row in api.values("/currency", count=8)]
    assert codes == ["NOK", "SEK", "DKK", "USD", "EUR", "GBP", "CHF", "JPY"]
    assert len(api.values("/currency")) == 84


@pytest.fixture
def order(api: Api) -> Any:
    customer = api.create("/customer", name="A")
    lines = [{"description": "Tak", "count": 2, "unitPriceExcludingVatCurrency": 100}]
    return api.create("/order", customer={"id": customer["id"]}, orderLines=lines, **DAYS)


def test_an_order_stores_its_lines_without_answering_them(api: Api, order: Any) -> None:
    assert order["orderLines"] == []
    shown = api.value(f"/order/{order['id']}", fields="*,orderLines(*),preliminaryInvoice(*)")
    [line] = shown["orderLines"]
    assert (line["count"], line["amountExcludingVatCurrency"], line["amountIncludingVatCurrency"]) == (2, 200, 250)
    assert shown["preliminaryInvoice"]["invoiceNumber"] == 0


def test_an_order_needs_dates_and_customer(api: Api) -> None:
    answer = api.post("/order", json={})
    assert complaints(answer) == [("orderDate", "Kan ikke være null."), ("deliveryDate", "Kan ikke være null.")]
    assert complaints(api.post("/order", json=DAYS)) == [("customer.id", "Feltet må fylles ut.")]


def test_a_put_of_an_order_leaves_its_lines_alone(api: Api, order: Any) -> None:
    api.change(f"/order/{order['id']}", orderLines=[{"description": "Ny"}], reference="R")
    assert len(api.value(f"/order/{order['id']}")["orderLines"]) == 1


def test_a_put_with_lines_removes_those_not_sent(api: Api, order: Any) -> None:
    path = f"/order/{order['id']}"
    body = {"orderLines": [{"description": "Ny", "count": 1}]}
    answer = api.put(path, params={"updateLinesAndGroups": "true"}, json=body)
    assert answer.status_code == 200
    lines = api.value(path, fields="orderLines(description)")["orderLines"]
    assert lines == [{"description": "Ny"}]


def test_a_line_joins_its_order_and_counts_as_its_change(api: Api, order: Any) -> None:
    api.create("/order/orderline", order={"id": order["id"]}, description="Vegg", count=1)
    shown = api.value(f"/order/{order['id']}")
    assert len(shown["orderLines"]) == 2
    assert shown["version"] > order["version"]


def invoice_of(order: Any) -> dict[str, Any]:
    return {
        "invoiceDate": "2026-02-01",
        "invoiceDueDate": "2026-02-15",
        "orders": [{"id": order["id"]}],
    }


def test_an_invoice_takes_amounts_and_customer_from_its_order(api: Api, order: Any) -> None:
    row = api.create("/invoice", **invoice_of(order))
    assert (row["amount"], row["amountExcludingVat"], row["invoiceNumber"]) == (250, 200, 1)
    assert row["customer"]["id"] == order["customer"]["id"]
    dates = {"invoiceDateFrom": "2026-01-01", "invoiceDateTo": "2027-01-01"}
    assert [each["id"] for each in api.values("/invoice", **dates)] == [row["id"]]


def test_an_invoice_needs_an_order(api: Api) -> None:
    body = {"invoiceDate": "2026-02-01", "invoiceDueDate": "2026-02-15", "orders": []}
    assert complaints(api.post("/invoice", json=body)) == [("orders", "Listen kan ikke være tom.")]


def test_an_invoice_needs_the_companys_bank_account(
    api: Api, order: Any, company: Company, world: TripletexWorld
) -> None:
    world.set_switches({"bank_account_registered": False}, company.id)
    [(field, message)] = complaints(api.post("/invoice", json=invoice_of(order)))
    assert field is None
    assert message.startswith("Faktura kan ikke opprettes")


def test_an_invoiced_order_is_not_deleted(api: Api, order: Any) -> None:
    api.create("/invoice", **invoice_of(order))
    assert refusal(api.delete(f"/order/{order['id']}")) == (422, 18000)


def voucher(api: Api, *amounts: float, **changes: Any) -> dict[str, Any]:
    accounts = {row["number"]: row["id"] for row in api.values("/ledger/account")}
    postings = [
        {"account": {"id": accounts[1920]}, "amountGross": each, "amountGrossCurrency": each, "row": place, **changes}
        for place, each in enumerate(amounts, start=1)
    ]
    return {"date": "2026-01-15", "description": "Bilag", "postings": postings}


def test_a_voucher_answers_with_its_postings(api: Api) -> None:
    row = api.create("/ledger/voucher", **voucher(api, 100, -100))
    assert [each["amount"] for each in row["postings"]] == [100, -100]
    assert row["numberAsString"] == "1-2026"
    assert set(api.value(f"/ledger/voucher/{row['id']}")["postings"][0]) == {"id", "url"}


@pytest.mark.parametrize(
    ("amounts", "changes", "field"),
    [
        ((100, -99), {}, "postings"),
        ((100, -100), {"row": 0}, "postings.row"),
        ((100, -100), {"amountGrossCurrency": 5}, "postings.amountGross"),
        ((100, -100), {"account": {"number": 1920}}, "postings.account.name"),
        ((), {}, "postings"),
    ],
)
def test_a_voucher_that_breaks_a_rule_is_refused(
    api: Api, amounts: tuple[float, ...], changes: dict[str, Any], field: str
) -> None:
    answer = api.post("/ledger/voucher", json=voucher(api, *amounts, **changes))
    assert refusal(answer) == (422, 18000)
    assert field in [each for each, _ in complaints(answer)]


def test_vouchers_are_listed_with_the_number_of_postings(api: Api) -> None:
    api.create("/ledger/voucher", **voucher(api, 1, -1))
    answer = api.get("/ledger/voucher", params={"dateFrom": "2026-01-01", "dateTo": "2027-01-01"}).json()
    assert answer["totalNumberOfPostings"] == 2
