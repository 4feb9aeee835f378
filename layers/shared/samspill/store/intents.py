"""Intents to create in DynamoDB: one item a source record, taken by a conditional write."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pynamodb.exceptions import DeleteError, PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from samspill.exceptions import RevisionConflict
from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.records import Values
from samspill.store.sort_keys import parse_time, time_text
from samspill.store.tables.links import LinkItem, intent_key, partition
from samspill.store.tables.table import condition_failed, transact
from samspill.sync.ports import Claim


class DynamoIntents:
    """Intents of one connection; see `samspill.sync.ports.Intents`.

    The fence is the claim's time in microseconds, raised with each takeover. A counter from one would begin
    anew when an intent is dropped, and a worker that slept through that could take the next one for its own.
    """

    def __init__(self, connection: str) -> None:
        self._connection = connection

    def claim(self, key: RecordKey, values: Values, intent_id: str, now: datetime, lease: timedelta) -> Claim | None:
        item = self._item(key)
        item.intent = intent_id
        item.data = json.dumps(values)
        item.attempt = 1
        item.fence = _fence(now)
        item.first_at = time_text(now)
        item.lease_until = time_text(now + lease)
        try:
            item.save(condition=LinkItem.pk.does_not_exist())
        except PutError as error:
            if not condition_failed(error):
                raise
            return self._take_over(key, now, lease)
        return _claim(key, item)

    def move(self, claim: Claim, key: RecordKey) -> Claim:
        moved = self._item(key)
        moved.intent = claim.id
        moved.data = json.dumps(claim.values)
        moved.attempt = claim.attempt
        moved.fence = claim.fence + 1
        moved.first_at = time_text(claim.first_at)
        moved.lease_until = time_text(claim.until)

        def build(transaction: TransactWrite) -> None:
            transaction.delete(self._item(claim.key), condition=_held_by(claim))
            transaction.save(moved, condition=LinkItem.pk.does_not_exist())

        transact(build)
        return _claim(key, moved)

    def open(self, keys: Sequence[RecordKey]) -> dict[RecordKey, Claim]:
        wanted = {(item.pk, item.sk): key for key in keys for item in [self._item(key)]}
        found = LinkItem.batch_get(list(wanted), consistent_read=True) if wanted else ()
        return {key: _claim(key, item) for item in found for key in [wanted[item.pk, item.sk]]}

    def send(self, claim: Claim, values: Values) -> Claim:
        if not self._update(claim, [LinkItem.data.set(json.dumps(values))]):
            raise RevisionConflict("the intent is another's by now")
        return replace(claim, values=dict(values))

    def release(self, claim: Claim) -> None:
        try:
            self._item(claim.key).delete(condition=_held_by(claim))
        except DeleteError as error:
            if not condition_failed(error):
                raise

    def give_back(self, claim: Claim, at: datetime) -> None:
        if claim.attempt == 1:
            self.release(claim)
        else:
            before = [LinkItem.attempt.set(claim.attempt - 1), LinkItem.data.set(json.dumps(claim.values))]
            self._update(claim, [*before, LinkItem.lease_until.set(time_text(at))])

    def pending(self, kind: Kind, side: Side) -> list[Claim]:
        begin = intent_key(side, "")
        found = LinkItem.query(partition(self._connection, kind), LinkItem.sk.startswith(begin), consistent_read=True)
        return [_claim(RecordKey(kind=kind, side=side, id=item.sk.removeprefix(begin)), item) for item in found]

    def expire(self, claim: Claim, at: datetime) -> None:
        self._update(claim, [LinkItem.lease_until.set(time_text(at))])

    def _update(self, claim: Claim, actions: Sequence[Action]) -> bool:
        """Whether the intent still was the claimer's."""
        try:
            self._item(claim.key).update(list(actions), condition=_held_by(claim))
        except UpdateError as error:
            if not condition_failed(error):
                raise
            return False
        return True

    def _take_over(self, key: RecordKey, now: datetime, lease: timedelta) -> Claim | None:
        """The expired intent, or None when it lives, was dropped just now, or somebody else was quicker."""
        item = self._item(key)
        try:
            item.refresh(consistent_read=True)
        except LinkItem.DoesNotExist:
            return None
        if (item.lease_until or "") > time_text(now):
            return None
        expired = (LinkItem.fence == item.fence) & (LinkItem.lease_until == item.lease_until)
        actions: list[Action] = [
            LinkItem.attempt.set(LinkItem.attempt + 1),
            LinkItem.fence.set(max(int(item.fence or 0) + 1, _fence(now))),
            LinkItem.lease_until.set(time_text(now + lease)),
        ]
        try:
            item.update(actions, condition=expired)
        except UpdateError as error:
            if not condition_failed(error):
                raise
            return None
        return _claim(key, item)

    def _item(self, key: RecordKey) -> LinkItem:
        return LinkItem(partition(self._connection, key.kind), intent_key(key.side, key.id))


def _held_by(claim: Claim) -> Condition:
    held: Condition = (LinkItem.intent == claim.id) & (LinkItem.fence == claim.fence)
    return held


def _claim(key: RecordKey, item: LinkItem) -> Claim:
    return Claim(
        id=item.intent or "",
        key=key,
        values=json.loads(item.data or "{}"),
        attempt=int(item.attempt or 0),
        fence=int(item.fence or 0),
        first_at=parse_time(item.first_at or ""),
        until=parse_time(item.lease_until or ""),
    )


def _fence(now: datetime) -> int:
    return int(now.timestamp() * 1_000_000)
