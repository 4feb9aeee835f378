"""An account's webhooks and the signature of a delivery (Standard Webhooks)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sandbox.svenn.fields import Kind
from sandbox.svenn.problems import FieldError, ProblemError

EVENTS = tuple(f"{kind}.{verb}" for kind in Kind for verb in ("created", "updated", "deleted"))
MOST_WEBHOOKS = 10
OLD_SECRET_SIGNS_FOR = timedelta(hours=24)
_URL = r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?"


@dataclass(frozen=True)
class Webhook:
    """A subscription. `old_secret` signs too until `old_until`."""

    id: str
    url: str
    events: tuple[str, ...]
    secret: str
    status: str = "active"
    old_secret: str | None = None
    old_until: datetime | None = None

    def shown(self) -> dict[str, object]:
        """The webhook as the API answers it."""
        return {
            "id": self.id,
            "url": self.url,
            "events": list(self.events),
            "secret": self.secret,
            "status": self.status,
        }

    def signing_secrets(self, now: datetime) -> tuple[str, ...]:
        """The secrets a delivery is signed with now, the newest first."""
        if self.old_secret and self.old_until and now < self.old_until:
            return self.secret, self.old_secret
        return (self.secret,)


class WebhookBook:
    """The webhooks of one account."""

    def __init__(self, new_id: Callable[[], str], new_secret: Callable[[], str]) -> None:
        self._new_id = new_id
        self._new_secret = new_secret
        self._webhooks: dict[str, Webhook] = {}

    def all(self) -> list[Webhook]:
        """In the order they were made."""
        return list(self._webhooks.values())

    def find(self, webhook_id: str) -> Webhook | None:
        """The webhook, or None."""
        return self._webhooks.get(webhook_id.lower())

    def get(self, webhook_id: str) -> Webhook:
        """The webhook; `not_found` when there is none."""
        webhook = self.find(webhook_id)
        if webhook is None:
            raise ProblemError("not_found", f"There is no webhook {webhook_id}")
        return webhook

    def create(self, body: object) -> Webhook:
        """Subscribes; `validation_failed`, or `webhook_limit` when there are ten."""
        given = _read(body, required=("url", "events"), allowed=("url", "events"))
        if len(self._webhooks) >= MOST_WEBHOOKS:
            raise ProblemError("webhook_limit", f"An account may have {MOST_WEBHOOKS} webhooks")
        return self._keep(Webhook(self._new_id(), given["url"], tuple(given["events"]), self._new_secret()))

    def update(self, webhook_id: str, body: object) -> Webhook:
        """Changes url, events or status."""
        webhook = self.get(webhook_id)
        given = _read(body, required=(), allowed=("url", "events", "status"))
        return self._keep(
            replace(
                webhook,
                url=given.get("url", webhook.url),
                events=tuple(given.get("events", webhook.events)),
                status=given.get("status", webhook.status),
            )
        )

    def rotate(self, webhook_id: str, now: datetime) -> Webhook:
        """Gives it a new secret; the old one signs too for a day."""
        webhook = self.get(webhook_id)
        return self._keep(
            replace(
                webhook,
                secret=self._new_secret(),
                old_secret=webhook.secret,
                old_until=now + OLD_SECRET_SIGNS_FOR,
            )
        )

    def disable(self, webhook_id: str) -> None:
        """After lasting failure."""
        webhook = self.find(webhook_id)
        if webhook is not None:
            self._keep(replace(webhook, status="disabled"))

    def delete(self, webhook_id: str) -> None:
        """Removes it; `not_found` when there is none."""
        del self._webhooks[self.get(webhook_id).id]

    def subscribed(self, event: str) -> list[Webhook]:
        """The active webhooks that want the event."""
        return [w for w in self._webhooks.values() if w.status == "active" and event in w.events]

    def _keep(self, webhook: Webhook) -> Webhook:
        self._webhooks[webhook.id] = webhook
        return webhook


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """One entry of webhook-signature (https://www.standardwebhooks.com)."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _url_fits(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 2000 and bool(re.fullmatch(_URL, value))


def _events_fit(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(v, str) and v in EVENTS for v in value)
        and len(set(value)) == len(value)
    )


_FITS: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "url": (_url_fits, "must be an https address of at most 2000 characters"),
    "events": (_events_fit, "must be a list of different event types"),
    "status": (lambda value: value in ("active", "disabled"), "must be active or disabled"),
}


def _read(body: object, required: tuple[str, ...], allowed: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise ProblemError("validation_failed", "The body must be an object")
    errors = [FieldError(name, "is not a field") for name in body if name not in allowed]
    errors += [FieldError(name, "is required") for name in required if name not in body]
    errors += [
        FieldError(name, _FITS[name][1]) for name in allowed if name in body and not _FITS[name][0](body[name])
    ]
    if errors:
        raise ProblemError("validation_failed", "; ".join(f"{e.field} {e.message}" for e in errors), errors)
    return body
