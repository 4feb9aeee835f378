"""What the hostile mode draws and remembers."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from sandbox.hostility.faults import FAULTS
from sandbox.hostility.hostility import Hostility
from sandbox.hostility.settings import Settings


@dataclass
class Time:
    """Stands still until told."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def sequence(seed: int, **odds: float) -> list[bool]:
    """Whether `dropped` strikes at a hundred calls."""
    hostility = Hostility()
    hostility.begin(Settings(seed=seed, odds=odds))
    return ["dropped" in hostility.draw(odds) for _ in range(100)]


def test_a_seed_repeats_the_same_sequence() -> None:
    assert sequence(1, dropped=0.5) == sequence(1, dropped=0.5)


def test_another_seed_gives_another_sequence() -> None:
    assert sequence(1, dropped=0.5) != sequence(2, dropped=0.5)


def test_the_odds_of_one_fault_do_not_move_another() -> None:
    assert sequence(1, dropped=0.3, delay=0.9) == sequence(1, dropped=0.3, delay=0.1, rate_limit=0.5)


def test_higher_odds_strike_where_lower_ones_did_and_more_often() -> None:
    rare, often = sequence(1, dropped=0.2), sequence(1, dropped=0.6)
    assert sum(rare) < sum(often)
    assert all(each for each, was in zip(often, rare, strict=True) if was)


def test_how_a_fault_strikes_is_drawn_evenly() -> None:
    hostility = Hostility()
    hostility.begin(Settings(odds={"delay": 1}))
    drawn = [hostility.draw(["delay"])["delay"] for _ in range(1000)]
    assert 0.45 < sum(drawn) / 1000 < 0.55


def test_nothing_is_drawn_while_the_mode_is_off() -> None:
    hostility = Hostility()
    assert not hostility.on
    assert hostility.draw(FAULTS) == {}


def test_nothing_is_drawn_after_the_end_and_counts_stay() -> None:
    hostility = Hostility()
    hostility.begin(Settings(odds={"delay": 1}))
    hostility.count("delay")
    assert hostility.end()
    assert hostility.draw(["delay"]) == {}
    assert (hostility.shown()["odds"], hostility.shown()["injected"]) == ({}, {"delay": 1})


def test_beginning_again_counts_anew() -> None:
    hostility = Hostility()
    hostility.begin(Settings(odds={"delay": 1}))
    hostility.count("delay")
    hostility.begin(Settings(odds={"delay": 1}))
    assert hostility.shown()["injected"] == {}


def test_a_fault_that_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="earthquake"):
        Hostility().begin(Settings(odds={"earthquake": 0.1}))


def test_a_system_knows_only_its_own_faults() -> None:
    hostility = Hostility(without=["expired_session"])
    assert hostility.known.keys() == FAULTS.keys() - {"expired_session"}
    with pytest.raises(ValueError, match="expired_session"):
        hostility.begin(Settings(odds={"expired_session": 0.1}))


@pytest.mark.parametrize("odds", [-0.1, 1.1])
def test_odds_outside_0_and_1_are_refused(odds: float) -> None:
    with pytest.raises(ValueError, match="dropped"):
        Settings(odds={"dropped": odds})


def test_a_spell_binds_its_key_until_it_is_over() -> None:
    time = Time()
    hostility = Hostility(monotonic=time)
    hostility.cast("rate_limit", "mine", 3, 0.25)
    assert hostility.spell("rate_limit", "mine") == (3, 0.25)
    assert hostility.spell("rate_limit", "yours") is None
    assert hostility.spell("revoked_key", "mine") is None
    time.now += 3
    assert hostility.spell("rate_limit", "mine") is None


def test_the_end_lifts_every_spell() -> None:
    hostility = Hostility()
    hostility.cast("revoked_key", "mine", 60, 0)
    hostility.end()
    assert hostility.spell("revoked_key", "mine") is None


def test_the_end_does_at_once_what_was_put_off() -> None:
    hostility, done = Hostility(), []
    hostility.later.put(lambda: done.append("late"), 3600)
    assert hostility.shown()["pending"] == 1
    assert hostility.end()
    assert (done, hostility.shown()["pending"]) == (["late"], 0)


def test_forgetting_drops_what_was_put_off() -> None:
    hostility, done = Hostility(), []
    hostility.later.put(lambda: done.append("late"), 3600)
    hostility.forget()
    assert hostility.end()
    assert done == []
