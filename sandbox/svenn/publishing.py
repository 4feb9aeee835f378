"""From a change to signed requests: which webhooks are told, and what a delivery holds when it is sent."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime

from sandbox.deliveries import Delivery, Outgoing, arrived
from sandbox.resolve import Resolver
from sandbox.svenn.account import Account
from sandbox.svenn.register import Change
from sandbox.svenn.rows import moment
from sandbox.svenn.webhooks import signature

Put = Callable[[Delivery, float], None]
# Seconds from one attempt to the next, before scaling (the contract's figures).
RETRY_SECONDS = (5, 300, 1800, 7200, 18000, 36000)
GONE = 410
_ID_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


class Publisher:
    """Makes deliveries of changes and prepares them for the Deliverer (its Sender)."""

    def __init__(
        self,
        accounts: Mapping[str, Account],
        lock: AbstractContextManager[object],
        clock: Callable[[], datetime],
        resolver: Resolver,
        randomness: random.Random,
    ) -> None:
        self._accounts = accounts
        self._lock = lock
        self._clock = clock
        self._resolver = resolver
        self._random = randomness

    def deliveries(self, account: Account, change: Change) -> list[tuple[Delivery, float]]:
        """The deliveries of a change and the seconds each is held back."""
        row, switches = change.row, account.switches
        event = f"{row.kind}.{change.verb}"
        data = {"id": row.id, "version": row.version}
        body = json.dumps({"type": event, "timestamp": moment(row.updated_at), "data": data}).encode()
        made: list[tuple[Delivery, float]] = []
        for webhook in account.webhooks.subscribed(event):
            message_id = "msg_" + "".join(self._random.choices(_ID_LETTERS, k=24))
            delivery = Delivery(message_id, account.id, webhook.id, body)
            lost = self._random.random() < switches.webhook_loss
            for _ in range(0 if lost else switches.webhook_copies):
                jitter = self._random.random() * switches.webhook_jitter_seconds
                made.append((delivery, switches.webhook_delay_seconds + jitter))
        return made

    def prepare(self, delivery: Delivery) -> Outgoing | str | None:
        """The request with the signatures of this moment, see Sender."""
        with self._lock:
            account, now = self._accounts.get(delivery.account_id), self._clock()
            webhook = account.webhooks.find(delivery.webhook_id) if account else None
        if webhook is None or webhook.status != "active":
            return None
        address = self._resolver.find(webhook.url)
        if address is None:
            return "not resolvable"
        seconds = int(now.timestamp())
        signatures = [signature(s, delivery.id, seconds, delivery.body) for s in webhook.signing_secrets(now)]
        headers = {
            "content-type": "application/json",
            "user-agent": "Svenn-Webhooks/1",
            "webhook-id": delivery.id,
            "webhook-timestamp": str(seconds),
            "webhook-signature": " ".join(signatures),
        }
        return Outgoing(address, headers, delivery.body)

    def settled(self, delivery: Delivery, outcome: int | str) -> float | None:
        """Lasting failure disables the webhook, see Sender."""
        with self._lock:
            account = self._accounts.get(delivery.account_id)
            if account is None or arrived(outcome):
                return None
            if outcome == GONE or delivery.attempt > len(RETRY_SECONDS):
                account.webhooks.disable(delivery.webhook_id)
                return None
            return RETRY_SECONDS[delivery.attempt - 1] * account.switches.webhook_time_scale
