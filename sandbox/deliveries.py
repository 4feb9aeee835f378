"""Sends webhooks in the background: due times, attempts and retries. When to try again each system says itself."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Protocol

import httpx

ANSWER_WITHIN_SECONDS = 15
SENDERS = 8


@dataclass(frozen=True)
class Delivery:
    """One event for one webhook; the id stays the same over its attempts."""

    id: str
    account_id: str
    webhook_id: str
    body: bytes
    attempt: int = 1


@dataclass(frozen=True)
class Attempt:
    """What became of one attempt: an HTTP status, or the reason why there is none."""

    delivery_id: str
    webhook_id: str
    attempt: int
    outcome: int | str


@dataclass(frozen=True)
class Outgoing:
    """A POST ready to be sent."""

    url: str
    headers: dict[str, str]
    body: bytes


class Sender(Protocol):
    """What the deliverer asks of the world, each time anew: webhooks change while deliveries wait."""

    def prepare(self, delivery: Delivery) -> Outgoing | str | None:
        """The signed request; text when there is nowhere to send it; None when it is no longer wanted."""

    def settled(self, delivery: Delivery, outcome: int | str) -> float | None:
        """Note what became of an attempt. Seconds until the next one of a delivery that failed; None when there is
        none."""


class Deliverer:
    """A queue of deliveries and the threads that empty it. Threads start with the first delivery."""

    def __init__(self, sender: Sender, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.counts: Counter[str] = Counter()
        self.attempts: deque[Attempt] = deque(maxlen=1000)
        self._sender = sender
        self._monotonic = monotonic
        self._wake = threading.Condition()
        self._heap: list[tuple[float, int, Delivery]] = []
        self._order = itertools.count()
        self._in_flight = 0
        self._running = False
        self._generation = 0

    def put(self, delivery: Delivery, delay: float = 0.0) -> None:
        """Queues a delivery; returns at once."""
        with self._wake:
            heapq.heappush(self._heap, (self._monotonic() + delay, next(self._order), delivery))
            if not self._running:
                self._running = True
                threading.Thread(target=self._run, args=(self._generation,), daemon=True).start()
            self._wake.notify_all()

    def pending(self) -> int:
        """Deliveries that wait or are being sent."""
        with self._wake:
            return len(self._heap) + self._in_flight

    def wait_until_idle(self, timeout: float) -> bool:
        """Whether nothing was pending within that many seconds."""
        with self._wake:
            return self._wake.wait_for(lambda: not self._heap and not self._in_flight, timeout)

    def forget(self) -> None:
        """Starts the counts and the list of attempts anew."""
        self.counts.clear()
        self.attempts.clear()

    def stop(self) -> None:
        """Drops what waits and ends the threads; the next delivery starts them again."""
        with self._wake:
            self._heap.clear()
            self._running = False
            self._generation += 1
            self._wake.notify_all()

    def _run(self, generation: int) -> None:
        # trust_env: a proxy setting must never carry a delivery off this machine.
        with (
            httpx.Client(timeout=ANSWER_WITHIN_SECONDS, trust_env=False) as client,
            ThreadPoolExecutor(SENDERS) as senders,
        ):
            while (delivery := self._next_due(generation)) is not None:
                senders.submit(self._send, client, delivery, generation)

    def _next_due(self, generation: int) -> Delivery | None:
        with self._wake:
            while generation == self._generation:
                wait = self._heap[0][0] - self._monotonic() if self._heap else None
                if wait is not None and wait <= 0 and self._in_flight < SENDERS:
                    self._in_flight += 1
                    return heapq.heappop(self._heap)[2]
                self._wake.wait(wait if wait is not None and wait > 0 else None)
            return None

    def _send(self, client: httpx.Client, delivery: Delivery, generation: int) -> None:
        try:
            outcome = self._attempt(client, delivery)
            if generation == self._generation and outcome is not None:
                self._settle(delivery, outcome)
        finally:
            with self._wake:
                self._in_flight -= 1
                self._wake.notify_all()

    def _attempt(self, client: httpx.Client, delivery: Delivery) -> int | str | None:
        request = self._sender.prepare(delivery)
        if request is None:
            self.counts["dropped"] += 1
            return None
        if isinstance(request, str):
            return request
        try:
            return client.post(request.url, headers=request.headers, content=request.body).status_code
        except httpx.HTTPError as error:
            return type(error).__name__

    def _settle(self, delivery: Delivery, outcome: int | str) -> None:
        self.attempts.append(Attempt(delivery.id, delivery.webhook_id, delivery.attempt, outcome))
        pause = self._sender.settled(delivery, outcome)
        if arrived(outcome):
            self.counts["delivered"] += 1
        elif pause is None:
            self.counts["given_up"] += 1
        else:
            self.counts["retried"] += 1
            self.put(replace(delivery, attempt=delivery.attempt + 1), pause)


def arrived(outcome: int | str) -> bool:
    """Whether the receiver answered 2xx."""
    return isinstance(outcome, int) and 200 <= outcome < 300
