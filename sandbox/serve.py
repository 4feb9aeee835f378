"""Runs an ASGI app on a free loopback port, in a thread of this process, for as long as a `with` block lasts."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.hostility.connection import HANG_UP

START_TIMEOUT_SECONDS = 30.0
SHUTDOWN_GRACE_SECONDS = 2


class ServerDidNotStart(RuntimeError):
    """The app's startup failed or took longer than `START_TIMEOUT_SECONDS`."""


@contextmanager
def serve(app: ASGIApp, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve `app` and yield its base URL, such as `http://127.0.0.1:54321` (no slash at the end).

    The socket is bound before the thread starts, so the port cannot be taken by another process meanwhile;
    port 0 lets the system choose one. Raises `ServerDidNotStart` when the app does not come up and `OSError`
    when a wanted port is taken.
    """
    # asyncio turns off the delay of small packets only on sockets that say they are TCP.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    config = uvicorn.Config(
        _with_hang_up(app),
        log_level="warning",
        access_log=False,
        lifespan="on",
        timeout_graceful_shutdown=SHUTDOWN_GRACE_SECONDS,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listener]}, name=f"serve-{listener.getsockname()[1]}", daemon=True
    )
    thread.start()
    try:
        _wait_until_started(server, thread)
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(START_TIMEOUT_SECONDS)
        listener.close()


def _with_hang_up(app: ASGIApp) -> ASGIApp:
    """Let the app close a request's connection, which ASGI itself has no words for."""

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            # `send` is a method of uvicorn's request, which knows its connection.
            close = send.__self__.transport.close  # type: ignore[attr-defined]
            scope.setdefault("extensions", {})[HANG_UP] = close
        await app(scope, receive, send)

    return served


def _wait_until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise ServerDidNotStart("the app did not start; its log says why")
        time.sleep(0.005)
