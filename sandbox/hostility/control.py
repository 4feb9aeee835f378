"""Control routes of the hostile mode, the same below the prefix of each sandbox."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.hostility.hostility import Hostility
from sandbox.hostility.settings import Settings


def hostility_routes(prefix: str, hostility: Hostility) -> list[Route]:
    """`/hostility`: GET what is set and was injected, PUT settings, DELETE to end. `/hostility/faults`: GET the
    faults with a sentence each. What PUT cannot understand it answers with 400 and a text."""

    async def state(request: Request) -> Response:
        if request.method == "PUT":
            try:
                settings = Settings.model_validate_json(await request.body())
                # In a thread: without odds it waits for late commits, which need this one.
                await asyncio.to_thread(hostility.begin, settings)
            except ValueError as wrong:
                return JSONResponse({"error": str(wrong)}, 400)
        elif request.method == "DELETE":
            await asyncio.to_thread(hostility.end)
        return JSONResponse(hostility.shown())

    async def faults(_request: Request) -> Response:
        return JSONResponse(dict(hostility.known))

    return [
        Route(f"{prefix}/hostility", state, methods=["GET", "PUT", "DELETE"]),
        Route(f"{prefix}/hostility/faults", faults, methods=["GET"]),
    ]
