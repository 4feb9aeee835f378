"""Steering the hostile mode, and what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from sandbox.serve import serve
from sandbox.svenn.app import make_app
from sandbox.svenn.world import SvennWorld
from tests.integration.sandbox_hostility.conftest import Peer


def test_the_mode_is_off_at_first(peer: Peer) -> None:
    shown = peer.http.get(peer.control).json()
    assert (shown["odds"], shown["injected"], shown["pending"]) == ({}, {}, 0)


def test_what_is_set_is_shown(peer: Peer) -> None:
    asked = {"seed": 7, "odds": {"delay": 0.25}, "delay_seconds": 0.4, "late_seconds": 2}
    answer = peer.http.put(peer.control, json=asked)
    assert answer.json().items() >= asked.items()
    assert peer.http.get(peer.control).json() == answer.json()


def test_setting_it_again_replaces_everything(peer: Peer) -> None:
    peer.be_hostile(error_json=1)
    peer.create("A")
    peer.be_hostile(delay=1)
    assert (peer.shown("odds"), peer.shown("injected")) == ({"delay": 1}, {})
    assert peer.create("A").status_code == 201


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"odds": {"earthquake": 0.1}}, "earthquake"),
        ({"odds": {"dropped": 1.5}}, "dropped"),
        ({"odds": {"dropped": -1}}, "dropped"),
        ({"odds": {}, "speed": 3}, "speed"),
    ],
)
def test_settings_that_make_no_sense_are_refused_and_named(
    peer: Peer, settings: dict[str, object], named: str
) -> None:
    answer = peer.http.put(peer.control, json=settings)
    assert answer.status_code == 400
    assert named in answer.json()["error"]
    assert peer.shown("odds") == {}


def test_the_faults_are_listed_with_a_sentence_each(peer: Peer) -> None:
    faults = peer.http.get(f"{peer.control}/faults").json()
    assert set(faults) == set(peer.hostility.known)
    assert all(sentence.endswith(".") for sentence in faults.values())


def test_no_odds_end_the_mode_and_counts_stay_readable(peer: Peer) -> None:
    peer.be_hostile(error_json=1)
    peer.create("A")
    peer.be_hostile()
    assert peer.create("B").status_code == 201
    assert (peer.names(), peer.shown("injected")) == (["B"], {"error_json": 1})


def test_a_seed_repeats_what_happens(peer: Peer) -> None:
    seen = []
    for _ in range(2):
        peer.be_hostile(seed=3, error_json=0.4, error_page=0.2)
        seen.append([peer.create("A").status_code for _ in range(25)])
    assert seen[0] == seen[1]
    assert set(seen[0]) > {201}


def test_control_routes_meet_no_faults(peer: Peer) -> None:
    peer.be_hostile(error_json=1, dropped=1, rate_limit=1, delay=1)
    assert peer.shown("injected") == {}


def test_a_reset_ends_the_mode(peer: Peer) -> None:
    peer.be_hostile(late_commit=1)
    peer.fail_to_create("A")
    peer.http.post(peer.control.replace("hostility", "reset"))
    assert (peer.shown("odds"), peer.shown("injected"), peer.shown("pending")) == ({}, {}, 0)


def test_what_is_said_in_hostile_mode_is_not_recorded(tmp_path: Path) -> None:
    world = SvennWorld()
    with serve(make_app(world, exchanges=tmp_path)) as url, httpx.Client(base_url=url) as http:
        for place, odds in enumerate(({}, {"error_page": 1}, {})):
            http.put("/_control/svenn/hostility", json={"odds": odds})
            http.get("/v1/account", params={"place": place})
    [file] = tmp_path.glob("svenn-*.jsonl")
    asked = [json.loads(line)["query"] for line in file.read_text().splitlines()]
    assert asked == [[["place", "0"]], [["place", "2"]]]
