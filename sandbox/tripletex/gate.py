"""What every request under /v2 passes: planned failures, login, rate limit, handler, count of calls."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from sandbox.hostility.dialect import STRAIGHT, TWIST
from sandbox.tripletex.calls import Answer, Call, Caller
from sandbox.tripletex.endpoints.catalogue import all_routes
from sandbox.tripletex.endpoints.sessions import CREATE, create_session, only_at_home
from sandbox.tripletex.errors import TripletexError, too_many_requests
from sandbox.tripletex.faults import Fault
from sandbox.tripletex.responses import cut_off, respond
from sandbox.tripletex.texts import Language
from sandbox.tripletex.world import TripletexWorld


@dataclass
class _Passage:
    """What became of a request on its way."""

    name: str
    language: Language = "no"
    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class Gate:
    """The endpoint of all paths."""

    def __init__(self, world: TripletexWorld) -> None:
        self._world = world
        self._routes = all_routes()

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        world, body = self._world, await request.body()
        passage = _Passage(f"{request.method} {self._template(request)}")
        with world.lock:
            fault = world.faults.take(passage.name, world.random.random())
        result = await self._with_fault(fault, request, body, passage)
        with world.lock:
            world.calls[passage.name, passage.token, result.status] += 1
        request_id = str(uuid.uuid4())
        response = respond(result, passage.language, request_id, passage.headers)
        return cut_off(response) if fault is not None and fault.answer == "cut" else response

    async def _with_fault(
        self, fault: Fault | None, request: Request, body: bytes, passage: _Passage
    ) -> Answer | TripletexError:
        if fault is None:
            return await self._carry_out(request, body, passage)
        if fault.delay_seconds:
            await asyncio.sleep(fault.delay_seconds)
        instead = fault.shown()
        if fault.when == "before" and (instead is not None or fault.answer == "cut"):
            return instead or Answer()
        result = await self._carry_out(request, body, passage)
        return instead or result

    async def _carry_out(self, request: Request, body: bytes, passage: _Passage) -> Answer | TripletexError:
        method, path = request.method, request.scope["path"]
        try:
            if path == CREATE and method in ("POST", "PUT"):
                return await create_session(self._world, Call(method, path, {}, request.query_params, body))
            with self._world.lock:
                return self._handle(request, method, path, body, passage)
        except TripletexError as error:
            passage.headers.update(error.headers)
            return error

    def _handle(self, request: Request, method: str, path: str, body: bytes, passage: _Passage) -> Answer:
        try:
            route, params = self._routes.match(method, path)
        except TripletexError:
            # Whoever is not logged in does not learn which routes there are.
            self._caller(request, passage)
            raise
        caller = self._caller(request, passage) if route.login else None
        asked = request.headers.get("if-none-match", "")
        twist = request.scope.get(TWIST, STRAIGHT)
        body = twist.body or body
        call = Call(method, route.template, params, request.query_params, body, asked, caller, twist)
        if caller is not None:
            only_at_home(route.template, call)
        return route.handler(self._world, call)

    def _caller(self, request: Request, passage: _Passage) -> Caller:
        world = self._world
        caller = world.sessions.caller(request.headers.get("authorization", ""))
        passage.language, passage.token = caller.home.language, caller.token.token
        allowance = world.limits.count(caller.token.user_id, caller.consumer, world.clock.now(), caller.home.switches)
        passage.headers.update(allowance.headers())
        if allowance.refused:
            raise too_many_requests()
        return caller

    def _template(self, request: Request) -> str:
        path: str = request.scope["path"]
        try:
            return self._routes.match(request.method, path)[0].template
        except TripletexError:
            return path
