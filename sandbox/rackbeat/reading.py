"""From the body of a create or an update to values, by the table of the kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.rackbeat.errors import Complaint, RackbeatError
from sandbox.rackbeat.kinds.holds import Reading, Ref, WrongValueError
from sandbox.rackbeat.kinds.kind import Field, Kind
from sandbox.rackbeat.rows import Number, Row
from sandbox.rackbeat.switches import Switches

_NEEDS = ("always", "group", "import")
_ALWAYS_KNOWN = frozenset(
    (
        "number", "id", "code", "identifier", "lines", "suppress_webhooks", "self", "created_at", "updated_at",
        "is_deleted", "deleted_at",
    )
)  # fmt: skip
NOTHING = (None, "")


@dataclass
class Given:
    """What a body gave: values by the fields' own names, and what was wrong. A field that a body does not name is
    not there; `number` is None without one."""

    values: dict[str, Any] = field(default_factory=dict)
    number: Number | None = None
    complaints: list[Complaint] = field(default_factory=list)


def wire_name(kind: Kind, name: str, switches: Switches) -> str:
    """What the API calls a field; empty for one that it does not show."""
    return switches.field_names.get(f"{kind.key}.{name}", name)


def own_name(kind: Kind, wire: str, switches: Switches) -> str:
    """The field that the API calls so; empty when the name was taken from it."""
    for name, shown in switches.field_names.items():
        if shown == wire and name.startswith(f"{kind.key}."):
            return name.partition(".")[2]
    return wire if wire_name(kind, wire, switches) == wire else ""


def read_body(reading: Reading, kind: Kind, body: object, row: Row | None = None) -> Given:
    """The values of a body; `row` is the record to be changed. 400 for a body that is no object."""
    if not isinstance(body, dict):
        raise RackbeatError(400, "malformed")
    given = Given()
    for each in kind.fields:
        if each.writable:
            _read_field(reading, kind, each, body, given, new=row is None)
    _read_number(reading, kind, body, given, row)
    if reading.switches.refuses_unknown_fields:
        given.complaints += [Complaint(name, "unknown_field") for name in _unknown(reading, kind, body)]
    return given


def _read_field(
    reading: Reading, kind: Kind, wanted: Field, body: Mapping[str, object], given: Given, *, new: bool
) -> None:
    wire = wire_name(kind, wanted.name, reading.switches)
    name = next((each for each in (wire, *wanted.also) if each and each in body), None)
    value = body[name] if name else None
    if name is None and not new:
        return
    if value in NOTHING:
        if _needs(wanted, reading.switches):
            given.complaints.append(Complaint(wire or wanted.name, "required"))
        given.values[wanted.name] = wanted.default
        return
    try:
        given.values[wanted.name] = wanted.holds.read(value, reading)
    except WrongValueError as wrong:
        given.complaints.append(Complaint(name or wire, wrong.message, wrong.parts))


def _needs(wanted: Field, switches: Switches) -> bool:
    asked = {"2018": 1, "group": 2, "import": 3}[switches.parties_need]
    return wanted.needed in _NEEDS[:asked]


def _read_number(reading: Reading, kind: Kind, body: Mapping[str, object], given: Given, row: Row | None) -> None:
    value = body.get(kind.key_name)
    if kind.key_name == "id" or (value in NOTHING and not (row is None and kind.number_needed)):
        return
    if value in NOTHING:
        given.complaints.append(Complaint(kind.key_name, "required"))
        return
    try:
        number = kind.number.read(value, reading)
    except WrongValueError as wrong:
        given.complaints.append(Complaint(kind.key_name, wrong.message, wrong.parts))
        return
    if reading.find(kind.numbered_in, number) not in (None, row):
        given.complaints.append(Complaint(kind.key_name, "taken"))
    given.number = number


def _unknown(reading: Reading, kind: Kind, body: Mapping[str, object]) -> Iterator[str]:
    known = set(_ALWAYS_KNOWN)
    for each in kind.fields:
        known |= {wire_name(kind, each.name, reading.switches), *each.also}
        known |= {each.holds.embeds} if isinstance(each.holds, Ref) else set()
    return (name for name in body if name not in known)
