"""The firms of a run: what stands in their registers, and how their accounts behave."""

from dataclasses import dataclass

from local.companies import Company, Size
from local.rackbeat_companies import RackbeatCompany, RackbeatSize, found_with_rackbeat
from local.world import World
from sandbox.seeding import Dirt, RackbeatDirt

_DIRT = Dirt(
    duplicate_organisations=1, customer_number_clashes=1, non_numeric_customers=1, inactive_customers=1,
    customers_also_suppliers=1, duplicate_people=1, missing_last_names=1, missing_emails=1, missing_start_dates=1,
    sub_projects=1, duplicate_display_ids=1, internal_projects=1, missing_project_numbers=1,
)  # fmt: skip
_RACKBEAT_DIRT = RackbeatDirt(
    duplicate_organisations=1, customer_number_clashes=1, inactive_customers=1, customers_also_suppliers=2,
    inactive_suppliers=1, duplicate_people=0, missing_emails=0, product_number_clashes=1, duplicate_product_names=1,
    spaced_product_numbers=2, inactive_products=1,
)  # fmt: skip
#: A storm of so many seconds has time for registers of more than one page (a thousand rows in both systems), where
#: rows can shift between pages.
LONG = 100.0


@dataclass(frozen=True)
class Firm:
    """One firm. `whole_batches`: its accounts carry out a batch as a whole or not at all."""

    name: str
    size: Size | RackbeatSize
    whole_batches: bool = True

    @property
    def app(self) -> str:
        """The app that it has beside Tripletex."""
        return "rackbeat" if isinstance(self.size, RackbeatSize) else "svenn"


_SMALL = Size(customers=24, projects=10, employees=6)
_LARGE = Size(customers=1010, projects=20, employees=8, overlap=0.99)
_GOODS = RackbeatSize(customers=14, suppliers=8, products=16, employees=2)


def firms(seconds: float, *apps: str) -> tuple[Firm, ...]:
    """Those of a storm of so many seconds: three with Svenn, then one with Rackbeat; or those with one of `apps`."""
    everyone = (
        Firm("Storm og Sønn AS", _SMALL),
        Firm("Kuling Bygg AS", _SMALL, whole_batches=False),
        Firm("Orkan Rør AS", _LARGE if seconds >= LONG else _SMALL),
        Firm("Bris Lager AS", _GOODS),
    )
    return tuple(firm for firm in everyone if not apps or firm.app in apps)


def found(world: World, firm: Firm, seed: int) -> Company | RackbeatCompany:
    """Open and fill its accounts."""
    if isinstance(firm.size, RackbeatSize):
        made = found_with_rackbeat(world.tripletex, world.rackbeat, firm.name, firm.size, _RACKBEAT_DIRT, seed)
        world.tripletex.set_switches(made.tripletex_id, logistics=True)
        return made
    company = world.found(firm.name, firm.size, _DIRT, seed)
    world.tripletex.set_switches(company.tripletex_id, batch_atomic=firm.whole_batches)
    switches = {"batch_all_or_nothing": firm.whole_batches}
    world.svenn.ask("POST", f"/_control/svenn/accounts/{company.svenn_id}/switches", switches)
    return company
