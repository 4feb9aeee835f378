"""Control routes below /_control/rackbeat: what tests, the demo and benchmarks do to the world."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from sandbox.control_answers import told
from sandbox.control_world import world_acts
from sandbox.rackbeat.answers import refusal
from sandbox.rackbeat.control_accounts import account_acts
from sandbox.rackbeat.errors import RackbeatError
from sandbox.rackbeat.faults import Fault
from sandbox.rackbeat.world import RackbeatWorld

PREFIX = "/_control/rackbeat"


def control_routes(world: RackbeatWorld) -> list[Route]:
    """The routes over one world."""
    acts = [*world_acts(world, Fault), *account_acts(world)]
    return [Route(PREFIX + path, told(act, _refused), methods=[method]) for method, path, act in acts]


def _refused(error: Exception) -> Response | None:
    return refusal(error) if isinstance(error, RackbeatError) else None
