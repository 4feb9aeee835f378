"""One thing and how it stands on each side; how many stand on both sides, and under which numbers."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T")
Side = Literal["tripletex", "app"]


@dataclass
class Slot(Generic[T]):
    """A row on one side or the same thing on both. `clean` until dirt is planted in it."""

    tripletex: T | None
    app: T | None
    clean: bool = True

    @property
    def shared(self) -> bool:
        """Whether it stands on both sides."""
        return self.tripletex is not None and self.app is not None

    def row(self, side: Side) -> T | None:
        """How it stands on that side."""
        return self.tripletex if side == "tripletex" else self.app

    def put(self, side: Side, row: T) -> None:
        """Sets how it stands on that side."""
        if side == "tripletex":
            self.tripletex = row
        else:
            self.app = row


def make_slots(
    count: int, overlap: float, numbers: Sequence[str], make: Callable[[str], T], randomness: random.Random
) -> list[Slot[T]]:
    """`count` rows on each side, the share `overlap` of them on both; needs up to 2 x count numbers."""
    shared = round(count * overlap)
    places = ["both"] * shared + ["tripletex", "app"] * (count - shared)
    randomness.shuffle(places)
    slots: list[Slot[T]] = []
    for place, number in zip(places, numbers, strict=False):
        row = make(number)
        slots.append(Slot(None if place == "app" else row, None if place == "tripletex" else row))
    return slots


def rows(slots: Sequence[Slot[T]], side: Side) -> list[T]:
    """The rows of one side."""
    return [row for slot in slots if (row := slot.row(side)) is not None]
