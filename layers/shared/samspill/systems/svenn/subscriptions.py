"""Webhook subscriptions at Svenn: one webhook for all events."""

from collections.abc import Sequence

from samspill.exceptions import NotFound
from samspill.model.kinds import Kind
from samspill.sync.ports import Subscribed
from samspill.systems.svenn.client import Client
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
        body = {"url": url, "events": [f"{kind.value}.{verb}" for kind in kinds for verb in VERBS]}
        made = self._client.ask(Request("POST", PATH, body=body, subject=SUBJECT), Webhook)
        return [Subscribed(made.id, ",".join(made.events), made.secret)]

    def remove(self, ids: Sequence[str]) -> None:
        """Remove; what is gone already is fine."""
        for each in ids:
            try:
                self._client.send(Request("DELETE", f"{PATH}/{each}", subject=SUBJECT))
            except NotFound:
                continue

    def repair(self, url: str, ids: Sequence[str]) -> bool:
        """Switch disabled ones on again. False when one is missing or points elsewhere."""
        webhooks = {webhook.id: webhook for webhook in self._all()}
        if not ids or any(each not in webhooks or webhooks[each].url != url for each in ids):
            return False
        return all(webhooks[each].status == "active" or self._switched_on(each) for each in ids)

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
