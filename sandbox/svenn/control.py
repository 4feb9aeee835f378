"""Control routes below /_control/svenn: what tests, the demo and benchmarks do to the world."""

from __future__ import annotations

from starlette.routing import Route

from sandbox.svenn.control_accounts import account_acts
from sandbox.svenn.control_answers import told
from sandbox.svenn.control_world import world_acts
from sandbox.svenn.world import SvennWorld

PREFIX = "/_control/svenn"


def control_routes(world: SvennWorld) -> list[Route]:
    """The routes over one world."""
    acts = [*world_acts(world), *account_acts(world)]
    return [Route(PREFIX + path, told(act), methods=[method]) for method, path, act in acts]
