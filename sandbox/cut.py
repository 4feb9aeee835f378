"""An answer that ends in the middle."""

from __future__ import annotations

from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class CutResponse(Response):
    """Announces a body and ends after its first byte: the server then closes the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the beginning only."""
        del scope, receive
        head = [(b"content-type", b"application/json"), (b"content-length", b"2")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})
