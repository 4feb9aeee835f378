"""What people see and type in either program, in the product's own words for fields; only control routes are used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from local.companies import OWNER_NUMBER, Company
from local.peers import Json
from local.registers import SVENN as FIELDS
from local.registers import registers_of
from local.world import World
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record, Value

#: What a new row needs in Tripletex beyond what people type here.
_NEW_IN_TRIPLETEX: Mapping[Kind, Json] = {
    Kind.CUSTOMER: {},
    Kind.EMPLOYEE: {"userType": "STANDARD"},
    Kind.PROJECT: {},
}
_ADDRESS = frozenset({"address_line1", "address_line2", "postal_code", "city"})


@dataclass(frozen=True)
class Hands:
    """People of one firm at both keyboards. Every method raises PeerRefused when the program refuses."""

    world: World
    company: Company
    _manager: list[int] = field(default_factory=list)

    def see(self, kind: Kind, side: Side) -> dict[str, Record]:
        """All records of a kind on a side, by id."""
        return registers_of(self.world, self.company).read(kind)[side]

    def create(self, kind: Kind, side: Side, values: Mapping[str, Value]) -> None:
        """Make a record."""
        self._edit(kind, side, "create", None, values)

    def change(self, kind: Kind, side: Side, record_id: str, values: Mapping[str, Value]) -> None:
        """Type other values into a record."""
        if side is Side.TRIPLETEX and kind is Kind.CUSTOMER and _ADDRESS & values.keys():
            # Its form saves the address as a whole.
            before = self.see(kind, side)[record_id].values()
            values = {name: before.get(name) for name in _ADDRESS} | dict(values)
        self._edit(kind, side, "update", record_id, values)

    def delete(self, kind: Kind, side: Side, record_id: str) -> None:
        """Delete a record."""
        self._edit(kind, side, "delete", record_id, {})

    def _edit(self, kind: Kind, side: Side, action: str, record_id: str | None, values: Mapping[str, Value]) -> None:
        row = body(kind, side, values)
        if side is Side.APP:
            self.world.svenn.edit(self.company.svenn_id, kind.value, action, record_id, row)
            return
        if action == "create":
            row |= _NEW_IN_TRIPLETEX[kind]
            row |= {"projectManager": {"id": self._leader()}} if kind is Kind.PROJECT else {}
        number = int(record_id) if record_id else None
        self.world.tripletex.edit(self.company.tripletex_id, kind.value, action, number, row)

    def _leader(self) -> int:
        """Who may lead projects in every company: its administrator."""
        if not self._manager:
            rows = self.world.tripletex.rows(self.company.tripletex_id, "employee")
            self._manager.extend(int(row["id"]) for row in rows if row["employeeNumber"] == OWNER_NUMBER)
        return self._manager[0]


def body(kind: Kind, side: Side, values: Mapping[str, Value]) -> dict[str, Any]:
    """Values under the names and in the forms of one system: the reverse of how `local.registers` reads them."""
    made: dict[str, Any] = {}
    for name, value in values.items():
        where = FIELDS[kind][name][0 if side is Side.APP else 1]
        shown: object = not value if where.startswith("!") else value
        if where == "customerNumber" and isinstance(value, str):
            shown = int(value)
        *folders, leaf = where.removeprefix("!").split(".")
        if leaf == "id":
            made[folders[0]] = {"id": int(value)} if isinstance(value, str) else None
            continue
        if side is Side.TRIPLETEX and value is None and leaf not in ("startDate", "endDate"):
            shown = ""
        place = made
        for folder in folders:
            place = place.setdefault(folder, {})
        place[leaf] = shown
    return made
