"""The problems that an endpoint can answer with, as the contract documents them: one answer a status, by codes."""

import json
from collections import defaultdict
from typing import Any

from samspill.api.asking import Role
from samspill.api.endpoints import ENDPOINTS, Endpoint
from samspill.api.problem_details import MEDIA_TYPE
from samspill.api.troubles import API_CODES, status_of

Json = dict[str, Any]


def problems(endpoint: Endpoint, *, has_body: bool, has_parameters: bool) -> Json:
    """Every problem that the endpoint can answer with, by status."""
    codes = {*endpoint.problems, "internal_error"}
    # Any request may bring a body that nobody asked for.
    codes |= {"malformed_request", "request_too_large", "unsupported_media_type"} if endpoint.takes_json else set()
    codes |= {"invalid_request"} if has_body or has_parameters else set()
    if not endpoint.public:
        codes |= {"unauthorized"} | ({"forbidden"} if len(endpoint.roles) < len(Role) else set())
        codes |= (
            {"idempotency_key_reused", "request_in_progress", "invalid_request"}
            if endpoint.method == "POST"
            else set()
        )
    by_status: dict[int, list[str]] = defaultdict(list)
    for code in sorted(codes):
        by_status[status_of(code)].append(code)
    return {str(status): _reference(by_status[status]) for status in sorted(by_status)}


def _reference(codes: list[str]) -> Json:
    """A problem that many operations share stands in the components."""
    return {"$ref": f"#/components/responses/{_shared(codes[0])}"} if len(codes) == 1 else _problem(codes)


def _shared(code: str) -> str:
    return "".join(part.capitalize() for part in code.split("_"))


def shared(paths: Json) -> Json:
    """The components that `paths` refer to."""
    text = json.dumps(paths)
    codes = sorted({*API_CODES, *(code for each in ENDPOINTS for code in each.problems)})
    return {_shared(code): _problem([code]) for code in codes if f'"#/components/responses/{_shared(code)}"' in text}


def _problem(codes: list[str]) -> Json:
    only = {"type": "object", "properties": {"code": {"enum": codes}}}
    schema = {"allOf": [{"$ref": "#/components/schemas/ProblemDetails"}, only]}
    problem: Json = {"description": ", ".join(codes), "content": {MEDIA_TYPE: {"schema": schema}}}
    names = {
        401: ["WWW-Authenticate"] if "unauthorized" in codes else [],
        429: ["Retry-After"],
        503: ["Retry-After"],
    }.get(status_of(codes[0]), [])
    if names:
        problem["headers"] = {name: {"schema": {"type": "string"}} for name in names}
    return problem
