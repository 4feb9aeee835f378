"""Tripletex as scripted by a test, over httpx's own transport for tests; and time that moves only when slept."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from samspill.model.changes import Priority
from samspill.model.kinds import Kind
from samspill.systems.tripletex.system import TripletexSystem
from tests.fakes.memory_sessions import MemoryPermits, MemoryTokenCache

#: Three seconds into a ten-second window.
NOW = datetime(2026, 7, 28, 12, 0, 3, tzinfo=UTC)
CREATE_SESSION = "POST /token/session/:create"
URL = "https://tripletex.no/v2"
KEY = "employee-key"


class Clock:
    """UTC; sleeping moves it on."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)

    def pass_on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Reply:
    """One answer. `error` is raised instead, as when a connection breaks; `takes` are seconds."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    error: type[httpx.TransportError] | None = None
    takes: float = 0


def value(row: dict[str, Any], status: int = 200) -> Reply:
    """A single answer."""
    return Reply(status, {"value": row})


def values(*rows: dict[str, Any], digest: str = "'If-None-Match' header not specified") -> Reply:
    """A list answer; its size is not exact, as Tripletex's is not."""
    return Reply(200, {"fullResultSize": 0, "from": 0, "count": len(rows), "versionDigest": digest, "values": rows})


def refusal(
    status: int, code: int, *messages: tuple[str | None, str], message: str | None = "Validering feilet."
) -> Reply:
    """The error envelope; `messages` are (field, text)."""
    told = [{"field": name, "message": text, "path": None, "rootId": None} for name, text in messages]
    body = {
        "status": status,
        "code": code,
        "message": message,
        "link": "https://tripletex.no/v2-docs/",
        "developerMessage": "VALIDATION_ERROR" if told else None,
        "validationMessages": told or None,
        "requestId": "60a29291",
    }
    return Reply(status, body)


@dataclass
class Peer:
    """Answers each route with what is planned for it, the last plan again and again; sessions by itself."""

    clock: Clock = field(default_factory=Clock)
    requests: list[httpx.Request] = field(default_factory=list)
    plans: dict[str, list[Reply]] = field(default_factory=dict)
    sessions: int = 0

    def on(self, route: str, *replies: Reply) -> Peer:
        """Plan answers of `route`, such as "GET /customer"."""
        self.plans.setdefault(route, []).extend(replies)
        return self

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        route = route_of(request)
        planned = self.plans.get(route)
        if planned:
            reply = planned.pop(0) if len(planned) > 1 else planned[0]
        elif route == CREATE_SESSION:
            self.sessions += 1
            reply = value({"token": f"session-{self.sessions}", "expirationDate": "2026-07-30"}, 201)
        else:
            raise AssertionError(f"nothing planned for {route}")
        self.clock.pass_on(reply.takes)
        if reply.error is not None:
            raise reply.error("lost", request=request)
        if isinstance(reply.body, str):
            return httpx.Response(reply.status, text=reply.body, headers=reply.headers)
        content = b"" if reply.body is None else json.dumps(reply.body).encode()
        return httpx.Response(reply.status, content=content, headers=reply.headers)

    def calls(self, *, sessions: bool = False) -> list[str]:
        """Routes in the order they were called."""
        routes = map(route_of, self.requests)
        return [route for route in routes if sessions or route != CREATE_SESSION]

    def sent(self, route: str) -> list[Any]:
        """Bodies sent to `route`."""
        return [json.loads(request.content) for request in self.requests if route_of(request) == route]

    def queries(self, route: str) -> list[dict[str, str]]:
        """Parameters sent to `route`."""
        return [dict(request.url.params) for request in self.requests if route_of(request) == route]

    def logins(self) -> list[str]:
        """User name and session of each request that had them."""
        headers = [request.headers.get("Authorization", "") for request in self.requests]
        return [base64.b64decode(header.removeprefix("Basic ")).decode() for header in headers if header]


def route_of(request: httpx.Request) -> str:
    return f"{request.method} {request.url.path.removeprefix('/v2')}"


@dataclass
class Workshop:
    """What systems share in one test."""

    peer: Peer = field(default_factory=Peer)
    permits: MemoryPermits = field(default_factory=MemoryPermits)
    random: float = 0.0

    def __post_init__(self) -> None:
        self.tokens = MemoryTokenCache(self.peer.clock)

    def system(
        self,
        key: str = KEY,
        *,
        url: str = URL,
        consumers: Iterable[str] = ("consumer",),
        client_company: str = "0",
        priority: Priority = Priority.CHANGE,
        managers: frozenset[str] | None = None,
        kinds: Sequence[Kind] = (Kind.EMPLOYEE, Kind.CUSTOMER, Kind.PROJECT),
    ) -> TripletexSystem:
        """A system as one more process would make it."""
        return TripletexSystem(
            url,
            tuple(consumers),
            key,
            client_company,
            tokens=self.tokens,
            permits=self.permits,
            clock=self.peer.clock,
            sleep=self.peer.clock.sleep,
            random=lambda: self.random,
            priority=priority,
            http=httpx.Client(transport=httpx.MockTransport(self.peer.answer)),
            manager_ids=managers,
            kinds=kinds,
        )
