"""Draws believable records; no two of one maker share a name, an organisation number or an address."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date, timedelta

from sandbox.seeding import words
from sandbox.seeding.organisations import organisation_number
from sandbox.seeding.records import Company, Job, Person

TODAY = date(2026, 1, 15)
PRIVATE_SHARE = 0.08
_ASCII = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "ae", "Ø": "o", "Å": "a"})


def ascii_name(text: str) -> str:
    """The text as part of an e-mail address: a to z and digits only."""
    return re.sub(r"[^a-z0-9]", "", text.translate(_ASCII).lower())


class RecordMaker:
    """Makes records from one source of randomness."""

    def __init__(self, randomness: random.Random) -> None:
        self._random = randomness
        self._taken: set[str] = set()

    def company(self, number: str) -> Company:
        """A customer: mostly a company, now and then a private person without an organisation number."""
        private = self._random.random() < PRIVATE_SHARE
        name = self._new(self._person_name if private else self._company_name)
        postal_code, city = self._random.choice(words.PLACES)
        host = f"{ascii_name(name.removesuffix(' AS'))[:40]}.example"
        return Company(
            number=number,
            name=name,
            organisation_number=None if private else self._new(lambda: organisation_number(self._random)),
            email=f"{'hei' if private else self._random.choice(('post', 'firmapost', 'faktura'))}@{host}",
            phone=None if private else f"{self._random.choice('235679')}{self._digits(7)}",
            mobile=self._mobile() if private or self._random.random() < 0.4 else None,
            street=f"{self._random.choice(words.STREETS)} {self._random.randint(1, 140)}",
            postal_code=postal_code,
            city=city,
            contact=None if private else self._person_name(),
        )

    def person(self, number: str) -> Person:
        """An employee with a name, a login and a mobile phone."""
        first, last = self._random.choice(words.FIRST_NAMES), self._random.choice(words.LAST_NAMES)
        login = f"{ascii_name(first)}.{ascii_name(last)}"
        count = 1
        while login in self._taken:
            count += 1
            login = f"{ascii_name(first)}.{ascii_name(last)}{count}"
        self._taken.add(login)
        return Person(number, first, last, f"{login}@montor.example", self._mobile())

    def job(self, number: str, customer: str | None, manager: str | None) -> Job:
        """A project of the last three years; older ones are mostly completed."""
        start = TODAY - timedelta(days=self._random.randint(0, 1100))
        end = start + timedelta(days=self._random.randint(5, 400)) if self._random.random() < 0.6 else None
        place = self._random.choice(words.PLACES)[1]
        street = f"{self._random.choice(words.STREETS)} {self._random.randint(1, 140)}"
        return Job(
            number=number,
            name=f"{self._random.choice(words.WORKS)} {street}, {place}",
            description="Avtalt på befaring" if self._random.random() < 0.3 else None,
            start=start,
            end=end,
            customer=customer,
            manager=manager,
            completed=end is not None and end < TODAY and self._random.random() < 0.7,
        )

    def _new(self, draw: Callable[[], str]) -> str:
        while (text := draw()) in self._taken:
            pass
        self._taken.add(text)
        return text

    def _company_name(self) -> str:
        person, other = self._random.sample(words.LAST_NAMES, 2)
        return self._random.choice(words.COMPANY_FORMS).format(
            person=person,
            other=other,
            place=self._random.choice(words.PLACES)[1],
            trade=self._random.choice(words.TRADES),
        )

    def _person_name(self) -> str:
        first = " ".join(self._random.sample(words.FIRST_NAMES, self._random.choice((1, 1, 2))))
        return f"{first} {self._random.choice(words.LAST_NAMES)}"

    def _mobile(self) -> str:
        return f"{self._random.choice('49')}{self._digits(7)}"

    def _digits(self, count: int) -> str:
        return f"{self._random.randrange(10**count):0{count}d}"
