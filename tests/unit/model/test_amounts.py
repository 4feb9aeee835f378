"""Prices, per cents and quantities as exact text, currencies, and when invoices fall due."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspill.model import normalise
from samspill.model.due import Due, DueUnit
from samspill.model.kinds import Kind
from samspill.model.records import Product, Value, record_from_values


@pytest.mark.parametrize(
    ("one", "two"), [("10.50", "10.5"), ("1000", "1E+3"), ("0", None), ("0.00", ""), (" 7 ", "7"), ("-0", "0")]
)
def test_amounts_that_mean_the_same_are_equal(one: Value, two: Value) -> None:
    assert normalise.amount(one) == normalise.amount(two)


@pytest.mark.parametrize(("one", "two"), [("10.5", "10.51"), ("0.000001", "0"), ("NaN", None), ("12 kr", "12")])
def test_amounts_that_differ_are_not_equal(one: Value, two: Value) -> None:
    assert normalise.amount(one) != normalise.amount(two)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9))
def test_an_amount_as_text_is_exact_and_has_no_exponent(number: Decimal) -> None:
    text = normalise.exact(number)
    assert Decimal(text) == number
    assert "E" not in text
    assert not ("." in text and text.endswith("0"))


def test_currencies_are_the_same_in_any_case_and_none_is_none() -> None:
    assert normalise.currency(" nok ") == "NOK"
    assert normalise.currency("") is None


def test_a_product_keeps_its_price_exactly_when_it_is_kept_and_taken_out_again() -> None:
    product = record_from_values(Kind.PRODUCT, "1", {"number": "A 1/2", "price": "19.999999", "stock_item": False})
    assert isinstance(product, Product)
    assert product.values() == {"number": "A 1/2", "price": "19.999999", "stock_item": False}


@pytest.mark.parametrize("text", ["14 days", "2 months", "31 day_of_month"])
def test_a_due_date_is_one_value(text: str) -> None:
    assert str(Due.parse(text)) == text


def test_a_due_date_has_a_count_and_a_unit() -> None:
    assert Due.parse("14 days") == Due(14, DueUnit.DAYS)


@pytest.mark.parametrize("text", ["", "14", "-1 days", "days 14", "14 weeks", "1.5 days"])
def test_what_is_no_due_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Due.parse(text)
