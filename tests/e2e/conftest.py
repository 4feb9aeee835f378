"""The whole product and its peers on this machine, for tests that use it as its customers and peers do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import pytest

from local.companies import Company, Size
from local.demo.scene import DIRT, SEED, SIZE
from local.equality import Comparison, compare
from local.peers import Json
from local.product import Connected
from local.stack import Stack
from local.world import World
from sandbox.seeding import Dirt

SMALL = Size(customers=6, projects=3, employees=3)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One for all tests, with schedules and pauses as on AWS."""
    with World.start(tmp_path_factory.mktemp("world")) as started:
        yield started


@pytest.fixture(scope="session")
def stack(world: World) -> Stack:
    """The product's part of the world."""
    return world.stack


@pytest.fixture
def new_company(world: World) -> Callable[[], Company]:
    """Founds a small firm that nobody else uses."""
    return lambda: world.found(f"Liten Bedrift {next(_numbers)} AS", SMALL)


_numbers = count(1)


@dataclass(frozen=True)
class Live:
    """A firm whose first sync is done: what was planned, and how both sides stood right after it."""

    world: World
    company: Company
    connected: Connected
    plan: Json
    rows: list[Json]
    comparison: Comparison

    def settled(self) -> Json:
        """The connection once nothing waits any more."""
        return self.connected.until(lambda c: c["counts"]["waiting"] == 0, "working off what waits")


@pytest.fixture(scope="session")
def live(world: World) -> Live:
    """A firm with a little of everything that can be wrong."""
    return go_live(world, "Montør Bygg AS", SIZE, DIRT, SEED)


def go_live(world: World, name: str, size: Size, dirt: Dirt | None = None, seed: int = 1) -> Live:
    """Found a firm, turn its connection on, approve the plan and wait until all is done."""
    company = world.found(name, size, dirt, seed)
    connected = world.product.turn_on(company.order())
    connected.until(lambda c: c["status"] == "in_review", "the plan", 300)
    plan, rows = connected.plan(), connected.rows()
    connected.as_seen_by(world.staff).approve(plan)
    connected.until(lambda c: c["status"] == "active" and c["counts"]["waiting"] == 0, "first sync", 600)
    return Live(world, company, connected, plan, rows, compare(world, company, connected))
