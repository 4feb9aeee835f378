"""Hours of a Svenn: read by day with few calls, marked, and what changed since."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

import pytest

from samspill.exceptions import RetryLater
from samspill.model.hours import Day
from samspill.model.kinds import Kind
from samspill.sync.ports.hours import Mark, Wanted
from samspill.systems.svenn.entries import PAGE
from sandbox.hostility.settings import Settings
from sandbox.svenn.fields import Kind as Register
from tests.integration.systems.svenn.bench import Bench

MONTH = [day for day in (date(2026, 10, 1) + timedelta(days=n) for n in range(31)) if day.weekday() < 5]
LIST, MARK = "GET /v1/time-entries", "PUT /v1/time-entries/exported"


def fill(bench: Bench, people: int, a_day: int, **fields: object) -> list[Day]:
    """A month of entries for each of them; the days that came of it."""
    employees = [{"number": str(n), "first_name": f"Kari {n}", "active": False} for n in range(people)]
    entries = [
        {"employee_number": str(n), "date": day.isoformat(), "seconds": 3600, "approved": True, **fields}
        for n in range(people)
        for day in MONTH
        for _ in range(a_day)
    ]
    bench.svenn.world.seed(bench.svenn.account.id, {"employees": employees, "time_entries": entries})
    bench.svenn.world.reset_calls()
    ids = sorted(str(row["id"]) for row in bench.stored(Kind.EMPLOYEE))
    return [Day(employee=employee, on=day) for employee in ids for day in MONTH]


def entries(bench: Bench) -> list[dict[str, object]]:
    return bench.svenn.world.state(bench.svenn.account.id)["time-entries"]


@pytest.mark.parametrize("a_day", [1, 3, 5, 9])
def test_two_hundred_days_cost_hardly_more_calls_than_pages(bench: Bench, a_day: int) -> None:
    days = fill(bench, 10, a_day)[:200]
    read = bench.system.entries_of(days)
    assert {day: len(found) for day, found in read.items()} == dict.fromkeys(days, a_day)
    # One call more when the last page would have ended just behind a day that it cannot know to be complete.
    assert bench.calls()[LIST] <= ceil(200 * a_day / (PAGE - a_day))


def test_rows_that_shift_at_page_borders_never_tear_a_day(bench: Bench) -> None:
    days = fill(bench, 10, 9)
    bench.svenn.world.hostility.begin(Settings.model_validate({"seed": 1, "odds": {"shifting_rows": 1}}))
    assert {len(found) for found in bench.system.entries_of(days).values()} == {9}


def test_entries_stream_by_employee_day_and_id(bench: Bench) -> None:
    fill(bench, 60, 1)
    places = [(e.employee, e.on, e.id) for e in bench.system.entries(Wanted(approved=True, exported=False))]
    assert len(places) == 60 * len(MONTH)
    assert places == sorted(places)
    assert bench.calls() == {LIST: ceil(len(places) / PAGE)}


def test_a_stream_holds_only_what_is_wanted(bench: Bench) -> None:
    someone = fill(bench, 2, 1)[0].employee
    wanted = Wanted(first=MONTH[2], last=MONTH[4], employee=someone, approved=True)
    assert {(e.employee, e.on) for e in bench.system.entries(wanted)} == {(someone, day) for day in MONTH[2:5]}
    assert list(bench.system.entries(Wanted(approved=False))) == []


def test_entries_are_found_by_id_and_deleted_ones_are_not(bench: Bench) -> None:
    fill(bench, 1, 1)
    kept, gone = (str(row["id"]) for row in entries(bench)[:2])
    bench.svenn.world.edit(bench.svenn.account.id, "delete", Register.TIME_ENTRY, row_id=gone)
    assert set(bench.system.entries_by_id([kept, gone])) == {kept}


def test_marked_entries_are_exported_and_no_change(bench: Bench) -> None:
    (first, *_) = fill(bench, 1, 1)
    began = bench.system.entries_since("").cursor
    bench.clock.advance(minutes=5)
    (entry,) = bench.system.entries_of([first])[first]
    assert bench.system.mark([Mark(entry.id, entry.version, exported=True)]) == {entry.id: True}
    (marked,) = bench.system.entries_of([first])[first]
    assert marked == entry.model_copy(update={"exported": True})
    bench.clock.advance(minutes=5)
    assert bench.system.entries_since(bench.system.entries_since(began).cursor).ids == ()


def test_an_entry_that_changed_meanwhile_is_not_marked(bench: Bench) -> None:
    (first, *_) = fill(bench, 1, 1)
    (entry,) = bench.system.entries_of([first])[first]
    bench.svenn.world.edit(
        bench.svenn.account.id, "update", Register.TIME_ENTRY, row_id=entry.id, data={"seconds": 1}
    )
    assert bench.system.mark([Mark(entry.id, entry.version, exported=True)]) == {entry.id: False}
    assert not bench.system.entries_by_id([entry.id])[entry.id].exported


def test_marks_of_which_one_failed_are_all_set_again(bench: Bench) -> None:
    days = fill(bench, 1, 1)
    marks = [Mark(e.id, e.version, exported=True) for found in bench.system.entries_of(days).values() for e in found]
    bench.svenn.world.hostility.begin(Settings.model_validate({"seed": 3, "odds": {"batch_partial": 1}}))
    with pytest.raises(RetryLater, match="not answered for"):
        bench.system.mark(marks)
    bench.svenn.world.hostility.begin(Settings())
    assert set(bench.system.mark(marks).values()) == {True}


def test_changes_tell_edited_and_deleted_entries(bench: Bench) -> None:
    fill(bench, 1, 1)
    edited, deleted = (str(row["id"]) for row in entries(bench)[:2])
    bench.clock.advance(minutes=5)
    cursor = bench.system.entries_since("").cursor
    bench.clock.advance(minutes=5)
    account = bench.svenn.account.id
    bench.svenn.world.edit(account, "update", Register.TIME_ENTRY, row_id=edited, data={"approved": False})
    bench.svenn.world.edit(account, "delete", Register.TIME_ENTRY, row_id=deleted)
    changed = bench.system.changed_since(Kind.HOURS, cursor)
    assert (changed.ids, changed.deleted) == ((edited,), (deleted,))
