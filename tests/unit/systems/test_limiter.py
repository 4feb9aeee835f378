"""The shared rate limit: leases that grow, shares by priority, and never a long sleep."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from samspill.exceptions import RateLimited
from samspill.model.changes import Priority
from samspill.systems.limiter import LONGEST_SLEEP, SHARES, Limiter, Window
from tests.fakes.memory_sessions import MemoryPermits

START = datetime(2026, 7, 28, 12, 0, 0, tzinfo=UTC)
WINDOW = Window(seconds=10, limit=100)
OWNER = "tripletex#abc"


class Time:
    def __init__(self, now: datetime = START) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


class CountedPermits(MemoryPermits):
    """Remembers what was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted: list[int] = []

    def lease(self, owner: str, window: str, limit: int, want: int) -> int:
        self.wanted.append(want)
        return super().lease(owner, window, limit, want)


def limiter(
    permits: MemoryPermits, time: Time, priority: Priority = Priority.PERSON, window: Window = WINDOW
) -> Limiter:
    return Limiter(permits, OWNER, window, priority, clock=time, sleep=time.sleep, random=lambda: 0.0)


def take_until_refused(one: Limiter) -> int:
    taken = 0
    while True:
        try:
            one.take()
        except RateLimited:
            return taken
        taken += 1


def test_leases_begin_small_and_grow_to_ten() -> None:
    permits = CountedPermits()
    one = limiter(permits, Time())
    for _ in range(30):
        one.take()
    assert permits.wanted == [2, 4, 8, 10, 10]


def test_each_window_begins_with_a_small_lease_and_forgets_what_was_held() -> None:
    permits, time = CountedPermits(), Time()
    one = limiter(permits, time)
    for _ in range(3):
        one.take()
    time.now += timedelta(seconds=10)
    one.take()
    assert permits.wanted == [2, 4, 2]
    assert sorted(permits.used.values()) == [2, 6]


@pytest.mark.parametrize("priority", list(Priority))
def test_each_priority_stops_at_its_share(priority: Priority) -> None:
    assert take_until_refused(limiter(MemoryPermits(), Time(), priority)) == int(100 * SHARES[priority])


def test_a_person_still_gets_through_when_everything_else_has_stopped() -> None:
    """Seen to fail with the same share of a limit for all."""
    permits, time = MemoryPermits(), Time()
    take_until_refused(limiter(permits, time, Priority.RECONCILE))
    take_until_refused(limiter(permits, time, Priority.FIRST_SYNC))
    take_until_refused(limiter(permits, time, Priority.CHANGE))
    assert take_until_refused(limiter(permits, time, Priority.PERSON)) == 5


def test_even_the_least_share_of_a_tiny_limit_is_one_call() -> None:
    assert take_until_refused(limiter(MemoryPermits(), Time(), Priority.RECONCILE, Window(10, 1))) == 1


def test_workers_that_take_turns_never_exceed_the_limit_together() -> None:
    """Seen to fail with a count for each worker."""
    permits, time = MemoryPermits(), Time()
    workers = [limiter(permits, time) for _ in range(3)]
    taken, working = 0, list(workers)
    while working:
        for worker in list(working):
            try:
                worker.take()
                taken += 1
            except RateLimited:
                working.remove(worker)
    assert taken == 100
    assert set(permits.used.values()) == {100}


def test_what_the_peer_counted_besides_us_is_not_spent_again() -> None:
    permits, time = MemoryPermits(), Time()
    one = limiter(permits, time)
    one.take()
    one.learn(100, 30, 9)
    assert take_until_refused(one) == 1 + 30  # one was still held of the first lease


def test_a_lower_limit_told_by_the_peer_holds_from_the_next_lease() -> None:
    one = limiter(MemoryPermits(), Time())
    one.take()
    one.learn(50, 49, 9)
    assert take_until_refused(one) == 49


def test_answers_never_lower_the_count() -> None:
    permits = MemoryPermits()
    one = limiter(permits, Time())
    for _ in range(6):
        one.take()
    one.learn(100, 99, 9)
    assert set(permits.used.values()) == {6}


def test_answers_without_headers_teach_nothing() -> None:
    permits = MemoryPermits()
    one = limiter(permits, Time())
    one.take()
    one.learn(None, None, None)
    assert set(permits.used.values()) == {2}


def test_the_exception_says_when_the_window_ends() -> None:
    time = Time(START + timedelta(seconds=3))
    one = limiter(MemoryPermits(), time, window=Window(10, 1))
    one.take()
    with pytest.raises(RateLimited) as raised:
        one.take()
    assert raised.value.until == START + timedelta(seconds=10)
    assert time.slept == []


def test_a_window_that_ends_within_two_seconds_is_slept_for() -> None:
    time = Time(START + timedelta(seconds=8.5))
    one = limiter(MemoryPermits(), time, window=Window(10, 1))
    one.take()
    one.take()
    assert time.slept == [1.5]


def test_sleeps_add_up_to_two_seconds_at_most() -> None:
    time = Time(START)
    one = limiter(MemoryPermits(), time, window=Window(1, 1))
    assert take_until_refused(one) == 3  # one in each of the windows that 2 seconds reach
    assert sum(time.slept) <= LONGEST_SLEEP


def test_a_warm_process_may_sleep_again_after_a_minute() -> None:
    time = Time(START)
    one = limiter(MemoryPermits(), time, window=Window(1, 1))
    take_until_refused(one)
    time.now += timedelta(minutes=1)
    assert take_until_refused(one) == 3


def test_permits_that_were_held_when_the_peer_refused_are_void() -> None:
    time = Time(START + timedelta(seconds=3))
    one = limiter(MemoryPermits(), time)
    one.take()
    one.refused(1)
    time.now += timedelta(seconds=2)
    with pytest.raises(RateLimited) as raised:
        one.take()
    assert raised.value.until == START + timedelta(seconds=10)


def test_a_refusal_closes_the_window_in_which_the_call_was_made() -> None:
    permits, time = MemoryPermits(), Time(START + timedelta(seconds=9))
    one = limiter(permits, time)
    one.take()
    time.now += timedelta(seconds=2)
    assert one.refused(None).until == START + timedelta(seconds=10)
    one.take()
    assert permits.used[OWNER, START.isoformat()] == 100
    assert permits.used[OWNER, (START + timedelta(seconds=10)).isoformat()] == 2
