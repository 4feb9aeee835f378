"""The employees of a pair of companies, and what is wrong with them."""

from __future__ import annotations

import random
from dataclasses import replace

from sandbox.seeding.differences import differ_people
from sandbox.seeding.dirt import Dirt, Planter
from sandbox.seeding.makers import RecordMaker
from sandbox.seeding.records import Person
from sandbox.seeding.slots import Side, Slot, make_slots

MANAGER_SHARE = 0.15
SIDES: tuple[Side, Side] = ("tripletex", "app")


def make_employees(
    count: int, overlap: float, dirt: Dirt, planter: Planter, maker: RecordMaker, randomness: random.Random
) -> list[Slot[Person]]:
    """The employees of both sides; with any at all, at least one in Tripletex may lead projects."""
    slots = make_slots(count, overlap, [str(n + 1) for n in range(2 * count)], maker.person, randomness)
    _entitle(slots, count)
    _plant_pairs(slots, count, dirt, planter, maker)
    for slot in planter.take(slots, dirt.missing_last_names, count, lambda s: s.app is not None):
        assert slot.app is not None
        slot.app = replace(slot.app, last_name=None)
        planter.note("missing_last_names", "employee", "app", slot.app.number)
    for slot in planter.take(slots, dirt.missing_emails, count, lambda _: True):
        for side in SIDES:
            if (row := slot.row(side)) is not None:
                slot.put(side, replace(row, email=None, inactive=side == "app"))
                planter.note("missing_emails", "employee", side, row.number)
    differ_people(slots, randomness)
    return slots


def _entitle(slots: list[Slot[Person]], count: int) -> None:
    """Project managers: those of both sides first. They stay as they are: projects rest on them."""
    in_tripletex = sorted((s for s in slots if s.tripletex is not None), key=lambda s: not s.shared)
    for slot in in_tripletex[: max(1, round(count * MANAGER_SHARE))]:
        slot.clean = False
        for side in SIDES:
            if (row := slot.row(side)) is not None:
                slot.put(side, replace(row, manager=True))


def _plant_pairs(slots: list[Slot[Person]], count: int, dirt: Dirt, planter: Planter, maker: RecordMaker) -> None:
    for left, right in planter.take_pairs(slots, dirt.duplicate_people, count):
        assert left.tripletex is not None
        assert right.app is not None
        right.app = replace(left.tripletex, number=right.app.number)
        planter.note("duplicate_people", "employee", "tripletex", left.tripletex.number)
        planter.note("duplicate_people", "employee", "app", right.app.number)
    for left, right in planter.take_pairs(slots, dirt.employee_number_clashes, count):
        assert left.tripletex is not None
        right.app = _stranger(left.tripletex, maker)
        for side in SIDES:
            planter.note("employee_number_clashes", "employee", side, left.tripletex.number)


def _stranger(person: Person, maker: RecordMaker) -> Person:
    """Somebody else with the same number."""
    while True:
        stranger = maker.person(person.number)
        if stranger.first_name != person.first_name and stranger.last_name != person.last_name:
            return stranger
