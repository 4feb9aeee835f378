"""Hours that are made up: as many as asked for, on working days, and what a week shows."""

from collections import Counter
from datetime import date

import pytest

from sandbox.seeding import make_hours, make_week
from sandbox.seeding.hours import Row
from sandbox.svenn.world import SvennWorld

MONDAY = date(2026, 10, 12)
PEOPLE, PROJECTS = ("1", "2", "3"), ("100", "200")


def hours(entries: int, people: int = 10, seed: int = 1) -> list[Row]:
    staff = [str(n) for n in range(people)]
    first, last = date(2026, 10, 1), date(2026, 10, 31)
    made = make_hours(people=staff, projects=PROJECTS, first=first, last=last, entries=entries, seed=seed)
    return list(made)


def seconds_a_day(rows: list[Row]) -> Counter[tuple[object, object]]:
    sums: Counter[tuple[object, object]] = Counter()
    for row in rows:
        sums[row["employee_number"], row["date"]] += int(str(row["seconds"]))
    return sums


@pytest.mark.parametrize("entries", [0, 1, 219, 220, 1000])
def test_there_are_as_many_entries_as_asked_for(entries: int) -> None:
    assert len(hours(entries)) == entries


def test_every_working_day_of_everybody_has_its_share_and_is_a_working_day_long() -> None:
    rows = hours(1100)
    a_day = Counter((row["employee_number"], row["date"]) for row in rows)
    assert (len(a_day), set(a_day.values())) == (220, {5})
    assert set(seconds_a_day(rows).values()) == {7.5 * 3600}
    assert {date.fromisoformat(str(row["date"])).weekday() for row in rows} == {0, 1, 2, 3, 4}


def test_the_same_seed_makes_the_same_hours() -> None:
    assert hours(300) == hours(300)
    assert hours(300) != hours(300, seed=2)


def test_more_entries_than_a_day_has_room_for_are_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        hours(22 * 90 + 1, people=1)


def test_a_week_shows_what_it_promises() -> None:
    rows = list(make_week(MONDAY, PEOPLE, PROJECTS).entries)
    keys = Counter(
        (r["employee_number"], r["date"], r["project_display_id"], r["task"]) for r in rows if r["seconds"]
    )
    assert max(keys.values()) == 2, "two entries that become one row"
    assert any(int(str(r["seconds"])) % 36 for r in rows), "an entry that is no whole hundredth"
    assert any(r["project_display_id"] and not r["task"] for r in rows), "hours without task"
    assert any(r["tag"] and not r["project_display_id"] for r in rows), "a course beside all projects"
    assert any(not r["seconds"] for r in rows), "a clock that still runs"
    assert {r["date"] for r in rows if not r["approved"]} == {"2026-10-16"}
    assert all(str(r["date"]) <= "2026-10-16" for r in rows)


def test_a_week_takes_three_people_and_two_projects() -> None:
    with pytest.raises(ValueError, match="three people"):
        make_week(MONDAY, PEOPLE[:2], PROJECTS)


def test_svenn_takes_them() -> None:
    world = SvennWorld(seed=1)
    account = world.create_account("Bakke Bygg AS")
    employees = [{"number": n, "first_name": f"Kari {n}", "active": False} for n in PEOPLE]
    projects = [{"display_id": n, "name": "Tak"} for n in PROJECTS]
    entries = list(make_week(MONDAY, PEOPLE, PROJECTS).entries)
    rows = {"employees": employees, "projects": projects, "time_entries": entries}
    assert world.seed(account.id, rows) == len(employees) + len(projects) + len(entries)
