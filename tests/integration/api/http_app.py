"""The API over HTTP, as API Gateway would put it there."""

import asyncio
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tests.integration.api.bench import Bench
from tests.integration.api.client import Context, http_event


def lambda_app(bench: Bench) -> "LambdaApp":
    """An ASGI app that answers with the bench's functions."""
    return LambdaApp(bench)


class LambdaApp:
    """Makes an event of each request; deliveries go to functions/webhooks, the rest to functions/api."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        request = Request(scope, receive)
        body = await request.body()
        event = http_event(
            request.method, request.url.path, body or None, dict(request.query_params), dict(request.headers)
        )
        event["rawPath"] = scope["path"]
        handle = self._bench.deliver if request.method == "POST" and "pathParameters" in event else self._bench.handle
        answer = await asyncio.get_running_loop().run_in_executor(None, partial(handle, event, Context()))
        await Response(answer.get("body") or "", answer["statusCode"], answer["headers"])(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    for kind in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{kind}.complete"})
