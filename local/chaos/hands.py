"""What people see and type in either program, in the product's own words for fields; only control routes are used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from local.chaos.trades import RACKBEAT, SVENN, Trade
from local.companies import OWNER_NUMBER, Company
from local.peers import Json
from local.rackbeat_companies import RackbeatCompany
from local.registers import PLACE, Fields, Registers, registers_of
from local.world import World
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record, Value

_ADDRESS = frozenset({"address_line1", "address_line2", "postal_code", "city"})
_AMOUNTS = frozenset({"price", "cost"})

#: How something is done in the app: kind, what, to which record, with what.
Doing = Callable[[Kind, str, str | None, Json], object]


@dataclass(frozen=True)
class Hands:
    """People of one firm at both keyboards. Every method raises PeerRefused when the program refuses."""

    world: World
    firm: Company | RackbeatCompany
    trade: Trade
    registers: Registers
    _in_app: Doing
    _manager: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, world: World, firm: Company | RackbeatCompany) -> "Hands":
        """Those of a firm of either integration."""
        registers = registers_of(world, firm)
        if isinstance(firm, Company):
            svenn_id = firm.svenn_id
            return cls(world, firm, SVENN, registers, lambda kind, *what: world.svenn.edit(svenn_id, kind, *what))
        rackbeat_id = firm.rackbeat_id
        return cls(
            world, firm, RACKBEAT, registers, lambda kind, *what: world.rackbeat.edit(rackbeat_id, kind, *what)
        )

    def see(self, kind: Kind, side: Side) -> dict[str, Record]:
        """All records of a kind on a side, by id."""
        return self.registers.read(kind)[side]

    def create(self, kind: Kind, side: Side, values: Mapping[str, Value]) -> None:
        """Make a record."""
        self._edit(kind, side, "create", None, values)

    def change(self, kind: Kind, side: Side, record_id: str, values: Mapping[str, Value]) -> None:
        """Type other values into a record."""
        if side is Side.TRIPLETEX and _ADDRESS & values.keys():
            # Its form saves the address as a whole.
            before = self.see(kind, side)[record_id].values()
            values = {name: before.get(name) for name in _ADDRESS} | dict(values)
        self._edit(kind, side, "update", record_id, values)

    def delete(self, kind: Kind, side: Side, record_id: str) -> None:
        """Delete a record."""
        self._edit(kind, side, "delete", record_id, {})

    def _edit(self, kind: Kind, side: Side, action: str, record_id: str | None, values: Mapping[str, Value]) -> None:
        row = body(self.registers.fields, self.trade, kind, side, values)
        if action == "create":
            row = {**self.trade.new.get((kind, side), {}), **row}
        if side is Side.APP:
            self._in_app(kind, action, record_id, row)
            return
        if action == "create" and kind is Kind.PROJECT:
            row |= {"projectManager": {"id": self._leader()}}
        number = int(record_id) if record_id else None
        self.world.tripletex.edit(self.firm.tripletex_id, kind.value, action, number, row)

    def _leader(self) -> int:
        """Who may lead projects in every company: its administrator."""
        if not self._manager:
            rows = self.world.tripletex.rows(self.firm.tripletex_id, "employee")
            self._manager.extend(int(row["id"]) for row in rows if row["employeeNumber"] == OWNER_NUMBER)
        return self._manager[0]


def body(fields: Fields, trade: Trade, kind: Kind, side: Side, values: Mapping[str, Value]) -> dict[str, Any]:
    """Values under the names and in the forms of one system: the reverse of how `local.registers` reads them."""
    made: dict[str, Any] = {}
    for name, value in values.items():
        where = fields[kind][name][PLACE[side]]
        *folders, leaf = where.removeprefix("!").split(".")
        if leaf == "id":
            made[folders[0]] = {"id": int(value)} if isinstance(value, str) else None
            continue
        shown: object = not value if where.startswith("!") else value
        if isinstance(value, str) and name in _AMOUNTS:
            shown = float(value)
        elif isinstance(value, str) and name == "number" and (kind, side) in trade.whole:
            shown = int(value)
        elif side is Side.TRIPLETEX and value is None and leaf not in ("startDate", "endDate"):
            shown = ""
        place = made
        for folder in folders:
            place = place.setdefault(folder, {})
        place[leaf] = shown
    return made
