"""A Svenn that answers by script, for what the sandbox never says; and the adapter that talks to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from samspill.model.changes import Priority
from samspill.sync.ports import Draft, Patch
from samspill.systems.svenn.system import SvennSystem
from tests.fakes.memory_sessions import MemoryPermits

URL = "https://svenn.example/v1"
TOKEN = "svenn-token"
START = datetime(2026, 3, 2, 8, 0, 10, tzinfo=UTC)

Reply = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


@dataclass
class Time:
    """Moves when somebody sleeps; `slept` are the seconds."""

    now: datetime = START
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
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
        return [json.loads(request.content) for request in self.asked]

    def keys(self) -> list[str | None]:
        """The idempotency keys that were sent."""
        return [request.headers.get("Idempotency-Key") for request in self.asked]


def adapter(
    *replies: Reply, permits: MemoryPermits | None = None, time: Time | None = None,
    priority: Priority = Priority.CHANGE,
) -> tuple[SvennSystem, Peer]:  # fmt: skip
    """The adapter over a Svenn that gives these replies."""
    peer, time = Peer(list(replies)), time or Time()
    system = SvennSystem(
        URL, TOKEN, permits=permits or MemoryPermits(), clock=time, sleep=time.sleep, random=lambda: 0.0,
        priority=priority, http=httpx.Client(transport=httpx.MockTransport(peer)),
    )  # fmt: skip
    return system, peer


def problem(status: int, code: str = "", *errors: Mapping[str, str], detail: str = "") -> httpx.Response:
    """A refusal as Svenn words it."""
    body = {"type": code, "title": "T", "status": status, "detail": detail, "code": code, "errors": list(errors)}
    return httpx.Response(status, json=body)


def customer(number: int, /, **fields: object) -> dict[str, object]:
    """A customer's row; its id follows from the number."""
    return {
        "id": row_id(number), "number": str(number), "name": f"Kunde {number}", "organization_number": None,
        "email": None, "phone": None, "address_line1": None, "address_line2": None, "postal_code": None, "city": None,
        "country": None, "contact_name": None, "active": True, "version": 1,
        "created_at": "2026-03-02T08:00:00.000Z", "updated_at": "2026-03-02T08:00:00.000Z", **fields,
    }  # fmt: skip


def row_id(number: int) -> str:
    """The id of the customer with that number."""
    return str(UUID(int=number))


def page(*rows: Mapping[str, object], cursor: str | None = None) -> httpx.Response:
    """One page of a list."""
    return httpx.Response(200, json={"items": list(rows), "next_cursor": cursor})


def row_answer(
    key: str, status: int, item: Mapping[str, object] | None = None, code: str = "", field_name: str = ""
) -> dict[str, object]:
    """What became of one row of a batch."""
    errors = [{"field": field_name, "message": "is wrong"}] if field_name else []
    told = {"type": code, "title": "T", "status": status, "detail": "D", "code": code, "errors": errors}
    return {"key": key, "status": status, "item": item, "problem": None if item else told}


def batch(*rows: Mapping[str, object]) -> httpx.Response:
    """The answer of a batch."""
    return httpx.Response(200, json={"results": list(rows)})


def operations(request: httpx.Request) -> list[dict[str, Any]]:
    """The rows that a batch was sent with."""
    rows: list[dict[str, Any]] = json.loads(request.content)["operations"]
    return rows


def all_created(request: httpx.Request) -> httpx.Response:
    """Every create is carried out."""
    return batch(
        *(row_answer(o["key"], 201, customer(int(o["data"]["number"]), **o["data"])) for o in operations(request))
    )


def drafts(numbers: Sequence[int]) -> list[Draft]:
    """Customers to create, each under an intent of its own."""
    return [Draft(f"intent-{n}", {"number": str(n), "name": f"Kunde {n}"}) for n in numbers]


def patch(number: int = 1, version: int | None = 1, key: str = "link.1", **values: str | bool | None) -> Patch:
    """A change to a customer."""
    return Patch(row_id(number), version, dict(values) or {"city": "Moss"}, key)
