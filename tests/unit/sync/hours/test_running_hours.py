"""Runs: listed and worked on in steps, whoever is stopped goes on, and nothing is left out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from samspill.model.hours import Day, Move
from samspill.model.hours_runs import Run, RunKind
from samspill.model.settings_hours import Sending
from samspill.sync.desk import Desk
from samspill.sync.hours.run_files import CHUNK, RunFiles
from samspill.sync.hours.runs import begin, compare, go_on, go_on_with_all
from samspill.sync.hours.stops import day_key
from tests.unit.sync.hours.site import HOUR, MONDAY, Site

LAST = MONDAY + timedelta(days=99)


@pytest.fixture
def site() -> Site:
    """Two people, each of whom works for 100 days."""
    site = Site(sending=Sending.MANUAL, since=MONDAY)
    for person in ("k", "o"):
        for days in range(100):
            site.enter("2.5", employee=person, on=MONDAY + timedelta(days=days))
    return site


def a_run(site: Site, kind: RunKind = RunKind.PREVIEW, **more: object) -> Run:
    run = Run(id="r1", kind=kind, by="Kari", first=MONDAY, last=LAST, unlisted=MONDAY, created_at=site.now)
    return begin(site.desk, run.model_copy(update=more))


def files(site: Site) -> RunFiles:
    return RunFiles(site.desk.shelf, site.connection.id)


def days_of(site: Site, run: Run) -> list[Day]:
    return [day for chunk in range(1, run.chunks + 1) for day in files(site).days(run, chunk)]


def slow(site: Site) -> Desk:
    """A desk at which each look at the clock costs a second."""

    def clock() -> object:
        site.now += timedelta(seconds=1)
        return site.now

    return replace(site.desk, clock=clock)  # type: ignore[arg-type]


def test_a_run_has_every_day_once(site: Site) -> None:
    site.enter("1", task="Kurs")  # a second entry of a day
    run = go_on(site.desk, a_run(site), site.now + timedelta(minutes=1))
    assert run.finished
    assert run.days == len(set(days_of(site, run))) == 200
    assert sum(len(files(site).rows(run, chunk)) for chunk in range(1, run.chunks + 1)) == 201


def test_a_run_that_is_stopped_at_each_step_comes_to_the_same(site: Site) -> None:
    whole = go_on(site.desk, a_run(site, id="r0"), site.now + timedelta(minutes=1))
    run, steps = a_run(site), 0
    while not run.finished:
        run, steps = go_on(site.desk, files(site).get(run.id), site.now), steps + 1
    assert steps > 4
    assert (run.lines, run.hours) == (whole.lines, whole.hours)
    assert list(files(site).sums(run)) == list(files(site).sums(whole))


def test_more_entries_than_can_be_listed_in_time_are_listed_in_smaller_parts(site: Site) -> None:
    run, desk = a_run(site), slow(site)
    for _ in range(100):
        run = go_on(desk, run, site.now + timedelta(seconds=20))
        if run.finished:
            break
    assert run.window < 31
    assert len(days_of(site, run)) == len(set(days_of(site, run))) == 200


def test_one_person_and_some_days_can_be_meant(site: Site) -> None:
    run = a_run(site, employee="o", last=MONDAY + timedelta(days=6))
    run = go_on(site.desk, run, site.now + timedelta(minutes=1))
    assert days_of(site, run) == [Day(employee="o", on=MONDAY + timedelta(days=days)) for days in range(7)]


def test_days_that_changed_or_hold_something_belong_to_a_run(site: Site) -> None:
    site.people.entered.clear()
    gone = site.enter("2")
    held = site.enter("2", task="Ukjent", on=MONDAY + timedelta(days=1))
    site.send(gone.day, held.day)
    site.people.delete_entry(gone.id)
    site.tell()
    run = go_on(site.desk, a_run(site), site.now + timedelta(minutes=1))
    assert set(days_of(site, run)) == {gone.day, held.day}
    assert run.lines == {Move.REMOVE: 1, Move.HOLD: 1}


def test_a_run_that_sends_has_its_days_wait_in_the_inbox(site: Site) -> None:
    run = go_on(site.desk, a_run(site, RunKind.SEND), site.now + timedelta(minutes=1))
    found = site.stores.inbox.find([day_key(day) for day in days_of(site, run)])
    assert len(found) == 200
    assert site.stands == []


def test_days_are_taken_in_the_order_in_which_they_are_read_together(site: Site) -> None:
    for number in range(CHUNK):
        site.people.enter("x", date(2026, 2, 1), HOUR, "b")
        site.people.enter(f"p{number:04}", MONDAY, HOUR, "b", "Rør")
    run = go_on(site.desk, a_run(site, RunKind.SEND), site.now + timedelta(minutes=1))
    first = {change.key.id for change in site.stores.inbox.due("hours", site.now + timedelta(minutes=1), CHUNK)}
    assert first == {str(day) for day in files(site).days(run, 1)}


def test_runs_that_were_handed_over_are_finished_one_after_the_other(site: Site) -> None:
    for name in ("r1", "r2"):
        files(site).hand_over(a_run(site, id=name))
    assert go_on_with_all(site.desk, site.now + timedelta(minutes=1)) is True
    assert files(site).waiting() == []
    assert all(files(site).get(name).finished for name in ("r1", "r2"))


def test_a_run_whose_files_are_gone_is_left(site: Site) -> None:
    run = a_run(site)
    files(site).hand_over(run)
    files(site).drop(run)
    assert go_on_with_all(site.desk, site.now + timedelta(minutes=1)) is True
    assert files(site).waiting() == []


def test_a_comparison_has_all_hours_looked_at_that_go_by_themselves(site: Site) -> None:
    assert compare(site.desk, site.now + timedelta(minutes=1)) is True
    assert site.stores.inbox.count() == 0
    site.with_hours(sending=Sending.AUTOMATIC)
    assert compare(site.desk, site.now) is False
    while not compare(site.desk, site.now):
        pass
    waiting = site.stores.inbox.count()
    assert waiting == sum(entry.on <= site.now.date() + timedelta(days=31) for entry in site.people.entered.values())
