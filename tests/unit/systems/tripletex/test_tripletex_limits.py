"""Tripletex's rate limit as the client meets it: headers on every answer, 429 with and without a reset."""

from __future__ import annotations

from datetime import timedelta

import pytest

from samspill.exceptions import RateLimited
from samspill.model.changes import Priority
from samspill.model.kinds import Kind
from samspill.systems.tripletex.system import TripletexSystem
from tests.fakes.registers import whole_register
from tests.unit.systems.tripletex.peer import NOW, Peer, Reply, Workshop, values

LIST = "GET /project"
WINDOW = "2026-07-28T12:00:00+00:00"
MARK = NOW.replace(second=10)


def read(system: TripletexSystem) -> None:
    whole_register(system, Kind.PROJECT)


def limited(**headers: str) -> Reply:
    names = {"reset": "X-Rate-Limit-Reset", "remaining": "X-Rate-Limit-Remaining", "limit": "X-Rate-Limit-Limit"}
    return Reply(429, {"message": "Too many requests"}, {names[name]: text for name, text in headers.items()})


def test_a_429_says_when_the_window_ends_from_its_header(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on(LIST, limited(reset="6"))
    with pytest.raises(RateLimited) as raised:
        read(tripletex)
    assert raised.value.until == NOW + timedelta(seconds=6)


@pytest.mark.parametrize("headers", [{}, {"reset": "0"}, {"reset": "soon"}])
def test_a_429_without_a_telling_header_means_the_next_ten_second_mark(
    tripletex: TripletexSystem, peer: Peer, headers: dict[str, str]
) -> None:
    peer.on(LIST, limited(**headers))
    with pytest.raises(RateLimited) as raised:
        read(tripletex)
    assert raised.value.until == MARK


def test_those_who_were_refused_together_come_back_spread_over_a_second(workshop: Workshop, peer: Peer) -> None:
    workshop.random = 0.7
    peer.on(LIST, limited())
    with pytest.raises(RateLimited) as raised:
        read(workshop.system())
    assert raised.value.until == MARK + timedelta(seconds=0.7)


def test_after_a_429_nobody_with_the_same_key_calls_until_the_window_ends(workshop: Workshop, peer: Peer) -> None:
    refused, other = workshop.system(), workshop.system()
    peer.on(LIST, limited(), values())
    for system in (refused, other, refused):
        with pytest.raises(RateLimited):
            read(system)
    assert peer.calls() == [LIST]


def test_in_the_next_window_calls_go_on(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on(LIST, limited(), values())
    with pytest.raises(RateLimited):
        read(tripletex)
    peer.clock.now = MARK
    read(tripletex)
    assert peer.calls() == [LIST, LIST]


def test_another_company_is_not_held_up(workshop: Workshop, peer: Peer) -> None:
    peer.on(LIST, limited(), values())
    with pytest.raises(RateLimited):
        read(workshop.system())
    read(workshop.system("another-key"))


def test_calls_that_others_made_with_the_key_count_too(workshop: Workshop, peer: Peer) -> None:
    told = {"X-Rate-Limit-Limit": "100", "X-Rate-Limit-Remaining": "1", "X-Rate-Limit-Reset": "7"}
    peer.on(LIST, Reply(200, values().body, told))
    read(workshop.system(priority=Priority.PERSON))
    assert set(workshop.permits.used.values()) == {99}


def test_a_used_up_window_is_waited_for_without_a_429(tripletex: TripletexSystem, peer: Peer) -> None:
    told = {"X-Rate-Limit-Limit": "100", "X-Rate-Limit-Remaining": "0", "X-Rate-Limit-Reset": "7"}
    peer.on(LIST, Reply(200, values().body, told))
    read(tripletex)
    with pytest.raises(RateLimited) as raised:
        read(tripletex)
    assert raised.value.until == NOW + timedelta(seconds=7)
    assert peer.calls() == [LIST]


def test_an_answer_that_comes_in_the_next_window_tells_of_its_own(workshop: Workshop, peer: Peer) -> None:
    told = {"X-Rate-Limit-Limit": "100", "X-Rate-Limit-Remaining": "0"}
    peer.on(LIST, Reply(200, values().body, told, takes=8), values())
    system = workshop.system()
    read(system)
    read(system)
    assert workshop.permits.used[next(key for key in workshop.permits.used if key[1] == WINDOW)] == 100
    assert len(peer.calls()) == 2


def test_the_end_of_a_window_that_is_near_is_slept_for(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.clock.now = MARK - timedelta(seconds=1.5)
    told = {"X-Rate-Limit-Limit": "100", "X-Rate-Limit-Remaining": "0"}
    peer.on(LIST, Reply(200, values().body, told), values())
    read(tripletex)
    read(tripletex)
    assert peer.clock.slept == [1.5]
