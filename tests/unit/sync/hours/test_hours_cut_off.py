"""A worker that is killed anywhere leaves nothing that is booked twice, and whoever comes after goes on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from samspill.model.changes import Priority
from samspill.model.kinds import Kind
from samspill.sync.hours.stops import day_key
from samspill.sync.worker import work_off
from tests.fakes.workers import Worker, after_points, interruptible
from tests.unit.sync.hours.site import KARI, Site

#: So many points there are to stand at, and a few more.
SENDING, CORRECTING = 60, 105
AFTER = timedelta(minutes=10)


def killed(site: Site, point: int) -> bool:
    """A worker begins and is killed at that call; whether it was still at it."""

    def work(worker: Worker) -> None:
        work_off(interruptible(site.desk, worker), "hours", site.now + timedelta(minutes=1))

    worker = Worker(site.now, work)
    worker.go_on(after_points(point))
    if worker.over:
        return False
    worker.cut_off()
    return True


@pytest.mark.parametrize("point", range(SENDING))
def test_a_day_is_sent_once_wherever_its_worker_is_killed(point: int) -> None:
    site = Site()
    entries = [site.enter("5"), site.enter("2", task=None), site.enter("1", project="x")]
    site.stores.inbox.put(day_key(KARI), due_at=site.now, priority=Priority.PERSON)
    killed(site, point)
    site.later(AFTER)
    site.later(AFTER)
    assert site.hours == ["2.00", "5.00"]
    assert [site.exported(each) for each in entries] == [True, True, False]
    assert [held.code for held in site.ledger().held] == ["hours_project_not_linked"]
    assert site.problem(site.held()) is not None


@pytest.mark.parametrize("point", range(CORRECTING))
def test_corrections_arrive_once_wherever_their_worker_is_killed(point: int) -> None:
    site = Site()
    moved, changed, gone = site.enter("5"), site.enter("2", task=None), site.enter("1", project="x")
    site.send()
    site.people.change(moved.id, task=None)
    site.people.change(changed.id, project=None, tag="Kurs")
    site.people.delete_entry(gone.id)
    site.people.told.clear()
    held = site.held()
    site.stores.inbox.put(day_key(KARI), due_at=site.now, priority=Priority.PERSON)
    killed(site, point)
    site.later(AFTER)
    site.later(AFTER)
    site.later(AFTER)
    assert {row.key.activity: str(row.hours) for row in site.stands} == {
        site.labour.id: "5.00",
        site.course.id: "2.00",
    }
    assert (site.ledger().held, site.problem(held)) == ((), None)
    assert all(row.intent is None for row in site.ledger().rows)


def test_a_second_worker_keeps_off_what_the_first_is_about_to_write() -> None:
    """Seen to fail with nothing saved before the row is written."""
    site = Site()
    site.enter("5")
    site.stores.inbox.put(day_key(KARI), due_at=site.now, priority=Priority.PERSON)

    def work(worker: Worker) -> None:
        work_off(interruptible(site.desk, worker), "hours", site.now + timedelta(minutes=1))

    first = Worker(site.now, work)
    first.go_on(lambda point: point.name == "create_rows" and point.before)
    work_off(replace(site.desk), "hours", site.now + timedelta(minutes=1))
    assert site.stands == []
    first.go_on(lambda _point: False)
    site.later(AFTER)
    assert site.hours == ["5.00"]


@pytest.mark.parametrize("point", range(SENDING))
def test_of_what_another_worker_has_closed_meanwhile_nobody_is_told(point: int) -> None:
    site = Site()
    entry = site.enter("5", project="x")

    def work(worker: Worker) -> None:
        work_off(interruptible(site.desk, worker), "hours", site.now + timedelta(minutes=1))

    site.stores.inbox.put(day_key(KARI), due_at=site.now, priority=Priority.PERSON)
    first = Worker(site.now, work)
    first.go_on(after_points(point))
    site.people.change(entry.id, project="b")
    site.send()
    if not first.over:
        first.go_on(lambda _point: False)
    site.later(AFTER)
    assert (site.hours, site.ledger().held) == (["5.00"], ())
    assert site.stores.journal.problems(kind=Kind.HOURS)[0] == []
