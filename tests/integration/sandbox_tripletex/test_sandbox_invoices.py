"""Orders become invoices (8.10)."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.tripletex.company import Company
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import Api, complaints, refusal
from tests.integration.sandbox_tripletex.selling import CHARGE, DAYS, NET, YEAR, act, ordered


def test_an_orders_draft_becomes_its_invoice_and_the_order_is_closed(api: Api, buyer: dict[str, int]) -> None:
    order = ordered(api, buyer, 100, reference="R-1")
    made = act(api, f"/order/{order['id']}/:invoice", **CHARGE)
    assert made["id"] == order["preliminaryInvoice"]["id"]
    assert (made["invoiceNumber"], made["amount"], made["amountExcludingVat"]) == (1, 125, 100)
    assert (made["invoiceDate"], made["invoiceDueDate"], made["isCreditNote"]) == ("2026-07-20", "2026-08-03", False)
    after = api.value(f"/order/{order['id']}", fields="*,orderLines(isCharged)")
    assert (after["isClosed"], after["preliminaryInvoice"]) == (True, None)
    assert after["orderLines"] == [{"isCharged": True}]


def test_an_order_invoiced_by_post_stays_open(api: Api, buyer: dict[str, int]) -> None:
    order = ordered(api, buyer, 100)
    body = {"invoiceDate": "2026-07-20", "invoiceDueDate": "2026-08-20", "orders": [{"id": order["id"]}]}
    made = api.post("/invoice", params={"sendToCustomer": "false"}, json=body).json()["value"]
    assert (made["amount"], made["invoiceDueDate"], made["version"]) == (125, "2026-08-20", 3)
    after = api.value(f"/order/{order['id']}")
    assert (after["isClosed"], after["preliminaryInvoice"]) == (False, None)


def test_an_invoice_may_bring_its_order_and_lines(api: Api, buyer: dict[str, int]) -> None:
    lines = [{"description": "Vare", "count": 2, NET: 50}]
    order = {"customer": buyer, "reference": "R-1", "orderLines": lines, **DAYS}
    made = api.create("/invoice", invoiceDate="2026-07-20", invoiceDueDate="2026-08-20", orders=[order])
    assert (made["amountCurrency"], made["customer"]["id"]) == (125, buyer["id"])
    assert api.value(f"/order/{made['orders'][0]['id']}")["reference"] == "R-1"


def test_an_order_inside_an_invoice_keeps_the_rules_of_orders(api: Api, buyer: dict[str, int]) -> None:
    order = {"customer": buyer, **DAYS, "orderLines": [{"description": "A", "unitPriceIncludingVatCurrency": 1}]}
    body = {"invoiceDate": "2026-07-20", "invoiceDueDate": "2026-08-20", "orders": [order]}
    assert refusal(api.post("/invoice", json=body)) == (422, 18000)
    assert api.values("/order", orderDateFrom="2026-01-01", orderDateTo="2027-01-01") == []


def test_a_closed_order_is_invoiced_again_only_when_it_is_opened(api: Api, buyer: dict[str, int]) -> None:
    order = ordered(api, buyer, 100)
    path = f"/order/{order['id']}/:invoice"
    act(api, path, **CHARGE)
    assert refusal(api.put(path, params=CHARGE)) == (422, 18000)
    api.change(f"/order/{order['id']}", isClosed=False)
    assert act(api, path, **CHARGE)["invoiceNumber"] == 2


def test_an_order_without_lines_is_not_invoiced(api: Api, buyer: dict[str, int]) -> None:
    answer = api.put(f"/order/{ordered(api, buyer)['id']}/:invoice", params=CHARGE)
    assert complaints(answer) == [(None, "Fakturaen inneholder ingen ordrelinjer.")]


def test_an_order_needs_the_day_of_its_invoice(api: Api, buyer: dict[str, int]) -> None:
    answer = api.put(f"/order/{ordered(api, buyer, 1)['id']}/:invoice")
    assert refusal(answer) == (422, 15000)
    assert complaints(answer) == [("invoiceDate", "Kan ikke være null.")]


def test_nothing_is_invoiced_in_a_closed_period(
    api: Api, buyer: dict[str, int], company: Company, world: TripletexWorld
) -> None:
    world.set_switches({"locked_until": "2026-07-20"}, company.id)
    path = f"/order/{ordered(api, buyer, 100)['id']}/:invoice"
    assert complaints(api.put(path, params=CHARGE)) == [("invoiceDate", "Perioden er avsluttet.")]
    assert act(api, path, invoiceDate="2026-07-21", sendToCustomer="false")["invoiceNumber"] == 1


def test_a_refused_invoice_leaves_no_gap_in_the_numbers(api: Api, buyer: dict[str, int]) -> None:
    path = f"/order/{ordered(api, buyer, 100)['id']}/:invoice"
    refused = api.put(path, params={"invoiceDate": "2026-07-20", "sendType": "EHF"})
    assert complaints(refused) == [(None, "Kunden kan ikke motta EHF-dokumenter")]
    assert act(api, path, **CHARGE)["invoiceNumber"] == 1


def test_a_number_that_was_refused_is_not_taken(
    api: Api, buyer: dict[str, int], company: Company, world: TripletexWorld
) -> None:
    world.set_switches({"ehf_receivers": ["987654325"]}, company.id)
    terms = {"organizationNumber": "987654325", "invoiceSendMethod": "EHF", "postalAddress": {"city": "Oslo"}}
    receiver = {"id": api.create("/customer", name="A", **terms)["id"]}
    world.set_switches({"ehf_receivers": []}, company.id)
    days = {"invoiceDate": "2026-07-20", "invoiceDueDate": "2026-08-20"}
    body = {"invoiceNumber": 50, "orders": [{"customer": receiver, **DAYS}], **days}
    assert complaints(api.post("/invoice", json=body)) == [(None, "Kunden kan ikke motta EHF-dokumenter")]
    assert act(api, f"/order/{ordered(api, buyer, 1)['id']}/:invoice", **CHARGE)["invoiceNumber"] == 1


@pytest.mark.parametrize(
    ("switch", "number", "message"),
    [
        ("rising", 50, "Nummeret er i bruk."),
        ("rising", 49, "Nummeret må være høyere enn det siste i nummerserien."),
        ("free", 50, "Nummeret er i bruk."),
    ],
)
def test_a_number_that_is_given_must_be_free_and_rising(
    api: Api,
    buyer: dict[str, int],
    company: Company,
    world: TripletexWorld,
    switch: str,
    number: int,
    message: str,
) -> None:
    world.set_switches({"invoice_numbers": switch}, company.id)
    days = {"invoiceDate": "2026-07-20", "invoiceDueDate": "2026-08-20"}
    api.create("/invoice", invoiceNumber=50, orders=[{"id": ordered(api, buyer, 1)["id"]}], **days)
    body = {"invoiceNumber": number, "orders": [{"id": ordered(api, buyer, 1)["id"]}], **days}
    assert complaints(api.post("/invoice", json=body)) == [("invoiceNumber", message)]


def test_a_foreign_invoice_is_also_told_in_kroner(api: Api, buyer: dict[str, int]) -> None:
    rate = api.value("/currency/2/rate", date="2026-07-20")["rate"]
    order = ordered(api, buyer, 100, currency={"id": 2})
    made = act(api, f"/order/{order['id']}/:invoice", **CHARGE)
    assert (made["amountCurrency"], made["amount"]) == (125, round(125 * rate / 100, 2))


@pytest.mark.parametrize(("per", "gross"), [("line", 0.18), ("rate", 0.19)])
def test_how_vat_is_rounded_is_a_switch(
    api: Api, buyer: dict[str, int], company: Company, world: TripletexWorld, per: str, gross: float
) -> None:
    world.set_switches({"vat_rounded_per": per}, company.id)
    order = ordered(api, buyer, 0.05, 0.05, 0.05)
    assert act(api, f"/order/{order['id']}/:invoice", **CHARGE)["amount"] == gross


def test_an_account_may_round_to_whole_kroner(
    api: Api, buyer: dict[str, int], company: Company, world: TripletexWorld
) -> None:
    world.set_switches({"whole_kroner": True}, company.id)
    made = act(api, f"/order/{ordered(api, buyer, 99.99)['id']}/:invoice", **CHARGE)
    assert (made["amount"], made["amountRoundoff"]) == (125, 0.01)


def test_an_invoice_is_booked(api: Api, invoice: Any) -> None:
    postings = api.value(f"/ledger/voucher/{invoice['voucher']['id']}", fields="postings(*,account(number))")[
        "postings"
    ]
    booked = [(each["account"]["number"], each["amount"]) for each in postings]
    assert booked == [(1500, 125), (3000, -100), (2700, -25)]


@pytest.mark.parametrize(("shown", "amount"), [(False, 0), (True, 125)])
def test_whether_a_draft_tells_what_it_comes_to_is_a_switch(
    api: Api, buyer: dict[str, int], company: Company, world: TripletexWorld, shown: bool, amount: float
) -> None:
    world.set_switches({"draft_amounts": shown}, company.id)
    order = ordered(api, buyer, 100)
    draft = api.value(f"/order/{order['id']}", fields="preliminaryInvoice(amountCurrency,amountOutstanding)")
    assert draft["preliminaryInvoice"] == {"amountCurrency": amount, "amountOutstanding": 0}


def test_drafts_are_not_listed(api: Api, buyer: dict[str, int], invoice: Any) -> None:
    ordered(api, buyer, 5)
    assert [row["id"] for row in api.values("/invoice", **YEAR)] == [invoice["id"]]
    assert api.values("/invoice", customerId=invoice["customer"]["id"] + 1, **YEAR) == []


def test_an_amount_is_exchanged_into_kroner_and_into_another_currency(api: Api) -> None:
    asked = {"amount": "100", "date": "2026-07-20"}
    euro = api.value("/currency/5/exchangeRate", **asked)
    assert euro == pytest.approx(api.value("/currency/5/rate", date="2026-07-20")["rate"] * 100)
    assert api.value("/currency/5/5/exchangeRate", **asked) == 100
    assert refusal(api.get("/currency/34/rate", params={"date": "2026-07-20"})) == (404, 6000)
