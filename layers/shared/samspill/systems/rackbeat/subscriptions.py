"""Webhook subscriptions at Rackbeat: one for each event, each with a token that is shown once (reference 3).

Few names of events are confirmed, so for each thing that may happen several are tried; 422 means that there is no
such event. What has none is found by polling alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from samspill.exceptions import DataRefused, NotFound, RetryLater
from samspill.model.kinds import Kind
from samspill.sync.ports import Repair, Subscribed
from samspill.systems.rackbeat.client import Client
from samspill.systems.rackbeat.paging import Lists
from samspill.systems.rackbeat.wire import Row, number_of, one
from samspill.systems.transport import Request

PATH, SUBJECT = "/webhooks", "webhooks"

#: The names of one thing that may happen, tried in turn until one is accepted.
Candidates = tuple[str, ...]


def _each(names: Sequence[str], verbs: Sequence[str]) -> tuple[Candidates, ...]:
    return tuple(tuple(f"{name}.{verb}" for name in names) for verb in verbs)


_RECORD = ("created", "updated", "deleted")
#: The documentation writes both `order.created` and `orders.created`.
EVENTS: dict[Kind, tuple[Candidates, ...]] = {
    Kind.CUSTOMER: _each(("customer", "customers"), _RECORD),
    Kind.SUPPLIER: _each(("supplier", "suppliers"), _RECORD),
    Kind.PRODUCT: (*_each(("product", "products"), _RECORD), *_each(("lot", "lots"), _RECORD)),
    Kind.EMPLOYEE: _each(("employee", "employees"), ("created", "updated")),
    Kind.INVOICE: _each(("customer_invoice", "customer_invoices"), ("created", "booked")),
    Kind.CREDIT_NOTE: _each(("credit_note", "credit_notes"), ("created", "booked")),
    Kind.PURCHASE_ORDER: _each(("purchase_order", "purchase_orders"), ("created", "updated", "booked")),
}


class Subscriptions:
    """Those of one account."""

    def __init__(
        self, client: Client, lists: Lists, events: Mapping[Kind, Sequence[Candidates]] = EVENTS
    ) -> None:  # fmt: skip
        self._client, self._lists, self._events = client, lists, events

    def make(self, url: str, kinds: Sequence[Kind]) -> list[Subscribed]:
        """Subscribe anew; earlier ones to the same url go first, since nobody tells their tokens again."""
        self.remove([number_of(row, "id") for row in self._all() if row.get("url") == url])
        wanted = dict.fromkeys(each for kind in kinds for each in self._events.get(kind, ()))
        return list(self._made(url, wanted))

    def remove(self, ids: Sequence[str]) -> None:
        """Remove; what is gone already is fine."""
        for each in ids:
            try:
                self._client.send(Request("DELETE", f"{PATH}/{each}", subject=SUBJECT, again=True))
            except NotFound:
                continue

    def repair(self, url: str, ids: Sequence[str], secrets: Sequence[str]) -> Repair:
        """Switch those on again that failed too often. Tokens are not shown: with fewer than there are subscriptions
        one is lost. An account that knows none of the events has no subscriptions, and is sound."""
        ours = {number_of(row, "id"): row for row in self._all() if row.get("url") == url}
        if ours.keys() != set(ids) or len(secrets) < len(ids):
            return Repair.LOST
        off = [row for row in ours.values() if not row.get("is_active", True)]
        if not all(self._switched_on(row) for row in off):
            return Repair.LOST
        return Repair.MENDED if off else Repair.SOUND

    def _made(self, url: str, wanted: Mapping[Candidates, None]) -> Iterator[Subscribed]:
        for candidates in wanted:
            for event in candidates:
                made = self._subscribe(url, event)
                if made is not None:
                    yield made
                    break

    def _subscribe(self, url: str, event: str) -> Subscribed | None:
        """None when there is no such event."""
        try:
            row = self._post(url, event)
            if not row.get("token"):  # one was there, and its token is told to nobody
                self.remove([number_of(row, "id")])
                row = self._post(url, event)
        except DataRefused as error:
            if error.field in ("", "event"):
                return None
            raise
        if not row.get("token"):
            raise RetryLater(detail=f"POST {PATH} tells no token", uncertain=True)
        return Subscribed(number_of(row, "id"), event, str(row["token"]))

    def _post(self, url: str, event: str) -> Row:
        body: dict[str, Any] = {"event": event, "url": url, "is_active": True}
        # What is there already with the same event and address is not made twice (reference 3).
        return self._client.ask(Request("POST", PATH, body=body, subject=SUBJECT, again=True), _webhook)

    def _switched_on(self, row: Row) -> bool:
        """False when somebody has removed it meanwhile."""
        body = {"event": row.get("event"), "url": row.get("url"), "is_active": True}
        request = Request("PUT", f"{PATH}/{number_of(row, 'id')}", body=body, subject=SUBJECT)
        try:
            self._client.send(request)
        except NotFound:
            return False
        return True

    def _all(self) -> list[Row]:
        return self._lists.rows(PATH, SUBJECT, key="id")


def _webhook(body: object) -> Row:
    row = one(body)
    number_of(row, "id")
    return row
