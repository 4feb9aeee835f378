"""Control routes about conditions: switches, failures, time, sessions, and what was called and delivered."""

from __future__ import annotations

import asyncio
import time

from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.tripletex.faults import Fault
from sandbox.tripletex.world import TripletexWorld


class Conditions:
    """Under which conditions the world runs."""

    def __init__(self, world: TripletexWorld) -> None:
        self._world = world

    async def switches(self, request: Request) -> Response:
        """GET and PUT, of one company (`?company=`) or of all and those to come."""
        asked = request.query_params.get("company")
        company_id = int(asked) if asked else None
        if request.method == "PUT":
            self._world.set_switches(await request.json(), company_id)
        with self._world.lock:
            shown = self._world.companies[company_id].switches if company_id else self._world.switches
            return JSONResponse(shown.model_dump(mode="json"))

    async def exchanges(self, request: Request) -> Response:
        """GET: calls per route, token and status. DELETE: count anew."""
        with self._world.lock:
            if request.method == "DELETE":
                self._world.calls.clear()
            calls = [
                {"route": route, "token": token, "status": status, "count": count}
                for (route, token, status), count in sorted(self._world.calls.items())
            ]
            return JSONResponse({"total": sum(self._world.calls.values()), "calls": calls})

    async def deliveries(self, request: Request) -> Response:
        """GET: pending webhooks and attempts so far; `?wait=seconds` waits until none is pending."""
        courier = self._world.courier
        deadline = time.monotonic() + float(request.query_params.get("wait", 0))
        while courier.pending and time.monotonic() < deadline:
            await asyncio.sleep(0.005)
        attempts = list(courier.attempts)
        delivered = sum(each.delivered for each in attempts)
        return JSONResponse({"pending": courier.pending, "delivered": delivered, "failed": len(attempts) - delivered})

    async def resolve(self, request: Request) -> Response:
        """GET and PUT: {https address prefix: http base on this machine}."""
        if request.method == "PUT":
            self._world.webhooks.resolver.replace(TypeAdapter(dict[str, str]).validate_python(await request.json()))
        return JSONResponse(self._world.webhooks.resolver.bases)

    async def faults(self, request: Request) -> Response:
        """GET: how many are left. POST: plan one or a list. DELETE: forget all."""
        plan = self._world.faults
        if request.method == "POST":
            wanted = await request.json()
            faults = [Fault.model_validate(each) for each in (wanted if isinstance(wanted, list) else [wanted])]
            with self._world.lock:
                for fault in faults:
                    plan.plan(fault)
        elif request.method == "DELETE":
            plan.clear()
        return JSONResponse({"left": plan.left})

    async def clock(self, request: Request) -> Response:
        """GET: the time here. POST {"seconds": n}: move it forward."""
        if request.method == "POST":
            self._world.clock.advance(float((await request.json())["seconds"]))
        return JSONResponse({"now": self._world.clock.now().isoformat()})

    async def sessions(self, _request: Request) -> Response:
        """DELETE: end every session, as if Tripletex had been restarted."""
        with self._world.lock:
            self._world.sessions.end_all()
        return JSONResponse({})
