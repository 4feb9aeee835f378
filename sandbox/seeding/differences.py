"""Small differences between the two sides' forms of one thing, as they come about over the years."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from sandbox.seeding.records import Company, Job, Person
from sandbox.seeding.slots import Slot

T = TypeVar("T")

# How many of the shared rows differ at all; a row may differ in one way only.
SHARE = 0.4


def spaced_phone(phone: str) -> str:
    """`22334455` as `22 33 44 55`."""
    return " ".join(phone[place : place + 2] for place in range(0, len(phone), 2))


def _phone(text: str | None) -> str | None:
    return None if text is None else f"+47 {spaced_phone(text)}"


_COMPANY: Sequence[Callable[[Company], Company]] = (
    lambda c: replace(c, phone=_phone(c.phone), mobile=_phone(c.mobile)),
    lambda c: replace(c, phone=None if c.phone is None else spaced_phone(c.phone)),
    lambda c: replace(c, email=None),
    lambda c: replace(c, email=None if c.email is None else c.email.title()),
    lambda c: replace(c, name=c.name.upper()),
    lambda c: replace(c, name=f"{c.name} "),
    lambda c: replace(c, city=c.city.upper()),
)
_PERSON: Sequence[Callable[[Person], Person]] = (
    lambda p: replace(p, mobile=_phone(p.mobile)),
    lambda p: replace(p, mobile=None),
    lambda p: replace(p, email=None if p.email is None else p.email.title()),
    lambda p: replace(p, first_name=f"{p.first_name} "),
    lambda p: replace(p, last_name=None if p.last_name is None else p.last_name.upper()),
)
_JOB: Sequence[Callable[[Job], Job]] = (
    lambda j: replace(j, name=f"{j.name} "),
    lambda j: replace(j, name=j.name.upper()),
    lambda j: replace(j, description=None),
)


def differ_companies(slots: Sequence[Slot[Company]], randomness: random.Random) -> None:
    """Makes the app's form of some shared customers differ a little; an e-mail may miss on either side."""
    _differ(slots, _COMPANY, randomness)
    for slot in slots:
        if slot.shared and slot.clean and slot.tripletex == slot.app and randomness.random() < SHARE / 10:
            assert slot.tripletex is not None
            slot.tripletex = replace(slot.tripletex, email=None)


def differ_people(slots: Sequence[Slot[Person]], randomness: random.Random) -> None:
    """The same for shared employees."""
    _differ(slots, _PERSON, randomness)


def differ_jobs(slots: Sequence[Slot[Job]], randomness: random.Random) -> None:
    """The same for shared projects."""
    _differ(slots, _JOB, randomness)


def _differ(slots: Sequence[Slot[T]], ways: Sequence[Callable[[T], T]], randomness: random.Random) -> None:
    for slot in slots:
        if slot.shared and slot.clean and randomness.random() < SHARE:
            assert slot.app is not None
            slot.app = randomness.choice(ways)(slot.app)
