"""Webhook subscriptions at Svenn: one webhook for all events."""

from collections.abc import Sequence
from typing import Any

from samspill.exceptions import NotFound
from samspill.model.kinds import Kind
from samspill.sync.ports import Subscribed
from samspill.systems.svenn.client import Client
from samspill.systems.transport import Request

PATH = "/webhooks"
VERBS = ("created", "updated", "deleted")


class Subscriptions:
    """Those of one account."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def make(self, url: str, kinds: Sequence[Kind]) -> list[Subscribed]:
        """Subscribe anew; earlier ones to the same url go first."""
        self.remove([row["id"] for row in self._all() if row["url"] == url])
        events = [f"{kind.value}.{verb}" for kind in kinds for verb in VERBS]
        body = {"url": url, "events": events}
        made = self._client.send(Request("POST", PATH, body=body, subject="webhooks")).body
        return [Subscribed(made["id"], ",".join(made["events"]), made["secret"])]

    def remove(self, ids: Sequence[str]) -> None:
        """Remove; what is gone already is fine."""
        for each in ids:
            try:
                self._client.send(Request("DELETE", f"{PATH}/{each}", subject="webhooks"))
            except NotFound:
                continue

    def repair(self, url: str, ids: Sequence[str]) -> bool:
        """Switch disabled ones on again. False when one is missing or points elsewhere."""
        rows = {row["id"]: row for row in self._all()}
        if not ids or any(each not in rows or rows[each]["url"] != url for each in ids):
            return False
        for each in ids:
            if rows[each]["status"] != "active":
                self._client.send(Request("PATCH", f"{PATH}/{each}", body={"status": "active"}, subject="webhooks"))
        return True

    def _all(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._client.send(Request("GET", PATH, subject="webhooks")).body["items"]
        return rows
