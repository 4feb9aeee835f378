"""Everything people do to records, one function a sort; `local.chaos.plan.EDITS` says how often."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from local.chaos.ledger import Subject
from local.chaos.people import Nobody, People, Seen
from local.chaos.sight import Explanations, Sight
from local.chaos.trades import Typing, new_value
from samspill.model.kinds import Kind, Side
from samspill.model.records import Value


@dataclass(frozen=True)
class Edited:
    """What an edit touched: the fields that both sides should agree on again, and where it was done."""

    subject: Subject
    side: Side
    fields: tuple[str, ...]

    @property
    def firm(self) -> int:
        """Whose."""
        return self.subject.firm

    def settled(self, sight: Sight, told: Explanations) -> bool | None:
        """Whether both sides agree on it or somebody is told why not; None when a delete has overtaken it."""
        subject = self.subject
        if told.of_subject(subject, sight) is not None:
            return True
        here, there = (sight.found(subject, side) for side in (self.side, self.side.other))
        if subject.deleted:
            is_delete = not self.fields
            return not there if is_delete else None
        if not here or not there:
            return False
        return all(sight.agrees(subject, name) for name in self.fields)


def create(people: People, dice: random.Random) -> list[Edited]:
    """A new record of some kind on some side of some firm."""
    firm, kind = _where(people, dice)
    side = dice.choice(people.firms[firm].trade.kinds[kind].sides)
    subject = people.create(dice, firm, kind, side)
    return [Edited(subject, side, tuple(subject.typed))]


def change(people: People, dice: random.Random) -> list[Edited]:
    """Another value in a field."""
    seen = people.pick(dice, *_where(people, dice))
    return [_type_new(people, dice, seen, dice.choice(_typing(people, seen).changed))]


def change_on_both(people: People, dice: random.Random) -> list[Edited]:
    """Different values in the same field on both sides, one right after the other."""
    first = people.pick(dice, *_where(people, dice, lambda typing: len(typing.sides) == len(Side)))
    second = people.look(first.subject, first.side.other)
    if second is None:
        raise Nobody
    name = dice.choice(_typing(people, first).changed)
    return [_type_new(people, dice, seen, name) for seen in (first, second)]


def clear(people: People, dice: random.Random) -> list[Edited]:
    """A field emptied."""
    firm, kind = _where(people, dice)
    name = dice.choice(people.firms[firm].trade.kinds[kind].cleared)
    return [_type(people, people.pick(dice, firm, kind, lambda seen: bool(seen.values.get(name))), name, None)]


def renumber(people: People, dice: random.Random) -> list[Edited]:
    """A number that was free."""
    firm, kind = _where(people, dice)
    seen = people.pick(dice, firm, kind, partial(_may_move, people))
    return [_type(people, seen, "number", people.free_number(seen.side))]


def swap_numbers(people: People, dice: random.Random) -> list[Edited]:
    """Two records get each other's number, by way of a free one."""
    firm, kind = _where(people, dice)
    one = people.pick(dice, firm, kind, partial(_may_move, people))
    other = people.pick(
        dice,
        firm,
        kind,
        lambda seen: seen.subject is not one.subject and seen.side is one.side and _may_move(people, seen),
    )
    numbers = one.record.number, other.record.number
    done = [_type(people, one, "number", people.free_number(one.side))]
    done.append(_type(people, other, "number", numbers[0]))
    again = people.look(one.subject, one.side)  # where the number is the identity it has another one now
    return [*done, _type(people, again, "number", numbers[1])] if again else done


def turn_activity(people: People, dice: random.Random) -> list[Edited]:
    """A record deactivated or activated again."""
    return [_turn(people, dice, "active")]


def turn_closed(people: People, dice: random.Random) -> list[Edited]:
    """A project closed or re-opened."""
    return [_turn(people, dice, "closed")]


def move(people: People, dice: random.Random) -> list[Edited]:
    """A project moved to another customer, a product to another supplier."""
    firm, kind = _where(people, dice, lambda typing: typing.parent is not None)
    parent = people.firms[firm].trade.kinds[kind].parent
    if parent is None:
        raise Nobody
    child, there = people.pick(dice, firm, kind), people.pick(dice, firm, parent[1])
    chosen = there if there.side is child.side else people.look(there.subject, child.side)
    if chosen is None:
        raise Nobody
    people.type(child, {parent[0]: chosen.record.id}, {parent[0]: there.subject})
    return [Edited(child.subject, child.side, (parent[0],))]


def delete(people: People, dice: random.Random) -> list[Edited]:
    """A record deleted."""
    seen = people.pick(dice, *_where(people, dice))
    people.delete(seen)
    return [Edited(seen.subject, seen.side, ())]


EDITS: Mapping[str, Callable[[People, random.Random], list[Edited]]] = {
    "create": create,
    "change": change,
    "change on both sides": change_on_both,
    "clear": clear,
    "renumber": renumber,
    "swap numbers": swap_numbers,
    "deactivate or activate": turn_activity,
    "close or re-open": turn_closed,
    "move to another customer": move,
    "delete": delete,
}


def _where(
    people: People, dice: random.Random, fits: Callable[[Typing], bool] = lambda _: True
) -> tuple[int, Kind]:  # fmt: skip
    """A firm, and a kind that its people type into. Raises Nobody."""
    firm = people.firm(dice)
    kind = people.firms[firm].trade.kind(dice, fits)
    if kind is None:
        raise Nobody
    return firm, kind


def _may_move(people: People, seen: Seen) -> bool:
    """Where the number is the identity people give another one only to what is at peace."""
    typing = _typing(people, seen)
    return not people.number_is_identity(seen) or people.agrees(seen, "number", *typing.filled)


def _typing(people: People, seen: Seen) -> Typing:
    return people.firms[seen.subject.firm].trade.kinds[seen.subject.kind]


def _type_new(people: People, dice: random.Random, seen: Seen, name: str) -> Edited:
    return _type(people, seen, name, new_value(seen.subject.kind, name, seen.subject.mark, dice))


def _turn(people: People, dice: random.Random, name: str) -> Edited:
    seen = people.pick(dice, *_where(people, dice, lambda typing: typing.flag == name))
    return _type(people, seen, name, not seen.values.get(name))


def _type(people: People, seen: Seen, name: str, value: Value) -> Edited:
    people.type(seen, {name: value})
    return Edited(seen.subject, seen.side, (name,))
