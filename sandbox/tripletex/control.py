"""Routes under /_control/ that steer the sandbox."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.tripletex.control_accounts import Accounts
from sandbox.tripletex.control_conditions import Conditions
from sandbox.tripletex.endpoints.catalogue import KINDS
from sandbox.tripletex.errors import TripletexError
from sandbox.tripletex.seeding import SeedError
from sandbox.tripletex.world import TripletexWorld

BASE = "/_control/tripletex"
Handler = Callable[[Request], Awaitable[Response]]


def control_routes(world: TripletexWorld) -> list[Route]:
    """The routes; what they cannot understand they answer with 400 and a text."""
    accounts, conditions = Accounts(world), Conditions(world)
    routes: tuple[tuple[str, Handler, list[str]], ...] = (
        (f"{BASE}/reset", accounts.reset, ["POST"]),
        (f"{BASE}/companies", accounts.companies, ["GET", "POST"]),
        (f"{BASE}/companies/{{id:int}}/seed", accounts.seed, ["POST"]),
        (f"{BASE}/switches", conditions.switches, ["GET", "PUT"]),
        (f"{BASE}/state", accounts.state, ["GET"]),
        (f"{BASE}/edit", accounts.edit, ["POST"]),
        (f"{BASE}/approvals", accounts.approvals, ["POST"]),
        (f"{BASE}/exchanges", conditions.exchanges, ["GET", "DELETE"]),
        (f"{BASE}/deliveries", conditions.deliveries, ["GET"]),
        (f"{BASE}/resolve", conditions.resolve, ["GET", "PUT"]),
        (f"{BASE}/faults", conditions.faults, ["GET", "POST", "DELETE"]),
        (f"{BASE}/clock", conditions.clock, ["GET", "POST"]),
        (f"{BASE}/sessions", conditions.sessions, ["DELETE"]),
        ("/_control/deliveries", conditions.deliveries, ["GET"]),
    )
    return [Route(path, _told(handler), methods=methods) for path, handler, methods in routes]


def _told(handler: Handler) -> Handler:
    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except TripletexError as error:
            return JSONResponse(error.body("en", ""), error.status)
        except KeyError as error:
            known = f"kinds are {', '.join(KINDS)}"
            return JSONResponse({"error": f"there is no {error.args[0]!r}; {known}"}, 400)
        except (ValidationError, SeedError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400)

    return guarded
