"""Each fault that a call can meet does what it says, is counted, and ends with the mode."""

from __future__ import annotations

import httpx
import pytest

from tests.integration.sandbox_hostility.conftest import Peer


def statuses(peer: Peer, calls: int) -> list[int]:
    return [peer.create(f"Row {place}").status_code for place in range(calls)]


def test_a_delayed_call_is_answered_all_the_same(peer: Peer) -> None:
    peer.be_hostile(delay=1)
    assert peer.create("A").status_code == 201
    assert peer.shown("injected") == {"delay": 1}


def test_an_error_page_is_html_and_nothing_was_done(peer: Peer) -> None:
    peer.be_hostile(error_page=1)
    answer = peer.create("A")
    assert answer.status_code in (500, 502, 503, 504)
    assert answer.text.startswith("<html>")
    assert peer.shown("injected") == {"error_page": 1}
    peer.be_calm()
    assert peer.names() == []


def test_an_error_in_json_did_nothing(peer: Peer) -> None:
    peer.be_hostile(error_json=1)
    answer = peer.create("A")
    assert answer.status_code in (500, 503)
    assert peer.tells_error(answer)
    assert peer.shown("injected") == {"error_json": 1}
    peer.be_calm()
    assert peer.names() == []


def test_a_dropped_call_gets_not_a_byte_and_did_nothing(peer: Peer) -> None:
    peer.be_hostile(dropped=1)
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        peer.create("A")
    assert peer.shown("injected") == {"dropped": 1}
    peer.be_calm()
    assert peer.names() == []


def test_a_lost_answer_belongs_to_a_write_that_was_carried_out(peer: Peer) -> None:
    peer.be_hostile(lost_answer=1)
    with pytest.raises(httpx.RemoteProtocolError):
        peer.create("A")
    assert peer.shown("injected") == {"lost_answer": 1}
    peer.be_calm()
    assert peer.names() == ["A"]


def test_an_answer_is_lost_as_a_whole_or_from_its_middle(peer: Peer) -> None:
    peer.be_hostile(lost_answer=1)
    ways = set()
    for place in range(12):
        with pytest.raises(httpx.RemoteProtocolError) as lost:
            peer.create(f"Row {place}")
        ways.add("without sending a response" in str(lost.value))
    assert ways == {True, False}


def test_reads_lose_no_answers_and_commit_nothing_late(peer: Peer) -> None:
    peer.be_hostile(lost_answer=1, late_commit=1)
    assert peer.names() == []
    assert peer.shown("injected") == {}


def test_a_late_commit_comes_after_the_answer(peer: Peer) -> None:
    peer.be_hostile(late_commit=1)
    peer.fail_to_create("A")
    assert (peer.names(), peer.shown("pending")) == ([], 1)
    peer.be_calm()
    assert (peer.names(), peer.shown("pending")) == (["A"], 0)
    assert peer.shown("injected") == {"late_commit": 1}


def test_a_late_commit_comes_by_itself(peer: Peer) -> None:
    peer.http.put(peer.control, json={"odds": {"late_commit": 1}, "late_seconds": 0.1})
    peer.fail_to_create("A")
    assert peer.hostility.later.wait_until_done(30)
    assert peer.names() == ["A"]


def test_in_a_storm_the_whole_key_is_refused(peer: Peer) -> None:
    peer.be_hostile(rate_limit=1)
    assert statuses(peer, 3) == [429, 429, 429]
    assert peer.http.get(peer.rows).status_code == 429
    assert peer.shown("injected") == {"rate_limit": 1}, "a storm counts once"
    peer.be_calm()
    assert peer.names() == []


def test_a_revoked_key_is_refused_and_works_again(peer: Peer) -> None:
    peer.be_hostile(revoked_key=1)
    assert statuses(peer, 2) == [401, 401]
    assert peer.shown("injected") == {"revoked_key": 1}, "a revocation counts once"
    peer.be_calm()
    assert statuses(peer, 1) == [201]


def test_a_key_that_nobody_knows_meets_no_storm(peer: Peer) -> None:
    peer.be_hostile(rate_limit=1, revoked_key=1)
    peer.http.headers["authorization"] = "Bearer nobody"
    assert statuses(peer, 1) == [401]
    assert peer.shown("injected") == {}
