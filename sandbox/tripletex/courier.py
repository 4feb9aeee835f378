"""Carries deliveries in the background: asyncio tasks in a thread of their own, so that requests never wait."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Coroutine
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

import httpx

#: Deliveries on their way at once. How many Tripletex sends is not known; a burst of a hundred would only make the
#: receiver's machine start a hundred workers.
SENDERS = 8


@dataclass(frozen=True, slots=True)
class Parcel:
    """One attempt, ready to be sent."""

    url: str
    headers: dict[str, str]
    body: bytes
    answer_seconds: float


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of an attempt: the receiver's status, or why there is none."""

    subscription_id: int
    event: str
    object_id: int
    number: int
    outcome: int | str

    @property
    def delivered(self) -> bool:
        """Whether the receiver answered 2xx."""
        return isinstance(self.outcome, int) and 200 <= self.outcome < 300


class Errand(Protocol):
    """Something to be delivered. It is asked again before each attempt: subscriptions change meanwhile."""

    def parcel(self, number: int) -> Parcel | str | None:
        """Attempt `number` (from 1); text when it cannot be sent; None when nobody wants it any more."""

    def done(self, number: int, outcome: int | str) -> Attempt:
        """Note the outcome."""

    def pause(self, number: int) -> float | None:
        """Seconds to wait before attempt `number`; None when there is no such attempt."""


class Courier:
    """Its thread starts with the first errand. `stop` drops what is still waiting."""

    def __init__(self) -> None:
        self.attempts: deque[Attempt] = deque(maxlen=10_000)
        self._pending = 0
        self._idle = threading.Condition()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client: httpx.AsyncClient | None = None
        self._slots = asyncio.Semaphore(SENDERS)
        self._starting = threading.Lock()

    @property
    def pending(self) -> int:
        """Deliveries neither received nor given up."""
        return self._pending

    def submit(self, errand: Errand) -> None:
        """Take an errand; returns at once."""
        with self._idle:
            self._pending += 1
        self._run(self._carry(errand))

    def wait_until_idle(self, timeout: float = 30) -> bool:
        """Wait until nothing is pending; False when `timeout` seconds were not enough."""
        deadline = time.monotonic() + timeout
        with self._idle:
            return self._idle.wait_for(lambda: self._pending == 0, max(0.0, deadline - time.monotonic()))

    def stop(self) -> None:
        """End the thread."""
        loop, self._loop = self._loop, None
        if loop is None:
            return

        async def close() -> None:
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            if self._client is not None:
                await self._client.aclose()
                self._client = None

        asyncio.run_coroutine_threadsafe(close(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)

    def _run(self, work: Coroutine[object, object, None]) -> Future[None]:
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="tripletex-courier", daemon=True).start()
            return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _carry(self, errand: Errand) -> None:
        try:
            number = 1
            while (pause := errand.pause(number)) is not None:
                await asyncio.sleep(pause)
                parcel = errand.parcel(number)
                if parcel is None:
                    return
                attempt = errand.done(number, parcel if isinstance(parcel, str) else await self._send(parcel))
                self.attempts.append(attempt)
                if attempt.delivered:
                    return
                number += 1
        finally:
            with self._idle:
                self._pending -= 1
                self._idle.notify_all()

    async def _send(self, parcel: Parcel) -> int | str:
        if self._client is None:
            self._client = httpx.AsyncClient(trust_env=False, follow_redirects=False)
        try:
            async with self._slots:
                response = await self._client.post(
                    parcel.url, content=parcel.body, headers=parcel.headers, timeout=parcel.answer_seconds
                )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return type(error).__name__
        return response.status_code
