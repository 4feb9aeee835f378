"""What webhooks tell of orders and invoices, what hostile mode does to them, and what people do by hand."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sandbox.hostility.settings import Settings
from sandbox.tripletex.company import Company
from sandbox.tripletex.faults import Fault
from sandbox.tripletex.hand import edit, rows_of
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import HOOKS, Api, Receiver, refusal

DAYS = {"orderDate": "2026-07-01", "deliveryDate": "2026-07-15"}
CHARGE = {"invoiceDate": "2026-07-20", "sendToCustomer": "false"}
LINES = [{"description": "Vare", "count": 1, "unitPriceExcludingVatCurrency": 100}]
EVENTS = ("order.create", "order.update", "order.delete", "invoice.charged")


@pytest.fixture
def customer(api: Api) -> dict[str, int]:
    return {"id": api.create("/customer", name="Kunde AS")["id"]}


@pytest.fixture
def told(api: Api, receiver: Receiver, world: TripletexWorld) -> Receiver:
    for event in EVENTS:
        api.create("/event/subscription", event=event, targetUrl=f"{HOOKS}/in")
    return receiver


def waited(world: TripletexWorld, receiver: Receiver) -> list[str]:
    assert world.courier.wait_until_idle(10)
    return receiver.events


def test_an_order_that_is_invoiced_is_told_of_thrice(
    api: Api, customer: dict[str, int], told: Receiver, world: TripletexWorld
) -> None:
    order = api.create("/order", customer=customer, orderLines=LINES, **DAYS)
    made = api.put(f"/order/{order['id']}/:invoice", params=CHARGE).json()["value"]
    assert sorted(waited(world, told)) == ["invoice.charged", "order.create", "order.update"]
    charged = next(each for each in told.bodies if each["event"] == "invoice.charged")
    assert (charged["id"], charged["value"]["amount"]) == (made["id"], 125)


def test_an_order_that_is_deleted_is_told_of(
    api: Api, customer: dict[str, int], told: Receiver, world: TripletexWorld
) -> None:
    order = api.create("/order", customer=customer, **DAYS)
    api.delete(f"/order/{order['id']}")
    assert sorted(waited(world, told)) == ["order.create", "order.delete"]


def test_a_refused_invoice_is_not_told_of(
    api: Api, customer: dict[str, int], told: Receiver, world: TripletexWorld
) -> None:
    order = api.create("/order", customer=customer, orderLines=LINES, **DAYS)
    refused = api.put(f"/order/{order['id']}/:invoice", params={"invoiceDate": "2026-07-20", "sendType": "EHF"})
    assert refusal(refused) == (422, 18000)
    assert waited(world, told) == ["order.create"]


@pytest.mark.parametrize("answer", ["500", "502", "page", "cut"])
def test_an_answer_may_be_lost_after_the_invoice_was_made(
    api: Api, customer: dict[str, int], world: TripletexWorld, company: Company, answer: Any
) -> None:
    order = api.create("/order", customer=customer, orderLines=LINES, **DAYS)
    world.faults.plan(Fault(route="PUT /v2/order/{id}/:invoice", when="after", answer=answer))
    try:
        lost = api.put(f"/order/{order['id']}/:invoice", params=CHARGE)
        assert lost.status_code >= 500
    except httpx.TransportError:
        pass
    charged = [row for row in rows_of(world, company.id, "invoice") if row["isCharged"]]
    assert [row["id"] for row in charged] == [order["preliminaryInvoice"]["id"]]


def test_an_order_whose_answer_was_lost_is_made_twice_by_who_sends_it_again(
    api: Api, customer: dict[str, int], world: TripletexWorld, company: Company
) -> None:
    world.hostility.begin(Settings.model_validate({"seed": 1, "odds": {"lost_answer": 1}}))
    for _ in range(2):
        with pytest.raises(httpx.TransportError):
            api.post("/order", json={"customer": customer, "reference": "R-1", **DAYS})
    world.hostility.end()
    assert [row["reference"] for row in rows_of(world, company.id, "order")] == ["R-1", "R-1"]


def test_a_person_makes_a_foreign_order_charges_and_credits_it(
    customer: dict[str, int], world: TripletexWorld, company: Company
) -> None:
    order = edit(world, company.id, "order", "create", None, {"customer": customer, "orderLines": LINES, **DAYS})
    assert order is not None
    invoice = edit(world, company.id, "order", "charge", order["id"], {"invoiceDate": "2026-07-20"})
    assert invoice is not None
    note = edit(world, company.id, "invoice", "credit", invoice["id"], {"date": "2026-07-21"})
    assert note is not None
    assert (invoice["amount"], note["amount"], note["creditedInvoice"]) == (125, -125, invoice["id"])
    assert company.outbox == []
