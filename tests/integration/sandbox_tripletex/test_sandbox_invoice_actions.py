"""Invoices are sent, credited and paid (8.10)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sandbox.tripletex.company import Company
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import Api, complaints, refusal
from tests.integration.sandbox_tripletex.selling import CHARGE, YEAR, act, ordered

CREDITED = (
    "Hele eller deler av fakturaen er kreditert. Summen av kreditnotaene kan ikke være høyere enn fakturabeløpet."
)


class TestSending:
    def test_an_invoice_is_sent_unless_it_is_told_not_to(
        self, api: Api, buyer: dict[str, int], company: Company
    ) -> None:
        act(api, f"/order/{ordered(api, buyer, 1)['id']}/:invoice", invoiceDate="2026-07-20")
        [sent] = company.outbox
        assert (sent.document, sent.number, sent.send_type, sent.to) == ("invoice", "1", "EMAIL", "post@kunde.no")

    def test_a_posted_invoice_too(self, api: Api, buyer: dict[str, int], company: Company) -> None:
        days = {"invoiceDate": "2026-07-20", "invoiceDueDate": "2026-08-20"}
        api.create("/invoice", orders=[{"id": ordered(api, buyer, 1)["id"]}], **days)
        assert len(company.outbox) == 1

    def test_nothing_is_sent_when_it_is_told_so(self, company: Company, api: Api, invoice: Any) -> None:
        act(api, f"/invoice/{invoice['id']}/:createCreditNote", date="2026-07-21", sendToCustomer="false")
        assert company.outbox == []

    def test_a_credit_note_by_mail_is_sent_only_where_it_is_told(
        self, company: Company, api: Api, buyer: dict[str, int], invoice: Any
    ) -> None:
        act(api, f"/invoice/{invoice['id']}/:createCreditNote", date="2026-07-21")
        assert company.outbox == []
        other = act(api, f"/order/{ordered(api, buyer, 9)['id']}/:invoice", **CHARGE)
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

    def test_an_invoice_of_nothing_is_credited_once_too(self, api: Api, buyer: dict[str, int]) -> None:
        made = act(api, f"/order/{ordered(api, buyer, 0)['id']}/:invoice", **CHARGE)
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

    def test_a_part_is_credited_by_an_order_below_zero(self, api: Api, buyer: dict[str, int], invoice: Any) -> None:
        path = f"/order/{ordered(api, buyer, 40, count=-1)['id']}/:invoice"
        note = act(api, path, invoiceIdIfIsCreditNote=invoice["id"], **CHARGE)
        assert (note["isCreditNote"], note["creditedInvoice"], note["amount"]) == (True, invoice["id"], -50)
        after = api.value(f"/invoice/{invoice['id']}")
        assert (after["amountOutstanding"], after["isCredited"]) == (75, False)

    def test_no_more_is_credited_than_was_invoiced(self, api: Api, buyer: dict[str, int], invoice: Any) -> None:
        wanted: dict[str, Any] = {"invoiceIdIfIsCreditNote": invoice["id"], **CHARGE}
        first, second = (f"/order/{ordered(api, buyer, 60, count=-1)['id']}/:invoice" for _ in range(2))
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


def test_a_foreign_payment_is_told_in_both_currencies(api: Api, buyer: dict[str, int]) -> None:
    [kind] = api.values("/invoice/paymentType")
    order = ordered(api, buyer, 100, currency={"id": 5})
    made = act(api, f"/order/{order['id']}/:invoice", **CHARGE)
    paid: dict[str, Any] = {"paymentDate": "2026-07-21", "paymentTypeId": kind["id"], "paidAmount": made["amount"]}
    path = f"/invoice/{made['id']}/:payment"
    assert complaints(api.put(path, params=paid)) == [("Internt felt (amountBasisCurrency)", "Feltet må fylles ut.")]
    assert act(api, path, paidAmountCurrency=125, **paid)["amountCurrencyOutstanding"] == 0
