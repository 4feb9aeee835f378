"""Are both sides equal? Compared row by row as they lie in the sandboxes, past the product's own adapters.

Equal means: what nobody holds back and no rule keeps out stands on both sides once, under one number, and its two-way
fields mean the same (DESIGN section 4, the integration's own normalisers).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from local.companies import Company
from local.peers import Json
from local.product import Connected
from local.world import World
from samspill.integrations.svenn import INTEGRATION
from samspill.model import normalise
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record, Value, record_from_values
from samspill.sync.merge import Translate, differences

#: Records that stand so are out of it, each with a reason that people can read.
OUTSIDE = ("held", "skipped")

#: Our field -> where it stands in Svenn and in Tripletex. A dot goes into an object, `!` turns a flag round.
FIELDS: Mapping[Kind, Mapping[str, tuple[str, str]]] = {
    Kind.CUSTOMER: {
        "number": ("number", "customerNumber"),
        "name": ("name", "name"),
        "organization_number": ("organization_number", "organizationNumber"),
        "email": ("email", "email"),
        "phone": ("phone", "phoneNumber"),
        "address_line1": ("address_line1", "postalAddress.addressLine1"),
        "address_line2": ("address_line2", "postalAddress.addressLine2"),
        "postal_code": ("postal_code", "postalAddress.postalCode"),
        "city": ("city", "postalAddress.city"),
        "active": ("active", "!isInactive"),
    },
    Kind.PROJECT: {
        "number": ("display_id", "number"),
        "name": ("name", "name"),
        "description": ("description", "description"),
        "start_date": ("start_date", "startDate"),
        "end_date": ("end_date", "endDate"),
        "customer": ("customer_id", "customer.id"),
        "closed": ("completed", "isClosed"),
    },
    Kind.EMPLOYEE: {
        "number": ("number", "employeeNumber"),
        "first_name": ("first_name", "firstName"),
        "last_name": ("last_name", "lastName"),
        "email": ("email", "email"),
        "mobile": ("mobile", "phoneNumberMobile"),
    },
}


@dataclass(frozen=True)
class Comparison:
    """What a comparison came to. `pairs` and `outside` are counted by kind; `faults` say what is not equal."""

    pairs: Mapping[Kind, int]
    outside: Mapping[Kind, int]
    faults: tuple[str, ...]


#: Both registers of a kind, by id or by number.
Sides = dict[Side, dict[str, Record]]


def compare(world: World, company: Company, connected: Connected) -> Comparison:
    """Compare both sides of a connection as they are now."""
    outside = {
        (Kind(each["kind"]), Side(each["side"]), str(each["id"]))
        for standing in OUTSIDE
        for each in connected.records(standing=standing)
    }
    faults: list[str] = []
    inside: dict[Kind, Sides] = {}
    for kind in FIELDS:
        sides = registers(world, company, kind)
        kept = {side: [r for r in sides[side].values() if (kind, side, r.id) not in outside] for side in Side}
        inside[kind] = {side: _by_number(kind, side, kept[side], faults) for side in Side}
    translate = _translator(inside)
    pairs: Counter[Kind] = Counter()
    for kind, sides in inside.items():
        for number in sorted(sides[Side.TRIPLETEX].keys() | sides[Side.APP].keys()):
            found = {side: sides[side][number] for side in Side if number in sides[side]}
            if len(found) < len(Side):
                faults.append(f"{kind} {number}: only in {', '.join(found)}")
                continue
            pairs[kind] += 1
            for name in differences(INTEGRATION.rule(kind), found, translate):
                shown = " / ".join(f"{found[side].values()[name]!r}" for side in Side)
                faults.append(f"{kind} {number}: {name} is {shown}")
    return Comparison(pairs, Counter(kind for kind, _, _ in outside), tuple(faults))


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


def registers(world: World, company: Company, kind: Kind) -> Sides:
    """Both registers of a kind as they lie in the sandboxes, by id, in the product's own words for fields."""
    rows = {
        Side.TRIPLETEX: world.tripletex.rows(company.tripletex_id, kind.value),
        Side.APP: world.svenn.rows(company.svenn_id)[f"{kind.value}s"],
    }
    place = {Side.APP: 0, Side.TRIPLETEX: 1}
    return {
        side: {
            str(row["id"]): record_from_values(
                kind, str(row["id"]), {name: _value(row, both[place[side]]) for name, both in FIELDS[kind].items()}
            )
            for row in rows[side]
        }
        for side in Side
    }


def _value(row: Json, where: str) -> Value:
    value: object = row
    for name in where.removeprefix("!").split("."):
        value = value.get(name) if isinstance(value, dict) else None
    if where.startswith("!"):
        return not value
    if value is None or isinstance(value, bool):
        return value
    return str(value)
