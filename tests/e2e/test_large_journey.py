"""A firm of a size at which pages, batches and rate limits matter."""

from local.companies import Size
from local.world import World
from samspill.model.kinds import Kind
from sandbox.seeding import Dirt
from tests.e2e.conftest import go_live


def test_a_large_firm_is_equal_on_both_sides_after_its_first_sync(world: World) -> None:
    live = go_live(world, "Stor Entreprenør AS", Size(customers=1000, projects=300, employees=100), Dirt(), seed=3)
    assert live.comparison.faults == ()
    assert live.comparison.pairs[Kind.CUSTOMER] > 1400
