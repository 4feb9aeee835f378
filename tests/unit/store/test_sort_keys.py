from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind, Side
from samspill.store.opaque import decode_cursor, encode_cursor, position_of_problem, problem_id, problem_position
from samspill.store.sort_keys import parse_record, parse_time, record_text, time_text

TIMES = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(-timedelta(hours=11))]),
                     min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31))  # noqa: DTZ001  # fmt: skip
KEYS = st.builds(RecordKey, kind=st.sampled_from(Kind), side=st.sampled_from(Side), id=st.text())


@given(TIMES)
def test_a_time_comes_back_from_its_text(moment: datetime) -> None:
    assert parse_time(time_text(moment)) == moment


@given(TIMES, TIMES)
def test_texts_of_times_have_the_order_of_the_times(one: datetime, other: datetime) -> None:
    assert (time_text(one) < time_text(other)) == (one < other)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        time_text(datetime(2026, 3, 2))  # noqa: DTZ001


@given(KEYS)
def test_a_record_comes_back_from_its_text(key: RecordKey) -> None:
    assert parse_record(record_text(key)) == key


@given(KEYS, KEYS)
def test_no_records_text_begins_anothers(one: RecordKey, other: RecordKey) -> None:
    assert one == other or not f"{record_text(one)}#".startswith(f"{record_text(other)}#")


@given(KEYS, TIMES)
def test_a_problem_is_found_by_its_id(key: RecordKey, opened_at: datetime) -> None:
    assert position_of_problem(problem_id(key, opened_at)) == problem_position(key, opened_at)


@given(st.text())
def test_a_cursor_comes_back(position: str) -> None:
    assert decode_cursor(encode_cursor(position), "") == position


@given(st.text())
def test_anything_else_is_no_cursor_and_no_problem(typed: str) -> None:
    assert position_of_problem(typed) is None
    with pytest.raises(ValueError, match="cursor"):
        decode_cursor(typed, "")
