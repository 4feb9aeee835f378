"""History in DynamoDB: one item a line, in the order of time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from pynamodb.expressions.condition import Condition

from samspill.exceptions import Bug
from samspill.model.changes import RecordKey
from samspill.model.history import Entry
from samspill.store.sort_keys import time_text
from samspill.store.tables.journal import JournalItem, history_of

#: A year and a month: a company can look back over the whole year it is closing.
KEPT = timedelta(days=400)


def _between(own: str, before: datetime) -> Condition:
    """Sort keys of a record's lines that are older than `before`."""
    condition: Condition = JournalItem.sk.between(own, f"{own}{time_text(before)}")
    return condition


class DynamoHistory:
    """History of one connection; see `samspill.sync.ports.Journal`."""

    def __init__(self, connection: str) -> None:
        self._connection = connection

    def write(self, entries: Sequence[Entry]) -> None:
        """Append history. The same entries written again (a retry) are the same lines."""
        items = {item.sk: item for item in (self._line(entry, place) for place, entry in enumerate(entries))}
        with JournalItem.batch_write() as batch:
            for item in items.values():
                batch.save(item)

    def history(self, key: RecordKey, limit: int = 100, before: datetime | None = None) -> list[Entry]:
        """Newest first; those of before a time, if one is given."""
        own = history_of(key)
        wanted = JournalItem.sk.startswith(own) if before is None else _between(own, before)
        lines = JournalItem.query(
            self._connection,
            wanted,
            scan_index_forward=False,
            consistent_read=True,
            limit=limit,
        )
        return [Entry.model_validate_json(line.data or "") for line in lines]

    def _line(self, entry: Entry, place: int) -> JournalItem:
        """`place` keeps the order of entries that were written together at the same time."""
        if entry.connection != self._connection:
            raise Bug(f"entry of {entry.key} belongs to another connection")
        data = entry.model_dump_json()
        digest = sha256(data.encode()).hexdigest()[:12]
        return JournalItem(
            self._connection,
            f"{history_of(entry.key)}{time_text(entry.at)}#{place:06}#{digest}",
            data=data,
            expires=int((entry.at + KEPT).timestamp()),
        )
