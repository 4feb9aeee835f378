"""What every request passes before a route sees it: known path, known caller, sound body.

It leaves nothing behind.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from samspill.api.asking import Caller, caller_of
from samspill.api.bodies import Stopped, body_of
from samspill.api.endpoints import Endpoint, at
from samspill.api.idempotency import LONGEST_KEY
from samspill.api.problem_details import FieldError, Trouble

_CHALLENGE = {"www-authenticate": 'Bearer realm="samspill"'}


@dataclass(frozen=True)
class Admitted:
    """A request that may go on. `caller` is None at public endpoints; `claims` are of whom API Gateway's authorizer
    let through, where there has to be somebody."""

    endpoint: Endpoint
    caller: Caller | None
    body: bytes
    idempotency_key: str | None
    claims: Mapping[str, str] = field(default_factory=dict)


def admit(event: dict[str, Any]) -> Admitted:
    """Let a request of API Gateway (payload version 2.0) in. Raises Stopped."""
    endpoint = _endpoint(event["rawPath"], event["requestContext"]["http"]["method"].upper())
    headers = event.get("headers") or {}
    caller = None if endpoint.public else _caller(endpoint, headers.get("authorization"))
    claims = _claims(event) if endpoint.identified else {}
    body = body_of(event, endpoint.largest)
    if endpoint.takes_json and body:
        _check_json(body, headers.get("content-type", ""))
    key = headers.get("idempotency-key") if endpoint.method == "POST" and caller else None
    if key is not None and not (1 <= len(key) <= LONGEST_KEY):
        error = FieldError(field="header.Idempotency-Key", message=f"1 to {LONGEST_KEY} characters")
        raise Stopped(Trouble(422, "invalid_request", errors=(error,)))
    return Admitted(endpoint, caller, body, key, claims)


def unauthorized() -> Stopped:
    """Who asks is not known here."""
    return Stopped(Trouble(401, "unauthorized", headers=_CHALLENGE))


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
        raise unauthorized()
    if caller.role not in endpoint.roles:
        raise Stopped(Trouble(403, "forbidden"))
    return caller


def _claims(event: dict[str, Any]) -> Mapping[str, str]:
    """What the authorizer found in the token it checked: only API Gateway writes there. On the way through a route
    without authorizer there is nothing, whatever the headers say."""
    claims = event["requestContext"].get("authorizer", {}).get("jwt", {}).get("claims")
    if not claims:
        raise unauthorized()
    return {str(name): str(value) for name, value in claims.items()}


def _check_json(body: bytes, content_type: str) -> None:
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise Stopped(Trouble(415, "unsupported_media_type", {"media_type": "application/json"}))
    try:
        json.loads(body.decode(), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Stopped(Trouble(400, "malformed_request")) from None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
