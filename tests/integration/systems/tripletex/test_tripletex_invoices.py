"""Invoices and credit notes through the port: made once, found again, never sent unless that was asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from samspill.exceptions import DataRefused, RetryLater
from samspill.sync.ports.documents import Issue
from samspill.systems.tripletex.system import TripletexSystem
from tests.integration.systems.tripletex.account import Account
from tests.integration.systems.tripletex.ledger import DAY, DUE, Ledger, line

LATER = date(2026, 7, 25)
CUT, NONE = ("cut", "after"), ("cut", "before")


@pytest.fixture
def ledger(account: Account, tripletex: TripletexSystem) -> Ledger:
    return Ledger.open(account, tripletex)


def refused(ledger: Ledger, **issue: object) -> str:
    with pytest.raises(DataRefused) as caught:
        ledger.invoice(**issue)
    return caught.value.code


# ---- of an order ---------------------------------------------------------------------------------------------


def test_an_invoice_has_the_order_s_totals_days_and_the_next_number(ledger: Ledger) -> None:
    order = ledger.order(line("3", "33.33", "5"), line("1", "9.99", code="31"))
    invoice = ledger.system.create_invoice(order, Issue(DAY, DUE))
    assert (invoice.net, invoice.gross) == (order.net, order.gross)
    assert (invoice.number, invoice.day, invoice.orders) == ("1", DAY, (order.id,))
    assert (invoice.party, invoice.currency, invoice.is_credit_note) == (ledger.customer, "NOK", False)
    assert ledger.row("invoice", invoice.id)["invoiceDueDate"] == DUE.isoformat()


def test_the_order_is_closed_and_known_to_be_invoiced(ledger: Ledger) -> None:
    invoice = ledger.invoice()
    order = ledger.system.order(invoice.orders[0])
    assert order is not None
    assert (order.closed, order.invoiced) == (True, True)


def test_an_invoice_in_another_currency_tells_its_own_amounts(ledger: Ledger) -> None:
    order = ledger.order(line("2", "10.01"), currency="EUR")
    invoice = ledger.system.create_invoice(order, Issue(DAY, DUE))
    assert (invoice.net, invoice.gross, invoice.currency) == (Decimal("20.02"), Decimal("25.03"), "EUR")


ROUNDED = {"line": Decimal("1.30"), "rate": Decimal("1.25")}
TRAP = (line("1", "0.10"),) * 10


@pytest.mark.parametrize("per", ROUNDED)
def test_an_order_tells_what_its_invoice_will_come_to_where_drafts_do(ledger: Ledger, per: str) -> None:
    ledger.account.switch(vat_rounded_per=per, draft_amounts=True)
    order = ledger.order(*TRAP)
    invoice = ledger.system.create_invoice(order, Issue(DAY, DUE))
    assert (order.net, order.gross) == (invoice.net, invoice.gross) == (Decimal("1.00"), ROUNDED[per])


def test_a_draft_tells_that_its_invoice_will_be_rounded_to_whole_kroner(ledger: Ledger) -> None:
    ledger.account.switch(whole_kroner=True, draft_amounts=True)
    order = ledger.order(line("1", "99.99"))
    assert order.gross == ledger.system.create_invoice(order, Issue(DAY, DUE)).gross == 125


@pytest.mark.parametrize("per", ROUNDED)
def test_where_drafts_tell_nothing_an_invoice_of_the_account_does(ledger: Ledger, per: str) -> None:
    ledger.account.switch(vat_rounded_per=per)
    assert ledger.order(*TRAP).gross == ROUNDED["line"]  # nothing is known yet
    ledger.invoice(*TRAP)
    assert ledger.order(*TRAP).gross == ROUNDED[per]


@pytest.mark.parametrize(("whole", "gross"), [(True, Decimal(125)), (False, Decimal("124.99"))])
def test_an_invoice_of_the_account_tells_about_whole_kroner_too(ledger: Ledger, whole: bool, gross: Decimal) -> None:
    ledger.account.switch(whole_kroner=whole)
    ledger.invoice(line("1", "99.99"))
    assert ledger.order(line("1", "99.99")).gross == gross


def test_what_is_paid_in_another_currency_is_never_rounded_to_whole_units(ledger: Ledger) -> None:
    ledger.account.switch(whole_kroner=True)
    ledger.invoice(line("1", "99.99"))
    assert ledger.order(line("1", "99.99"), currency="EUR").gross == Decimal("124.99")


def test_an_invoice_of_prices_with_vat_tells_nothing_about_those_without(ledger: Ledger) -> None:
    ledger.account.switch(vat_rounded_per="rate")
    ledger.invoice(*TRAP)
    lines = [{"description": "x", "count": 1, "unitPriceIncludingVatCurrency": 0.13}] * 10
    order = ledger.account.by_hand(
        "order", "create", customer={"id": int(ledger.customer)}, orderDate=DAY.isoformat(),
        deliveryDate=DAY.isoformat(), isPrioritizeAmountsIncludingVat=True, orderLines=lines,
    )  # fmt: skip
    ledger.account.by_hand("order", "charge", order)
    assert ledger.order(*TRAP).gross == ROUNDED["rate"]


def test_the_account_s_invoices_are_asked_only_until_they_have_told(ledger: Ledger) -> None:
    ledger.invoice(*TRAP, line("1", "0.11"))
    ledger.order(*TRAP)
    ledger.account.forget_calls()
    ledger.order(*TRAP)
    assert "GET /invoice" not in ledger.account.calls()


def test_the_invoices_of_an_order_are_its_own(ledger: Ledger) -> None:
    other = ledger.invoice()
    order = ledger.order()
    assert ledger.system.invoices_of(order) == []
    invoice = ledger.system.create_invoice(order, Issue(DAY, DUE))
    assert [each.id for each in ledger.system.invoices_of(order)] == [invoice.id]
    assert invoice.id != other.id


@pytest.mark.parametrize("made_of", ["copy", "same"])
def test_what_takes_an_invoice_back_is_no_invoice_of_its_order(ledger: Ledger, made_of: str) -> None:
    ledger.account.switch(credit_note_order=made_of)
    invoice = ledger.invoice()
    ledger.system.credit(invoice, LATER, "", send=False)
    order = ledger.system.order(invoice.orders[0])
    assert order is not None
    assert [each.id for each in ledger.system.invoices_of(order)] == [invoice.id]


def test_an_invoice_made_long_after_its_order_is_found(ledger: Ledger) -> None:
    order = ledger.order()
    invoice = ledger.system.create_invoice(order, Issue(date(2028, 2, 29), None))
    assert [each.id for each in ledger.system.invoices_of(order)] == [invoice.id]


def test_a_customer_of_more_invoices_than_a_query_may_touch_is_read_in_parts(ledger: Ledger) -> None:
    orders = [ledger.order(key=f"k{n}") for n in range(8)]
    days = [date(2026, month, 1) for month in range(1, 9)]
    made = [
        ledger.system.create_invoice(order, Issue(day, DUE)).id for order, day in zip(orders, days, strict=True)
    ]  # fmt: skip
    ledger.account.switch(register_cap=3)
    assert [[each.id for each in ledger.system.invoices_of(order)] for order in orders] == [[one] for one in made]


def test_an_invoice_whose_answer_was_lost_is_found_by_its_order(ledger: Ledger) -> None:
    order = ledger.order()
    ledger.account.fail("PUT /v2/order/{id}/:invoice", *CUT)
    with pytest.raises(RetryLater) as caught:
        ledger.system.create_invoice(order, Issue(DAY, DUE))
    assert caught.value.uncertain
    (found,) = ledger.system.invoices_of(order)
    assert found.gross == order.gross


def test_an_order_is_not_invoiced_twice(ledger: Ledger) -> None:
    order = ledger.order()
    ledger.system.create_invoice(order, Issue(DAY, DUE))
    with pytest.raises(DataRefused) as caught:
        ledger.system.create_invoice(order, Issue(DAY, DUE))
    assert caught.value.code == "order_closed"
    assert len(ledger.system.invoices_of(order)) == 1


def test_invoices_of_a_number_are_the_party_s_alone(account: Account, tripletex: TripletexSystem) -> None:
    ledger, other = Ledger.open(account, tripletex), Ledger.open(account, tripletex)
    mine, theirs = ledger.invoice(), other.invoice()
    assert [each.id for each in tripletex.invoices_numbered(mine.number, ledger.customer)] == [mine.id]
    assert tripletex.invoices_numbered(theirs.number, ledger.customer) == []
    assert tripletex.invoices_numbered("R-7", ledger.customer) == []


def test_an_invoice_that_is_not_there_is_none(ledger: Ledger) -> None:
    assert ledger.system.invoice("999999") is None


# ---- with a number of the app's ------------------------------------------------------------------------------


def test_a_number_is_kept_and_the_order_closed_all_the_same(ledger: Ledger) -> None:
    invoice = ledger.invoice(number="1021")
    order = ledger.system.order(invoice.orders[0])
    assert invoice.number == "1021"
    assert order is not None
    assert (order.closed, order.invoiced) == (True, True)
    assert ledger.row("invoice", invoice.id)["invoiceDueDate"] == DUE.isoformat()


def test_an_order_left_open_between_both_steps_is_closed_by_repeating_the_second(ledger: Ledger) -> None:
    order = ledger.order()
    ledger.account.fail("PUT /v2/order/{id}", *NONE)
    with pytest.raises(RetryLater) as caught:
        ledger.system.create_invoice(order, Issue(DAY, DUE, number="1021"))
    assert caught.value.uncertain
    (found,) = ledger.system.invoices_of(order)
    assert found.number == "1021"
    for _ in range(2):
        ledger.system.close_order(order)
    again = ledger.system.order(order.id)
    assert again is not None
    assert again.closed


@pytest.mark.parametrize("number", ["R-1021", "", "0", "99999999999"])
def test_a_number_that_is_none_is_told_before_anything_is_sent(ledger: Ledger, number: str) -> None:
    assert refused(ledger, number=number) == "invoice_number_unusable"
    assert all(not row["isCharged"] for row in ledger.account.rows("invoice"))


@pytest.mark.parametrize("number", ["1021", "1020"])
def test_a_number_that_is_taken_or_out_of_line_is_named(ledger: Ledger, number: str) -> None:
    ledger.account.switch(invoice_numbers="rising")
    ledger.invoice(number="1021")
    assert refused(ledger, number=number) == "invoice_number_unusable"


# ---- what hinders ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [None, "1021"])
def test_a_missing_bank_account_is_named(ledger: Ledger, number: str | None) -> None:
    ledger.account.switch(bank_account_registered=False)
    assert refused(ledger, number=number) == "bank_account_missing"


@pytest.mark.parametrize("number", [None, "1021"])
def test_a_closed_period_is_named(ledger: Ledger, number: str | None) -> None:
    ledger.account.switch(locked_until="2026-07-31")
    assert refused(ledger, number=number) == "period_closed"


def test_an_order_whose_lines_somebody_took_away_is_named(ledger: Ledger) -> None:
    order = ledger.order()
    ledger.account.by_hand("order/orderline", "delete", str(ledger.row("order", order.id)["orderLines"][0]["id"]))
    with pytest.raises(DataRefused) as caught:
        ledger.system.create_invoice(order, Issue(DAY, DUE))
    assert caught.value.code == "document_without_lines"


# ---- credit notes ---------------------------------------------------------------------------------------------


def test_a_whole_invoice_is_taken_back_with_positive_amounts(ledger: Ledger) -> None:
    invoice = ledger.invoice(line("2", "50"))
    note = ledger.system.credit(invoice, LATER, "Retur", send=False)
    assert (note.net, note.gross, note.is_credit_note) == (Decimal(100), Decimal(125), True)
    assert (note.credits, note.day, note.comment) == (invoice.id, LATER, "Retur")
    again = ledger.system.invoice(invoice.id)
    assert again is not None
    assert again.credited


def test_a_credit_note_is_found_by_its_invoice(ledger: Ledger) -> None:
    invoice, other = ledger.invoice(), ledger.invoice()
    assert ledger.system.credit_notes_of(invoice) == []
    note = ledger.system.credit(invoice, LATER, "", send=False)
    assert [each.id for each in ledger.system.credit_notes_of(invoice)] == [note.id]
    assert ledger.system.credit_notes_of(other) == []


def test_the_party_of_an_invoice_need_not_be_known_to_find_its_credit_notes(ledger: Ledger) -> None:
    invoice = ledger.invoice()
    note = ledger.system.credit(invoice, LATER, "", send=False)
    assert [each.id for each in ledger.system.credit_notes_of(replace(invoice, party=""))] == [note.id]


def test_a_second_whole_credit_note_is_refused_by_name(ledger: Ledger) -> None:
    invoice = ledger.invoice()
    ledger.system.credit(invoice, LATER, "", send=False)
    with pytest.raises(DataRefused) as caught:
        ledger.system.credit(invoice, LATER, "", send=False)
    assert caught.value.code == "already_credited"


def test_a_credit_note_whose_answer_was_lost_is_found(ledger: Ledger) -> None:
    invoice = ledger.invoice()
    ledger.account.fail("PUT /v2/invoice/{id}/:createCreditNote", *CUT)
    with pytest.raises(RetryLater):
        ledger.system.credit(invoice, LATER, "", send=False)
    (note,) = ledger.system.credit_notes_of(invoice)
    assert note.gross == invoice.gross


def test_a_part_of_an_invoice_is_taken_back_by_an_order_of_negative_lines(ledger: Ledger) -> None:
    invoice = ledger.invoice(line("4", "50"))
    order = ledger.order(line("-1", "50"), key="samspill:c0ffee00:credit_note:7")
    assert (order.net, order.gross) == (Decimal(-50), Decimal("-62.50"))
    note = ledger.system.create_invoice(order, Issue(LATER, None, credits=invoice.id))
    assert (note.net, note.gross, note.is_credit_note, note.credits) == (
        Decimal(50), Decimal("62.50"), True, invoice.id,
    )  # fmt: skip
    assert [each.id for each in ledger.system.credit_notes_of(invoice)] == [note.id]
    assert [each.id for each in ledger.system.invoices_of(order)] == [note.id]


def test_a_credit_note_of_an_order_cannot_keep_a_number(ledger: Ledger) -> None:
    invoice = ledger.invoice()
    order = ledger.order(line("-1"), key="k")
    with pytest.raises(DataRefused) as caught:
        ledger.system.create_invoice(order, Issue(LATER, None, number="7", credits=invoice.id))
    assert caught.value.code == "invoice_number_unusable"


# ---- sending --------------------------------------------------------------------------------------------------


def test_nothing_is_sent_unless_that_was_asked_for(ledger: Ledger) -> None:
    first = ledger.invoice(line("2"))
    ledger.invoice(number="1021")
    order = ledger.order(line("-1"), key="k")
    ledger.system.create_invoice(order, Issue(LATER, None, credits=first.id))
    ledger.system.credit(ledger.invoice(), LATER, "", send=False)
    assert ledger.sent == []


def test_no_method_sends_by_itself(ledger: Ledger) -> None:
    ledger.invoice(send=False, send_method="EMAIL")
    assert ledger.sent == []


def test_an_invoice_goes_the_customer_s_own_way_or_the_one_that_is_asked_for(ledger: Ledger) -> None:
    ledger.invoice(send=True)
    ledger.invoice(send=True, send_method="PAPER")
    ledger.invoice(send=True, number="1021")
    assert ledger.sent == [("EMAIL", "post@kunde.example"), ("PAPER", ""), ("EMAIL", "post@kunde.example")]


def test_a_credit_note_goes_to_where_the_customer_s_invoices_go(account: Account, tripletex: TripletexSystem) -> None:
    ledger = Ledger.open(account, tripletex, invoiceEmail="faktura@kunde.example")
    ledger.system.credit(ledger.invoice(), LATER, "", send=True)
    assert ledger.sent == [("EMAIL", "faktura@kunde.example")]


def test_ehf_to_who_cannot_receive_it_is_named_and_nothing_is_made(ledger: Ledger) -> None:
    assert refused(ledger, send=True, send_method="EHF") == "customer_cannot_receive_ehf"
    assert all(not row["isCharged"] for row in ledger.account.rows("invoice"))
