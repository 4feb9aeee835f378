from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.client import BaseClient

from samspill.model.changes import Priority, RecordKey
from samspill.model.kinds import Kind, Side
from samspill.store.inbox import DynamoInbox, wake_item
from samspill.store.tables.inbox import InboxItem, wait_key

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def inbox(aws: None, connection_id: str) -> DynamoInbox:
    return DynamoInbox(connection_id)


@pytest.fixture
def looked_at(aws: None, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many items each query looked at."""
    counts: list[int] = []
    call = BaseClient._make_api_call  # type: ignore[attr-defined]

    def noted(client: Any, operation: str, arguments: Any) -> Any:
        answer = call(client, operation, arguments)
        counts.extend([answer["ScannedCount"]] if operation == "Query" else [])
        return answer

    monkeypatch.setattr(BaseClient, "_make_api_call", noted)
    return counts


def key(record_id: str) -> RecordKey:
    return RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id=record_id)


def test_looking_for_due_items_does_not_look_at_others(inbox: DynamoInbox, looked_at: list[int]) -> None:
    inbox.put_many((key(str(number)) for number in range(40)), due_at=NOW + MINUTE, priority=Priority.CHANGE)
    inbox.put(key("due"), due_at=NOW)
    assert [change.key.id for change in inbox.due("party", NOW)] == ["due"]
    assert sum(looked_at) == 1


def test_a_parked_item_is_woken_although_the_index_lags_behind(inbox: DynamoInbox, connection_id: str) -> None:
    inbox.put(key("1"), due_at=NOW, priority=Priority.RECONCILE)
    (change,) = inbox.due("party", NOW)
    inbox.park(change, "customer#app#5", NOW + MINUTE)
    parked = wait_key(connection_id, "customer#app#5")
    (stale,) = InboxItem.by_wait.query(parked)
    inbox.put(key("1"), due_at=NOW, priority=Priority.PERSON)
    (change,) = inbox.due("party", NOW)
    inbox.park(change, "customer#app#5", NOW + 2 * MINUTE)
    assert wake_item(stale, parked, NOW)
    (woken,) = inbox.due("party", NOW)
    assert (woken.waiting_for, woken.priority, woken.counter) == (None, Priority.PERSON, 3)
