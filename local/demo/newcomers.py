"""The two firms of the guide: nothing of theirs is connected yet, and a newcomer walks both ways with them."""

from local.companies import Company, Size
from local.demo.warehouse import founded
from local.doorway import Story, craftsman, warehouse
from local.world import World
from sandbox.seeding import Dirt

CRAFTSMAN, WAREHOUSE, OWNER = "Hansen Tømrerservice AS", "Fjordlager AS", "lise@fjordlager.example"
#: Small enough to take in; each outcome of a plan comes up.
SIZE = Size(customers=16, projects=8, employees=5)
DIRT = Dirt(**{
    **vars(Dirt.none()), "duplicate_organisations": 1, "customer_number_clashes": 1, "missing_start_dates": 1,
    "duplicate_people": 1,
})  # fmt: skip
SEED = 11


def found_craftsman(world: World, name: str = CRAFTSMAN) -> Company:
    """A firm with its hours in Svenn, with a few things in it that a person has to look at."""
    return world.found(name, SIZE, DIRT, SEED)


def newcomers(world: World) -> tuple[Story, ...]:
    """Open and fill the accounts of both firms, and say how each gets connected."""
    return (
        craftsman(world, found_craftsman(world)),
        warehouse(world, founded(world, WAREHOUSE), OWNER),
    )
