"""Goods on the shelf of a firm: what start-up was to put there, and what it has put there."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from local.chaos.faults import Fault
from local.chaos.hands import Hands
from local.chaos.sight import Explanations
from local.peers import Json
from local.rackbeat_companies import RackbeatCompany
from samspill.model.kinds import Kind, Side


@dataclass(frozen=True)
class Shelf:
    """What was on hand before anything was connected, by a product's number: `wanted` in Tripletex, `had` in
    Rackbeat. Products that people make in a storm have nothing on hand in Tripletex."""

    wanted: Mapping[str, Decimal] = field(default_factory=dict)
    had: Mapping[str, Decimal] = field(default_factory=dict)

    @classmethod
    def of(cls, hands: Hands) -> "Shelf":
        """Look now."""
        if not isinstance(hands.firm, RackbeatCompany):
            return cls()
        rows = hands.world.tripletex.rows(hands.firm.tripletex_id, "product")
        goods = hands.world.rackbeat.rows(hands.firm.rackbeat_id, "product")
        return cls(
            {row["number"]: Decimal(str(row["stockOfGoods"])) for row in rows if row.get("isStockItem")},
            {row["number"]: Decimal(str(row["stock_quantity"])) for row in goods},
        )

    def faults(self, hands: Hands, told: Explanations) -> Iterator[Fault]:
        """What was put there more than once, or is not what was missing, or was not put there without a reason."""
        if not isinstance(hands.firm, RackbeatCompany):
            return
        rackbeat, account = hands.world.rackbeat, hands.firm.rackbeat_id
        put: dict[str, list[Json]] = defaultdict(list)
        for row in rackbeat.rows(account, "inventory_adjustment"):
            put[str(row["item_id"])].append(row)
        for number, rows in put.items():
            missing = self.wanted.get(number, Decimal(0)) - self.had.get(number, Decimal(0))
            shown = "\n".join(str(row) for row in rows)
            if len(rows) > 1:
                yield Fault("nothing twice", f"stock of {number} was put there {len(rows)} times", shown)
            elif not rows[0]["is_booked"] or Decimal(str(rows[0]["quantity"])) != missing:
                yield Fault("equal", f"stock of {number} lacked {missing}", shown)
        stocked = {row["number"] for row in rackbeat.rows(account, "product") if row["inventory_enabled"]}
        for number, wanted in self.wanted.items():
            lacks = number in stocked and number not in put and wanted != self.had.get(number, Decimal(0))
            if lacks and not self._is_explained(number, told):
                yield Fault("nothing lost", f"stock of {number} is not {wanted} in Rackbeat, and nobody is told why")

    def _is_explained(self, number: str, told: Explanations) -> bool:
        place = (Kind.PRODUCT, Side.APP, number)
        return any(place in codes for codes in told.all_codes())
