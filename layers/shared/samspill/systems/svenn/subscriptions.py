"""Webhook subscriptions at Svenn: one webhook for all events."""

from collections.abc import Sequence

from samspill.exceptions import NotFound
from samspill.model.kinds import Kind
from samspill.sync.ports import Repair, Subscribed
from samspill.systems.svenn.client import Client
from samspill.systems.svenn.mapping import EVENTS
from samspill.systems.svenn.wire import Webhook, Webhooks
from samspill.systems.transport import Request

PATH, SUBJECT = "/webhooks", "webhooks"
VERBS = ("created", "updated", "deleted")


class Subscriptions:
    """Those of one account."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def make(self, url: str, kinds: Sequence[Kind]) -> list[Subscribed]:
        """Subscribe anew; earlier ones to the same url go first."""
        self.remove([webhook.id for webhook in self._all() if webhook.url == url])
        body = {"url": url, "events": [f"{EVENTS[kind]}.{verb}" for kind in kinds for verb in VERBS]}
        made = self._client.ask(Request("POST", PATH, body=body, subject=SUBJECT), Webhook)
        return [Subscribed(made.id, ",".join(made.events), made.secret)]

    def remove(self, ids: Sequence[str]) -> None:
        """Remove; what is gone already is fine."""
        for each in ids:
            try:
                self._client.send(Request("DELETE", f"{PATH}/{each}", subject=SUBJECT))
            except NotFound:
                continue

    def repair(self, url: str, ids: Sequence[str], secrets: Sequence[str]) -> Repair:
        """Switch disabled ones on again; one that is signed with a secret we do not know is lost."""
        webhooks = {webhook.id: webhook for webhook in self._all()}
        ours = [webhooks[each] for each in ids if each in webhooks]
        if not ids or len(ours) < len(ids) or any(w.url != url or w.secret not in secrets for w in ours):
            return Repair.LOST
        disabled = [webhook for webhook in ours if webhook.status != "active"]
        if not all(self._switched_on(webhook.id) for webhook in disabled):
            return Repair.LOST
        return Repair.MENDED if disabled else Repair.SOUND

    def _switched_on(self, webhook_id: str) -> bool:
        """False when somebody has removed it meanwhile."""
        request = Request("PATCH", f"{PATH}/{webhook_id}", body={"status": "active"}, subject=SUBJECT)
        try:
            self._client.send(request)
        except NotFound:
            return False
        return True

    def _all(self) -> tuple[Webhook, ...]:
        return self._client.ask(Request("GET", PATH, subject=SUBJECT), Webhooks).items
