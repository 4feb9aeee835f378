"""What the clock starts costs the same for each connection, and nobody waits for another."""

from collections.abc import Sequence
from datetime import timedelta
from threading import Event

import pytest

from samspill.exceptions import RetryLater
from samspill.model.changes import EVERYTHING, RecordKey
from samspill.model.kinds import Kind, Side
from samspill.sync.polling import POLL
from samspill.sync.ports import Repair
from samspill.tasks.schedule import run_task
from samspill.tasks.turns import HANDS, Turns
from samspill.tasks.work import SLICE, work
from tests.integration.api.bench import Bench

A, T = Side.APP, Side.TRIPLETEX
GROUPS = ("employee", "party", "project")


def test_a_poll_asks_no_peer_and_wakes_each_group_once(bench: Bench) -> None:
    company = bench.company()
    connection = bench.live(company)
    company.systems[T].down = company.systems[A].down = True
    assert run_task(bench.app, "poll") == {"done": 6, "failed": 0}
    assert sorted(bench.wakeups.woken) == [(connection.id, group) for group in GROUPS]
    assert bench.app.stores(connection.id).inbox.count() == 6


def waits_for(bench: Bench, connection: str, kind: Kind, side: Side, change: str) -> bool:
    key = RecordKey(kind=kind, side=side, id=change)
    return key in bench.app.stores(connection).inbox.find([key])


@pytest.mark.parametrize("task", ["poll", "reconcile"])
def test_documents_are_looked_for_as_well_whatever_of_their_register_is_on(bench: Bench, task: str) -> None:
    """Seen to fail while the clock asked for records only: an invoice that no webhook told of never came."""
    connection = bench.live(integration="rackbeat", settings={"kinds": {"invoice": False}})
    bench.later(days=2)
    run_task(bench.app, task)
    side, change = (A, POLL) if task == "poll" else (T, EVERYTHING)
    assert waits_for(bench, connection.id, Kind.INVOICE, side, change)
    assert not waits_for(bench, connection.id, Kind.PURCHASE_ORDER, side, change)
    assert (connection.id, "invoice") in bench.wakeups.woken


def test_a_poll_that_still_waits_goes_on_counting_its_tries(bench: Bench) -> None:
    company = bench.company()
    connection = bench.live(company)

    def down(kind: Kind, cursor: str) -> object:
        raise RetryLater

    company.systems[T].changed_since = down  # type: ignore[assignment]
    for _ in range(3):
        run_task(bench.app, "poll")
        work(bench.app, connection.id, "party", bench.now + SLICE)
        bench.later(minutes=5)
    key = RecordKey(kind=Kind.CUSTOMER, side=T, id=POLL)
    assert bench.app.stores(connection.id).inbox.find([key])[key].attempts > 3


def test_one_that_hangs_does_not_keep_the_others_from_their_turn(bench: Bench) -> None:
    companies = [bench.company() for _ in range(3)]
    for company in companies:
        bench.live(company)
    released, asked = Event(), list[int]()

    def hangs(url: str, ids: Sequence[str], secrets: Sequence[str]) -> Repair:
        released.wait(20)
        return Repair.SOUND

    def answers(url: str, ids: Sequence[str], secrets: Sequence[str]) -> Repair:
        asked.append(1)
        return Repair.SOUND

    for place, company in enumerate(companies):
        for system in company.systems.values():
            system.repair_subscriptions = hangs if place == 0 else answers  # type: ignore[method-assign]
    run_task(bench.app, "subscriptions", bench.now + timedelta(seconds=0.5))
    released.set()
    assert len(asked) == 4


def test_who_was_not_reached_comes_first_the_next_time(bench: Bench) -> None:
    ids = sorted(bench.live().id for _ in range(HANDS + 4))
    turns: list[str] = []
    wake_many = bench.wakeups.wake_many

    def slowly(wakeups: object) -> int:
        waiting = list(wakeups)  # type: ignore[call-overload]
        turns.append(waiting[0].connection)
        bench.later(minutes=1)
        return wake_many(waiting)

    bench.wakeups.wake_many = slowly  # type: ignore[method-assign]
    run_task(bench.app, "poll", bench.now + timedelta(seconds=1))
    first = set(turns)
    assert first < set(ids)
    turns.clear()
    run_task(bench.app, "poll", bench.now + timedelta(hours=1))
    assert first.isdisjoint(turns[:1])
    assert first | set(turns) == set(ids)
    assert bench.app.rota.reached("poll") == ""


def test_everybody_has_one_turn() -> None:
    taken: list[int] = []
    turns = Turns(iter(range(1000)), taken.append, lambda: 60.0)
    turns.take()
    assert sorted(taken) == list(range(1000))
    assert not turns.left_out


def test_nobody_begins_a_turn_when_the_time_is_over() -> None:
    taken: list[int] = []
    turns = Turns(iter(range(5)), taken.append, lambda: 0.0)
    turns.take()
    assert (taken, turns.left_out, turns.last) == ([], True, None)


def test_the_tick_wakes_only_groups_with_something_due(bench: Bench) -> None:
    connection = bench.live()
    inbox = bench.app.stores(connection.id).inbox
    inbox.put(RecordKey(kind=Kind.CUSTOMER, side=A, id="1"), due_at=bench.now)
    inbox.put(RecordKey(kind=Kind.PROJECT, side=A, id="2"), due_at=bench.now + timedelta(hours=1))
    assert run_task(bench.app, "tick") == {"done": 1, "failed": 0}
    assert bench.wakeups.woken == [(connection.id, "party")]
