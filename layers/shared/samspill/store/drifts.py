"""What the last comparison of each kind found, in DynamoDB."""

from samspill.model.drift import Drift
from samspill.store.tables.records import DRIFTS, RecordItem, drift_key


class DynamoDrifts:
    """Drifts of one connection; see `samspill.sync.ports.Drifts`."""

    def __init__(self, connection: str) -> None:
        self._connection = connection

    def put(self, drift: Drift) -> None:
        RecordItem(self._connection, drift_key(drift.kind), data=drift.model_dump_json()).save()

    def all(self) -> list[Drift]:
        items = RecordItem.query(self._connection, RecordItem.sk.startswith(DRIFTS), consistent_read=True)
        return [Drift.model_validate_json(item.data) for item in items]
