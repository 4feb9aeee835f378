"""Bodies that are read twice, answers that nobody gets, and connections that end in the middle."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from starlette.types import Message, Receive, Scope

#: The ASGI extension (sandbox.serve) that closes the connection of a request.
HANG_UP = "sandbox.hang_up"


async def whole_body(receive: Receive) -> bytes:
    """The request's body."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return bytes(body)


async def nothing_more() -> Message:
    """A `receive` of a client that neither sends nor leaves."""
    never: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
    return await never


def replaying(body: bytes, afterwards: Receive = nothing_more) -> Receive:
    """A `receive` that gives this body, then what `afterwards` gives."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return left.pop() if left else await afterwards()

    return receive


@dataclass
class Kept:
    """Takes an answer instead of the client; its `send` is what an app is given."""

    messages: list[Message] = field(default_factory=list)

    async def send(self, message: Message) -> None:
        """Keep a message."""
        self.messages.append(message)

    def beginning(self) -> list[Message]:
        """The head, which announces the whole body, and the first half of it; nothing without a body."""
        body = b"".join(message.get("body", b"") for message in self.messages[1:])
        half = {"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True}
        return [self.messages[0], half] if body else []


async def hang_up(scope: Scope, receive: Receive) -> None:
    """Close the connection, with whatever was sent so far, and wait until it is closed.

    Raises ConnectionResetError where there is no connection: an app called without a server.
    """
    close = cast("Callable[[], None] | None", scope.get("extensions", {}).get(HANG_UP))
    if close is None:
        raise ConnectionResetError("the sandbox hung up")
    close()
    while (await receive())["type"] != "http.disconnect":
        pass
