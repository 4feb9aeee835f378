"""Orders through the port: every term is ours, exact to the last digit, and found again by our key."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from samspill.exceptions import DataRefused, RetryLater
from samspill.systems.tripletex.system import TripletexSystem
from tests.integration.systems.tripletex.account import Account
from tests.integration.systems.tripletex.ledger import DAY, KEY, Ledger, line


@pytest.fixture
def ledger(account: Account, tripletex: TripletexSystem) -> Ledger:
    return Ledger.open(account, tripletex)


def test_an_order_shows_its_lines_and_what_they_come_to(ledger: Ledger) -> None:
    order = ledger.order(line("2", "100", "10"), line("1.5", "33.33", code="31"))
    assert (order.net, order.gross) == (Decimal("230.00"), Decimal("282.49"))
    assert [(each.net, each.gross) for each in order.lines] == [
        (Decimal(180), Decimal(225)),
        (Decimal("50.00"), Decimal("57.49")),
    ]
    assert [each.vat_code for each in order.lines] == ["3", "31"]
    assert (order.party, order.day, order.key) == (ledger.customer, DAY, KEY)
    assert (order.currency, order.closed, order.invoiced) == ("NOK", False, False)


@pytest.mark.parametrize("price", ["0.1", "19.9999999999", "123456789.99", "0.0000000001"])
def test_a_price_keeps_every_digit(ledger: Ledger, price: str) -> None:
    (made,) = ledger.order(line("3", price)).lines
    assert made.unit_price == Decimal(price)


def test_more_digits_than_a_line_holds_are_refused_before_anything_is_sent(ledger: Ledger) -> None:
    with pytest.raises(DataRefused) as caught:
        ledger.order(line("1", "0.00000000001"))
    assert (caught.value.code, caught.value.facts["field"]) == ("not_in_tripletex", "price")
    assert ledger.account.rows("order") == []


def test_a_quantity_of_thousandths_and_a_negative_one_are_kept(ledger: Ledger) -> None:
    order = ledger.order(line("0.125", "80"), line("-2", "10"))
    assert [each.quantity for each in order.lines] == [Decimal("0.125"), Decimal(-2)]


def test_lines_keep_their_order(ledger: Ledger) -> None:
    lines = [line("1", str(n), description=f"Linje {n}") for n in range(12)]
    order = ledger.order(*lines)
    assert [each.description for each in order.lines] == [f"Linje {n}" for n in range(12)]
    row = ledger.row("order", order.id)
    assert row["orderLineSorting"] == "CUSTOM"
    assert [each["sortIndex"] for each in row["orderLines"]] == list(range(12))


@pytest.mark.parametrize("with_vat", [True, False])
def test_prices_never_clash_with_the_account_s_own_choice(ledger: Ledger, with_vat: bool) -> None:
    ledger.account.switch(prices_include_vat=with_vat)
    order = ledger.order(line("1", "100"))
    assert (order.net, order.gross) == (Decimal(100), Decimal(125))


def test_the_customer_s_terms_do_not_slip_in(account: Account, tripletex: TripletexSystem) -> None:
    euro = account.id_of("currency", code="EUR")
    ledger = Ledger.open(
        account, tripletex, discountPercentage=20, currency={"id": int(euro)}, invoicesDueIn=1
    )  # fmt: skip
    order = ledger.order(line("1", "100"))
    assert (order.net, order.currency) == (Decimal(100), "NOK")
    row = ledger.row("order", order.id)
    assert (row["invoicesDueIn"], row["invoicesDueInType"]) == (30, "DAYS")


def test_an_order_is_in_the_currency_it_says(ledger: Ledger) -> None:
    assert ledger.order(currency="SEK").currency == "SEK"


def test_what_people_see_and_what_they_do_not_print_stand_apart(ledger: Ledger) -> None:
    order = ledger.order(reference="Ola Nordmann", comment="Takk for handelen")
    row = ledger.row("order", order.id)
    assert (row["reference"], row["invoiceComment"], row["internalComment"]) == (
        "Ola Nordmann",
        "Takk for handelen",
        KEY,
    )


def test_a_product_and_a_project_are_tied_to_the_order(ledger: Ledger) -> None:
    product = ledger.account.by_hand("product", "create", name="Skrue", number="S/1")
    manager = ledger.account.owner
    ledger.account.by_hand("employee", "update", manager, isProjectManager=True)
    project = ledger.account.by_hand(
        "project", "create", name="Tak", projectManager={"id": int(manager)}, startDate="2026-01-01"
    )  # fmt: skip
    order = ledger.order(line(product=product, description=""), project=project)
    assert order.lines[0].product == product
    assert str(ledger.row("order", order.id)["project"]["id"]) == project


def test_our_price_holds_against_the_product_s_own_even_if_it_is_nothing(ledger: Ledger) -> None:
    product = ledger.account.by_hand("product", "create", name="Skrue", priceExcludingVatCurrency=500)
    order = ledger.order(line("1", "0", product=product), line("1", "7", product=product))
    assert [each.unit_price for each in order.lines] == [Decimal(0), Decimal(7)]


def test_an_order_is_found_by_our_key_alone(ledger: Ledger) -> None:
    order = ledger.order()
    ledger.order(key="samspill:c0ffee00:invoice:102")
    ledger.account.by_hand(
        "order", "create", customer={"id": int(ledger.customer)}, orderDate=DAY.isoformat(),
        deliveryDate=DAY.isoformat(), internalComment="samspill:c0ffee00:invoice:10211",
    )  # fmt: skip
    assert [each.id for each in ledger.system.find_orders(KEY, ledger.customer)] == [order.id]


@pytest.mark.parametrize("days", [-4000, -61, -1, 1, 61, 4000])
def test_an_order_that_somebody_dated_otherwise_is_found_all_the_same(ledger: Ledger, days: int) -> None:
    order = ledger.order()
    ledger.account.by_hand("order", "update", order.id, orderDate=(DAY + timedelta(days=days)).isoformat())
    assert [each.id for each in ledger.system.find_orders(KEY, ledger.customer)] == [order.id]


def test_what_people_write_beside_our_key_does_not_hide_the_order(ledger: Ledger) -> None:
    order = ledger.order()
    ledger.account.by_hand("order", "update", order.id, internalComment=f"{KEY} ring Kari")
    assert [each.key for each in ledger.system.find_orders(KEY, ledger.customer)] == [KEY]


def test_all_of_a_busy_day_s_orders_are_looked_through(ledger: Ledger) -> None:
    for _ in range(1001):
        ledger.account.by_hand(
            "order", "create", customer={"id": int(ledger.customer)}, orderDate=DAY.isoformat(),
            deliveryDate=DAY.isoformat(),
        )  # fmt: skip
    order = ledger.order()
    assert [each.id for each in ledger.system.find_orders(KEY, ledger.customer)] == [order.id]


def test_an_order_whose_answer_was_lost_is_found_as_it_was_sent(ledger: Ledger) -> None:
    ledger.account.fail("POST /v2/order", "cut", when="after")
    with pytest.raises(RetryLater) as caught:
        ledger.order(line("3", "9.99", "5"))
    assert caught.value.uncertain
    (found,) = ledger.system.find_orders(KEY, ledger.customer)
    assert found.lines[0].unit_price == Decimal("9.99")


def test_an_order_that_was_made_but_cannot_be_read_is_looked_up_later(ledger: Ledger) -> None:
    ledger.account.fail("GET /v2/order/{id}", "502")
    with pytest.raises(RetryLater) as caught:
        ledger.order()
    assert caught.value.uncertain
    assert len(ledger.account.rows("order")) == 1


def test_orders_of_a_number_are_the_party_s_alone(account: Account, tripletex: TripletexSystem) -> None:
    ledger, other = Ledger.open(account, tripletex), Ledger.open(account, tripletex)
    order = ledger.order(number="A-1")
    other.order(number="A-2")
    assert [each.id for each in tripletex.orders_numbered("A-1", ledger.customer)] == [order.id]
    assert tripletex.orders_numbered("A-2", ledger.customer) == []
    assert tripletex.orders_numbered("", ledger.customer) == []


def test_an_order_is_taken_back_and_taking_it_back_again_is_fine(ledger: Ledger) -> None:
    order = ledger.order()
    ledger.system.delete_order(order)
    ledger.system.delete_order(order)
    assert ledger.system.order(order.id) is None


def test_an_order_that_was_invoiced_is_not_taken_back(ledger: Ledger) -> None:
    invoice = ledger.invoice()
    order = ledger.system.order(invoice.orders[0])
    assert order is not None
    assert order.invoiced
    with pytest.raises(DataRefused):
        ledger.system.delete_order(order)


def test_a_code_that_is_not_in_use_is_told_before_anything_is_sent(ledger: Ledger) -> None:
    ledger.account.switch(vat_codes_off=["31"])
    with pytest.raises(DataRefused) as caught:
        ledger.order(line(code="31"))
    assert (caught.value.code, caught.value.facts["vat_code"]) == ("document_vat_code_unusable", "31")


def test_a_code_that_went_out_of_use_meanwhile_is_told_by_tripletex(ledger: Ledger) -> None:
    ledger.order(line(code="31"))
    ledger.account.switch(vat_codes_off=["31"])
    with pytest.raises(DataRefused) as caught:
        ledger.order(line(code="31"))
    assert caught.value.code == "document_vat_code_unusable"


def test_a_line_with_neither_product_nor_text_is_named(ledger: Ledger) -> None:
    with pytest.raises(DataRefused) as caught:
        ledger.order(line(description=""))
    assert caught.value.code == "line_without_text"


def test_rates_are_those_of_the_codes_in_use(ledger: Ledger) -> None:
    ledger.account.switch(vat_codes_off=["33"])
    rates = ledger.system.vat_rates()
    assert [rates[code] for code in ("3", "31", "32", "6")] == [25, 15, Decimal("11.11"), 0]
    assert "33" not in rates
    assert "1" not in rates


def test_an_invoice_due_before_its_own_day_falls_due_on_it(ledger: Ledger) -> None:
    order = ledger.order(due=date(2026, 7, 1))
    assert ledger.row("order", order.id)["invoicesDueIn"] == 0
