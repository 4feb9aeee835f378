"""Reading a request's body within its limits, and writing an answer's."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from sandbox.svenn.answers import Answer
from sandbox.svenn.problems import ProblemError


async def read_within(request: Request, limit: int, headers: Mapping[str, str]) -> bytes:
    """The body; `payload_too_large` with these headers when it is longer than `limit` bytes.

    A body that is too long is read to its end all the same, or the caller could not read the answer.
    """
    kept = bytearray()
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= limit:
            kept += chunk
    if size > limit:
        raise ProblemError("payload_too_large", f"A body may be {limit} bytes long", headers=headers)
    return bytes(kept)


def read_json(headers: Headers, body: bytes) -> object:
    """The parsed body; `not_json` for another content type, `malformed_request` when it is no JSON."""
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise ProblemError("not_json", "Send the body as application/json")
    try:
        parsed: object = json.loads(body.decode(), parse_constant=_no_constant)
        json.dumps(parsed, ensure_ascii=False).encode()  # refuses halves of a surrogate pair
    except (ValueError, RecursionError):
        raise ProblemError("malformed_request", "The body is not JSON in UTF-8") from None
    return parsed


def _no_constant(name: str) -> object:
    raise ValueError(name)


def written(answer: Answer) -> Response:
    """The HTTP response of an answer."""
    if answer.body is None:
        return Response(status_code=answer.status, headers=dict(answer.headers))
    text = json.dumps(answer.body, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode(), answer.status, headers=dict(answer.headers), media_type=answer.media_type)
