"""Answers and errors as HTTP."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from starlette.responses import HTMLResponse, Response, StreamingResponse

from sandbox.tripletex.calls import Answer
from sandbox.tripletex.errors import TripletexError
from sandbox.tripletex.texts import Language


def respond(
    result: Answer | TripletexError, language: Language, request_id: str, headers: dict[str, str]
) -> Response:
    """The response, with `x-tlx-request-id` in every one of them."""
    headers = {**headers, "x-tlx-request-id": request_id}
    if isinstance(result, TripletexError):
        return _json(result.status, result.body(language, request_id), headers)
    headers.update(result.headers)
    if result.html is not None:
        return HTMLResponse(result.html, result.status, headers)
    if result.body is None:
        return Response(status_code=result.status, headers=headers)
    return _json(result.status, result.body, headers)


def _json(status: int, body: object, headers: dict[str, str]) -> Response:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, {**headers, "content-type": "application/json;charset=UTF-8"})


def cut_off(response: Response) -> Response:
    """The head and a part of the body, less than was announced: the server closes the connection."""
    body = bytes(response.body)

    async def part() -> AsyncIterator[bytes]:
        yield body[: len(body) // 2]

    announced = {name: text for name, text in response.headers.items() if name != "content-length"}
    announced["content-length"] = str(len(body) + 100)
    return StreamingResponse(part(), response.status_code, announced)
