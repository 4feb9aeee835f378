"""Control routes that are the same for several sandboxes: deliveries, counters, addresses, time, planned failures."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import asdict
from datetime import UTC
from threading import RLock
from typing import Protocol

from pydantic import BaseModel, ConfigDict, TypeAdapter
from starlette.requests import Request

from sandbox.clock import MovableClock
from sandbox.control_answers import Act
from sandbox.deliveries import Deliverer
from sandbox.planned import F, FaultPlan
from sandbox.resolve import Resolver


class ClockBody(BaseModel):
    """How far the sandbox's time moves on."""

    model_config = ConfigDict(extra="forbid")

    seconds: float


class ControlledWorld(Protocol[F]):
    """What the routes need of a sandbox's world."""

    lock: RLock
    clock: MovableClock
    resolver: Resolver
    deliverer: Deliverer
    faults: FaultPlan[F]
    calls: Counter[str]

    def reset_calls(self) -> None:
        """Start the counters anew."""

    def reset(self) -> None:
        """Empty everything but the resolve mapping."""


def world_acts(world: ControlledWorld[F], fault_model: type[F]) -> list[tuple[str, str, Act]]:
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
        return {"now": world.clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")}

    async def plan_fault(request: Request) -> object:
        fault = fault_model.model_validate_json(await request.body())
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
