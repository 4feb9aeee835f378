"""What keeps a change waiting burns no receive of a wake-up; only what nobody expected does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from functions.changes.handler import handler
from samspill.exceptions import ConfigurationWrong, RateLimited, RetryLater
from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.kinds import Kind, Side
from samspill.observability import metrics
from samspill.store.wakeups import Wakeup
from samspill.tasks.messages import PAUSES
from samspill.tasks.work import SLICE, work
from tests.integration.api.bench import Bench, TwoKeys
from tests.integration.api.test_troubled_neighbours import Minutes, record

A, T = Side.APP, Side.TRIPLETEX
RESET = timedelta(seconds=8)
NO_FAILURE: dict[str, list[object]] = {"batchItemFailures": []}


def edited(bench: Bench, company: TwoKeys, number: int = 1) -> Connection:
    """A live connection with so many edited customers in its inbox."""
    connection = bench.live(company)
    for each in range(number):
        customer = company.systems[A].put(Kind.CUSTOMER, number=str(20001 + each), name=f"Kunde {each} AS")
        bench.app.stores(connection.id).inbox.put(
            RecordKey(kind=Kind.CUSTOMER, side=A, id=customer.id), due_at=bench.now
        )
    return connection


def woken(bench: Bench, connection: Connection, receives: int = 1) -> dict[str, Any]:
    """What the function answers to a wake-up."""
    metrics.clear_metrics()
    wakeup = Wakeup(connection=connection.id, group="party")
    answer: dict[str, Any] = handler({"Records": [record(wakeup, receives)]}, Minutes())
    return answer


def raising(error: Exception) -> Callable[..., Any]:
    def call(*_: object, **__: object) -> Any:
        raise error

    return call


def limited(bench: Bench, company: TwoKeys) -> None:
    company.systems[T].find = raising(RateLimited(bench.now + RESET))  # type: ignore[method-assign]


def unreachable(_bench: Bench, company: TwoKeys) -> None:
    company.systems[T].find = raising(RetryLater())  # type: ignore[method-assign]


def locked_out(_bench: Bench, company: TwoKeys) -> None:
    company.systems[T].find = raising(ConfigurationWrong("tripletex_key_wrong"))  # type: ignore[method-assign]


@pytest.mark.parametrize("hindrance", [limited, unreachable, locked_out])
def test_a_peer_that_keeps_a_change_waiting_burns_no_receive(
    bench: Bench, hindrance: Callable[[Bench, TwoKeys], None]
) -> None:
    """Seen to fail with wake-ups failed while a key does not work."""
    company = bench.company()
    connection = edited(bench, company)
    hindrance(bench, company)
    assert woken(bench, connection) == NO_FAILURE
    assert bench.wakeups.given_back == []
    assert bench.app.stores(connection.id).inbox.count() == 1


@pytest.mark.parametrize("status", ["draft", "in_review", "syncing", "paused", "needs_attention", "rejected", "off"])
def test_a_connection_that_is_not_active_stores_and_burns_no_receive(bench: Bench, status: str) -> None:
    """Seen to fail with wake-ups of a connection that is not active failed."""
    connection = bench.changed(edited(bench, bench.company()).id, status=status)
    assert woken(bench, connection) == NO_FAILURE
    assert bench.app.stores(connection.id).inbox.count() == 1


def test_keys_that_are_removed_while_a_worker_begins_burn_no_receive(bench: Bench) -> None:
    connection = edited(bench, bench.company())
    keys = bench.app.connections.keys

    def turned_off_meanwhile(connection_id: str) -> Any:
        bench.app.connections.remove_keys(connection_id)
        bench.changed(connection_id, status="off", generation=connection.generation + 1)
        return keys(connection_id)

    with pytest.MonkeyPatch.context() as meanwhile:
        meanwhile.setattr(bench.app.connections, "keys", turned_off_meanwhile)
        assert woken(bench, connection) == NO_FAILURE


def test_a_limited_group_is_woken_when_the_limit_opens(bench: Bench) -> None:
    """Seen to fail with a limited group left to the tick."""
    company = bench.company()
    connection = edited(bench, company)
    limited(bench, company)
    woken(bench, connection)
    assert bench.wakeups.booked == [(connection.id, "party", bench.now + RESET)]
    assert (connection.id, "party") not in bench.wakeups.woken


def test_a_rate_limit_leaves_a_flood_as_it_is(bench: Bench) -> None:
    company = bench.company()
    connection = edited(bench, company, 120)
    inbox = bench.app.stores(connection.id).inbox
    before = inbox.due("party", bench.now, 200)
    limited(bench, company)
    woken(bench, connection)
    assert inbox.due("party", bench.now, 200) == before


def test_a_change_that_failed_is_woken_when_it_is_due_again(bench: Bench) -> None:
    company = bench.company()
    connection = edited(bench, company)
    unreachable(bench, company)
    woken(bench, connection)
    assert bench.wakeups.booked == [(connection.id, "party", bench.now + timedelta(seconds=5))]


def test_a_flooded_group_gives_its_worker_back_and_queues_up_again(bench: Bench) -> None:
    """Seen to fail with a flooded group that keeps its worker."""
    company = bench.company()
    connection = edited(bench, company, 250)
    find = company.systems[T].find

    def slowly(*asked: Any) -> Any:
        bench.later(seconds=SLICE.total_seconds() + 1)
        return find(*asked)

    company.systems[T].find = slowly  # type: ignore[assignment]
    woken(bench, connection)
    assert bench.app.stores(connection.id).inbox.has_due("party", bench.now)
    assert bench.wakeups.woken == [(connection.id, "party")]


def test_a_wake_up_for_nothing_opens_no_keys(bench: Bench) -> None:
    connection = bench.live()
    bench.app.connections.remove_keys(connection.id)
    assert woken(bench, connection) == NO_FAILURE


@pytest.mark.parametrize(("receives", "pause"), [(1, PAUSES[0]), (2, PAUSES[1]), (4, PAUSES[-1])])
def test_a_failed_message_comes_again_within_seconds(bench: Bench, receives: int, pause: int) -> None:
    connection = edited(bench, bench.company())
    bench.app.connections.remove_keys(connection.id)
    answer = woken(bench, connection, receives)
    assert answer == {"batchItemFailures": [{"itemIdentifier": connection.id}]}
    assert bench.wakeups.given_back == [(connection.id, timedelta(seconds=pause))]


def test_all_tries_of_a_message_take_less_than_a_minute() -> None:
    assert sum(PAUSES) < 60


def test_a_message_that_makes_no_sense_keeps_no_other_from_its_turn(bench: Bench) -> None:
    connection = edited(bench, bench.company())
    good = record(Wakeup(connection=connection.id, group="party"))
    metrics.clear_metrics()
    handler({"Records": [{**good, "messageId": "bad", "body": "{}"}, good]}, Minutes())
    assert bench.app.stores(connection.id).inbox.count() == 0


def test_wake_ups_of_other_groups_are_sent_even_when_this_one_is_limited(bench: Bench) -> None:
    """A customer that is made wakes the project that waits for it."""
    company = bench.company()
    connection = bench.live(company)
    customer = company.systems[A].put(Kind.CUSTOMER, number="20001", name="Kunde AS")
    project = company.systems[A].put(
        Kind.PROJECT, number="7", name="Tak", start_date="2026-01-01", customer=customer.id
    )
    inbox = bench.app.stores(connection.id).inbox
    inbox.put(RecordKey(kind=Kind.PROJECT, side=A, id=project.id), due_at=bench.now)
    work(bench.app, connection.id, "project", bench.now + SLICE)
    assert (connection.id, "party") in bench.wakeups.woken
    work(bench.app, connection.id, "party", bench.now + SLICE)
    assert (connection.id, "project") in bench.wakeups.woken
