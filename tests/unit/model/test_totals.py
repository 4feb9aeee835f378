"""Totals that were seen, rounding traps, and what a line for rounding may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from samspill.model.documents import Document
from samspill.model.kinds import Kind
from samspill.model.totals import Rounded, Totals, apart, computed, difference, rounding, rounding_code

RATES = {"3": Decimal(25), "31": Decimal(15), "6": Decimal(0), "52": Decimal(0)}


@dataclass(frozen=True)
class Line:
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal = Decimal(0)
    vat_code: str | None = "3"


def line(quantity: str, price: str, discount: str = "0", code: str | None = "3") -> Line:
    return Line(Decimal(quantity), Decimal(price), Decimal(discount), code)


def totals(net: str, gross: str) -> Totals:
    return Totals(Decimal(net), Decimal(gross))


def document(net: str, gross: str, kind: Kind = Kind.INVOICE) -> Document:
    return Document(
        kind=kind, id="1", number="1", open=False, party="1", day=date(2026, 7, 28), net=Decimal(net),
        gross=Decimal(gross),
    )  # fmt: skip


def test_half_an_ore_goes_up_as_it_was_seen_to() -> None:
    assert computed([line("1", "244912.50")], RATES) == totals("244912.50", "306140.63")


def test_half_an_ore_that_is_taken_back_goes_down() -> None:
    assert computed([line("-1", "244912.50")], RATES) == totals("-244912.50", "-306140.63")


def test_vat_is_of_the_amount_before_it_is_rounded() -> None:
    # 0.99 x 0.994 = 0.98406: with 25 % 1.230075, and not 0.98 with 25 %, 1.225.
    assert computed([line("0.99", "0.994")], RATES) == totals("0.98", "1.23")


def test_many_small_lines_come_to_less_when_vat_is_rounded_once() -> None:
    lines = [line("1", "0.10")] * 10  # each 0.125 with VAT
    assert computed(lines, RATES) == totals("1.00", "1.30")
    assert computed(lines, RATES, Rounded.CODE) == totals("1.00", "1.25")


@pytest.mark.parametrize("gross", ["1.30", "1.25"])
def test_a_document_may_fit_either_reading(gross: str) -> None:
    assert difference(document("1.00", gross), [line("1", "0.10")] * 10, RATES) is None


def test_a_difference_says_how_much_more_the_app_has() -> None:
    found = difference(document("100", "125.02"), [line("1", "100")], RATES)
    assert found is not None
    assert (found.net, found.gross) == (Decimal(0), Decimal("0.02"))


def test_a_line_without_code_has_no_vat() -> None:
    assert computed([line("2", "10", code=None)], RATES) == totals("20.00", "20.00")


def test_a_code_without_rate_is_no_guess() -> None:
    with pytest.raises(KeyError):
        computed([line("1", "1", code="99")], RATES)


def test_a_krone_is_made_up_and_an_ore_more_is_not() -> None:
    lines = [line("1", "100")]
    assert rounding(document("100", "126.00"), lines, RATES) == Decimal("1.00")
    assert rounding(document("100", "126.01"), lines, RATES) is None


def test_what_is_equal_needs_no_line() -> None:
    assert rounding(document("100", "125.00"), [line("1", "100")], RATES) is None


def test_vat_that_differs_by_itself_is_never_made_up() -> None:
    # The sum to pay is right, what is VAT of it is not.
    assert rounding(document("99.99", "125.00"), [line("1", "100")], RATES) is None


def test_a_line_on_a_credit_note_has_the_sign_of_its_order() -> None:
    back = document("100", "125.01", Kind.CREDIT_NOTE)
    assert rounding(back, [line("-1", "100")], RATES) == Decimal("-0.01")


def test_without_a_line_for_rounding_the_net_must_be_equal_too() -> None:
    assert apart(document("100", "125"), totals("100.01", "125")) is not None
    assert apart(document("100", "125"), totals("100.01", "125"), Decimal("0.01")) is None


def test_a_line_for_rounding_has_a_code_that_stays_out_of_vat_returns() -> None:
    assert rounding_code(RATES) == "6"
    assert rounding_code({**RATES, "7": Decimal(0)}) == "7"


def test_a_code_for_exports_is_never_used_for_rounding() -> None:
    assert rounding_code({"3": Decimal(25), "52": Decimal(0), "5": Decimal(0)}) is None
