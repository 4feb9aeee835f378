"""The plan of a storm follows from its seed."""

from local.chaos.edits import EDITS as FUNCTIONS
from local.chaos.office import PAPERS as WORK
from local.chaos.plan import EDITS, PACE, PAPERS, RACKBEAT, SVENN, TRIPLETEX, plan
from sandbox.hostility.faults import FAULTS


def test_the_same_seed_is_the_same_plan() -> None:
    assert plan(7, 60) == plan(7, 60)
    assert plan(7, 60) != plan(8, 60)


def test_a_longer_storm_begins_like_a_shorter_one() -> None:
    assert [act for act in plan(7, 60) if act.at < 30] == list(plan(7, 30))


def test_everything_happens_in_a_storm_of_minutes() -> None:
    assert {act.name for act in plan(1, 300)} == EDITS.keys() | PAPERS.keys() | PACE.keys()


def test_every_sort_of_edit_can_be_done() -> None:
    assert EDITS.keys() == FUNCTIONS.keys()
    assert PAPERS.keys() == WORK.keys()


def test_every_fault_of_the_sandboxes_strikes_in_one_of_them() -> None:
    assert TRIPLETEX.keys() | SVENN.keys() | RACKBEAT.keys() == FAULTS.keys()
