"""Laws of totals: against whole numbers of øre, whatever the lines are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from samspill.model.documents import Document
from samspill.model.kinds import Kind
from samspill.model.totals import (
    MOST_ROUNDED,
    Rounded,
    Totals,
    apart,
    computed,
    difference,
    rounding,
)

RATES = {"3": Decimal(25), "31": Decimal(15), "33": Decimal(12), "32": Decimal("11.11"), "7": Decimal(0)}
ORE = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal
    vat_code: str | None


def decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(low), Decimal(high), places=places)


LINES = st.lists(
    st.builds(
        Line,
        st.one_of(st.integers(1, 40).map(Decimal), decimals("-9999", "99999", 4)),
        st.one_of(decimals("0", "500", 2), decimals("0", "999999999", 10)),
        st.one_of(st.just(Decimal(0)), st.just(Decimal("33.33")), decimals("0", "100", 2)),
        st.sampled_from([*RATES, None]),
    ),
    max_size=40,
)
AMOUNTS = st.integers(-(10**9), 10**9).map(lambda ore: ore * ORE)


def a_document(net: Decimal, gross: Decimal, kind: Kind = Kind.INVOICE) -> Document:
    return Document(
        kind=kind, id="1", number="1", open=False, party="1", day=date(2026, 7, 28), net=net, gross=gross
    )  # fmt: skip


def rate(line: Line) -> Decimal:
    return RATES[line.vat_code] if line.vat_code else Decimal(0)


def ore(amount: Fraction) -> int:
    """Øre, half away from zero, without any decimal arithmetic."""
    size = int(abs(amount) * 100 + Fraction(1, 2))
    return size if amount >= 0 else -size


def full(line: Line) -> Fraction:
    return Fraction(line.quantity) * Fraction(line.unit_price) * (1 - Fraction(line.discount) / 100)


@given(LINES)
def test_each_line_is_rounded_exactly_as_whole_ore_are(lines: list[Line]) -> None:
    net = sum(ore(full(line)) for line in lines)
    gross = sum(ore(full(line) * (1 + Fraction(rate(line)) / 100)) for line in lines)
    assert computed(lines, RATES) == Totals(net * ORE, gross * ORE)


@given(LINES)
def test_vat_once_for_each_code_is_that_of_the_codes_sum(lines: list[Line]) -> None:
    codes = {line.vat_code: rate(line) for line in lines}
    nets = {code: sum(ore(full(line)) for line in lines if line.vat_code == code) for code in codes}
    gross = sum(ore(Fraction(nets[code], 100) * (1 + Fraction(codes[code]) / 100)) for code in codes)
    assert computed(lines, RATES, Rounded.CODE) == Totals(sum(nets.values()) * ORE, gross * ORE)


@given(LINES, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(lines: list[Line], random: object) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for per in Rounded:
        assert computed(shuffled, RATES, per) == computed(lines, RATES, per)


@given(LINES)
def test_what_is_taken_back_is_the_negative_of_what_was_charged(lines: list[Line]) -> None:
    back = [replace(line, quantity=-line.quantity) for line in lines]
    for per in Rounded:
        assert computed(back, RATES, per) == -computed(lines, RATES, per)


@given(LINES, st.sampled_from(Rounded))
def test_a_document_that_fits_a_reading_does_not_differ(lines: list[Line], per: Rounded) -> None:
    totals = computed(lines, RATES, per)
    assert difference(a_document(totals.net, totals.gross), lines, RATES) is None


@given(LINES, AMOUNTS, AMOUNTS)
def test_no_other_document_passes(lines: list[Line], net: Decimal, gross: Decimal) -> None:
    document = a_document(net, gross)
    readings = [computed(lines, RATES, per) for per in Rounded]
    found = difference(document, lines, RATES)
    if found is None:
        assert Totals(net, gross) in readings
    else:
        assert Totals(net, gross) not in readings
        assert readings[0] == Totals(net - found.net, gross - found.gross)


def with_line(lines: Sequence[Line], amount: Decimal) -> list[Line]:
    return [*lines, Line(Decimal(1), amount, Decimal(0), "7")]


@given(LINES, st.integers(-150, 150), st.integers(-3, 3), st.sampled_from([Kind.INVOICE, Kind.CREDIT_NOTE]))
def test_a_line_for_rounding_makes_the_sum_to_pay_equal_and_no_line_makes_up_for_more(
    lines: list[Line], off_gross: int, off_net: int, kind: Kind
) -> None:
    sign = -1 if kind is Kind.CREDIT_NOTE else 1
    lines = [replace(line, quantity=sign * line.quantity) for line in lines]
    exact = computed(lines, RATES)
    document = a_document(sign * exact.net + off_net * ORE, sign * exact.gross + off_gross * ORE, kind)
    amount = rounding(document, lines, RATES)
    if amount is None:
        return
    after = computed(with_line(lines, amount), RATES)
    assert abs(amount) <= MOST_ROUNDED
    assert after.gross == sign * document.gross
    assert abs(after.net - sign * document.net) <= abs(amount)
    assert apart(document, Totals(sign * after.net, sign * after.gross), amount) is None


@given(LINES, st.integers(-100, 100).filter(bool))
def test_a_difference_of_vat_alone_up_to_a_krone_can_be_made_up(lines: list[Line], off: int) -> None:
    exact = computed(lines, RATES)
    document = a_document(exact.net, exact.gross + off * ORE)
    if difference(document, lines, RATES) is not None:
        assert rounding(document, lines, RATES) == off * ORE


@given(LINES, st.integers(101, 10**6), st.sampled_from([1, -1]))
def test_a_difference_of_more_than_a_krone_is_never_made_up(lines: list[Line], off: int, sign: int) -> None:
    exact = computed(lines, RATES)
    document = a_document(exact.net, exact.gross + sign * off * ORE)
    assert rounding(document, lines, RATES) is None
