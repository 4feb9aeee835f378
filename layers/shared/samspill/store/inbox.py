"""The inbox in DynamoDB: what waits to be done, with no trigger ever lost."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from pynamodb.exceptions import DeleteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from samspill.model.changes import Change, Noticed, Priority, RecordKey, Way
from samspill.model.kinds import GROUPS, Kind
from samspill.store.in_threads import in_threads
from samspill.store.inbox_put import put
from samspill.store.sort_keys import kind_text, parse_record, parse_time, record_text, time_text
from samspill.store.tables.inbox import InboxItem, due_text, partition, wait_key
from samspill.store.tables.table import condition_failed

_TRIES = 5


class DynamoInbox:
    """What waits for one connection; see `samspill.sync.ports.Inbox`.

    `first_at` of an item is the due time it was first put with. A new trigger starts the attempts anew and
    keeps the first old number: that is the one the link knows.
    """

    def __init__(self, connection: str) -> None:
        self._connection = connection

    def put(
        self,
        key: RecordKey,
        *,
        due_at: datetime,
        priority: Priority = Priority.CHANGE,
        deleted_hint: bool = False,
        old_number: str | None = None,
        way: Way | None = None,
    ) -> None:
        put(self._item(key), due_at, priority, deleted_hint=deleted_hint, old_number=old_number, way=way)

    def put_many(
        self, keys: Iterable[RecordKey], *, due_at: datetime, priority: Priority, way: Way | None = None
    ) -> int:
        return in_threads(keys, lambda key: self.put(key, due_at=due_at, priority=priority, way=way))

    def due(self, group: str, now: datetime, limit: int = 100) -> list[Change]:
        return list(islice(self._due(group, now, limit), limit))

    def find(self, keys: Sequence[RecordKey]) -> dict[RecordKey, Change]:
        wanted = [(partition(self._connection, key.group), record_text(key)) for key in dict.fromkeys(keys)]
        found = map(self._change, InboxItem.batch_get(wanted, consistent_read=True))
        return {change.key: change for change in found}

    def has_due(self, group: str, now: datetime) -> bool:
        return next(self._due(group, now, 1), None) is not None

    def done(self, change: Change) -> bool:
        try:
            self._item(change.key).delete(condition=_as_read(change))
        except DeleteError as error:
            if not condition_failed(error):
                raise
            return False
        return True

    def postpone(self, change: Change, due_at: datetime, *, attempts: int) -> bool:
        again = [*_due_at(change, due_at), InboxItem.attempts.set(attempts), InboxItem.waiting_for.remove()]
        return self._update(change, again)

    def park(self, change: Change, waiting_for: str, until: datetime) -> bool:
        waits = InboxItem.waiting_for.set(wait_key(self._connection, waiting_for))
        return self._update(change, [*_due_at(change, until), waits])

    def wake(self, waiting_for: str, now: datetime) -> list[RecordKey]:
        parked = wait_key(self._connection, waiting_for)
        woken: list[RecordKey] = []

        def wake_one(item: InboxItem) -> None:
            if wake_item(item, parked, now):
                woken.append(parse_record(item.sk))

        in_threads(InboxItem.by_wait.query(parked), wake_one)
        return woken

    def waiting(self, waiting_for: str) -> int:
        return InboxItem.by_wait.count(wait_key(self._connection, waiting_for))

    def oldest_due(self, group: str, now: datetime) -> datetime | None:
        firsts = (next(self._due_with(priority, group, now, 1), None) for priority in Priority)
        return min((change.due_at for change in firsts if change is not None), default=None)

    def some(self, group: str, limit: int) -> list[Change]:
        return [self._change(item) for item in InboxItem.query(partition(self._connection, group), limit=limit)]

    def count(self) -> int:
        return sum(InboxItem.count(partition(self._connection, group)) for group in sorted(set(GROUPS.values())))

    def count_of(self, kind: Kind) -> int:
        of_kind = InboxItem.sk.startswith(kind_text(kind))
        return InboxItem.count(partition(self._connection, GROUPS[kind]), of_kind)

    def _due(self, group: str, now: datetime, limit: int) -> Iterator[Change]:
        for priority in Priority:
            yield from self._due_with(priority, group, now, limit)

    def _due_with(self, priority: Priority, group: str, now: datetime, limit: int) -> Iterator[Change]:
        """Due items of one priority; only those are read."""
        items = InboxItem.by_due.query(
            partition(self._connection, group),
            InboxItem.due.between(due_text(priority, ""), due_text(priority, now)),
            consistent_read=True,
            limit=limit,
        )
        return (self._change(item) for item in items)

    def _update(self, change: Change, actions: list[Action]) -> bool:
        """An item triggered meanwhile is left as it is: due."""
        try:
            self._item(change.key).update(actions, condition=_as_read(change))
        except UpdateError as error:
            if not condition_failed(error):
                raise
            return False
        return True

    def _item(self, key: RecordKey) -> InboxItem:
        return InboxItem(partition(self._connection, key.group), record_text(key))

    def _change(self, item: InboxItem) -> Change:
        waiting_for = item.waiting_for.removeprefix(wait_key(self._connection, "")) if item.waiting_for else None
        key = parse_record(item.sk)
        return Change(
            key=key,
            counter=int(item.counter),
            due_at=parse_time(item.due_at),
            first_at=parse_time(item.first_at),
            priority=Priority(int(item.priority)),
            told_at=parse_time(item.told_at) if item.told_at else None,
            told_with=Priority(int(item.told_with)) if item.told_with else None,
            deleted_hint=bool(item.deleted_hint),
            old_number=item.old_number,
            waiting_for=waiting_for,
            attempts=int(item.attempts or 0),
            noticed=_noticed(key, item.noticed) if item.noticed else None,
        )


def _noticed(key: RecordKey, stored: str) -> Noticed:
    way, at = stored.split("#")
    return Noticed(way=Way(way), side=key.side, at=parse_time(at))


def _as_read(change: Change) -> Condition:
    """The item is the one that was read: an item removed and put again has another `first_at`."""
    first_at = time_text(change.first_at)
    as_read: Condition = (InboxItem.counter == change.counter) & (InboxItem.first_at == first_at)
    return as_read


def _due_at(change: Change, due_at: datetime) -> list[Action]:
    return [InboxItem.due.set(due_text(change.priority, due_at)), InboxItem.due_at.set(time_text(due_at))]


def wake_item(item: InboxItem, parked: str, now: datetime) -> bool:
    """Make a parked item due. It comes from an index that may lag behind, so a refused write reads it again."""
    for _ in range(_TRIES):
        due_at = min(item.due_at, time_text(now))
        actions: list[Action] = [
            # Counts like a trigger: a worker that holds the item must not park it again.
            InboxItem.counter.add(1),
            InboxItem.due.set(due_text(int(item.priority), due_at)),
            InboxItem.due_at.set(due_at),
            InboxItem.waiting_for.remove(),
        ]
        try:
            item.update(actions, condition=(InboxItem.waiting_for == parked) & (InboxItem.due == item.due))
        except UpdateError as error:
            if not condition_failed(error):
                raise
        else:
            return True
        try:
            item.refresh(consistent_read=True)
        except InboxItem.DoesNotExist:
            return False
        if item.waiting_for != parked:
            return False
    return False
