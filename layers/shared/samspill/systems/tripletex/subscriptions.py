"""Webhook subscriptions: one for each event of each kind, signed with our secret (reference/tripletex.md 6)."""

from collections.abc import Mapping, Sequence

from samspill.exceptions import Bug, DataRefused, NotFound
from samspill.model.kinds import Kind
from samspill.sync.ports import Repair, Subscribed
from samspill.systems.transport import Request
from samspill.systems.tripletex import wire
from samspill.systems.tripletex.answers import one, page
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.paging import comma_lists, everything

PATH = "/event/subscription"
VERBS = ("create", "update", "delete")
ACTIVE = "ACTIVE"
#: A delivery is a hint: the record is read again anyway, so its id is enough.
FIELDS = "id,version"


class Subscriptions:
    """Those of one company's key."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def make(self, url: str, secret: str, kinds: Sequence[Kind]) -> list[Subscribed]:
        """Subscribe anew; earlier ones to the same url go first, so that nothing is delivered twice."""
        bodies = [
            {"event": f"{kind.value}.{verb}", "targetUrl": url, "fields": FIELDS, "hmacSharedSecret": secret}
            for kind in kinds
            for verb in VERBS
        ]
        request = Request("POST", f"{PATH}/list", body=bodies, subject="webhooks")
        self._remove_all(url)
        try:
            made = page(self._client.send(request), wire.Subscription, request).values
        except DataRefused:  # for one row's sake, whatever became of the others
            self._remove_all(url)
            made = [self._make_one(body) for body in bodies]
        return [Subscribed(str(row.id), row.event, secret) for row in made]

    def _make_one(self, body: Mapping[str, str]) -> wire.Subscription:
        request = Request("POST", PATH, body=body, subject="webhooks")
        try:
            return one(self._client.send(request), wire.Subscription, request)
        except DataRefused as error:  # our own address or event: no record's data, and nobody else's doing
            raise Bug(f"{body['targetUrl']}: {error.field} {error.message}") from error

    def _remove_all(self, url: str) -> None:
        self.remove([str(row.id) for row in self._all() if row.target_url == url])

    def remove(self, ids: Sequence[str]) -> None:
        """Remove; what is gone already is fine."""
        for part in comma_lists(ids):
            try:
                self._client.send(Request("DELETE", f"{PATH}/list", {"ids": part}, subject="webhooks"))
            except (NotFound, DataRefused):
                for each in part.split(","):
                    self._remove_one(each)

    def repair(self, url: str, ids: Sequence[str], secrets: Sequence[str]) -> Repair:
        """Switch disabled ones on again, with our newest secret: that they knew another may be why they failed."""
        rows = {str(row.id): row for row in self._all()}
        if not ids or not secrets or any(each not in rows or rows[each].target_url != url for each in ids):
            return Repair.LOST
        disabled = [rows[each] for each in ids if rows[each].status != ACTIVE]
        for row in disabled:
            # Without a version: Tripletex counts failures in the row, so it may have moved on, and only this is to
            # change.
            body = {"id": row.id, "status": ACTIVE, "hmacSharedSecret": secrets[0]}
            try:
                self._client.send(Request("PUT", f"{PATH}/{row.id}", body=body, subject="webhooks"))
            except NotFound:
                return Repair.LOST
        return Repair.MENDED if disabled else Repair.SOUND

    def _remove_one(self, subscription_id: str) -> None:
        try:
            self._client.send(Request("DELETE", f"{PATH}/{subscription_id}", subject="webhooks"))
        except NotFound:
            return

    def _all(self) -> list[wire.Subscription]:
        return everything(self._client, PATH, wire.Subscription, {}, "webhooks")
