"""The customers of a pair of companies, and what is wrong with them."""

from __future__ import annotations

import random
from dataclasses import replace

from sandbox.seeding.differences import differ_companies
from sandbox.seeding.dirt import Dirt, Planter, only
from sandbox.seeding.makers import RecordMaker, ascii_name
from sandbox.seeding.records import Company
from sandbox.seeding.slots import Side, Slot, make_slots

FIRST_NUMBER = 10001  # Tripletex's own series (reference/tripletex.md, customers)
SIDES: tuple[Side, Side] = ("tripletex", "app")


def make_customers(
    count: int, overlap: float, dirt: Dirt, planter: Planter, maker: RecordMaker, randomness: random.Random
) -> list[Slot[Company]]:
    """The customers of both sides."""
    numbers = [str(FIRST_NUMBER + place) for place in range(2 * count)]
    slots = make_slots(count, overlap, numbers, maker.company, randomness)
    _plant_pairs(slots, count, dirt, planter, maker)
    for slot in planter.take(slots, dirt.non_numeric_customers, count, lambda s: only(s, "app")):
        assert slot.app is not None
        number = f"K-{slot.app.number}" if randomness.random() < 0.5 else ascii_name(slot.app.name)[:12].upper()
        slot.app = replace(slot.app, number=number)
        planter.note("non_numeric_customers", "customer", "app", number)
    for slot in planter.take(slots, dirt.inactive_customers, count, lambda _: True):
        for side in SIDES:
            if (row := slot.row(side)) is not None:
                slot.put(side, replace(row, inactive=True))
                planter.note("inactive_customers", "customer", side, row.number)
    for slot in planter.take(
        slots,
        dirt.customers_also_suppliers,
        count,
        lambda s: s.tripletex is not None and s.tripletex.phone is not None,
    ):
        assert slot.tripletex is not None
        slot.tripletex = replace(slot.tripletex, supplier=True)
        planter.note("customers_also_suppliers", "customer", "tripletex", slot.tripletex.number)
    differ_companies(slots, randomness)
    return slots


def _plant_pairs(slots: list[Slot[Company]], count: int, dirt: Dirt, planter: Planter, maker: RecordMaker) -> None:
    for left, right in planter.take_pairs(slots, dirt.duplicate_organisations, count):
        assert left.tripletex is not None
        assert right.app is not None
        # A private person has no organisation number; the app company lends it its own.
        organisation_number = left.tripletex.organisation_number or right.app.organisation_number
        left.tripletex = replace(left.tripletex, organisation_number=organisation_number)
        right.app = replace(left.tripletex, number=right.app.number)
        planter.note("duplicate_organisations", "customer", "tripletex", left.tripletex.number)
        planter.note("duplicate_organisations", "customer", "app", right.app.number)
    for left, right in planter.take_pairs(slots, dirt.customer_number_clashes, count):
        assert left.tripletex is not None
        right.app = _stranger(left.tripletex, maker)
        for side in SIDES:
            planter.note("customer_number_clashes", "customer", side, left.tripletex.number)


def _stranger(company: Company, maker: RecordMaker) -> Company:
    """Another company with the same number whose name has no word of substance in common."""
    while True:
        stranger = maker.company(company.number)
        common = set(stranger.name.lower().split()) & set(company.name.lower().split())
        if stranger.organisation_number and not any(len(word) > 2 for word in common):
            return stranger
