"""The address that browsers see: the HTTP API of the embedded AWS at the root of an origin of its own.

The embedded AWS answers for an API below a path, where a page's own addresses lead nowhere; on AWS a domain stands
before it. The origin is http://localhost, which browsers trust with secure cookies.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.serve import serve

#: Of one connection, not of what is carried (RFC 9110, section 7.6.1); and what httpx works out itself.
_NOT_PASSED = {"connection", "keep-alive", "transfer-encoding", "host", "content-length"}
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]


@contextmanager
def front(api_url: str, own: Sequence[Route] = ()) -> Iterator[str]:
    """Pass everything on to `api_url` but what routes of its own answer; yields the origin, such as
    `http://localhost:54321`."""
    with serve(_passing_on(api_url, own)) as url:
        yield url.replace("127.0.0.1", "localhost")


def _passing_on(api_url: str, own: Sequence[Route]) -> Starlette:
    client = httpx.AsyncClient(timeout=60, follow_redirects=False)

    async def passed(request: Request) -> Response:
        headers = [(name, value) for name, value in request.headers.items() if name not in _NOT_PASSED]
        answer = await client.request(
            request.method, f"{api_url}{request.url.path}", params=request.query_params,
            headers=headers, content=await request.body(),
        )  # fmt: skip
        passing = Response(answer.content, answer.status_code)
        passing.raw_headers = [
            (name.lower(), value)
            for name, value in answer.headers.raw
            if name.lower().decode() not in _NOT_PASSED | {"content-encoding"}
        ]
        passing.headers["content-length"] = str(len(answer.content))
        return passing

    @asynccontextmanager
    async def closing(_app: Starlette) -> AsyncIterator[None]:
        async with client:
            yield

    return Starlette(routes=[*own, Route("/{path:path}", passed, methods=_METHODS)], lifespan=closing)
