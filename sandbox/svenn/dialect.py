"""How Svenn looks to the hostile mode."""

from __future__ import annotations

import json
from math import ceil
from typing import Any

from starlette.responses import HTMLResponse, Response

from sandbox.hostility.dialect import Incoming, heads
from sandbox.hostility.tidy import tidy_text
from sandbox.svenn.answers import Answer
from sandbox.svenn.bodies import written
from sandbox.svenn.fields import FIELDS, Kind, Text
from sandbox.svenn.gateway import refusal
from sandbox.svenn.problems import ProblemError
from sandbox.svenn.world import SvennWorld

_PAGE = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>"
_PAGES = ((502, "502 Bad Gateway"), (503, "503 Service Unavailable"), (504, "504 Gateway Time-out"))
# The end of a path with many rows in its body -> where they stand.
_BATCHES = {"batch": "operations", "exported": "marks"}
_KINDS = {kind.plural: kind for kind in Kind}


class SvennDialect:
    """See `sandbox.hostility.dialect.Dialect`."""

    base = "/v1"

    def __init__(self, world: SvennWorld) -> None:
        self._world = world

    def owner(self, call: Incoming) -> str:
        """The token itself."""
        scheme, _, key = call.headers.get("authorization", "").partition(" ")
        with self._world.lock:
            known = scheme.lower() == "bearer" and self._world.owner_of(key) is not None
        return key if known else ""

    def has_session(self, _call: Incoming) -> bool:
        """Svenn knows none."""
        return False

    def writes(self, call: Incoming) -> bool:
        """Anything but reading."""
        return call.method not in ("GET", "HEAD")

    def rows(self, call: Incoming) -> int:
        """The operations of a batch, or its marks."""
        part = _BATCHES.get(call.path.rsplit("/", 1)[1])
        sent = _parsed(call) if part else None
        rows = sent.get(part) if isinstance(sent, dict) else None
        return len(rows) if isinstance(rows, list) else 0

    def turns_page(self, call: Incoming) -> bool:
        """A list with a cursor."""
        return call.method == "GET" and "cursor" in call.query

    def tidied(self, call: Incoming) -> bytes | None:
        """By the fields of the kind in the path."""
        kind, sent = _KINDS.get(call.path.removeprefix("/v1/").split("/")[0]), _parsed(call)
        if kind is None or not isinstance(sent, dict):
            return None
        operations = sent.get("operations")
        if isinstance(operations, list):
            stored = {**sent, "operations": [_tidy_operation(kind, each) for each in operations]}
        else:
            stored = _tidy(kind, sent)
        return None if stored == sent else json.dumps(stored).encode()

    def end_session(self, call: Incoming) -> None:
        """Nothing: `has_session` is never true."""

    def error_page(self, how: float) -> Response:
        """The page of what stands before Svenn."""
        status, title = _PAGES[int(how * len(_PAGES))]
        return HTMLResponse(_PAGE.format(title), status)

    def error_json(self, how: float) -> Response:
        """503 as the contract has it, or 500 in the same words."""
        problem = ProblemError("temporarily_unavailable", "Try again later")
        status = 503 if heads(how) else 500
        return written(Answer(status, {**problem.body(), "status": status}, {}, "application/problem+json"))

    def rate_limited(self, seconds: float, how: float) -> Response:
        """With Retry-After or, against the contract, without."""
        headers = {"Retry-After": str(max(1, ceil(seconds)))} if heads(how) else {}
        return written(refusal(ProblemError("rate_limited", "Too many requests", headers=headers)))

    def refused(self, _call: Incoming) -> Response:
        """401."""
        headers = {"WWW-Authenticate": "Bearer"}
        return written(refusal(ProblemError("unauthorized", "The token is not valid", headers=headers)))


def _parsed(call: Incoming) -> Any:
    try:
        return json.loads(call.body)
    except ValueError:
        return None


def _tidy(kind: Kind, data: dict[str, Any]) -> dict[str, Any]:
    limits = {field.name: field.holds.max_length for field in FIELDS[kind] if isinstance(field.holds, Text)}
    return {
        name: tidy_text(name, value, limits[name]) if name in limits and isinstance(value, str) else value
        for name, value in data.items()
    }


def _tidy_operation(kind: Kind, operation: Any) -> Any:
    data = operation.get("data") if isinstance(operation, dict) else None
    return {**operation, "data": _tidy(kind, data)} if isinstance(data, dict) else operation
