"""The page that the demo opens on, at the origin that browsers see."""

from collections.abc import Iterator
from contextlib import contextmanager

from local.demo.newcomers import newcomers
from local.doorway import doorway
from local.front import front
from local.world import World


@contextmanager
def guide(world: World) -> Iterator[str]:
    """Open the accounts of two firms that are not connected, and serve the way through both stories; yields its
    address."""
    with front(world.stack.api_url, doorway(world, newcomers(world))) as url:
        world.issuer.lead_back_to(url)
        yield url
