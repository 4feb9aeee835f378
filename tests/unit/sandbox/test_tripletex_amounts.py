"""What lines and invoices come to in Tripletex, in both readings of how VAT is rounded."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sandbox.tripletex.amounts import Line, RoundedPer, other_price, total


def line(price: str, count: str = "1", discount: str = "0", vat: str = "25", *, with_vat: bool = False) -> Line:
    return Line(Decimal(count), Decimal(price), Decimal(discount), Decimal(vat), with_vat)


def test_half_an_ore_is_rounded_away_from_zero() -> None:
    assert line("244912.50").gross == Decimal("306140.63")
    assert line("244912.50", count="-1").gross == Decimal("-306140.63")


def test_a_discount_is_taken_off_before_rounding() -> None:
    assert line("9.99", count="3", discount="12.5").net == Decimal("26.22")


@pytest.mark.parametrize(("per", "gross"), [("line", "0.18"), ("rate", "0.19")])
def test_vat_is_rounded_per_line_or_per_rate(per: RoundedPer, gross: str) -> None:
    assert total([(3, line("0.05"))] * 3, per=per).gross == Decimal(gross)


@pytest.mark.parametrize(("per", "net"), [("line", "0.18"), ("rate", "0.19")])
def test_so_is_what_remains_without_vat(per: RoundedPer, net: str) -> None:
    assert total([(3, line("0.08", with_vat=True))] * 3, per=per).net == Decimal(net)


def test_each_vat_code_is_a_group_of_its_own() -> None:
    found = total([(3, line("100")), (31, line("100", vat="15")), (3, line("10"))])
    assert [(each.vat_type, each.net, each.gross) for each in found.groups] == [
        (3, Decimal(110), Decimal("137.5")),
        (31, Decimal(100), Decimal(115)),
    ]


def test_whole_kroner_show_what_was_rounded_off() -> None:
    found = total([(3, line("99.99"))], whole=True)
    assert (found.gross, found.roundoff, found.net) == (Decimal(125), Decimal("0.01"), Decimal("99.99"))


def test_the_other_price_has_ten_decimals_at_most() -> None:
    assert other_price(Decimal(100), Decimal(15), with_vat=True) == Decimal("86.9565217391")
    assert other_price(Decimal("0.1"), Decimal(25), with_vat=False) == Decimal("0.125")
