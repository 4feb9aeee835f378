"""The second act's firm: its goods are in Rackbeat, its books in Tripletex, and nothing is set up yet."""

from dataclasses import dataclass, field

from local.demo.printing import Narrator, Unexpected
from local.onboarding import Onboarding
from local.peers import Json
from local.product import Connected
from local.rackbeat_companies import RackbeatCompany, RackbeatSize, found_with_rackbeat
from local.world import World
from sandbox.seeding import RackbeatDirt

NAME = "Nordlys Lager AS"
EMAIL = "kari@nordlys.example"
#: Small, so that the first sync takes seconds.
SIZE = RackbeatSize(customers=6, suppliers=0, products=6, employees=2)
DIRT = RackbeatDirt(**{**vars(RackbeatDirt.none()), "duplicate_organisations": 1, "inactive_products": 1})
SEED = 3
#: What lies on the shelf according to Tripletex, by number, and is not in Rackbeat.
SHELF = {"HYL-1": 120, "HYL-2": 35, "HYL-3": 0}
SLOW_PAYER = {"name": "Fjellgrend kommune", "customerNumber": 10900}
SUPPLIERS = ("Nordre Trelast AS", "Havn Verktøy AS")
#: Tripletex' code for sales abroad, which the firm has not switched on; days to pay that Rackbeat has no terms for.
EXPORT_CODE, ODD_TERMS = "52", 45


def founded(world: World, name: str) -> RackbeatCompany:
    """A firm on both sides, with goods on the shelf, a customer who pays late and no group of suppliers."""
    company = found_with_rackbeat(world.tripletex, world.rackbeat, name, SIZE, DIRT, SEED)
    tripletex, rackbeat = company.tripletex_id, company.rackbeat_id
    world.tripletex.set_switches(tripletex, logistics=True, vat_codes_off=[EXPORT_CODE])
    world.rackbeat.set_switches(rackbeat, unconfirmed_events=True)
    world.rackbeat.edit(rackbeat, "supplier_group", "delete", 1)
    for supplier in SUPPLIERS:
        world.tripletex.edit(tripletex, "supplier", "create", None, {"name": supplier})
    for number, count in SHELF.items():
        goods = {"number": number, "name": f"Hylle {number[-1]}", "isStockItem": True, "stockOfGoods": count}
        world.tripletex.edit(tripletex, "product", "create", None, goods)
    slow = {"invoicesDueIn": ODD_TERMS, "invoicesDueInType": "DAYS"}
    world.tripletex.edit(tripletex, "customer", "create", None, {**SLOW_PAYER, **slow})
    return company


@dataclass
class Warehouse:
    """The world, the firm, its onboarding once it has begun, and its connection once there is one."""

    world: World
    narrator: Narrator
    company: RackbeatCompany
    begun: Onboarding | None = field(default=None)
    connection: Connected | None = field(default=None)

    @classmethod
    def set(cls, world: World, narrator: Narrator) -> "Warehouse":
        """Open and fill the firm's accounts."""
        return cls(world, narrator, founded(world, NAME))

    @property
    def onboarding(self) -> Onboarding:
        """The onboarding as its owner sees it."""
        if self.begun is None:
            raise Unexpected("nobody has begun an onboarding")
        return self.begun

    @property
    def connected(self) -> Connected:
        """The connection as its owner sees it."""
        if self.connection is None:
            raise Unexpected("there is no connection yet")
        return self.connection

    @property
    def keys(self) -> dict[str, str]:
        """Both keys as the API takes them."""
        return {"tripletex": self.company.tripletex_key, "app": self.company.rackbeat_key}

    def in_tripletex(self, kind: str) -> list[Json]:
        """Rows of the firm's Tripletex."""
        return self.world.tripletex.rows(self.company.tripletex_id, kind)

    def in_rackbeat(self, kind: str) -> list[Json]:
        """Rows of the firm's Rackbeat."""
        return self.world.rackbeat.rows(self.company.rackbeat_id, kind)
