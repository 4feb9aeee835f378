"""The companies' own time, as the database of zones has it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from samspill.model.oslo import day_in_oslo, from_oslo

OSLO = ZoneInfo("Europe/Oslo")
TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31))  # noqa: DTZ001 - drawn without zone


@given(TIMES)
def test_a_day_there_is_the_one_of_the_zone(utc: datetime) -> None:
    at = utc.replace(tzinfo=UTC)
    assert day_in_oslo(at) == at.astimezone(OSLO).date()


@given(TIMES)
def test_what_a_clock_there_shows_is_the_first_time_it_shows_that(utc: datetime) -> None:
    local = utc.replace(tzinfo=UTC).astimezone(OSLO).replace(tzinfo=None, fold=0)
    assert from_oslo(local) == local.replace(tzinfo=OSLO).astimezone(UTC)


def test_half_past_midnight_there_is_the_next_day() -> None:
    assert day_in_oslo(datetime(2026, 3, 2, 23, 30, tzinfo=UTC)) == date(2026, 3, 3)
