"""How Rackbeat looks to the hostile mode."""

from __future__ import annotations

from math import ceil
from typing import Any

from starlette.responses import HTMLResponse, Response

from sandbox.hostility.dialect import Incoming, heads
from sandbox.hostility.tidy import tidy_text
from sandbox.rackbeat.answers import parsed, refusal
from sandbox.rackbeat.errors import RackbeatError
from sandbox.rackbeat.faults import ERROR_PAGE
from sandbox.rackbeat.kinds.catalogue import KINDS
from sandbox.rackbeat.kinds.holds import Text
from sandbox.rackbeat.kinds.kind import Kind
from sandbox.rackbeat.showing import as_json
from sandbox.rackbeat.world import RackbeatWorld

_PAGES = ((502, "502 Bad Gateway"), (503, "503 Service Unavailable"), (504, "504 Gateway Time-out"))
_KINDS = {kind.path: kind for kind in KINDS.values()}


class RackbeatDialect:
    """See `sandbox.hostility.dialect.Dialect`."""

    base = "/api"

    def __init__(self, world: RackbeatWorld) -> None:
        self._world = world

    def owner(self, call: Incoming) -> str:
        """The key itself."""
        scheme, _, key = call.headers.get("authorization", "").partition(" ")
        with self._world.lock:
            known = scheme.lower() == "bearer" and self._world.owner_of(key.strip()) is not None
        return key.strip() if known else ""

    def has_session(self, _call: Incoming) -> bool:
        """Rackbeat knows none."""
        return False

    def writes(self, call: Incoming) -> bool:
        """Anything but reading."""
        return call.method not in ("GET", "HEAD")

    def rows(self, _call: Incoming) -> int:
        """There are no writes of several records."""
        return 0

    def turns_page(self, call: Incoming) -> bool:
        """`page` above 1."""
        page = call.query.get("page", "1")
        return call.method == "GET" and page.isdecimal() and int(page) > 1

    def tidied(self, call: Incoming) -> bytes | None:
        """By the texts of the kind in the path."""
        kind = _KINDS.get(call.path.removeprefix("/api/").split("/")[0])
        try:
            sent = parsed(call.body)
        except RackbeatError:
            return None
        if kind is None or not isinstance(sent, dict):
            return None
        stored = {name: _tidy(kind, name, value) for name, value in sent.items()}
        return None if stored == sent else as_json(stored).encode()

    def end_session(self, call: Incoming) -> None:
        """Nothing: `has_session` is never true."""

    def error_page(self, how: float) -> Response:
        """The page of what stands before Rackbeat."""
        status, title = _PAGES[int(how * len(_PAGES))]
        return HTMLResponse(ERROR_PAGE.format(title), status)

    def error_json(self, how: float) -> Response:
        """500 or 503 in Laravel's words."""
        return refusal(RackbeatError(503 if heads(how) else 500, "server"))

    def rate_limited(self, seconds: float, how: float) -> Response:
        """With Retry-After or without: which it is nobody has said."""
        headers = {"X-RateLimit-Limit": "480", "X-RateLimit-Remaining": "0"}
        told = {"Retry-After": str(max(1, ceil(seconds)))} if heads(how) else {}
        return refusal(RackbeatError(429, "too_many", headers=headers | told))

    def refused(self, _call: Incoming) -> Response:
        """401."""
        return refusal(RackbeatError(401, "unauthenticated"))


def _tidy(kind: Kind, name: str, value: Any) -> Any:
    holds = next((each.holds for each in kind.fields if each.name == name), None)
    if not isinstance(holds, Text) or not isinstance(value, str):
        return value
    return tidy_text(name, value, holds.most)
