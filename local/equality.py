"""Are both sides equal? Compared row by row as they lie in the sandboxes, past the product's own adapters.

Equal means: what nobody holds back and no rule keeps out stands on both sides once, under one number; its two-way
fields mean the same, and what travels one way and is filled where it comes from stands where it goes to (DESIGN
section 4, the integration's own normalisers, under the connection's own settings).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from local.companies import Company
from local.product import Connected, Json
from local.registers import Sides, WithRackbeat, registers_of
from local.world import World
from samspill.integrations import INTEGRATIONS
from samspill.model import normalise
from samspill.model.changes import RecordKey
from samspill.model.fields import Sharer
from samspill.model.flow import Flow
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from samspill.model.rules import Integration, KindRule
from samspill.model.settings import Settings
from samspill.sync.merge import Translate, differences, same_value

#: Records that stand so are out of it, each with a reason that people can read.
OUTSIDE = ("held", "skipped")
#: So is one whose partner may have got another number: a person is asked at the other side's record.
ASKED = "perhaps_renumbered"

Place = tuple[Kind, Side, str]


@dataclass(frozen=True)
class Comparison:
    """What a comparison came to. `pairs` and `outside` are counted by kind; `faults` say what is not equal."""

    pairs: Mapping[Kind, int]
    outside: Mapping[Kind, int]
    faults: tuple[str, ...]


def compare(world: World, firm: Company | WithRackbeat, connected: Connected) -> Comparison:
    """Compare both sides of a connection as they are now."""
    now = connected.now()
    settings = Settings.model_validate(now["settings"])
    integration = INTEGRATIONS[now["integration"]].under(settings, starting_up=False)
    outside = _outside(connected)
    faults: list[str] = []
    inside: dict[Kind, Sides] = {}
    registers = registers_of(world, firm)
    for kind in (each for each in registers.fields if each in integration.kinds and settings.is_on(each)):
        sides = registers.read(kind)
        kept = {side: [r for r in sides[side].values() if (kind, side, r.id) not in outside] for side in Side}
        inside[kind] = {side: _by_number(kind, side, kept[side], faults) for side in Side}
    pairs = Counter(dict.fromkeys(inside, 0))
    for kind, number, found in _pairs(integration, inside, faults):
        pairs[kind] += 1
        rule = integration.rule(kind).of_pair(settings, found, _sharer(integration.rule(kind), inside, found))
        for name in _unequal(rule, found, _translator(inside)):
            shown = " / ".join(f"{found[side].values()[name]!r}" for side in Side)
            faults.append(f"{kind} {number}: {name} is {shown}")
    return Comparison(pairs, Counter(kind for kind, _, _ in outside), tuple(faults))


def _outside(connected: Connected) -> set[Place]:
    found = {_place(each) for standing in OUTSIDE for each in connected.records(standing=standing)}
    for each in connected.records(standing="waiting"):
        if each["code"] == ASKED and _where(RecordKey.parse(each["waiting_for"])) in found:
            found.add(_place(each))
    return found


def _place(row: Json) -> Place:
    return Kind(row["kind"]), Side(row["side"]), str(row["id"])


def _where(key: RecordKey) -> Place:
    return key.kind, key.side, key.id


def _pairs(
    integration: Integration, inside: Mapping[Kind, Sides], faults: list[str]
) -> Iterator[tuple[Kind, str, dict[Side, Record]]]:
    """What stands on both sides under one number. What stands where it is to be carried over from, and is not there,
    is a fault."""
    for kind, sides in inside.items():
        for number in sorted(sides[Side.TRIPLETEX].keys() | sides[Side.APP].keys()):
            found = {side: sides[side][number] for side in Side if number in sides[side]}
            if len(found) == len(Side):
                yield kind, number, found
            elif any(side.other in integration.rule(kind).creates_on for side in found):
                faults.append(f"{kind} {number}: only in {', '.join(found)}")


def _unequal(rule: KindRule, found: dict[Side, Record], translate: Translate) -> list[str]:
    """Fields that are not as they should be."""
    unequal = differences(rule, found, translate)
    for each in rule.fields:
        now = {side: found[side].values().get(each.name) for side in Side}
        source = next((side for side in Side if each.travels_to(side.other)), None)
        if source is None or each.flow is Flow.BOTH or each.normalise(now[source]) is None:
            continue
        known = all(each.name in found[side].values() for side in Side)
        if known and not same_value(each, now, translate):
            unequal.append(each.name)
    return unequal


def _sharer(rule: KindRule, inside: Mapping[Kind, Sides], found: dict[Side, Record]) -> Sharer | None:
    """The app's record of the other kind that the row in Tripletex is, too."""
    if rule.shares is None:
        return None
    rows = inside[rule.shares.kind][Side.TRIPLETEX].items()
    number = next((number for number, row in rows if row.id == found[Side.TRIPLETEX].id), None)
    partner = inside[rule.shares.kind][Side.APP].get(number) if number else None
    return Sharer(partner.values()) if partner else None


def _translator(inside: Mapping[Kind, Sides]) -> Translate:
    """Partners are told by their number."""
    numbers = {
        (side, kind, record.id): number
        for kind, sides in inside.items()
        for side in Side
        for number, record in sides[side].items()
    }

    def translate(side: Side, kind: Kind, record_id: str) -> str | None:
        number = numbers.get((side, kind, record_id))
        partner = inside[kind][side.other].get(number) if number else None
        return partner.id if partner else None

    return translate


def _by_number(kind: Kind, side: Side, records: list[Record], faults: list[str]) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for record in records:
        number = _number(record)
        if not number or number in found:
            faults.append(
                f"{kind} {record.id} in {side}: {'no number' if not number else f'{number} is there twice'}"
            )
        found[number] = record
    return found


def _number(record: Record) -> str:
    return str(normalise.number(record.number) or "")
