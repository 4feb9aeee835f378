"""A call of an account and the answer to it, before they are HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from starlette.datastructures import QueryParams
from starlette.responses import Response

from sandbox.hostility.dialect import STRAIGHT, Twist
from sandbox.rackbeat.account import Account
from sandbox.rackbeat.errors import RackbeatError
from sandbox.rackbeat.kinds.kind import Scope
from sandbox.rackbeat.showing import as_json

_YES = (True, 1, "1", "true")


@dataclass(frozen=True)
class Answer:
    """Status and JSON body; None: no body."""

    status: int
    body: object = None


@dataclass(frozen=True)
class Call:
    """A request whose key is known. `body` is the parsed JSON, {} without any."""

    account: Account
    path: Mapping[str, str]
    query: QueryParams
    body: object = field(default_factory=dict)
    twist: Twist = STRAIGHT

    @property
    def options(self) -> Mapping[str, Any]:
        """What stands in the query or, with more weight, in the body."""
        return {**dict(self.query), **(self.body if isinstance(self.body, dict) else {})}

    def wants(self, option: str) -> bool:
        """Whether an option is set, in the query or the body."""
        return self.options.get(option) in _YES


@dataclass(frozen=True)
class Operation:
    """A method of a path below /api, the scope it takes (None: any key) and what answers it."""

    method: str
    path: str
    scope: Scope | None
    answer: Callable[[Call], Answer]

    @property
    def route(self) -> str:
        """The name by which calls are counted and faults planned: the names of path keys do not matter to people."""
        return f"{self.method} /api{self.path}"


def parsed(body: bytes) -> object:
    """The JSON of a request, fractions as Decimal; 400 for anything else."""
    if not body:
        return {}
    try:
        return json.loads(body.decode(), parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise RackbeatError(400, "malformed") from None


def _no_constant(name: str) -> object:
    raise ValueError(name)


def written(answer: Answer, headers: Mapping[str, str] | None = None) -> Response:
    """The HTTP response."""
    if answer.body is None:
        return Response(status_code=answer.status, headers=headers)
    return Response(as_json(answer.body).encode(), answer.status, headers=headers, media_type="application/json")


def refusal(error: RackbeatError, language: str = "en", headers: Mapping[str, str] | None = None) -> Response:
    """The response that tells an error."""
    return written(Answer(error.status, error.body(language)), {**(headers or {}), **error.headers})
