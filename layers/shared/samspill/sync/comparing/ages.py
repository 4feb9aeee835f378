"""Since when each difference is one (samspill.model.drift says what counts), kept from comparison to comparison.

{connection}/drift/{kind}.jsonl.gz              the differences of the last comparison
{folder}/{kind}.differing.{slice}.jsonl.gz      those that the one under way has found so far
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from types import TracebackType

from samspill.exceptions import NotFound
from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind
from samspill.sync.comparing.findings import Apart, Difference
from samspill.sync.desk import Desk
from samspill.sync.ports import Shelf


class Ages:
    """The ages of one comparison's differences; those before lie in a scratch file on the disk."""

    def __init__(self, desk: Desk, shelf: Shelf, folder: str, kind: Kind) -> None:
        self._desk, self._shelf = desk, shelf
        self._found = f"{folder}/{kind.value}.differing."
        self._kept = f"{desk.connection.id}/drift/{kind.value}.jsonl.gz"

    def __enter__(self) -> "Ages":
        import sqlite3

        self._db: sqlite3.Connection = sqlite3.connect("", isolation_level=None)
        try:
            self._read()
        except BaseException:
            self._db.close()  # nobody calls __exit__ of what was not entered
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def keep(self, number: int, differing: Mapping[RecordKey, Apart]) -> list[datetime]:
        """Since when each of a slice's differences is one; called again with the same number it keeps them again."""
        if not differing:
            return []
        now, waiting = self._desk.clock(), self._desk.stores.inbox.find(list(differing))
        found = []
        for key, apart in differing.items():
            told = [time for time in (waiting[key].first_at if key in waiting else None, apart.modified_at) if time]
            since = min(told) if told else self._before(key, apart.state) or now
            found.append(Difference(key=key, state=apart.state, since=min(since, now)))
        self._shelf.put_rows(f"{self._found}{number:05d}.jsonl.gz", found)
        return [difference.since for difference in found]

    def finish(self) -> None:
        """Keep all of them for the next comparison."""
        found = self._shelf.keys(self._found)
        if found or self._shelf.keys(self._kept):
            self._shelf.put_rows(self._kept, self._all(found))

    def _read(self) -> None:
        self._db.execute("pragma journal_mode = off")
        self._db.execute("create table before (key text primary key, state text, since text)")
        self._db.execute("begin")
        with suppress(NotFound):
            rows = self._shelf.rows(self._kept, Difference)
            self._db.executemany(
                "insert or replace into before values (?, ?, ?)",
                ((str(row.key), row.state, row.since.isoformat()) for row in rows),
            )

    def _all(self, keys: list[str]) -> Iterator[Difference]:
        for key in keys:
            yield from self._shelf.rows(key, Difference)

    def _before(self, key: RecordKey, state: str) -> datetime | None:
        row = self._db.execute("select since from before where key = ? and state = ?", (str(key), state)).fetchone()
        return datetime.fromisoformat(row[0]) if row else None
