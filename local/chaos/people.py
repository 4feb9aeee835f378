"""People at work in all firms: they pick a record, type into it, and what they did is written down."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from local.chaos.hands import Hands
from local.chaos.ledger import Ledger, Subject
from local.chaos.trades import new_value
from local.peers import PeerRefused
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record, Value, Values

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

    def firm(self, dice: random.Random) -> int:
        """Some firm."""
        return dice.randrange(len(self.firms))

    def pick(self, dice: random.Random, firm: int, kind: Kind, fits: Callable[[Seen], bool] = lambda _: True) -> Seen:
        """Some living record of a firm's, of a kind, on some side where it can be seen. Raises Nobody."""
        candidates = list(self.ledger.alive(firm, kind))
        sides = list(self.firms[firm].trade.kinds[kind].sides)
        dice.shuffle(candidates)
        dice.shuffle(sides)
        for subject in candidates[:8]:
            for side in sides:
                seen = self.look(subject, side)
                if seen is not None and self._is_left_alone(seen) and fits(seen):
                    return seen
        raise Nobody

    def agrees(self, seen: Seen, *names: str) -> bool:
        """Whether the other side shows the same in those fields."""
        other = self.look(seen.subject, seen.side.other)
        if other is None:
            return False
        rule = self.firms[seen.subject.firm].trade.integration.rule(seen.subject.kind)
        normalisers = {name: rule.field(name).normalise for name in names}
        return all(same(seen.values.get(name)) == same(other.values.get(name)) for name, same in normalisers.items())

    def number_is_identity(self, seen: Seen) -> bool:
        """Whether the record is another one as soon as it has another number."""
        rule = self.firms[seen.subject.firm].trade.integration.rule(seen.subject.kind)
        return seen.side in rule.number_is_id

    def _is_left_alone(self, seen: Seen) -> bool:
        """Whether nobody has to wait: a record that has another number and another content at once is another record
        to everybody."""
        if seen.subject.moving and self.number_is_identity(seen):
            seen.subject.moving = not self.agrees(seen, "number")
            return not seen.subject.moving
        return True

    def look(self, subject: Subject, side: Side) -> Seen | None:
        """The record as that side shows it now; None when it does not."""
        found = subject.among(self.firms[subject.firm].see(subject.kind, side))
        return Seen(subject, side, found[0]) if found else None

    def create(self, dice: random.Random, firm: int, kind: Kind, side: Side) -> Subject:
        """Make a record of a kind in a firm, with everything filled in. Raises PeerRefused."""
        hands, mark = self.firms[firm], self.new_mark()
        typing = hands.trade.kinds[kind]
        values: dict[str, Value] = {
            "number": str(SERIES[side] + self._count),
            **{name: new_value(kind, name, mark, dice) for name in typing.filled},
        }
        meant: dict[str, Subject] = {}
        if typing.parent is not None:
            name, parent = typing.parent
            there = hands.see(parent, side)
            known = [(s, record.id) for s in self.ledger.alive(firm, parent) for record in s.among(there)]
            values[name] = None
            if known:
                meant[name], values[name] = dice.choice(known)
        hands.create(kind, side, values)
        return self.ledger.made(firm, kind, mark, side, values, meant)

    def type(self, seen: Seen, values: dict[str, Value], meant: Mapping[str, Subject] = MappingProxyType({})) -> None:
        """Type values into a record; `meant` is what references among them point at. What stands there already is no
        edit. Raises PeerRefused."""
        hands = self.firms[seen.subject.firm]
        hands.change(seen.subject.kind, seen.side, seen.record.id, values)
        seen.subject.moving |= "number" in values and self.number_is_identity(seen)
        edited = {name: value for name, value in values.items() if (seen.values.get(name) or None) != (value or None)}
        self.ledger.typed(seen.subject, seen.side, edited, meant)

    def delete(self, seen: Seen) -> None:
        """Delete a record. Raises PeerRefused."""
        self.firms[seen.subject.firm].delete(seen.subject.kind, seen.side, seen.record.id)
        seen.subject.deleted.add(seen.side)

    def new_mark(self) -> str:
        """A mark that nothing has."""
        self._count += 1
        return f"Z{self._count:04d}"

    def free_number(self, side: Side) -> str:
        """A number that nobody has."""
        self._count += 1
        return str(SERIES[side] + self._count)


__all__ = ["Nobody", "PeerRefused", "People", "Seen"]
