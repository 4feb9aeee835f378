"""From an event to deliveries: who subscribed, what is sent, how it is signed, when a subscription is disabled."""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
import uuid
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from sandbox.hostility.hostility import Hostility
from sandbox.hostility.posting import Posting
from sandbox.resolve import Resolver
from sandbox.tripletex.company import Company
from sandbox.tripletex.courier import Attempt, Courier, Parcel
from sandbox.tripletex.events import delivery_body
from sandbox.tripletex.rows import Row
from sandbox.tripletex.transaction import Event

NOWHERE = "the address does not resolve"
FAILURES = "_failures"
TOKEN = "_token"  # noqa: S105 - the name of a stored value


def signature(secret: str, idempotency_key: str, body: bytes) -> str:
    """`x-request-signature`: base64 of HMAC-SHA512 over key, "&" and body."""
    digest = hmac.new(secret.encode(), f"{idempotency_key}&".encode() + body, hashlib.sha512)
    return base64.b64encode(digest.digest()).decode()


def disable(company: Company, subscription: Row) -> None:
    """What lasting failure does to a subscription. Called with the lock held."""
    values = {**subscription.values, "status": "DISABLED_TOO_MANY_ERRORS"}
    company.table("Subscription").set(subscription, values, subscription.version + 1)


class Webhooks:
    """Publishes events of all companies of a world."""

    def __init__(self, courier: Courier, lock: threading.RLock, hostility: Hostility) -> None:
        self.courier = courier
        self._posting = Posting(hostility)
        self.resolver = Resolver()
        self.lock = lock
        self._waiting: dict[tuple[int, int], _Delivery] = {}

    def publish(self, event: Event) -> None:
        """Hand the event to every active subscription of its company. Called with the lock held."""
        company = event.company
        company.events[event.key] += 1
        for row in company.table("Subscription").having("event", event.key):
            if row.get("status", "ACTIVE") != "ACTIVE":
                continue
            if company.random.random() < company.switches.webhook_lost_share:
                continue
            self._deliver(event, row)

    def _deliver(self, event: Event, subscription: Row) -> None:
        switches = event.company.switches
        body = delivery_body(event, subscription.id, subscription.get("fields", ""))
        key = (subscription.id, event.id)
        waiting = self._waiting.get(key)
        if switches.webhook_skips_versions and waiting is not None:
            waiting.body = body
            return
        for _copy in range(2 if switches.webhook_duplicates else 1):
            delivery = _Delivery(self, event, subscription, body, self._new_key(event))
            if switches.webhook_skips_versions and event.verb == "update":
                self._waiting[key] = delivery
            self._posting.hand_over(
                partial(self.courier.submit, delivery), partial(disable, event.company, subscription)
            )

    def left(self, subscription_id: int, object_id: int) -> None:
        """The delivery of this object is on its way and can no longer be replaced by a later one."""
        self._waiting.pop((subscription_id, object_id), None)

    def forget(self) -> None:
        """Drop what waits to be replaced."""
        self._waiting.clear()

    @staticmethod
    def _new_key(event: Event) -> str:
        return str(uuid.UUID(int=event.company.random.getrandbits(128), version=4))


@dataclass
class _Delivery:
    webhooks: Webhooks
    event: Event
    subscription: Row
    body: bytes
    key: str

    def pause(self, number: int) -> float | None:
        switches = self.event.company.switches
        if number > 1:
            pauses = switches.webhook_retry_seconds
            return pauses[number - 2] if number - 2 < len(pauses) else None
        extra = self.event.company.random.uniform(0, 0.05) if switches.webhook_shuffled else 0
        return switches.webhook_delay_seconds + extra

    def parcel(self, number: int) -> Parcel | str | None:
        with self.webhooks.lock:
            self.webhooks.left(self.subscription.id, self.event.id)
            row = self.event.company.row("Subscription", self.subscription.id)
            if row is None or row.get("status", "ACTIVE") != "ACTIVE":
                return None
            switches = self.event.company.switches
            if number > 1 and switches.webhook_new_key_per_attempt:
                self.key = self.webhooks._new_key(self.event)
            target = row.get("targetUrl")
            url = self.webhooks.resolver.find(target)
            if url is None:
                return NOWHERE
            return Parcel(url, self._headers(row, target), self.body, switches.webhook_answer_seconds)

    def _headers(self, row: Row, target: str) -> dict[str, str]:
        headers = {"content-type": "application/json;charset=UTF-8", "idempotency-key": self.key}
        if user := urlsplit(target).netloc.rpartition("@")[0]:
            headers["authorization"] = "Basic " + base64.b64encode(user.encode()).decode()
        if name := row.get("authHeaderName"):
            headers[name] = row.get("authHeaderValue", "")
        if secret := row.get("hmacSharedSecret"):
            headers["x-request-signature"] = signature(secret, self.key, self.body)
        return headers

    def done(self, number: int, outcome: int | str) -> Attempt:
        attempt = Attempt(self.subscription.id, self.event.key, self.event.id, number, outcome)
        with self.webhooks.lock:
            company = self.event.company
            row = company.row("Subscription", self.subscription.id)
            if row is not None:
                failures = 0 if attempt.delivered else row.get(FAILURES, 0) + 1
                row.values[FAILURES] = failures
                if failures >= company.switches.webhook_disable_after and row.get("status", "ACTIVE") == "ACTIVE":
                    disable(company, row)
        return attempt
