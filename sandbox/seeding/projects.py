"""The projects of a pair of companies, and what is wrong with them."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from sandbox.seeding import words
from sandbox.seeding.differences import differ_jobs
from sandbox.seeding.dirt import Dirt, Planter, only
from sandbox.seeding.makers import RecordMaker
from sandbox.seeding.records import Company, Job, Person
from sandbox.seeding.slots import Side, Slot, make_slots, rows

SIDES: tuple[Side, Side] = ("tripletex", "app")
WITHOUT_CUSTOMER = 0.1


def make_projects(
    count: int,
    overlap: float,
    dirt: Dirt,
    planter: Planter,
    maker: RecordMaker,
    randomness: random.Random,
    customers: Sequence[Slot[Company]],
    people: Sequence[Slot[Person]],
) -> list[Slot[Job]]:
    """The projects of both sides, each with a manager and mostly a customer that stand on its side."""
    numbers = _numbers(2 * count, randomness)
    slots = make_slots(count, overlap, numbers, lambda number: maker.job(number, None, None), randomness)
    _tie(slots, customers, people, randomness)
    _plant_in_svenn(slots, count, dirt, planter)
    _plant_in_tripletex(slots, count, dirt, planter, randomness)
    _plant_sub_projects(slots, count, dirt, planter, randomness)
    differ_jobs(slots, randomness)
    return slots


def _numbers(count: int, randomness: random.Random) -> list[str]:
    """Mostly plain numbers, some with a year before or a letter behind; all different."""
    return [
        str(number) if (form := randomness.random()) < 0.8 else f"{number}A" if form < 0.9 else f"2025.{number}"
        for number in range(1001, 1001 + count)
    ]


def _tie(
    slots: Sequence[Slot[Job]],
    customers: Sequence[Slot[Company]],
    people: Sequence[Slot[Person]],
    randomness: random.Random,
) -> None:
    shared = [c.tripletex.number for c in customers if c.clean and c.shared and c.tripletex]
    of_side = {side: [row.number for row in rows([c for c in customers if c.clean], side)] for side in SIDES}
    managers = {side: [row.number for row in rows(people, side) if row.manager] for side in SIDES}
    of_both = [number for number in managers["tripletex"] if number in set(managers["app"])]
    for slot in slots:
        choices = {side: shared if slot.shared else of_side[side] for side in SIDES}
        leaders = {side: of_both if slot.shared and of_both else managers[side] for side in SIDES}
        luck, customer_place, leader_place = (randomness.random() for _ in "123")
        for side in SIDES:
            if (row := slot.row(side)) is None:
                continue
            customer = None if luck < WITHOUT_CUSTOMER else _at(choices[side], customer_place)
            slot.put(side, replace(row, customer=customer, manager=_at(leaders[side], leader_place)))


def _at(numbers: Sequence[str], place: float) -> str | None:
    return numbers[int(place * len(numbers))] if numbers else None


def _plant_in_svenn(slots: list[Slot[Job]], count: int, dirt: Dirt, planter: Planter) -> None:
    for slot in planter.take(slots, dirt.missing_start_dates, count, lambda s: s.app is not None):
        assert slot.app is not None
        slot.app = replace(slot.app, start=None)
        planter.note("missing_start_dates", "project", "app", slot.app.number)
    doubled = [slot for slot in slots if slot.clean and slot.shared]
    for slot in planter.take(slots, dirt.duplicate_display_ids, count, lambda s: only(s, "app")):
        source = doubled.pop().app if doubled else None
        if source is not None and slot.app is not None:
            slot.app = replace(slot.app, number=source.number)
            planter.note("duplicate_display_ids", "project", "app", source.number)


def _plant_in_tripletex(
    slots: list[Slot[Job]], count: int, dirt: Dirt, planter: Planter, randomness: random.Random
) -> None:
    for slot in planter.take(slots, dirt.internal_projects, count, lambda s: s.tripletex is not None):
        assert slot.tripletex is not None
        name = randomness.choice(words.INTERNAL_WORKS)
        for side in SIDES:
            if (row := slot.row(side)) is not None:
                slot.put(side, replace(row, name=name, internal=side == "tripletex", customer=None))
        planter.note("internal_projects", "project", "tripletex", slot.tripletex.number)
    for slot in planter.take(slots, dirt.missing_project_numbers, count, lambda s: only(s, "tripletex")):
        assert slot.tripletex is not None
        slot.tripletex = replace(slot.tripletex, number="")
        planter.note("missing_project_numbers", "project", "tripletex", "")


def _plant_sub_projects(
    slots: list[Slot[Job]], count: int, dirt: Dirt, planter: Planter, randomness: random.Random
) -> None:
    """Puts rows of one side below others of it: the parent's number, a full stop and a number of their own."""
    doubled = {entry.number for entry in planter.planted if entry.what == "duplicate_display_ids"}
    suffixes = itertools.count(1)
    for side in SIDES:
        children = list(planter.take(slots, dirt.sub_projects, count, _only_on(side)))
        clean = rows([slot for slot in slots if slot.clean], side)
        parents = [row for row in clean if row.number not in doubled]
        for slot in children if parents else ():
            row = slot.row(side)
            assert row is not None
            above = randomness.choice(parents)
            number = f"{above.number}.{next(suffixes)}"
            name = f"{above.name} - {randomness.choice(words.PARTS)}"
            slot.put(side, replace(row, number=number, name=name, parent=above.number, customer=above.customer))
            planter.note("sub_projects", "project", side, number)


def _only_on(side: Side) -> Callable[[Slot[Job]], bool]:
    return lambda slot: only(slot, side)
