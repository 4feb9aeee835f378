"""Purchase orders: only with Logistics."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.tripletex.company import Company
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import Api, complaints, refusal


@pytest.fixture
def logistics(world: TripletexWorld, company: Company) -> None:
    world.set_switches({"logistics": True}, company.id)


@pytest.fixture
def purchase(api: Api, logistics: None, owner: int) -> Any:
    supplier = api.create("/supplier", name="Leverandør AS", email="ordre@lev.no")
    return api.create(
        "/purchaseOrder", supplier={"id": supplier["id"]}, ourContact={"id": owner}, deliveryDate="2026-08-01"
    )


@pytest.mark.parametrize("path", ["/purchaseOrder", "/product/logisticsSettings"])
def test_without_the_module_nothing_of_it_is_there(api: Api, path: str) -> None:
    assert refusal(api.get(path)) == (403, 9000)


def test_without_the_module_no_purchase_order_is_made(api: Api) -> None:
    assert refusal(api.post("/purchaseOrder", json={"deliveryDate": "2026-08-01"})) == (403, 9000)


def test_a_purchase_order_gets_a_number_and_is_open(purchase: Any) -> None:
    shown = {name: purchase[name] for name in ("number", "status", "isClosed", "creationDate")}
    assert shown == {"number": "1", "status": "STATUS_OPEN", "isClosed": False, "creationDate": "2026-07-28"}


def test_a_purchase_order_needs_supplier_contact_and_day(api: Api, logistics: None) -> None:
    assert complaints(api.post("/purchaseOrder", json={})) == [("deliveryDate", "Kan ikke være null.")]
    answer = api.post("/purchaseOrder", json={"deliveryDate": "2026-08-01"})
    assert [field for field, _ in complaints(answer)] == ["supplier.id", "ourContact.id"]


def test_lines_are_made_on_their_own_and_take_the_cost_of_their_product(api: Api, purchase: Any) -> None:
    product = api.create("/product", name="Skrue", costExcludingVatCurrency=8)
    line = {"purchaseOrder": {"id": purchase["id"]}, "product": {"id": product["id"]}, "count": 3, "discount": 50}
    made = api.create("/purchaseOrder/orderline", **line)
    assert (made["amountExcludingVatCurrency"], made["amountIncludingVatCurrency"]) == (12, 15)
    shown = api.value(f"/purchaseOrder/{purchase['id']}")
    assert [each["id"] for each in shown["orderLines"]] == [made["id"]]


def test_lines_are_taken_out_by_a_list_in_the_body(api: Api, purchase: Any) -> None:
    body = [{"purchaseOrder": {"id": purchase["id"]}, "description": name, "count": 1} for name in "AB"]
    first, second = api.post("/purchaseOrder/orderline/list", json=body).json()["values"]
    gone = api.request("DELETE", "/purchaseOrder/orderline/list", json=[{"id": first["id"]}])
    assert gone.status_code == 204
    assert [each["id"] for each in api.value(f"/purchaseOrder/{purchase['id']}")["orderLines"]] == [second["id"]]


def test_the_last_day_of_a_list_of_purchase_orders_is_in_it(api: Api, purchase: Any) -> None:
    asked = {"deliveryDateFrom": "2026-08-01", "deliveryDateTo": "2026-08-01"}
    assert [each["id"] for each in api.values("/purchaseOrder", **asked)] == [purchase["id"]]


def test_a_purchase_order_that_is_sent_says_so(api: Api, company: Company, purchase: Any) -> None:
    assert company.outbox == []
    sent = api.put(f"/purchaseOrder/{purchase['id']}/:send").json()["value"]
    assert (sent["status"], sent["lastSentEmployeeName"]) == ("STATUS_SENT", "Anne Administrator")
    assert [(each.document, each.to) for each in company.outbox] == [("purchase_order", "ordre@lev.no")]


def test_a_supplier_that_was_ordered_from_is_not_deleted(api: Api, purchase: Any) -> None:
    path = f"/supplier/{purchase['supplier']['id']}"
    assert refusal(api.delete(path)) == (422, 18000)
    assert api.delete(f"/purchaseOrder/{purchase['id']}").status_code == 204
    assert api.delete(path).status_code == 204
