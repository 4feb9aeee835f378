"""How Tripletex looks to the hostile mode."""

from __future__ import annotations

import json
import uuid
from typing import Any

from starlette.responses import Response

from sandbox.hostility.dialect import Incoming
from sandbox.hostility.tidy import tidy_text
from sandbox.tripletex.calls import Answer
from sandbox.tripletex.endpoints.catalogue import KINDS
from sandbox.tripletex.endpoints.sessions import CREATE
from sandbox.tripletex.errors import TripletexError, broken_rules, complaint, too_many_requests, unauthorized
from sandbox.tripletex.faults import ERROR_PAGE, GATEWAY_PAGE
from sandbox.tripletex.responses import respond
from sandbox.tripletex.schema import SCHEMAS, Schema, Type
from sandbox.tripletex.world import TripletexWorld

_PAGES = (Answer(500, html=ERROR_PAGE), Answer(502, html=GATEWAY_PAGE), Answer(503, html=GATEWAY_PAGE))
_ERRORS = (TripletexError(500, 1000, "Unspecified exception"), TripletexError(500, 1002, None))
_NESTED = (Type.REF, Type.REFS, Type.EMBEDDED)


class TripletexDialect:
    """See `sandbox.hostility.dialect.Dialect`."""

    base = "/v2"

    def __init__(self, world: TripletexWorld) -> None:
        self._world = world

    def owner(self, call: Incoming) -> str:
        """The employee token behind the session, or of the session to be made."""
        if call.path == CREATE:
            return _employee_token(call)
        try:
            with self._world.lock:
                return self._world.sessions.caller(call.headers.get("authorization", "")).token.token
        except TripletexError:
            return ""

    def has_session(self, call: Incoming) -> bool:
        """Whether its Basic header names a living session."""
        return call.path != CREATE and bool(self.owner(call))

    def writes(self, call: Incoming) -> bool:
        """Sessions are no rows."""
        return call.method != "GET" and not call.path.startswith("/v2/token/")

    def rows(self, call: Incoming) -> int:
        """The length of a list that is sent."""
        body = _parsed(call) if call.method in ("POST", "PUT") and call.path.endswith("/list") else None
        return len(body) if isinstance(body, list) else 0

    def turns_page(self, call: Incoming) -> bool:
        """`from` above 0."""
        return (
            call.method == "GET" and call.query.get("from", "0").isdecimal() and int(call.query.get("from", "0")) > 0
        )

    def tidied(self, call: Incoming) -> bytes | None:
        """By the schema of the kind in the path; nested objects by theirs."""
        words = call.path.removeprefix("/v2/").split("/")
        while words and (words[-1] == "list" or words[-1].isdecimal()):
            words.pop()
        kind, sent = KINDS.get("/".join(words)), _parsed(call)
        if kind is None or sent is None:
            return None
        stored = _tidy(kind.model, sent)
        return None if stored == sent else json.dumps(stored).encode()

    def end_session(self, call: Incoming) -> None:
        """Log the session out."""
        with self._world.lock:
            self._world.sessions.expire(call.headers.get("authorization", ""))

    def error_page(self, how: float) -> Response:
        """Tripletex's own page, or that of a gateway."""
        return _respond(_PAGES[int(how * len(_PAGES))])

    def error_json(self, how: float) -> Response:
        """500/1000, or 500/1002 without a message."""
        return _respond(_ERRORS[int(how * len(_ERRORS))])

    def rate_limited(self, _seconds: float, _how: float) -> Response:
        """Without `X-Rate-Limit-Reset` (issue 103)."""
        return _respond(too_many_requests(), {"X-Rate-Limit-Limit": "100", "X-Rate-Limit-Remaining": "0"})

    def refused(self, call: Incoming) -> Response:
        """401/3000; making a session of a key that is gone is 422/18000."""
        if call.path == CREATE:
            return _respond(broken_rules([complaint("arg:employeeToken", "employee_token")]))
        return _respond(unauthorized())


def _respond(result: Answer | TripletexError, headers: dict[str, str] | None = None) -> Response:
    return respond(result, "no", str(uuid.uuid4()), headers or {})


def _parsed(call: Incoming) -> Any:
    try:
        return json.loads(call.body)
    except ValueError:
        return None


def _employee_token(call: Incoming) -> str:
    sent = _parsed(call)
    given = sent.get("employeeToken") if isinstance(sent, dict) else call.query.get("employeeToken")
    return given if isinstance(given, str) else ""


def _tidy(schema: Schema, value: Any) -> Any:
    if isinstance(value, list):
        return [_tidy(schema, each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: _tidy_field(schema, name, each) for name, each in value.items()}


def _tidy_field(schema: Schema, name: str, value: Any) -> Any:
    known = schema.fields.get(name)
    if known is not None and known.type is Type.TEXT and isinstance(value, str):
        return tidy_text(name, value, known.limit)
    if known is not None and known.type in _NESTED:
        return _tidy(SCHEMAS[known.target], value)
    return value
