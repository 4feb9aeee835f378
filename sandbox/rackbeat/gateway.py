"""What every request passes: key, rate limit, scope; and how an answer becomes HTTP."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.cut import CutResponse
from sandbox.hostility.dialect import STRAIGHT, TWIST
from sandbox.rackbeat.account import Account
from sandbox.rackbeat.answers import Call, Operation, parsed, refusal, written
from sandbox.rackbeat.errors import RackbeatError, not_found
from sandbox.rackbeat.faults import Fault
from sandbox.rackbeat.world import RackbeatWorld

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
BASE = "/api"


@dataclass(frozen=True)
class _Path:
    pattern: re.Pattern[str]
    operations: Mapping[str, Operation]


class Gateway:
    """Finds the operation of a path. Path keys are percent-decoded after the path is taken apart, so that a number
    may hold a slash (reference 2d); a key that was encoded twice is a number with a % in it."""

    def __init__(self, world: RackbeatWorld, operations: Sequence[Operation]) -> None:
        self._world = world
        by_path: dict[str, dict[str, Operation]] = {}
        for operation in operations:
            by_path.setdefault(operation.path, {})[operation.method] = operation
        # Fixed paths before those with a key.
        self._paths = [_Path(_pattern(path), found) for path, found in sorted(by_path.items(), key=_fixed_first)]

    def route(self) -> Route:
        """One route for all."""
        return Route(f"{BASE}/{{rest:path}}", self._serve, methods=METHODS)

    async def _serve(self, request: Request) -> Response:
        operation, path, known = self._find(request)
        with self._world.lock:
            route = operation.route if operation else f"{request.method} (unknown)"
            self._world.calls[route] += 1
            fault = self._world.faults.take(route)
        if fault and fault.delay_seconds:
            await asyncio.sleep(fault.delay_seconds)
        if fault and fault.when == "before" and fault.answer != "none":
            return _failed(fault)
        answer = self._answer(operation, path, request, await request.body(), known=known)
        return _failed(fault) if fault and fault.answer != "none" else answer

    def _find(self, request: Request) -> tuple[Operation | None, Mapping[str, str], bool]:
        """The operation, the keys of its path, and whether there is such a path at all."""
        raw = request.scope.get("raw_path", request.url.path.encode()).decode("latin-1").partition("?")[0]
        for path in self._paths:
            if found := path.pattern.fullmatch(raw.removeprefix(BASE).rstrip("/")):
                keys = {name: unquote(value) for name, value in found.groupdict().items()}
                return path.operations.get(request.method), keys, True
        return None, {}, False

    def _answer(
        self, operation: Operation | None, path: Mapping[str, str], request: Request, body: bytes, *, known: bool
    ) -> Response:
        language = "en"
        limits: Mapping[str, str] = {}
        with self._world.lock:
            try:
                account, key = self._account(request)
                language = account.language
                limits = account.keys[key].window.spend(
                    account.switches.requests_per_minute,
                    self._world.clock(),
                    retry_after=account.switches.retry_after,
                )
                if operation is None:
                    raise RackbeatError(405, "method") if known else not_found("resource")
                if operation.scope is not None and operation.scope not in account.keys[key].scopes:
                    raise RackbeatError(403, "forbidden")
                twist = request.scope.get(TWIST, STRAIGHT)
                call = Call(account, path, request.query_params, parsed(twist.body or body), twist)
                with account.silence(call.wants("suppress_webhooks")):
                    return written(operation.answer(call), limits)
            except RackbeatError as error:
                return refusal(error, language, limits)

    def _account(self, request: Request) -> tuple[Account, str]:
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        account = self._world.owner_of(key.strip()) if scheme.lower() == "bearer" else None
        if account is None:
            raise RackbeatError(401, "unauthenticated")
        return account, key.strip()


def _fixed_first(entry: tuple[str, object]) -> tuple[int, int]:
    """ "…/{number}.pdf" before "…/{number}"."""
    return entry[0].count("{"), -len(entry[0])


def _pattern(path: str) -> re.Pattern[str]:
    """ "/orders/{number}/lines/{line}" as an expression; a key is anything without a slash, encoded ones aside."""
    parts = re.split(r"\{(\w+)\}", path)
    text = "".join(re.escape(part) if place % 2 == 0 else f"(?P<{part}>[^/]+)" for place, part in enumerate(parts))
    return re.compile(text)


def _failed(fault: Fault) -> Response:
    return CutResponse() if fault.answer == "cut" else fault.shown()
