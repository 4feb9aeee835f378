"""What the tests speak with: a client of the API, a receiver of webhooks, and short names for errors."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import Response

from sandbox.tripletex.company import Company
from sandbox.tripletex.world import TEST_CONSUMER

# Three seconds into a ten-second window.
NOON = datetime(2026, 7, 28, 12, 0, 3, tzinfo=UTC)
EXPIRES = "2026-07-30"
HOOKS = "https://hooks.example"


class Api(httpx.Client):
    """A client of /v2. `login` turns the tokens of a company into a session."""

    def login(self, company: Company, *, token: str | None = None, acting_for: int = 0) -> httpx.Response:
        """Create a session and use it from now on."""
        body = {
            "consumerToken": TEST_CONSUMER,
            "employeeToken": token or next(iter(company.tokens)),
            "expirationDate": EXPIRES,
        }
        answer = self.post("/token/session/:create", json=body)
        if answer.status_code == 201:
            self.auth = httpx.BasicAuth(str(acting_for), answer.json()["value"]["token"])
        return answer

    def value(self, path: str, **params: Any) -> Any:
        """GET of one object."""
        return self.get(path, params=params).json()["value"]

    def values(self, path: str, **params: Any) -> Any:
        """GET of a list."""
        return self.get(path, params=params).json()["values"]

    def create(self, path: str, **body: Any) -> Any:
        """POST that must succeed."""
        answer = self.post(path, json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()["value"]

    def change(self, path: str, **body: Any) -> Any:
        """PUT that must succeed."""
        answer = self.put(path, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()["value"]


def complaints(answer: httpx.Response) -> list[tuple[str | None, str]]:
    """(field, message) of every validation message."""
    return [(each["field"], each["message"]) for each in answer.json()["validationMessages"]]


def refusal(answer: httpx.Response) -> tuple[int, int | None]:
    """HTTP status and Tripletex code."""
    return answer.status_code, answer.json()["code"]


@dataclass
class Received:
    """One delivery as the receiver got it."""

    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.raw)


@dataclass
class Receiver:
    """Takes deliveries; answers `statuses` in turn, then 200."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    async def take(self, request: Request) -> Response:
        raw = await request.body()
        with self._lock:
            self.received.append(Received(request.url.path, dict(request.headers), raw))
            return Response(status_code=self.statuses.pop(0) if self.statuses else 200)

    @property
    def bodies(self) -> list[Any]:
        return [each.body for each in self.received]

    @property
    def events(self) -> list[str]:
        return [each.body["event"] for each in self.received]
