"""Both registers of a kind in a scratch file on this machine's disk: memory stays the same however many records.

SQLite's private temporary database: in the folder for temporary files (/tmp on Lambda), nameless, gone when closed or
when the process dies. Some 700 bytes a record: 140 MB for 100,000 a side, of the 512 MB that Lambda gives.
"""

from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any

from samspill.model import normalise
from samspill.model.kinds import Side
from samspill.model.links import Link
from samspill.model.records import Record, Value
from samspill.model.rules import KindRule
from samspill.sync.kept import Kept

_NORMALISERS = {"number": normalise.number, "organization_number": normalise.organization_number}
_SCHEMA = """
create table record (side text, id text, number text, data text, primary key (side, id));
create table term (side text, name text, value text, id text, primary key (side, name, value, id)) without rowid;
create table taken (side text, id text, link text, primary key (side, id)) without rowid;
"""
#: Memory that the database may use, in kilobytes; the rest lies on the disk.
_CACHE = 8 * 1024


class Registers:
    """Records of both sides, found by id, and which of them are taken; with a rule also by number and by the rule's
    near fields."""

    def __init__(self, rule: KindRule | None = None) -> None:
        import sqlite3  # only comparisons and first syncs need it

        self._names = ("number", *rule.near) if rule is not None else ()
        self._matchable = rule.matchable if rule is not None else lambda _record: True
        self._db: sqlite3.Connection = sqlite3.connect("", isolation_level=None)
        # Nothing is ever rolled back or read after a crash.
        self._db.execute("pragma journal_mode = off")
        self._db.execute(f"pragma cache_size = -{_CACHE}")
        self._db.executescript(_SCHEMA)
        self._db.execute("begin")

    def __enter__(self) -> "Registers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    # ---- filling ---------------------------------------------------------------------------------------------

    def add(self, side: Side, records: Iterable[Kept]) -> None:
        """Put records in; one that is there already is replaced."""
        for kept in records:
            number = str(kept.values.get("number") or "")
            self._db.execute(
                "insert or replace into record values (?, ?, ?, ?)", (side, kept.id, number, kept.model_dump_json())
            )
            for name in self._names:
                value = _term(name, kept.values.get(name))
                if value is not None:
                    self._db.execute("insert or ignore into term values (?, ?, ?, ?)", (side, name, value, kept.id))

    def take(self, side: Side, record_id: str, link: Link | None = None) -> None:
        """The record is somebody's partner from now on, by `link` if there is one already."""
        self._db.execute(
            "insert or replace into taken values (?, ?, ?)",
            (side, record_id, link.model_dump_json() if link is not None else None),
        )

    # ---- looking ---------------------------------------------------------------------------------------------

    def get(self, side: Side, record_id: str) -> Record | None:
        """The record with that id."""
        row = self._one("select data from record where side = ? and id = ?", side, record_id)
        return _record(row)

    def same(self, side: Side, name: str, value: Value) -> list[Record]:
        """Records that can be a partner and mean the same by `value` in `name` (number or a near field)."""
        term = _term(name, value)
        if term is None:
            return []
        rows = self._db.execute(
            "select r.data from term t join record r on r.side = t.side and r.id = t.id"
            " where t.side = ? and t.name = ? and t.value = ?",
            (side, name, term),
        ).fetchall()
        found = [record for row in rows if (record := _record(row)) is not None]
        # A record that came twice may have had the value before.
        return [r for r in found if _term(name, r.values().get(name)) == term and self._matchable(r)]

    def is_taken(self, side: Side, record_id: str) -> bool:
        """Whether the record is somebody's partner."""
        return self._one("select 1 from taken where side = ? and id = ?", side, record_id) is not None

    def link(self, side: Side, record_id: str) -> Link | None:
        """The link by which the record is taken."""
        row = self._one("select link from taken where side = ? and id = ?", side, record_id)
        return Link.model_validate_json(row[0]) if row is not None and row[0] is not None else None

    def count(self, side: Side) -> int:
        """How many records the register has."""
        found: int = self._db.execute("select count(*) from record where side = ?", (side,)).fetchone()[0]
        return found

    def free(self, side: Side, after: str, limit: int) -> Sequence[Record]:
        """Records that are nobody's partner, by id, those behind the id `after`."""
        rows = self._db.execute(
            "select data from record r where side = ? and id > ? and not exists"
            " (select 1 from taken t where t.side = r.side and t.id = r.id) order by id limit ?",
            (side, after, limit),
        )
        return [Kept.model_validate_json(data).record() for (data,) in rows]

    def by_number(self, side: Side) -> Iterator[Record]:
        """All records, by number, then id; `take` may go on meanwhile."""
        rows = self._db.execute("select data from record where side = ? order by number, id", (side,))
        return (Kept.model_validate_json(data).record() for (data,) in rows)

    def _one(self, query: str, *values: str) -> Any:
        return self._db.execute(query, values).fetchone()


def _record(row: Any) -> Record | None:
    return None if row is None else Kept.model_validate_json(row[0]).record()


def _term(name: str, value: Value) -> str | None:
    """The value as it is compared; None for none."""
    found = _NORMALISERS.get(name, normalise.folded)(value)
    return str(found) if found else None
