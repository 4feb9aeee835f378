"""What every request passes before a route sees it: known path, known caller, sound body.

It leaves nothing behind.
"""

import json
from dataclasses import dataclass
from typing import Any

from samspill.api.asking import Caller, caller_of
from samspill.api.bodies import Stopped, body_of
from samspill.api.endpoints import Endpoint, at
from samspill.api.idempotency import LONGEST_KEY
from samspill.api.problem_details import FieldError, Trouble

_CHALLENGE = {"www-authenticate": 'Bearer realm="samspill"'}


@dataclass(frozen=True)
class Admitted:
    """A request that may go on. `caller` is None at public endpoints."""

    endpoint: Endpoint
    caller: Caller | None
    body: bytes
    idempotency_key: str | None


def admit(event: dict[str, Any]) -> Admitted:
    """Let a request of API Gateway (payload version 2.0) in. Raises Stopped."""
    endpoint = _endpoint(event["rawPath"], event["requestContext"]["http"]["method"].upper())
    headers = event.get("headers") or {}
    caller = None if endpoint.public else _caller(endpoint, headers.get("authorization"))
    body = body_of(event, endpoint.largest)
    if endpoint.takes_json and body:
        _check_json(body, headers.get("content-type", ""))
    key = headers.get("idempotency-key") if endpoint.method == "POST" and caller else None
    if key is not None and not (1 <= len(key) <= LONGEST_KEY):
        error = FieldError(field="header.Idempotency-Key", message=f"1 to {LONGEST_KEY} characters")
        raise Stopped(Trouble(422, "invalid_request", errors=(error,)))
    return Admitted(endpoint, caller, body, key)


def _endpoint(path: str, method: str) -> Endpoint:
    here = at(path)
    if not here:
        raise Stopped(Trouble(404, "not_found"))
    for each in here:
        if each.method == method:
            return each
    allowed = ", ".join(sorted({each.method for each in here}))
    raise Stopped(Trouble(405, "method_not_allowed", {"method": method}, headers={"allow": allowed}))


def _caller(endpoint: Endpoint, authorization: str | None) -> Caller:
    caller = caller_of(authorization)
    if caller is None:
        raise Stopped(Trouble(401, "unauthorized", headers=_CHALLENGE))
    if caller.role not in endpoint.roles:
        raise Stopped(Trouble(403, "forbidden"))
    return caller


def _check_json(body: bytes, content_type: str) -> None:
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise Stopped(Trouble(415, "unsupported_media_type", {"media_type": "application/json"}))
    try:
        json.loads(body.decode(), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Stopped(Trouble(400, "malformed_request")) from None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
