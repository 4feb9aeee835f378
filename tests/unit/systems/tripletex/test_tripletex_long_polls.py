"""A poll of a register that has more pages than a rate limit allows calls."""

from __future__ import annotations

from typing import Any

import pytest

from samspill.exceptions import RateLimited
from samspill.model.changes import Priority
from samspill.model.kinds import Kind
from samspill.sync.ports import Changed
from samspill.systems.tripletex import poll_cursor, polling
from samspill.systems.tripletex.system import TripletexSystem
from tests.unit.systems.tripletex.peer import Peer, Reply, Workshop, values

LIST = "GET /project"
ROWS, PAGES = 10, 100


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "PAGE", ROWS)


@pytest.fixture
def tripletex(workshop: Workshop) -> TripletexSystem:
    """A system with the share of the limit that polls have: 60 calls in each ten seconds."""
    system = workshop.system(priority=Priority.RECONCILE)
    workshop.peer.on(LIST, *(page(number) for number in range(PAGES)))
    return system


def page(number: int, digest: str = "", instead: dict[int, int] | None = None, **more: Any) -> Reply:
    """A page as it is, with ids `instead` of others; the last one of the register is not full."""
    ids = range(number * ROWS, number * ROWS + ROWS - (number == PAGES - 1))
    rows = [{"id": (instead or {}).get(each, each), "version": 1, **more} for each in ids]
    return values(*rows, digest=digest or f"d{number}")


def whole_poll(system: TripletexSystem, peer: Peer, cursor: str) -> tuple[list[Changed], int]:
    """What the calls of a poll told, and in how many windows of the limit."""
    told, windows = list[Changed](), 1
    while not told or told[-1].more:
        try:
            told.append(system.changed_since(Kind.PROJECT, told[-1].cursor if told else cursor))
        except RateLimited as error:
            peer.clock.now, windows = error.until, windows + 1
    return told, windows


def pages_asked(peer: Peer) -> list[int]:
    return [int(query["from"]) // ROWS for query in peer.queries(LIST)]


def polled_again(tripletex: TripletexSystem, peer: Peer, changed: dict[int, Reply]) -> list[Changed]:
    """What a poll tells after a first one, when those pages changed and no other."""
    cursor = whole_poll(tripletex, peer, "")[0][-1].cursor
    peer.requests.clear()
    peer.plans[LIST] = [changed.get(number, Reply(304)) for number in range(PAGES)]
    return whole_poll(tripletex, peer, cursor)[0]


def test_a_poll_of_a_hundred_pages_at_sixty_calls_a_window_takes_two_windows(
    tripletex: TripletexSystem, peer: Peer
) -> None:
    told, windows = whole_poll(tripletex, peer, "")
    assert windows == 2
    assert pages_asked(peer) == list(range(PAGES))
    assert {(each.ids, each.deleted, each.unsure) for each in told} == {((), (), False)}


def test_a_call_asks_for_some_pages_and_says_that_there_is_more(tripletex: TripletexSystem, peer: Peer) -> None:
    assert tripletex.changed_since(Kind.PROJECT, "").more
    assert len(pages_asked(peer)) == polling.PORTION


def test_what_changed_on_pages_of_different_calls_is_told_at_the_end(tripletex: TripletexSystem, peer: Peer) -> None:
    told = polled_again(tripletex, peer, {3: page(3, "x", {31: 5000}), 99: page(99, "y", version=2)})
    assert pages_asked(peer) == list(range(PAGES))
    assert [each.ids for each in told[:-1]] == [()] * (len(told) - 1)
    assert set(told[-1].ids) == {"5000", *(str(each) for each in range(990, 999))}
    assert told[-1].deleted == ("31",)


def test_rows_that_moved_to_a_page_of_another_call_did_not_change(tripletex: TripletexSystem, peer: Peer) -> None:
    told = polled_again(tripletex, peer, {3: page(3, "x", {31: 5000}), 99: page(99, "y", {990: 31})})
    assert (told[-1].ids, told[-1].deleted) == (("5000",), ("990",))


def test_a_stopped_poll_whose_cursor_is_too_long_has_the_registers_compared(
    tripletex: TripletexSystem, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poll_cursor, "LONGEST", 10)
    told = polled_again(tripletex, peer, {3: page(3, "x", version=2)})
    assert (told[-1].ids, told[-1].unsure) == ((), True)


def test_a_long_poll_without_any_change_tells_nothing_and_keeps_its_cursor(
    tripletex: TripletexSystem, peer: Peer
) -> None:
    first = whole_poll(tripletex, peer, "")[0][-1]
    peer.plans[LIST] = [Reply(304)]
    assert whole_poll(tripletex, peer, first.cursor)[0][-1] == first
