"""Decisions in DynamoDB: items of their own, never edits of a plan."""

from collections.abc import Sequence

from samspill.exceptions import Bug
from samspill.model.changes import RecordKey
from samspill.model.history import Decision
from samspill.store.tables.records import DECISIONS, RecordItem, decision_key


class DynamoDecisions:
    """Decisions of one connection; see `samspill.sync.ports.Decisions`."""

    def __init__(self, connection: str) -> None:
        self._connection = connection

    def get(self, keys: Sequence[RecordKey]) -> dict[RecordKey, Decision]:
        wanted = [(self._connection, decision_key(key)) for key in keys]
        found = (_decision(item) for item in RecordItem.batch_get(wanted, consistent_read=True))
        return {decision.key: decision for decision in found}

    def all(self) -> list[Decision]:
        items = RecordItem.query(self._connection, RecordItem.sk.startswith(DECISIONS), consistent_read=True)
        return [_decision(item) for item in items]

    def put(self, decision: Decision) -> None:
        if decision.connection != self._connection:
            raise Bug(f"decision on {decision.key} belongs to another connection")
        RecordItem(self._connection, decision_key(decision.key), data=decision.model_dump_json()).save()

    def drop(self, key: RecordKey) -> None:
        RecordItem(self._connection, decision_key(key)).delete()


def _decision(item: RecordItem) -> Decision:
    return Decision.model_validate_json(item.data)
