"""People at work in all firms: they pick a record, type into it, and what they did is written down."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from local.chaos.hands import Hands
from local.chaos.ledger import MARKED, Ledger, Subject
from local.peers import PeerRefused
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record, Value, Values
from sandbox.seeding.words import FIRST_NAMES, PLACES, TRADES

KINDS = (Kind.CUSTOMER, Kind.PROJECT, Kind.EMPLOYEE)
#: People of the two sides number new records from series of their own.
SERIES = {Side.TRIPLETEX: 21000, Side.APP: 61000}


class Nobody(Exception):
    """There is no record that this could be done to."""


@dataclass(frozen=True)
class Seen:
    """A record that somebody has in front of them."""

    subject: Subject
    side: Side
    record: Record

    @property
    def values(self) -> Values:
        """What stands in it."""
        return self.record.values()


@dataclass
class People:
    """Everybody, in all firms."""

    firms: Sequence[Hands]
    ledger: Ledger = field(default_factory=Ledger)
    _count: int = 0

    def pick(self, dice: random.Random, kind: Kind, fits: Callable[[Seen], bool] = lambda _: True) -> Seen:
        """Some living record of a kind on some side where it can be seen. Raises Nobody."""
        candidates = list(self.ledger.alive(kind))
        sides = list(Side)
        dice.shuffle(candidates)
        dice.shuffle(sides)
        for subject in candidates[:8]:
            for side in sides:
                seen = self.look(subject, side)
                if seen is not None and fits(seen):
                    return seen
        raise Nobody

    def look(self, subject: Subject, side: Side) -> Seen | None:
        """The record as that side shows it now; None when it does not."""
        found = subject.among(self.firms[subject.firm].see(subject.kind, side))
        return Seen(subject, side, found[0]) if found else None

    def create(self, dice: random.Random, firm: int, kind: Kind, side: Side) -> Subject:
        """Make a record of a kind in a firm, with everything filled in. Raises PeerRefused."""
        self._count += 1
        mark = f"Z{self._count:04d}"
        values: dict[str, Value] = {
            "number": str(SERIES[side] + self._count),
            **{name: new_value(kind, name, mark, dice) for name in _FILLED[kind]},
        }
        if kind is Kind.PROJECT:
            customers = [r for s in self.ledger.alive(Kind.CUSTOMER) if s.firm == firm
                         for r in s.among(self.firms[firm].see(Kind.CUSTOMER, side))]  # fmt: skip
            values["customer"] = dice.choice(customers).id if customers else None
        self.firms[firm].create(kind, side, values)
        return self.ledger.made(firm, kind, mark, side, values)

    def type(self, seen: Seen, values: dict[str, Value]) -> None:
        """Type values into a record. What stands there already is no edit. Raises PeerRefused."""
        hands = self.firms[seen.subject.firm]
        hands.change(seen.subject.kind, seen.side, seen.record.id, values)
        edited = {name: value for name, value in values.items() if (seen.values.get(name) or None) != (value or None)}
        self.ledger.typed(seen.subject, seen.side, edited)

    def delete(self, seen: Seen) -> None:
        """Delete a record. Raises PeerRefused."""
        self.firms[seen.subject.firm].delete(seen.subject.kind, seen.side, seen.record.id)
        seen.subject.deleted.add(seen.side)

    def free_number(self, side: Side) -> str:
        """A number that nobody has."""
        self._count += 1
        return str(SERIES[side] + self._count)


#: What is filled in when a record is made; its number and customer aside.
_FILLED = {
    Kind.CUSTOMER: ("name", "email", "phone", "address_line1", "postal_code", "city"),
    Kind.PROJECT: ("name", "description", "start_date"),
    Kind.EMPLOYEE: ("first_name", "last_name", "email", "mobile"),
}
#: What a person may change, and what they may empty.
CHANGED = {
    Kind.CUSTOMER: ("name", "email", "phone", "address_line1", "postal_code", "city"),
    Kind.PROJECT: ("name", "description", "end_date"),
    Kind.EMPLOYEE: ("first_name", "last_name", "mobile"),
}
CLEARED = {
    Kind.CUSTOMER: ("email", "phone", "address_line1", "city"),
    Kind.PROJECT: ("description", "end_date"),
    Kind.EMPLOYEE: ("mobile",),
}


def new_value(kind: Kind, name: str, mark: str, dice: random.Random) -> Value:
    """Something that a person might type into the field; the name keeps the record's mark."""
    if name == MARKED[kind]:
        words = f"{dice.choice(PLACES)[1]} {dice.choice(TRADES)} {dice.randrange(100)}"
        return mark + dice.choice(("vik", "nes", "berg", "dal")) if kind is Kind.EMPLOYEE else f"{words} {mark}"
    makers: dict[str, Callable[[], Value]] = {
        "first_name": lambda: dice.choice(FIRST_NAMES),
        "email": lambda: f"{mark.lower()}.{dice.randrange(1000)}@eksempel.example",
        "phone": lambda: f"22{dice.randrange(10**6):06d}",
        "mobile": lambda: f"9{dice.randrange(10**7):07d}",
        "address_line1": lambda: f"Storgata {dice.randrange(1, 300)}",
        "postal_code": lambda: dice.choice(PLACES)[0],
        "city": lambda: dice.choice(PLACES)[1],
        "description": lambda: f"Oppdrag {dice.randrange(10**6)}",
        "start_date": lambda: f"2026-{dice.randrange(1, 7):02d}-{dice.randrange(1, 29):02d}",
        "end_date": lambda: f"2027-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}",
    }
    return makers[name]()


__all__ = ["CHANGED", "CLEARED", "KINDS", "Nobody", "PeerRefused", "People", "Seen", "new_value"]
