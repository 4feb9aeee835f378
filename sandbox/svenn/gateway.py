"""What every request passes: token, rate limit, right, body, idempotency; and how an answer becomes HTTP."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.cut import CutResponse
from sandbox.hostility.dialect import STRAIGHT, TWIST
from sandbox.svenn.account import Account
from sandbox.svenn.answers import Answer, Call
from sandbox.svenn.bodies import read_json, read_within, written
from sandbox.svenn.faults import Fault
from sandbox.svenn.operations import Operation
from sandbox.svenn.problems import ProblemError
from sandbox.svenn.world import SvennWorld

# Every path takes all of them, so that PUT /customers/batch is not taken for PUT /customers/{id}.
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


class Gateway:
    """Turns the table of operations into routes."""

    def __init__(self, world: SvennWorld, operations: Sequence[Operation]) -> None:
        self._world = world
        self._paths: dict[str, dict[str, Operation]] = {}
        for operation in operations:
            self._paths.setdefault(operation.path, {})[operation.method] = operation

    def routes(self) -> list[Route]:
        """One route a path, fixed paths before those with an id."""
        paths = sorted(self._paths, key=lambda path: path.count("{"))
        return [Route(f"/v1{path}", self._endpoint(path), methods=METHODS) for path in paths]

    def _endpoint(self, path: str) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            method = "GET" if request.method == "HEAD" else request.method
            operation = self._paths[path].get(method)
            if operation is None:
                allowed = {"Allow": ", ".join(self._paths[path])}
                return written(refusal(ProblemError("method_not_allowed", method, headers=allowed)))
            return await self._serve(operation, request)

        return endpoint

    async def _serve(self, operation: Operation, request: Request) -> Response:
        with self._world.lock:
            self._world.calls[operation.route] += 1
            fault = self._world.faults.take(operation.route)
        try:
            if fault and fault.delay_seconds:
                await asyncio.sleep(fault.delay_seconds)
            if fault and fault.when == "before" and fault.answer != "none":
                answer = fault.body()
            else:
                account, rights, limits = self._enter(operation, request)
                body = await read_within(request, account.switches.body_limit_bytes, limits)
                with self._world.lock:
                    answer = self._answer(operation, request, account, rights, body, limits)
        except ProblemError as problem:
            answer = refusal(problem)
        return self._respond(answer, fault)

    def _enter(self, operation: Operation, request: Request) -> tuple[Account, frozenset[str], Mapping[str, str]]:
        """The account, the token's rights and the rate limit headers, or the problem that ends the request here."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        with self._world.lock:
            account = self._world.owner_of(key) if scheme.lower() == "bearer" else None
            if account is None:
                raise ProblemError(
                    "unauthorized",
                    "Send Authorization: Bearer with a token of the account",
                    headers={"WWW-Authenticate": "Bearer"},
                )
            token = account.tokens[key]
            limits = token.window.spend(account.switches.requests_per_minute, self._world.clock())
        try:
            token.require(operation.right)
        except ProblemError as problem:
            raise with_headers(problem, limits) from None
        return account, token.rights, limits

    def _answer(
        self,
        operation: Operation,
        request: Request,
        account: Account,
        rights: frozenset[str],
        body: bytes,
        limits: Mapping[str, str],
    ) -> Answer:
        try:
            parsed = read_json(request.headers, body) if operation.has_body else None
            twist = request.scope.get(TWIST, STRAIGHT)
            call = Call(account, rights, request.path_params, request.query_params, request.headers, parsed, twist)
            answer = self._once(operation, request, call)
        except ProblemError as problem:
            answer = refusal(problem)
        return replace(answer, headers={**answer.headers, **limits})

    def _once(self, operation: Operation, request: Request, call: Call) -> Answer:
        key = request.headers.get("idempotency-key")
        # The key stands for what was sent, whatever becomes of it.
        stored = replace(call, body=json.loads(call.twist.body)) if call.twist.body else call
        if key is None or not operation.writes:
            return operation.answer(stored)
        text = f"{operation.method} {request.url.path}\n{json.dumps(call.body, sort_keys=True)}"
        fingerprint = hashlib.sha256(text.encode()).digest()
        given_before = call.account.keys.replay(key, fingerprint, self._world.clock())
        if given_before is not None:
            return given_before
        answer = operation.answer(stored)
        call.account.keys.keep(key, fingerprint, answer, self._world.clock())
        return answer

    def _respond(self, answer: Answer, fault: Fault | None) -> Response:
        if fault is None or fault.answer == "none":
            return written(answer)
        if fault.answer == "cut":
            return CutResponse()
        return written(fault.body())


def refusal(problem: ProblemError) -> Answer:
    """The answer that tells a problem."""
    return Answer(problem.status, problem.body(), problem.headers, "application/problem+json")


def with_headers(problem: ProblemError, headers: Mapping[str, str]) -> ProblemError:
    """The same problem with more headers."""
    return ProblemError(problem.code, problem.detail, problem.errors, {**problem.headers, **headers})
