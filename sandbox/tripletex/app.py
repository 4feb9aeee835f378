"""The HTTP server of a world: /v2 as Tripletex has it, /_control/ to steer the sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from sandbox.exchanges import ExchangeRecorder, recording_folder
from sandbox.hostility.control import hostility_routes
from sandbox.hostility.gate import HostileGate
from sandbox.tripletex.control import BASE, control_routes
from sandbox.tripletex.dialect import TripletexDialect
from sandbox.tripletex.gate import Gate
from sandbox.tripletex.world import TripletexWorld

METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH"]


def make_app(world: TripletexWorld, *, exchanges: Path | None = None, provoked: bool = False) -> Starlette:
    """The server of a world. `exchanges` names a folder to record exchanges in; without it the environment
    variable SANDBOX_EXCHANGES does, and without that nothing is recorded. `provoked` marks them as coming from
    tests of the sandbox itself, which send bad requests on purpose."""
    folder = exchanges or recording_folder()
    recorder = [Middleware(ExchangeRecorder, server="tripletex", folder=folder, provoked=provoked)] if folder else []

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        world.close()

    routes = [
        *control_routes(world),
        *hostility_routes(BASE, world.hostility),
        Route("/{path:path}", Gate(world).answer, methods=METHODS),
    ]
    hostile = Middleware(HostileGate, hostility=world.hostility, dialect=TripletexDialect(world))
    return Starlette(routes=routes, middleware=[*recorder, hostile], lifespan=lifespan)
