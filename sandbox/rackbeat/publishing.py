"""From a change to requests: which webhooks are told, and what a delivery holds."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from sandbox.deliveries import Delivery, Outgoing, arrived
from sandbox.rackbeat.account import Account, Change
from sandbox.rackbeat.documents.credit_notes import is_credit_note
from sandbox.rackbeat.showing import as_json, shown
from sandbox.resolve import Resolver

#: Seconds from one attempt to the next, doubling: ten retries in about 24 hours, before scaling.
RETRY_SECONDS = tuple(84 * 2**place for place in range(10))


class Publisher:
    """Makes deliveries of changes and prepares them for the Deliverer (its Sender)."""

    def __init__(
        self, accounts: Mapping[int, Account], lock: AbstractContextManager[object], resolver: Resolver
    ) -> None:
        self._accounts = accounts
        self._lock = lock
        self._resolver = resolver

    def deliveries(self, account: Account, change: Change) -> list[tuple[Delivery, int]]:
        """The deliveries of a change, with the webhook that each is for."""
        made: list[tuple[Delivery, int]] = []
        for event in _events(account, change):
            body = as_json(_body(account, change, event)).encode()
            for webhook in account.webhooks.wanting(event):
                log = account.webhooks.log(webhook, change.row.number)
                made.append((Delivery(str(log.id), str(account.company.id), str(webhook.id), body), webhook.id))
        return made

    def prepare(self, delivery: Delivery) -> Outgoing | str | None:
        """The request, see Sender."""
        with self._lock:
            account = self._accounts.get(int(delivery.account_id))
            webhook = account.webhooks.find(int(delivery.webhook_id)) if account else None
            if webhook is None or not webhook.is_active:
                return None
            address = self._resolver.find(webhook.url)
            if address is None:
                return "not resolvable"
            headers = {
                "content-type": "application/json",
                "user-agent": "Rackbeat Webhook",
                "rackbeat-webhook-token": webhook.token,
                "rackbeat-webhook-event": webhook.event,
                "rackbeat-account-id": delivery.account_id,
            }
            return Outgoing(address, headers, delivery.body)

    def settled(self, delivery: Delivery, outcome: int | str) -> float | None:
        """Exponential backoff, see Sender."""
        with self._lock:
            account = self._accounts.get(int(delivery.account_id))
            if account is None:
                return None
            off_after = account.switches.webhook_off_after
            account.webhooks.settle(int(delivery.id), int(delivery.webhook_id), outcome, off_after)
            if arrived(outcome) or delivery.attempt > len(RETRY_SECONDS):
                return None
            return float(RETRY_SECONDS[delivery.attempt - 1] * account.switches.webhook_time_scale)


def _events(account: Account, change: Change) -> list[str]:
    kind = change.row.kind
    if change.verb == "stock":
        return ["product.updated"] if account.switches.stock_events else []
    if not kind.events:
        return []
    name = "credit_note" if is_credit_note(change.row) else kind.events
    # A credit note lives in the list of invoices: whether it is told as one is not known, so it is told as both.
    return [f"{each}.{change.verb}" for each in dict.fromkeys((kind.events, name))]


def _body(account: Account, change: Change, event: str) -> dict[str, Any]:
    kind, row = change.row.kind, change.row
    if change.verb == "stock":
        return {"item": row.number, "item_type": kind.key, "type": "stock"}
    if account.switches.webhook_body == "observed":
        return {"key_name": kind.key_name, "key": str(row.number)}
    body = {"key": row.number, "key_name": kind.key_name, "event": event, "data": shown(account, row)}
    told = {"old_key": change.old_number, "new_key": row.number}
    return {**body, **told, "changed": list(change.changed)} if change.verb == "updated" else body
