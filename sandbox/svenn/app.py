"""The Svenn sandbox as an ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from sandbox.exchanges import ExchangeRecorder, recording_folder
from sandbox.hostility.control import hostility_routes
from sandbox.hostility.gate import HostileGate
from sandbox.svenn.account_routes import account_operations
from sandbox.svenn.bodies import written
from sandbox.svenn.collection_routes import collection, marks
from sandbox.svenn.control import PREFIX, control_routes
from sandbox.svenn.dialect import SvennDialect
from sandbox.svenn.fields import Kind
from sandbox.svenn.gateway import Gateway, refusal, with_headers
from sandbox.svenn.problems import ProblemError
from sandbox.svenn.world import SvennWorld

_CODES = {404: "not_found", 405: "method_not_allowed"}


def make_app(world: SvennWorld, *, exchanges: Path | None = None) -> Starlette:
    """The API below /v1 and its control routes below /_control/svenn, over one world.

    `exchanges` names a folder to record exchanges in; without it the environment variable SANDBOX_EXCHANGES does.
    """
    operations = [*account_operations(world.clock), *(op for kind in Kind for op in collection(kind)), marks()]
    gateway = Gateway(world, operations)
    folder = exchanges or recording_folder()
    recorder = [Middleware(ExchangeRecorder, server="svenn", folder=folder)] if folder else []

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        world.close()

    return Starlette(
        routes=[*gateway.routes(), *control_routes(world), *hostility_routes(PREFIX, world.hostility)],
        middleware=[*recorder, Middleware(HostileGate, hostility=world.hostility, dialect=SvennDialect(world))],
        exception_handlers={HTTPException: _no_route},
        lifespan=lifespan,
    )


async def _no_route(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    problem = ProblemError(_CODES.get(status, "not_found"), f"{request.method} {request.url.path}")
    return written(refusal(with_headers(problem, headers)))
