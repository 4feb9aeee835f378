"""A running Svenn with one account, and a receiver for its webhooks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.serve import serve
from sandbox.svenn.app import make_app
from sandbox.svenn.world import NewAccount, SvennWorld

HOOKS = "https://hooks.samspill.localhost"


@dataclass
class Clock:
    """A time that moves only when told to."""

    now: datetime = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> None:
        """Moves on by hours=, seconds= and so on."""
        self.now += timedelta(**parts)


@dataclass
class RunningSvenn:
    """The world, its address and a client with the account's token."""

    world: SvennWorld
    clock: Clock
    account: NewAccount
    client: httpx.Client

    def create(self, collection: str, **data: object) -> dict[str, object]:
        """Creates a row and returns it."""
        answer = self.client.post(f"/v1/{collection}", json=data)
        assert answer.status_code == 201, answer.text
        row: dict[str, object] = answer.json()
        return row

    def change(self, collection: str, row: dict[str, object], **data: object) -> httpx.Response:
        """A PATCH made from the given row."""
        etag = {"If-Match": f'"{row["version"]}"'}
        return self.client.patch(f"/v1/{collection}/{row['id']}", json=data, headers=etag)


@contextmanager
def running_svenn() -> Iterator[RunningSvenn]:
    """A fresh world with one account on a free port."""
    clock = Clock()
    world = SvennWorld(clock=clock, seed=1)
    account = world.create_account("Bakke Bygg AS", "911801663")
    with serve(make_app(world)) as url:
        headers = {"Authorization": f"Bearer {account.token}"}
        with httpx.Client(base_url=url, headers=headers, trust_env=False) as client:
            yield RunningSvenn(world, clock, account, client)


@dataclass(frozen=True)
class Received:
    """One delivery as it arrived."""

    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Takes deliveries; answers the statuses in `answers` first, then 204."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)

    async def take(self, request: Request) -> Response:
        """The endpoint."""
        self.received.append(Received(dict(request.headers), await request.body()))
        return Response(status_code=self.answers.pop(0) if self.answers else 204)


@contextmanager
def running_receiver() -> Iterator[Receiver]:
    """A receiver on a free port."""
    receiver = Receiver()
    with serve(Starlette(routes=[Route("/{rest:path}", receiver.take, methods=["POST"])])) as url:
        receiver.url = url
        yield receiver
