"""What is wrong with seeded companies, and how much of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple, TypeVar

from sandbox.seeding.slots import Side, Slot

T = TypeVar("T")
# A whole number of rows, or a share (a float) of the rows that stand on a side.
Amount = int | float


@dataclass(frozen=True)
class Dirt:
    """How much of each trouble is planted, as far as there is room. `Dirt()`: a little of all; see `none`."""

    # Customers
    duplicate_organisations: Amount = 0.01  # on both sides, under two numbers
    customer_number_clashes: Amount = 0.01  # one number, two companies that have nothing to do with each other
    non_numeric_customers: Amount = 0.01  # Svenn: the number is a text
    inactive_customers: Amount = 0.03  # on each side they stand on
    customers_also_suppliers: Amount = 0.03  # Tripletex
    # Employees
    duplicate_people: Amount = 0.01  # the same e-mail under two numbers
    employee_number_clashes: Amount = 0.01  # one number, two people
    missing_last_names: Amount = 0.02  # Svenn
    missing_emails: Amount = 0.02  # on each side they stand on; inactive in Svenn, where it is the login
    # Projects
    missing_start_dates: Amount = 0.03  # Svenn
    sub_projects: Amount = 0.04  # on each side
    duplicate_display_ids: Amount = 0.01  # Svenn
    internal_projects: Amount = 0.02  # Tripletex, some with a partner in Svenn
    missing_project_numbers: Amount = 0.01  # Tripletex

    @classmethod
    def none(cls) -> Dirt:
        """Nothing is wrong."""
        return cls(**{field.name: 0 for field in fields(cls)})


class Planted(NamedTuple):
    """One trouble: its name in Dirt, the kind, the side and the number of the row (empty: it has none)."""

    what: str
    kind: str
    side: Side
    number: str


class Planter:
    """Chooses the rows that get dirty, each at most once, and writes down what was done."""

    def __init__(self, randomness: random.Random) -> None:
        self.planted: list[Planted] = []
        self._random = randomness

    def take(
        self, slots: Sequence[Slot[T]], amount: Amount, size: int, fits: Callable[[Slot[T]], bool]
    ) -> Iterator[Slot[T]]:
        """Clean slots that fit, as many as the amount says of `size` rows or as there are."""
        count = amount if isinstance(amount, int) else round(amount * size)
        fitting = [slot for slot in slots if slot.clean and fits(slot)]
        for slot in self._random.sample(fitting, min(count, len(fitting))):
            slot.clean = False
            yield slot

    def take_pairs(self, slots: Sequence[Slot[T]], amount: Amount, size: int) -> list[tuple[Slot[T], Slot[T]]]:
        """Pairs of a slot that is only in Tripletex and one that is only in the app."""
        count = amount if isinstance(amount, int) else round(amount * size)
        room = min(sum(1 for s in slots if s.clean and only(s, side)) for side in ("tripletex", "app"))
        wanted = min(count, room)
        left = list(self.take(slots, wanted, size, lambda slot: only(slot, "tripletex")))
        right = list(self.take(slots, wanted, size, lambda slot: only(slot, "app")))
        return list(zip(left, right, strict=True))

    def note(self, what: str, kind: str, side: Side, number: str) -> None:
        """Writes down one trouble."""
        self.planted.append(Planted(what, kind, side, number))


def only(slot: Slot[T], side: Side) -> bool:
    """Whether the slot stands on that side alone."""
    return not slot.shared and slot.row(side) is not None
