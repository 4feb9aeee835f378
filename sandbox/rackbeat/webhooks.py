"""Webhooks of one account: one event each, a token shown once, a log of what was sent (reference 3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.deliveries import arrived
from sandbox.rackbeat.errors import Complaint, not_found, refused
from sandbox.rackbeat.events import known_events

_FLAGS = (True, False, 0, 1)


@dataclass
class Webhook:
    """A webhook; the token stands in every delivery."""

    id: int
    event: str
    url: str
    token: str
    created_at: datetime
    updated_at: datetime
    is_active: bool = True
    failures: int = 0


@dataclass
class Log:
    """One delivery: the status of the last attempt, and how many failed."""

    id: int
    webhook_id: int
    event: str
    key: object
    created_at: datetime
    statuses: list[int | str] = field(default_factory=list)


class WebhookBook:
    """The webhooks, in the order they were made."""

    def __init__(
        self, new_id: Callable[[], int], new_token: Callable[[], str], clock: Callable[[], datetime]
    ) -> None:
        self._new_id, self._new_token, self._clock = new_id, new_token, clock
        self._webhooks: dict[int, Webhook] = {}
        self.logs: dict[int, Log] = {}

    def all(self) -> list[Webhook]:
        """Every one."""
        return list(self._webhooks.values())

    def find(self, webhook_id: int) -> Webhook | None:
        """One, or None."""
        return self._webhooks.get(webhook_id)

    def get(self, webhook_id: str) -> Webhook:
        """One, or 404."""
        found = self.find(int(webhook_id)) if webhook_id.isdecimal() else None
        if found is None:
            raise not_found("webhook")
        return found

    def put(self, body: object, *, unconfirmed: bool) -> tuple[Webhook, bool]:
        """Make one, or change the one that has the same event and address; whether it was made."""
        event, url, active = _read(body, unconfirmed=unconfirmed)
        for webhook in self._webhooks.values():
            if (webhook.event, webhook.url) == (event, url):
                webhook.is_active, webhook.updated_at = active, self._clock()
                return webhook, False
        now = self._clock()
        made = Webhook(self._new_id(), event, url, self._new_token(), now, now, active)
        self._webhooks[made.id] = made
        return made, True

    def change(self, webhook: Webhook, body: object, *, unconfirmed: bool) -> None:
        """Change event, address or activity."""
        before = {"event": webhook.event, "url": webhook.url, "is_active": webhook.is_active}
        given = body if isinstance(body, dict) else {}
        event, url, active = _read({**before, **given}, unconfirmed=unconfirmed)
        if active and not webhook.is_active:
            webhook.failures = 0
        webhook.event, webhook.url, webhook.is_active, webhook.updated_at = event, url, active, self._clock()

    def delete(self, webhook: Webhook) -> None:
        """Remove it."""
        del self._webhooks[webhook.id]

    def disable(self, webhook_id: int) -> None:
        """Turn it off."""
        if found := self.find(webhook_id):
            found.is_active = False

    def wanting(self, event: str) -> list[Webhook]:
        """The active ones for an event."""
        return [each for each in self._webhooks.values() if each.is_active and each.event == event]

    def log(self, webhook: Webhook, key: object) -> Log:
        """Begin the log of a delivery."""
        made = Log(self._new_id(), webhook.id, webhook.event, key, self._clock())
        self.logs[made.id] = made
        return made

    def settle(self, log_id: int, webhook_id: int, outcome: int | str, off_after: int | None) -> None:
        """Note an attempt; after so many failures without a success between the webhook is turned off."""
        if log := self.logs.get(log_id):
            log.statuses.append(outcome)
        if webhook := self.find(webhook_id):
            webhook.failures = 0 if arrived(outcome) else webhook.failures + 1
            if off_after is not None and webhook.failures >= off_after:
                webhook.is_active = False


def _read(body: object, *, unconfirmed: bool) -> tuple[str, str, bool]:
    given = body if isinstance(body, dict) else {}
    event, url, active = given.get("event"), given.get("url"), given.get("is_active", True)
    wrong: list[Complaint] = []
    if not isinstance(event, str) or not event:
        wrong.append(Complaint("event", "required"))
    elif event not in known_events(unconfirmed=unconfirmed):
        wrong.append(Complaint("event", "no_event"))
    if not isinstance(url, str) or not url:
        wrong.append(Complaint("url", "required"))
    elif not url.startswith(("https://", "http://")):
        wrong.append(Complaint("url", "url"))
    if active not in _FLAGS:
        wrong.append(Complaint("is_active", "flag"))
    if wrong:
        raise refused(wrong)
    return str(event), str(url), bool(active)
