"""What a document adds up to: exact cents, whatever the lines."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.rackbeat.documents.money import line_net, rounded, totals
from sandbox.rackbeat.rows import Line
from sandbox.rackbeat.switches import Switches

amounts = st.decimals("0", "99999", places=6)
lines = st.lists(
    st.builds(
        Line,
        id=st.just(1),
        item=st.just(1),
        name=st.just("Vare"),
        quantity=st.decimals("0", "999", places=3),
        line_price=amounts,
        discount_percentage=st.decimals("0", "100", places=2),
        vat_percentage=st.sampled_from([Decimal(rate) for rate in ("0", "12", "15", "25", "11.11")]),
    ),
    max_size=40,
)
switches = st.builds(
    Switches, vat_rounded_per=st.sampled_from(["line", "rate", "document"]), rate_is_per=st.sampled_from([1, 100])
)


def cents(amount: Decimal) -> bool:
    return amount == amount.quantize(Decimal("0.01"))


@given(lines, amounts, switches)
def test_all_totals_are_whole_cents(found: list[Line], rate: Decimal, how: Switches) -> None:
    sums = totals(found, rate, how)
    assert all(map(cents, (sums.subtotal, sums.total, sums.base)))


@given(lines, amounts, switches)
def test_a_credit_note_is_exactly_its_invoice_with_the_other_sign(
    found: list[Line], rate: Decimal, how: Switches
) -> None:
    back = totals([replace(line, quantity=-line.quantity) for line in found], rate, how)
    there = totals(found, rate, how)
    assert (back.subtotal, back.total, back.base) == (-there.subtotal, -there.total, -there.base)


@given(lines, switches)
def test_the_subtotal_is_the_sum_of_the_lines(found: list[Line], how: Switches) -> None:
    assert totals(found, Decimal(1), how).subtotal == sum(map(line_net, found))


@given(lines)
def test_where_vat_is_rounded_moves_the_total_by_half_a_cent_a_line_at_most(found: list[Line]) -> None:
    by_line, once = (totals(found, Decimal(1), Switches(vat_rounded_per=per)).total for per in ("line", "document"))
    assert abs(by_line - once) <= Decimal("0.005") * (len(found) + 1)


@pytest.mark.parametrize(("amount", "expected"), [("0.125", "0.13"), ("-0.125", "-0.13"), ("0.1249", "0.12")])
def test_halves_are_rounded_away_from_zero(amount: str, expected: str) -> None:
    assert rounded(Decimal(amount)) == Decimal(expected)
