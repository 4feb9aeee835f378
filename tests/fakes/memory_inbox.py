"""The inbox of one connection, in memory."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from threading import RLock

from samspill.model.changes import Change, Noticed, Priority, RecordKey, Way
from samspill.model.kinds import Kind


class MemoryInbox:
    """Items in a dict; `items` shows them."""

    def __init__(self) -> None:
        self._items: dict[RecordKey, Change] = {}
        self._lock = RLock()

    @property
    def items(self) -> list[Change]:
        """Everything that waits, due or not."""
        return list(self._items.values())

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
        noticed = None if way is None else Noticed(way=way, side=key.side, at=due_at)
        with self._lock:
            old = self._items.get(key)
            if old is None:
                self._items[key] = Change(
                    key=key, due_at=due_at, first_at=due_at, priority=priority,
                    told_at=due_at, told_with=priority,
                    deleted_hint=deleted_hint, old_number=old_number, noticed=noticed,
                )  # fmt: skip
                return
            told = {} if priority is Priority.RECONCILE else {"told_at": due_at, "told_with": priority}
            self._items[key] = old.model_copy(
                update={
                    **told,
                    "counter": old.counter + 1,
                    "due_at": min(old.due_at, due_at),
                    "priority": min(old.priority, priority),
                    "deleted_hint": old.deleted_hint or deleted_hint,
                    "old_number": old.old_number if old.old_number is not None else old_number,
                    "waiting_for": None,
                    "attempts": 0,
                    "noticed": (old.noticed or noticed) if way in (None, Way.COMPARISON) else noticed,
                }
            )

    def put_many(
        self, keys: Iterable[RecordKey], *, due_at: datetime, priority: Priority, way: Way | None = None
    ) -> int:
        count = 0
        for key in keys:
            self.put(key, due_at=due_at, priority=priority, way=way)
            count += 1
        return count

    def due(self, group: str, now: datetime, limit: int = 100) -> list[Change]:
        due = [item for item in self.items if item.key.group == group and item.due_at <= now]
        return sorted(due, key=lambda item: (item.priority, item.due_at))[:limit]

    def find(self, keys: Sequence[RecordKey]) -> dict[RecordKey, Change]:
        return {key: self._items[key] for key in keys if key in self._items}

    def has_due(self, group: str, now: datetime) -> bool:
        return bool(self.due(group, now, 1))

    def done(self, change: Change) -> bool:
        with self._lock:
            if not self._unchanged(change):
                return False
            del self._items[change.key]
            return True

    def postpone(self, change: Change, due_at: datetime, *, attempts: int) -> bool:
        return self._update(change, {"due_at": due_at, "attempts": attempts, "waiting_for": None})

    def park(self, change: Change, waiting_for: str, until: datetime) -> bool:
        return self._update(change, {"due_at": until, "waiting_for": waiting_for})

    def wake(self, waiting_for: str, now: datetime) -> list[RecordKey]:
        with self._lock:
            woken = [item for item in self.items if item.waiting_for == waiting_for]
            for item in woken:
                self._items[item.key] = item.model_copy(
                    update={"counter": item.counter + 1, "due_at": min(item.due_at, now), "waiting_for": None}
                )
            return [item.key for item in woken]

    def waiting(self, waiting_for: str) -> int:
        return sum(item.waiting_for == waiting_for for item in self.items)

    def oldest_due(self, group: str, now: datetime) -> datetime | None:
        return min((item.due_at for item in self.due(group, now, len(self._items))), default=None)

    def some(self, group: str, limit: int) -> list[Change]:
        return [item for item in self.items if item.key.group == group][:limit]

    def count(self) -> int:
        return len(self._items)

    def count_of(self, kind: Kind) -> int:
        return sum(key.kind is kind for key in self._items)

    def _update(self, change: Change, update: dict[str, object]) -> bool:
        with self._lock:
            unchanged = self._unchanged(change)
            if unchanged:
                self._items[change.key] = self._items[change.key].model_copy(update=update)
            return unchanged

    def _unchanged(self, change: Change) -> bool:
        item = self._items.get(change.key)
        return item is not None and (item.counter, item.first_at) == (change.counter, change.first_at)
