"""Orders become invoices, invoices are sent, paid and credited (8.10)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sandbox.tripletex.company import Company
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import Api, complaints, refusal

DAYS = {"orderDate": "2026-07-01", "deliveryDate": "2026-07-15"}
YEAR = {"invoiceDateFrom": "2026-01-01", "invoiceDateTo": "2027-01-01"}
CHARGE = {"invoiceDate": "2026-07-20", "sendToCustomer": "false"}
NET = "unitPriceExcludingVatCurrency"
CREDITED = (
    "Hele eller deler av fakturaen er kreditert. Summen av kreditnotaene kan ikke være høyere enn fakturabeløpet."
)


@pytest.fixture
def customer(api: Api) -> dict[str, int]:
    return {"id": api.create("/customer", name="Kunde AS", email="post@kunde.no")["id"]}


def ordered(api: Api, customer: dict[str, int], *prices: float, count: float = 1, **terms: Any) -> Any:
    lines = [{"description": "Vare", "count": count, NET: each} for each in prices]
    return api.create("/order", customer=customer, orderLines=lines, **DAYS, **terms)


def act(api: Api, path: str, **params: Any) -> Any:
    answer = api.put(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["value"]


@pytest.fixture
def invoice(api: Api, customer: dict[str, int]) -> Any:
    return act(api, f"/order/{ordered(api, customer, 100)['id']}/:invoice", **CHARGE)


def test_an_orders_draft_becomes_its_invoice_and_the_order_is_closed(api: Api, customer: dict[str, int]) -> None:
    order = ordered(api, customer, 100, reference="R-1")
    made = act(api, f"/order/{order['id']}/:invoice", **CHARGE)
    assert made["id"] == order["preliminaryInvoice"]["id"]
    assert (made["invoiceNumber"], made["amount"], made["amountExcludingVat"]) == (1, 125, 100)
    assert (made["invoiceDate"], made["invoiceDueDate"], made["isCreditNote"]) == ("2026-07-20", "2026-08-03", False)
    after = api.value(f"/order/{order['id']}", fields="*,orderLines(isCharged)")
    assert (after["isClosed"], after["preliminaryInvoice"]) == (True, None)
    assert after["orderLines"] == [{"isCharged": True}]


def test_an_order_invoiced_by_post_stays_open(api: Api, customer: dict[str, int]) -> None:
    order = ordered(api, customer, 100)
    body = {"invoiceDate": "2026-07-20", "invoiceDueDate": "2026-08-20", "orders": [{"id": order["id"]}]}
    made = api.post("/invoice", params={"sendToCustomer": "false"}, json=body).json()["value"]
    assert (made["amount"], made["invoiceDueDate"], made["version"]) == (125, "2026-08-20", 3)
    after = api.value(f"/order/{order['id']}")
    assert (after["isClosed"], after["preliminaryInvoice"]) == (False, None)


def test_an_invoice_may_bring_its_order_and_lines(api: Api, customer: dict[str, int]) -> None:
    lines = [{"description": "Vare", "count": 2, NET: 50}]
    order = {"customer": customer, "reference": "R-1", "orderLines": lines, **DAYS}
    made = api.create("/invoice", invoiceDate="2026-07-20", invoiceDueDate="2026-08-20", orders=[order])
    assert (made["amountCurrency"], made["customer"]["id"]) == (125, customer["id"])
    assert api.value(f"/order/{made['orders'][0]['id']}")["reference"] == "R-1"


def test_an_order_inside_an_invoice_keeps_the_rules_of_orders(api: Api, customer: dict[str, int]) -> None:
    order = {"customer": customer, **DAYS, "orderLines": [{"description": "A", "unitPriceIncludingVatCurrency": 1}]}
    body = {"invoiceDate": "2026-07-20", "invoiceDueDate": "2026-08-20", "orders": [order]}
    assert refusal(api.post("/invoice", json=body)) == (422, 18000)
    assert api.values("/order", orderDateFrom="2026-01-01", orderDateTo="2027-01-01") == []


def test_a_closed_order_is_invoiced_again_only_when_it_is_opened(api: Api, customer: dict[str, int]) -> None:
    order = ordered(api, customer, 100)
    path = f"/order/{order['id']}/:invoice"
    act(api, path, **CHARGE)
    assert refusal(api.put(path, params=CHARGE)) == (422, 18000)
    api.change(f"/order/{order['id']}", isClosed=False)
    assert act(api, path, **CHARGE)["invoiceNumber"] == 2


def test_an_order_without_lines_is_not_invoiced(api: Api, customer: dict[str, int]) -> None:
    answer = api.put(f"/order/{ordered(api, customer)['id']}/:invoice", params=CHARGE)
    assert complaints(answer) == [(None, "Fakturaen inneholder ingen ordrelinjer.")]


def test_an_order_needs_the_day_of_its_invoice(api: Api, customer: dict[str, int]) -> None:
    answer = api.put(f"/order/{ordered(api, customer, 1)['id']}/:invoice")
    assert refusal(answer) == (422, 15000)
    assert complaints(answer) == [("invoiceDate", "Kan ikke være null.")]


def test_nothing_is_invoiced_in_a_closed_period(
    api: Api, customer: dict[str, int], company: Company, world: TripletexWorld
) -> None:
    world.set_switches({"locked_until": "2026-07-20"}, company.id)
    path = f"/order/{ordered(api, customer, 100)['id']}/:invoice"
    assert complaints(api.put(path, params=CHARGE)) == [("invoiceDate", "Perioden er avsluttet.")]
    assert act(api, path, invoiceDate="2026-07-21", sendToCustomer="false")["invoiceNumber"] == 1


def test_a_refused_invoice_leaves_no_gap_in_the_numbers(api: Api, customer: dict[str, int]) -> None:
    path = f"/order/{ordered(api, customer, 100)['id']}/:invoice"
    refused = api.put(path, params={"invoiceDate": "2026-07-20", "sendType": "EHF"})
    assert complaints(refused) == [(None, "Kunden kan ikke motta EHF-dokumenter")]
    assert act(api, path, **CHARGE)["invoiceNumber"] == 1


def test_a_number_that_was_refused_is_not_taken(
    api: Api, customer: dict[str, int], company: Company, world: TripletexWorld
) -> None:
    world.set_switches({"ehf_receivers": ["987654325"]}, company.id)
    terms = {"organizationNumber": "987654325", "invoiceSendMethod": "EHF", "postalAddress": {"city": "Oslo"}}
    receiver = {"id": api.create("/customer", name="A", **terms)["id"]}
    world.set_switches({"ehf_receivers": []}, company.id)
    days = {"invoiceDate": "2026-07-20", "invoiceDueDate": "2026-08-20"}
    body = {"invoiceNumber": 50, "orders": [{"customer": receiver, **DAYS}], **days}
    assert complaints(api.post("/invoice", json=body)) == [(None, "Kunden kan ikke motta EHF-dokumenter")]
    assert act(api, f"/order/{ordered(api, customer, 1)['id']}/:invoice", **CHARGE)["invoiceNumber"] == 1


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
    customer: dict[str, int],
    company: Company,
    world: TripletexWorld,
    switch: str,
    number: int,
    message: str,
) -> None:
    world.set_switches({"invoice_numbers": switch}, company.id)
    days = {"invoiceDate": "2026-07-20", "invoiceDueDate": "2026-08-20"}
    api.create("/invoice", invoiceNumber=50, orders=[{"id": ordered(api, customer, 1)["id"]}], **days)
    body = {"invoiceNumber": number, "orders": [{"id": ordered(api, customer, 1)["id"]}], **days}
    assert complaints(api.post("/invoice", json=body)) == [("invoiceNumber", message)]


def test_a_foreign_invoice_is_also_told_in_kroner(api: Api, customer: dict[str, int]) -> None:
    rate = api.value("/currency/2/rate", date="2026-07-20")["rate"]
    order = ordered(api, customer, 100, currency={"id": 2})
    made = act(api, f"/order/{order['id']}/:invoice", **CHARGE)
    assert (made["amountCurrency"], made["amount"]) == (125, round(125 * rate / 100, 2))


@pytest.mark.parametrize(("per", "gross"), [("line", 0.18), ("rate", 0.19)])
def test_how_vat_is_rounded_is_a_switch(
    api: Api, customer: dict[str, int], company: Company, world: TripletexWorld, per: str, gross: float
) -> None:
    world.set_switches({"vat_rounded_per": per}, company.id)
    order = ordered(api, customer, 0.05, 0.05, 0.05)
    assert act(api, f"/order/{order['id']}/:invoice", **CHARGE)["amount"] == gross


def test_an_account_may_round_to_whole_kroner(
    api: Api, customer: dict[str, int], company: Company, world: TripletexWorld
) -> None:
    world.set_switches({"whole_kroner": True}, company.id)
    made = act(api, f"/order/{ordered(api, customer, 99.99)['id']}/:invoice", **CHARGE)
    assert (made["amount"], made["amountRoundoff"]) == (125, 0.01)


def test_an_invoice_is_booked(api: Api, invoice: Any) -> None:
    postings = api.value(f"/ledger/voucher/{invoice['voucher']['id']}", fields="postings(*,account(number))")[
        "postings"
    ]
    booked = [(each["account"]["number"], each["amount"]) for each in postings]
    assert booked == [(1500, 125), (3000, -100), (2700, -25)]


@pytest.mark.parametrize(("shown", "amount"), [(False, 0), (True, 125)])
def test_whether_a_draft_tells_what_it_comes_to_is_a_switch(
    api: Api, customer: dict[str, int], company: Company, world: TripletexWorld, shown: bool, amount: float
) -> None:
    world.set_switches({"draft_amounts": shown}, company.id)
    order = ordered(api, customer, 100)
    draft = api.value(f"/order/{order['id']}", fields="preliminaryInvoice(amountCurrency,amountOutstanding)")
    assert draft["preliminaryInvoice"] == {"amountCurrency": amount, "amountOutstanding": 0}


def test_drafts_are_not_listed(api: Api, customer: dict[str, int], invoice: Any) -> None:
    ordered(api, customer, 5)
    assert [row["id"] for row in api.values("/invoice", **YEAR)] == [invoice["id"]]
    assert api.values("/invoice", customerId=invoice["customer"]["id"] + 1, **YEAR) == []


class TestSending:
    def test_an_invoice_is_sent_unless_it_is_told_not_to(
        self, api: Api, customer: dict[str, int], company: Company
    ) -> None:
        act(api, f"/order/{ordered(api, customer, 1)['id']}/:invoice", invoiceDate="2026-07-20")
        [sent] = company.outbox
        assert (sent.document, sent.number, sent.send_type, sent.to) == ("invoice", "1", "EMAIL", "post@kunde.no")

    def test_a_posted_invoice_too(self, api: Api, customer: dict[str, int], company: Company) -> None:
        days = {"invoiceDate": "2026-07-20", "invoiceDueDate": "2026-08-20"}
        api.create("/invoice", orders=[{"id": ordered(api, customer, 1)["id"]}], **days)
        assert len(company.outbox) == 1

    def test_nothing_is_sent_when_it_is_told_so(self, company: Company, api: Api, invoice: Any) -> None:
        act(api, f"/invoice/{invoice['id']}/:createCreditNote", date="2026-07-21", sendToCustomer="false")
        assert company.outbox == []

    def test_a_credit_note_by_mail_is_sent_only_where_it_is_told(
        self, company: Company, api: Api, customer: dict[str, int], invoice: Any
    ) -> None:
        act(api, f"/invoice/{invoice['id']}/:createCreditNote", date="2026-07-21")
        assert company.outbox == []
        other = act(api, f"/order/{ordered(api, customer, 9)['id']}/:invoice", **CHARGE)
        act(api, f"/invoice/{other['id']}/:createCreditNote", date="2026-07-21", creditNoteEmail="a@kunde.no")
        assert [(each.document, each.to) for each in company.outbox] == [("credit_note", "a@kunde.no")]

    def test_sending_later_needs_a_way(self, company: Company, api: Api, invoice: Any) -> None:
        path = f"/invoice/{invoice['id']}/:send"
        assert complaints(api.put(path)) == [("sendType", "Kan ikke være null.")]
        assert api.put(path, params={"sendType": "EMAIL", "overrideEmailAddress": "b@kunde.no"}).status_code == 200
        assert [(each.send_type, each.to) for each in company.outbox] == [("EMAIL", "b@kunde.no")]

    def test_ehf_is_refused_to_who_cannot_receive_it(self, company: Company, api: Api, invoice: Any) -> None:
        answer = api.put(f"/invoice/{invoice['id']}/:send", params={"sendType": "EHF"})
        assert complaints(answer) == [(None, "Kunden kan ikke motta EHF-dokumenter")]
        assert company.outbox == []

    def test_the_outbox_is_shown_to_who_steers_the_sandbox(
        self, api: Api, invoice: Any, company: Company, control: httpx.Client
    ) -> None:
        api.put(f"/invoice/{invoice['id']}/:send", params={"sendType": "MANUAL"})
        state = control.get("/state", params={"company": company.id}).json()
        assert state["outbox"] == [
            {"document": "invoice", "id": invoice["id"], "number": "1", "send_type": "MANUAL", "to": ""}
        ]


class TestCrediting:
    def test_a_credit_note_takes_back_the_whole_invoice(self, api: Api, invoice: Any) -> None:
        note = act(api, f"/invoice/{invoice['id']}/:createCreditNote", date="2026-07-21", comment="Feil")
        assert (note["invoiceNumber"], note["amount"], note["amountExcludingVat"]) == (2, -125, -100)
        assert (note["isCreditNote"], note["creditedInvoice"], note["comment"]) == (True, invoice["id"], "Feil")
        assert (note["amountOutstanding"], note["invoiceDate"]) == (0, "2026-07-21")
        after = api.value(f"/invoice/{invoice['id']}")
        assert (after["isCredited"], after["amountOutstanding"], after["amount"]) == (True, 0, 125)

    def test_a_credit_note_needs_its_day(self, api: Api, invoice: Any) -> None:
        answer = api.put(f"/invoice/{invoice['id']}/:createCreditNote")
        assert (refusal(answer), complaints(answer)) == ((422, 15000), [("date", "Kan ikke være null.")])

    def test_an_invoice_is_credited_once(self, api: Api, invoice: Any) -> None:
        path = f"/invoice/{invoice['id']}/:createCreditNote"
        act(api, path, date="2026-07-21")
        assert complaints(api.put(path, params={"date": "2026-07-21"})) == [(None, CREDITED)]
        assert len(api.values("/invoice", **YEAR)) == 2

    def test_an_invoice_of_nothing_is_credited_once_too(self, api: Api, customer: dict[str, int]) -> None:
        made = act(api, f"/order/{ordered(api, customer, 0)['id']}/:invoice", **CHARGE)
        path = f"/invoice/{made['id']}/:createCreditNote"
        act(api, path, date="2026-07-21")
        assert complaints(api.put(path, params={"date": "2026-07-21"})) == [(None, CREDITED)]

    def test_a_credit_note_is_not_credited(self, api: Api, invoice: Any) -> None:
        note = act(api, f"/invoice/{invoice['id']}/:createCreditNote", date="2026-07-21")
        answer = api.put(f"/invoice/{note['id']}/:createCreditNote", params={"date": "2026-07-21"})
        assert refusal(answer) == (422, 18000)

    @pytest.mark.parametrize(("switch", "orders"), [("copy", 2), ("same", 1)])
    def test_which_order_is_behind_a_credit_note_is_a_switch(
        self, api: Api, invoice: Any, company: Company, world: TripletexWorld, switch: str, orders: int
    ) -> None:
        world.set_switches({"credit_note_order": switch}, company.id)
        note = act(api, f"/invoice/{invoice['id']}/:createCreditNote", date="2026-07-21")
        assert len({invoice["orders"][0]["id"], note["orders"][0]["id"]}) == orders
        assert api.value(f"/order/orderline/{note['orderLines'][0]['id']}")["count"] == -1
        assert len(api.value(f"/order/{invoice['orders'][0]['id']}")["orderLines"]) == 1

    def test_a_part_is_credited_by_an_order_below_zero(
        self, api: Api, customer: dict[str, int], invoice: Any
    ) -> None:
        path = f"/order/{ordered(api, customer, 40, count=-1)['id']}/:invoice"
        note = act(api, path, invoiceIdIfIsCreditNote=invoice["id"], **CHARGE)
        assert (note["isCreditNote"], note["creditedInvoice"], note["amount"]) == (True, invoice["id"], -50)
        after = api.value(f"/invoice/{invoice['id']}")
        assert (after["amountOutstanding"], after["isCredited"]) == (75, False)

    def test_no_more_is_credited_than_was_invoiced(self, api: Api, customer: dict[str, int], invoice: Any) -> None:
        wanted: dict[str, Any] = {"invoiceIdIfIsCreditNote": invoice["id"], **CHARGE}
        first, second = (f"/order/{ordered(api, customer, 60, count=-1)['id']}/:invoice" for _ in range(2))
        act(api, first, **wanted)
        assert complaints(api.put(second, params=wanted)) == [(None, CREDITED)]
        whole = api.put(f"/invoice/{invoice['id']}/:createCreditNote", params={"date": "2026-07-21"})
        assert complaints(whole) == [(None, CREDITED)]

    def test_what_was_paid_stays_with_the_credit_note(self, api: Api, invoice: Any) -> None:
        [kind] = api.values("/invoice/paymentType")
        paid: dict[str, Any] = {"paymentDate": "2026-07-21", "paymentTypeId": kind["id"], "paidAmount": 125}
        assert act(api, f"/invoice/{invoice['id']}/:payment", **paid)["amountOutstanding"] == 0
        note = act(api, f"/invoice/{invoice['id']}/:createCreditNote", date="2026-07-22")
        assert note["amountOutstanding"] == -125


def test_a_payment_of_an_unknown_type_is_not_found(api: Api, invoice: Any) -> None:
    paid: dict[str, Any] = {"paymentDate": "2026-07-21", "paymentTypeId": 1, "paidAmount": 125}
    assert refusal(api.put(f"/invoice/{invoice['id']}/:payment", params=paid)) == (404, 6000)


def test_a_foreign_payment_is_told_in_both_currencies(api: Api, customer: dict[str, int]) -> None:
    [kind] = api.values("/invoice/paymentType")
    order = ordered(api, customer, 100, currency={"id": 5})
    made = act(api, f"/order/{order['id']}/:invoice", **CHARGE)
    paid: dict[str, Any] = {"paymentDate": "2026-07-21", "paymentTypeId": kind["id"], "paidAmount": made["amount"]}
    path = f"/invoice/{made['id']}/:payment"
    assert complaints(api.put(path, params=paid)) == [("Internt felt (amountBasisCurrency)", "Feltet må fylles ut.")]
    assert act(api, path, paidAmountCurrency=125, **paid)["amountCurrencyOutstanding"] == 0


def test_an_amount_is_exchanged_into_kroner_and_into_another_currency(api: Api) -> None:
    asked = {"amount": "100", "date": "2026-07-20"}
    euro = api.value("/currency/5/exchangeRate", **asked)
    assert euro == pytest.approx(api.value("/currency/5/rate", date="2026-07-20")["rate"] * 100)
    assert api.value("/currency/5/5/exchangeRate", **asked) == 100
    assert refusal(api.get("/currency/34/rate", params={"date": "2026-07-20"})) == (404, 6000)
