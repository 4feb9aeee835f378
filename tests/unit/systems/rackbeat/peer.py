"""A Rackbeat that answers by script, for what the sandbox never says; and the adapter that talks to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from samspill.systems.rackbeat.system import RackbeatSystem
from tests.fakes.memory_sessions import MemoryPermits

URL = "https://rackbeat.example/api"
KEY = "rackbeat-key"

Reply = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


@dataclass
class Time:
    """Moves when somebody sleeps."""

    now: datetime = datetime(2026, 3, 2, 8, 0, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Peer:
    """Gives `replies` in turn, the last one for ever, and remembers what it was `asked`."""

    replies: list[Reply] = field(default_factory=list)
    asked: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, Exception):
            raise reply
        return reply if isinstance(reply, httpx.Response) else reply(request)

    def bodies(self) -> list[Any]:
        """What was sent, parsed."""
        return [json.loads(request.content) for request in self.asked if request.content]


def adapter(*replies: Reply, **options: Any) -> tuple[RackbeatSystem, Peer]:
    """The adapter over a Rackbeat that gives these replies."""
    peer, time = Peer(list(replies)), Time()
    system = RackbeatSystem(
        URL, KEY, permits=MemoryPermits(), clock=time, sleep=time.sleep, random=lambda: 0.0,
        http=httpx.Client(transport=httpx.MockTransport(peer)), **options,
    )  # fmt: skip
    return system, peer


def listed(name: str, *rows: Mapping[str, object], **paging: object) -> httpx.Response:
    """A page of a list."""
    told = {"total": len(rows), "pages": 1, "limit": 1000, "page": 1, **paging}
    return httpx.Response(206, json={name: list(rows), **told})


def one(name: str, /, **row: object) -> httpx.Response:
    """A record."""
    return httpx.Response(200, json={name: row})


def refused(status: int = 422, **errors: str) -> httpx.Response:
    """A refusal in Laravel's form."""
    return httpx.Response(status, json={"errors": {field: [message] for field, message in errors.items()}})
