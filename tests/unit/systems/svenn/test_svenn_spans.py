"""Days put together into what the filter takes: every day is in, and few others."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from samspill.model.hours import Day
from samspill.systems.svenn.spans import BRIDGED, Span, from_day, spans_of

MONDAY = date(2026, 10, 12)


def days(employee: str, *offsets: int) -> list[Day]:
    """Days counted from a Monday."""
    return [Day(employee=employee, on=MONDAY + timedelta(days=each)) for each in offsets]


def span(employee: str, first: int, last: int) -> Span:
    return Span(employee, MONDAY + timedelta(days=first), MONDAY + timedelta(days=last))


def test_working_weeks_that_follow_each_other_are_one_span() -> None:
    assert spans_of(days("a", 0, 1, 2, 3, 4, 7, 8)) == [span("a", 0, 8)]


def test_days_far_apart_are_spans_of_their_own() -> None:
    assert spans_of(days("a", 0, 14)) == [span("a", 0, 0), span("a", 14, 14)]


def test_each_employee_has_spans_of_their_own_in_order() -> None:
    assert spans_of([*days("b", 1, 0), *days("a", 3)]) == [span("a", 3, 3), span("b", 0, 1)]


def test_a_span_is_written_as_the_filter_takes_it() -> None:
    assert str(span("a", 0, 4)) == "a_2026-10-12_2026-10-16"


def test_what_is_left_from_a_day_on_begins_with_that_day() -> None:
    left = from_day([span("a", 0, 9), span("b", 0, 9), span("c", 0, 9)], days("b", 4)[0])
    assert left == [span("b", 4, 9), span("c", 0, 9)]


_DAYS = st.lists(st.builds(Day, employee=st.sampled_from("abc"), on=st.dates(MONDAY, MONDAY + timedelta(days=40))))


@given(_DAYS)
def test_every_day_is_in_exactly_one_span(wanted: list[Day]) -> None:
    spans = spans_of(wanted)
    assert spans == sorted(spans)
    for day in wanted:
        assert sum(s.employee == day.employee and s.first <= day.on <= s.last for s in spans) == 1
    for one, other in pairwise(spans):
        assert one.employee < other.employee or other.first - one.last > BRIDGED


@given(_DAYS, st.builds(Day, employee=st.sampled_from("abc"), on=st.dates(MONDAY, MONDAY + timedelta(days=40))))
def test_from_a_day_on_no_later_day_is_lost_and_no_earlier_one_kept(wanted: list[Day], day: Day) -> None:
    left = from_day(spans_of(wanted), day)
    assert all((s.employee, s.first) >= (day.employee, day.on) for s in left)
    for each in wanted:
        held = any(s.employee == each.employee and s.first <= each.on <= s.last for s in left)
        assert held == ((each.employee, each.on) >= (day.employee, day.on))
