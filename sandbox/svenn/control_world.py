"""Control routes of the whole sandbox: deliveries, counters, addresses, time and planned failures."""

from __future__ import annotations

import asyncio
import time
from dataclasses import asdict

from pydantic import BaseModel, ConfigDict, TypeAdapter
from starlette.requests import Request

from sandbox.svenn.control_answers import Act
from sandbox.svenn.faults import Fault
from sandbox.svenn.rows import moment
from sandbox.svenn.world import SvennWorld


class ClockBody(BaseModel):
    """How far the sandbox's time moves on."""

    model_config = ConfigDict(extra="forbid")

    seconds: float


def world_acts(world: SvennWorld) -> list[tuple[str, str, Act]]:
    """Method, path and what is done."""

    async def deliveries(request: Request) -> object:
        deliverer = world.deliverer
        deadline = time.monotonic() + float(request.query_params.get("wait", 0))
        while deliverer.pending() and time.monotonic() < deadline:
            await asyncio.sleep(0.005)
        counts = {name: deliverer.counts[name] for name in ("delivered", "retried", "given_up", "dropped")}
        attempts = [asdict(attempt) for attempt in list(deliverer.attempts)]
        return {"pending": deliverer.pending(), **counts, "attempts": attempts}

    async def calls(_request: Request) -> object:
        with world.lock:
            return {"total": world.calls.total(), "routes": dict(sorted(world.calls.items()))}

    async def reset_calls(_request: Request) -> object:
        world.reset_calls()
        return None

    async def resolve(request: Request) -> object:
        if request.method == "PUT":
            world.resolver.replace(TypeAdapter(dict[str, str]).validate_json(await request.body()))
        return world.resolver.bases

    async def clock(request: Request) -> object:
        if request.method == "POST":
            world.clock.advance(ClockBody.model_validate_json(await request.body()).seconds)
        return {"now": moment(world.clock())}

    async def plan_fault(request: Request) -> object:
        fault = Fault.model_validate_json(await request.body())
        with world.lock:
            world.faults.plan(fault)
        return fault.model_dump()

    async def faults_left(_request: Request) -> object:
        return {"left": world.faults.left}

    async def clear_faults(_request: Request) -> object:
        with world.lock:
            world.faults.clear()
        return None

    async def reset(_request: Request) -> object:
        world.reset()
        return None

    return [
        ("POST", "/reset", reset),
        ("GET", "/deliveries", deliveries),
        ("GET", "/calls", calls),
        ("DELETE", "/calls", reset_calls),
        ("GET", "/resolve", resolve),
        ("PUT", "/resolve", resolve),
        ("GET", "/clock", clock),
        ("POST", "/clock", clock),
        ("GET", "/faults", faults_left),
        ("POST", "/faults", plan_fault),
        ("DELETE", "/faults", clear_faults),
    ]
