"""Svenn's six hundred calls a minute: leased by all workers from one count, corrected by its answers."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from samspill.exceptions import RateLimited
from samspill.model.changes import Priority
from samspill.model.kinds import Kind
from samspill.systems.limiter import LONGEST_SLEEP, SHARES
from samspill.systems.svenn.client import WINDOW, owner_of
from samspill.systems.svenn.system import SvennSystem
from tests.fakes.memory_sessions import MemoryPermits
from tests.unit.systems.svenn.peer import START, TOKEN, Time, adapter, page, problem

#: START is ten seconds into its minute.
MINUTE_ENDS = START + timedelta(seconds=50)


def ask(svenn: SvennSystem) -> None:
    svenn.find(Kind.CUSTOMER, "number", ["1"])


def refused(act: Callable[[], object]) -> RateLimited:
    with pytest.raises(RateLimited) as raised:
        act()
    return raised.value


def answered(remaining: int, reset: int = 50, limit: int = 600) -> httpx.Response:
    headers = {"RateLimit-Limit": limit, "RateLimit-Remaining": remaining, "RateLimit-Reset": reset}
    return httpx.Response(
        200, json={"items": [], "next_cursor": None}, headers={name: str(value) for name, value in headers.items()}
    )


def test_permits_are_leased_two_four_eight_and_then_ten_at_a_time() -> None:
    permits = MemoryPermits()
    svenn, _ = adapter(page(), permits=permits)
    leased = []
    for _ in range(25):
        ask(svenn)
        leased.append(sum(permits.used.values()))
    assert sorted(set(leased)) == [2, 6, 14, 24, 34]


@pytest.mark.parametrize("priority", list(Priority))
def test_each_priority_leaves_the_rest_to_those_before_it(priority: Priority) -> None:
    svenn, peer = adapter(page(), priority=priority)
    allowed = int(WINDOW.limit * SHARES[priority])
    for _ in range(allowed):
        ask(svenn)
    assert refused(lambda: ask(svenn)).until == MINUTE_ENDS
    assert len(peer.asked) == allowed


def test_workers_with_one_token_share_its_limit() -> None:
    permits = MemoryPermits()
    first, _ = adapter(page(), permits=permits)
    second, _ = adapter(page(), permits=permits)
    permits.report(owner_of(TOKEN), WINDOW.start(START).isoformat(), int(600 * SHARES[Priority.CHANGE]) - 2)
    ask(first)
    refused(lambda: ask(second))


def test_the_count_is_kept_under_a_name_that_does_not_tell_the_token() -> None:
    permits = MemoryPermits()
    svenn, _ = adapter(page(), permits=permits)
    ask(svenn)
    ((owner, _window),) = permits.used
    assert TOKEN not in owner


def test_calls_that_others_made_with_the_token_count_too() -> None:
    permits = MemoryPermits()
    svenn, _ = adapter(answered(remaining=100), permits=permits)
    ask(svenn)
    assert set(permits.used.values()) == {500}


def test_when_an_answer_says_that_none_is_left_nobody_asks_again_before_the_reset() -> None:
    time = Time()
    svenn, peer = adapter(answered(remaining=0), time=time)
    ask(svenn)
    assert refused(lambda: ask(svenn)).until == MINUTE_ENDS
    time.now = MINUTE_ENDS
    ask(svenn)
    assert len(peer.asked) == 2


def test_a_limit_that_was_agreed_otherwise_is_learnt() -> None:
    svenn, peer = adapter(answered(remaining=598, limit=20), priority=Priority.PERSON)
    for _ in range(20):
        ask(svenn)
    refused(lambda: ask(svenn))
    assert len(peer.asked) == 20


def test_a_429_with_retry_after_says_until_when() -> None:
    svenn, _ = adapter(httpx.Response(429, headers={"Retry-After": "17"}))
    assert refused(lambda: ask(svenn)).until == START + timedelta(seconds=17)


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "soon"}, {"Retry-After": "Mon, 02 Mar 2026 08:00:20 GMT"}])
def test_a_429_without_seconds_means_the_next_minute(headers: dict[str, str]) -> None:
    svenn, _ = adapter(httpx.Response(429, headers=headers))
    assert refused(lambda: ask(svenn)).until == MINUTE_ENDS


def test_after_a_429_nothing_is_sent_before_its_time() -> None:
    time = Time()
    svenn, peer = adapter(problem(429, "rate_limited"), page(), time=time)
    refused(lambda: ask(svenn))
    refused(lambda: ask(svenn))
    assert len(peer.asked) == 1
    time.now = MINUTE_ENDS
    ask(svenn)
    assert len(peer.asked) == 2


def test_after_a_429_other_workers_with_the_token_wait_too() -> None:
    permits = MemoryPermits()
    first, _ = adapter(problem(429, "rate_limited"), permits=permits)
    second, peer = adapter(page(), permits=permits)
    refused(lambda: ask(first))
    refused(lambda: ask(second))
    assert peer.asked == []


def test_after_a_429_the_rest_of_a_minute_that_is_nearly_over_is_slept() -> None:
    time = Time(MINUTE_ENDS - timedelta(seconds=1))
    svenn, peer = adapter(problem(429, "rate_limited"), page(), time=time)
    refused(lambda: ask(svenn))
    ask(svenn)
    assert (len(peer.asked), time.slept) == (2, [1.0])


def test_nobody_sleeps_longer_than_two_seconds() -> None:
    time = Time(MINUTE_ENDS - timedelta(seconds=LONGEST_SLEEP + 0.5))
    svenn, _ = adapter(answered(remaining=0, reset=3), time=time)
    ask(svenn)
    refused(lambda: ask(svenn))
    assert time.slept == []


def test_a_reset_that_is_near_is_slept_to() -> None:
    time = Time(MINUTE_ENDS - timedelta(seconds=1.5))
    svenn, _ = adapter(answered(remaining=0, reset=1), time=time)
    ask(svenn)
    ask(svenn)
    assert time.slept == [1.0]
