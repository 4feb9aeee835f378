"""The Rackbeat sandbox as an ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware

from sandbox.exchanges import ExchangeRecorder, recording_folder
from sandbox.hostility.control import hostility_routes
from sandbox.hostility.gate import HostileGate
from sandbox.rackbeat.control import PREFIX, control_routes
from sandbox.rackbeat.dialect import RackbeatDialect
from sandbox.rackbeat.gateway import Gateway
from sandbox.rackbeat.kinds.catalogue import KINDS
from sandbox.rackbeat.kinds.items import ITEM
from sandbox.rackbeat.routes.company import company_operations
from sandbox.rackbeat.routes.documents import document_operations
from sandbox.rackbeat.routes.receipts import receipt_operations
from sandbox.rackbeat.routes.registers import register_operations
from sandbox.rackbeat.world import RackbeatWorld


def make_app(world: RackbeatWorld, *, exchanges: Path | None = None) -> Starlette:
    """The API below /api and its control routes below /_control/rackbeat, over one world.

    `exchanges` names a folder to record exchanges in; without it the environment variable SANDBOX_EXCHANGES does.
    """
    registers = [each for kind in (*KINDS.values(), ITEM) for each in register_operations(kind)]
    gateway = Gateway(world, [*registers, *document_operations(), *receipt_operations(), *company_operations()])
    folder = exchanges or recording_folder()
    recorder = [Middleware(ExchangeRecorder, server="rackbeat", folder=folder)] if folder else []

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        world.close()

    return Starlette(
        routes=[gateway.route(), *control_routes(world), *hostility_routes(PREFIX, world.hostility)],
        middleware=[*recorder, Middleware(HostileGate, hostility=world.hostility, dialect=RackbeatDialect(world))],
        lifespan=lifespan,
    )
