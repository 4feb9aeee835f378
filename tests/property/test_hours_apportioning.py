"""Seconds become hundredths: the day's sum is exact, and no row is a hundredth or more from its own."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from samspill.model.hours import HUNDREDTH, SECONDS_PER_HUNDREDTH
from samspill.sync.hours.apportioning import apportion, rounded

ROWS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(1, 12 * 3600), max_size=8)


def exact(seconds: int) -> Decimal:
    return Decimal(seconds) / SECONDS_PER_HUNDREDTH * HUNDREDTH


@given(ROWS)
def test_a_days_sum_is_its_rounded_sum(rows: dict[str, int]) -> None:
    assert sum(apportion(rows).values(), Decimal(0)) == rounded(sum(rows.values()))


@given(ROWS)
def test_each_row_is_within_a_hundredth_of_its_exact_value(rows: dict[str, int]) -> None:
    for name, hours in apportion(rows).items():
        assert abs(hours - exact(rows[name])) < HUNDREDTH


@given(ROWS)
def test_what_is_whole_hundredths_is_not_changed(rows: dict[str, int]) -> None:
    whole = {name: seconds * SECONDS_PER_HUNDREDTH for name, seconds in rows.items()}
    assert apportion(whole) == {name: seconds * HUNDREDTH for name, seconds in rows.items()}


@given(ROWS, st.data())
def test_rows_that_cannot_be_changed_keep_their_hours_and_the_others_stay_near_theirs(
    rows: dict[str, int], data: st.DataObject
) -> None:
    stands = apportion(rows)
    chosen = data.draw(st.sets(st.sampled_from(sorted(rows)))) if rows else set()
    fixed = {name: stands[name] for name in chosen}
    shared = apportion(rows, fixed)
    assert shared == stands


@given(ROWS, st.data())
def test_a_row_that_cannot_be_changed_takes_no_other_further_than_a_hundredth(
    rows: dict[str, int], data: st.DataObject
) -> None:
    fixed = {name: Decimal(data.draw(st.integers(0, 1200))) * HUNDREDTH for name in sorted(rows)[:2]}
    shared = apportion(rows, fixed)
    assert {name: shared[name] for name in fixed} == fixed
    for name in rows.keys() - fixed.keys():
        assert abs(shared[name] - exact(rows[name])) < HUNDREDTH
