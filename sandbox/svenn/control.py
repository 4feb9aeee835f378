"""Control routes below /_control/svenn: what tests, the demo and benchmarks do to the world."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from sandbox.control_answers import told
from sandbox.control_world import world_acts
from sandbox.svenn.bodies import written
from sandbox.svenn.control_accounts import account_acts
from sandbox.svenn.faults import Fault
from sandbox.svenn.gateway import refusal
from sandbox.svenn.problems import ProblemError
from sandbox.svenn.world import SvennWorld

PREFIX = "/_control/svenn"


def control_routes(world: SvennWorld) -> list[Route]:
    """The routes over one world."""
    acts = [*world_acts(world, Fault), *account_acts(world)]
    return [Route(PREFIX + path, told(act, _refused), methods=[method]) for method, path, act in acts]


def _refused(error: Exception) -> Response | None:
    return written(refusal(error)) if isinstance(error, ProblemError) else None
