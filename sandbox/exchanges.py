"""Records what a sandbox was asked and what it answered, for the conformance checks."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.hostility.gate import HOSTILE

VARIABLE = "SANDBOX_EXCHANGES"
# Rows of one list are made alike: the first ones and the last stand for all.
ROWS_KEPT = 20


def recording_folder() -> Path | None:
    """The folder that the environment names, if any."""
    name = os.environ.get(VARIABLE)
    return Path(name) if name else None


class ExchangeRecorder:
    """ASGI middleware that appends a JSON line per exchange to `<server>-<process id>.jsonl` in `folder`.

    A line has server, method, path, query (list of pairs), request and response (JSON, or text, or null), status
    (0 where the answer was cut off) and `provoked`: whether bad requests are sent on purpose. Lists of more than
    `ROWS_KEPT` rows are shortened. Control routes are left out, and so is what was said in hostile mode: it keeps no
    specification.
    """

    _writing = threading.Lock()

    def __init__(self, app: ASGIApp, server: str, folder: Path, *, provoked: bool = False) -> None:
        self._app, self._server, self._provoked = app, server, provoked
        self._file = folder / f"{server}-{os.getpid()}.jsonl"
        folder.mkdir(parents=True, exist_ok=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the exchange on and note it when it is over."""
        if scope["type"] != "http" or scope["path"].startswith("/_control"):
            await self._app(scope, receive, send)
            return
        asked, answered, status, announced = bytearray(), bytearray(), [0], [-1]

        async def listen() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                asked.extend(message.get("body", b""))
            return message

        async def speak(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = message["status"]
                announced[0] = _announced(message)
            elif message["type"] == "http.response.body":
                answered.extend(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, listen, speak)
        finally:
            cut_off = announced[0] > len(answered)
            if HOSTILE not in scope:
                self._note(scope, bytes(asked), 0 if cut_off else status[0], bytes(answered))

    def _note(self, scope: Scope, asked: bytes, status: int, answered: bytes) -> None:
        line = {
            "server": self._server,
            "method": scope["method"],
            "path": scope["path"],
            "query": parse_qsl(scope["query_string"].decode(), keep_blank_values=True),
            "request": _parsed(asked),
            "status": status,
            "provoked": self._provoked,
            "response": _shortened(_parsed(answered)),
        }
        text = json.dumps(line, separators=(",", ":"))  # ASCII: requests may hold half a surrogate pair
        with self._writing, self._file.open("a", encoding="utf-8") as file:
            file.write(text + "\n")


def _announced(message: Message) -> int:
    return int(dict(message.get("headers", ())).get(b"content-length", b"-1"))


def _parsed(body: bytes) -> Any:
    if not body:
        return None
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="replace")


def _shortened(body: Any) -> Any:
    values = body.get("values") if isinstance(body, dict) else None
    if isinstance(values, list) and len(values) > ROWS_KEPT:
        return {**body, "values": [*values[: ROWS_KEPT - 1], values[-1]]}
    return body
