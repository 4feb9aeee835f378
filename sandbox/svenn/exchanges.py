"""Every exchange as a JSON line, for tests that read what was really sent."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sandbox.svenn.rows import moment

SERVER = "svenn"
_SECRET_HEADERS = frozenset({"authorization"})


class ExchangeLog:
    """Appends to svenn.jsonl in the folder that SANDBOX_EXCHANGES names; without it, does nothing."""

    def __init__(self, folder: str | None) -> None:
        self.path = Path(folder) / f"{SERVER}.jsonl" if folder else None
        self._lock = threading.Lock()
        if self.path:
            self.path.parent.mkdir(parents=True, exist_ok=True)

    @classmethod
    def from_environment(cls) -> ExchangeLog:
        """As the environment says."""
        return cls(os.environ.get("SANDBOX_EXCHANGES"))

    def add(
        self,
        at: datetime,
        method: str,
        url: str,
        request_headers: Mapping[str, str],
        request_body: bytes,
        status: int,
        response_headers: Mapping[str, str],
        response_body: bytes,
    ) -> None:
        """One request and its answer; `url` is path and query. Tokens are not written down."""
        if self.path is None:
            return
        line = {
            "server": SERVER,
            "at": moment(at),
            "request": {
                "method": method,
                "url": url,
                "headers": {
                    name: "***" if name.lower() in _SECRET_HEADERS else value
                    for name, value in request_headers.items()
                },
                "body": _readable(request_body),
            },
            "response": {
                "status": status,
                "headers": dict(response_headers),
                "body": _readable(response_body),
            },
        }
        with self._lock, self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _readable(body: bytes) -> object:
    if not body:
        return None
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")
