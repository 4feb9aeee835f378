"""Hours between both sandboxes: whatever failed on the way, each day has its hours once the weather is good again."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from sandbox.serve import serve
from sandbox.svenn.app import make_app as make_svenn
from sandbox.svenn.world import SvennWorld
from sandbox.tripletex.app import make_app as make_tripletex
from sandbox.tripletex.clock import Clock
from sandbox.tripletex.world import TripletexWorld
from tests.integration.hours_between.storm import DAYS, PEOPLE, TASKS, Moment, Storm


@pytest.fixture(params=range(3))
def storm(request: pytest.FixtureRequest) -> Iterator[Storm]:
    clock = Moment()
    tripletex, svenn = TripletexWorld(Clock(lambda: clock.now)), SvennWorld(lambda: clock.now)
    with serve(make_tripletex(tripletex)) as tripletex_url, serve(make_svenn(svenn)) as svenn_url:
        chance = random.Random(request.param)
        storm = Storm(tripletex, tripletex_url, svenn, svenn_url, clock, chance)
        for person in range(PEOPLE):
            for day in range(DAYS):
                for _entry in range(chance.randint(1, 4)):
                    storm.enter(person, day, task=chance.choice(TASKS), seconds=chance.randint(60, 9000))
        yield storm


def test_each_day_has_its_hours_once_after_a_storm(storm: Storm) -> None:
    for person in range(PEOPLE):
        storm.book_elsewhere(person, person, 1.5)
    struck = 0
    for turn in range(20):
        storm.rage(turn)
        storm.work()
        storm.change_something()
        storm.work()
        struck += sum(storm.tripletex.hostility.injected.values()) + sum(storm.svenn.hostility.injected.values())
    storm.calm()
    assert struck > 10
    assert storm.booked() == storm.wanted()
    assert storm.unmarked() == []
    assert storm.elsewhere() == [1.5] * PEOPLE


def test_once_all_is_equal_nothing_is_written_any_more(storm: Storm) -> None:
    storm.work()
    storm.work()
    assert storm.booked() == storm.wanted()
    written = _writes(storm)
    for entry in storm.entries:
        storm.waiting.add(f"{entry['employee_id']}|{entry['date']}")
    storm.work()
    assert _writes(storm) == written


def _writes(storm: Storm) -> int:
    of_tripletex = sum(n for (route, _token, _status), n in storm.tripletex.calls.items() if "GET" not in route)
    return of_tripletex + sum(n for route, n in storm.svenn.calls.items() if not route.startswith("GET"))
