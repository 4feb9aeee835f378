"""Everything people do to records, one function a sort; `local.chaos.plan.EDITS` says how often."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from local.chaos.ledger import Subject
from local.chaos.people import CHANGED, CLEARED, KINDS, Nobody, People, Seen, new_value
from samspill.model.kinds import Kind, Side
from samspill.model.records import Value


@dataclass(frozen=True)
class Edited:
    """What an edit touched: the fields that both sides should agree on again, and where it was done."""

    subject: Subject
    side: Side
    fields: tuple[str, ...]


def create(people: People, dice: random.Random) -> list[Edited]:
    """A new record of some kind on some side of some firm."""
    kind, side = dice.choices(KINDS, (5, 3, 2))[0], dice.choice(list(Side))
    subject = people.create(dice, dice.randrange(len(people.firms)), kind, side)
    return [Edited(subject, side, tuple(subject.typed))]


def change(people: People, dice: random.Random) -> list[Edited]:
    """Another value in a field."""
    return [_type_new(people, dice, people.pick(dice, kind := _kind(dice)), dice.choice(CHANGED[kind]))]


def change_on_both(people: People, dice: random.Random) -> list[Edited]:
    """Different values in the same field on both sides, one right after the other."""
    kind = _kind(dice)
    first = people.pick(dice, kind)
    second = people.look(first.subject, first.side.other)
    if second is None:
        raise Nobody
    name = dice.choice(CHANGED[kind])
    return [_type_new(people, dice, seen, name) for seen in (first, second)]


def clear(people: People, dice: random.Random) -> list[Edited]:
    """A field emptied."""
    kind = _kind(dice)
    name = dice.choice(CLEARED[kind])
    seen = people.pick(dice, kind, lambda seen: bool(seen.values.get(name)))
    return [_type(people, seen, name, None)]


def renumber(people: People, dice: random.Random) -> list[Edited]:
    """A number that was free."""
    seen = people.pick(dice, _kind(dice))
    return [_type(people, seen, "number", people.free_number(seen.side))]


def swap_numbers(people: People, dice: random.Random) -> list[Edited]:
    """Two records get each other's number, by way of a free one."""
    one = people.pick(dice, kind := _kind(dice))
    other = people.pick(
        dice,
        kind,
        lambda seen: seen.subject is not one.subject and _side_by_side(seen, one),
    )
    numbers = one.record.number, other.record.number
    done = [_type(people, one, "number", people.free_number(one.side))]
    done.append(_type(people, other, "number", numbers[0]))
    return [*done, _type(people, one, "number", numbers[1])]


def turn_activity(people: People, dice: random.Random) -> list[Edited]:
    """A customer deactivated or activated again."""
    return [_turn(people, people.pick(dice, Kind.CUSTOMER), "active")]


def turn_closed(people: People, dice: random.Random) -> list[Edited]:
    """A project closed or re-opened."""
    return [_turn(people, people.pick(dice, Kind.PROJECT), "closed")]


def move(people: People, dice: random.Random) -> list[Edited]:
    """A project moved to another customer."""
    project = people.pick(dice, Kind.PROJECT)
    customer = people.pick(dice, Kind.CUSTOMER, lambda seen: _side_by_side(seen, project))
    return [_type(people, project, "customer", customer.record.id)]


def delete(people: People, dice: random.Random) -> list[Edited]:
    """A record deleted."""
    seen = people.pick(dice, _kind(dice))
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


def _side_by_side(one: Seen, other: Seen) -> bool:
    """On one side of one firm."""
    return one.side is other.side and one.subject.firm == other.subject.firm


def _kind(dice: random.Random) -> Kind:
    return dice.choices(KINDS, (5, 3, 2))[0]


def _type_new(people: People, dice: random.Random, seen: Seen, name: str) -> Edited:
    return _type(people, seen, name, new_value(seen.subject.kind, name, seen.subject.mark, dice))


def _turn(people: People, seen: Seen, name: str) -> Edited:
    return _type(people, seen, name, not seen.values.get(name))


def _type(people: People, seen: Seen, name: str, value: Value) -> Edited:
    people.type(seen, {name: value})
    return Edited(seen.subject, seen.side, (name,))
