"""A company of any size that is in nobody's memory: its records, links and fates are made when they are asked for.

Projects that each have a customer. Record n of a side has the id t{n} or a{n}, links go from t{n} to a{n}. Of each
hundred pairs one differs, and each side has one record in a hundred more that the other one does not have.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from samspill.exceptions import NotFound
from samspill.model.changes import Change, Priority, RecordKey, Way
from samspill.model.history import Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.records import Project, Record, Values
from samspill.sync.desk import Desk
from samspill.sync.ports import RegisterPage, Shelf
from tests.fakes.company import START, SmallCompany
from tests.fakes.memory_inbox import MemoryInbox
from tests.fakes.memory_journal import MemoryJournal
from tests.fakes.memory_links import MemoryIntents, MemoryLinks
from tests.fakes.systems import MemorySystem

RowT = TypeVar("RowT", bound=BaseModel)

PAGE = 1000
RARE = 100


@dataclass
class Numbers:
    """Counts what would fill the memory if it were kept."""

    enqueued: int = 0
    pages: int = 0
    by_priority: dict[Priority, int] = field(default_factory=dict)


class LargeSystem(MemorySystem):
    """One side with `size` linked records and size / 100 of its own."""

    def __init__(self, side: Side, size: int, numbers: Numbers) -> None:
        super().__init__(side)
        self._size, self._numbers = size, numbers

    def read_page(self, kind: Kind, cursor: str = "") -> RegisterPage:
        if kind is not Kind.PROJECT:
            return RegisterPage()
        self._numbers.pages += 1
        start, end = int(cursor or 0), self._size + self._size // RARE
        records = [self._record(n) for n in range(start, min(start + PAGE, end))]
        return RegisterPage(records, str(start + PAGE) if start + PAGE < end else None)

    def _record(self, n: int) -> Record:
        values = _values(self.side, n)
        if n >= self._size:
            values |= {"number": f"{self.side.value}-{n}", "name": f"Bare i {self.side.value} {n}"}
        elif n % RARE == 0 and self.side is Side.APP:
            values |= {"name": f"Omdøpt {n}"}
        return Project.model_validate({**values, "id": f"{self.side.value[0]}{n}", "version": 1})


class LargeLinks(MemoryLinks):
    """`size` links of projects and as many of customers."""

    def __init__(self, connection: str, size: int) -> None:
        super().__init__(connection, MemoryIntents())
        self._of, self._size = connection, size

    def all(self, kind: Kind, after: str = "") -> Iterator[Link]:
        first = int(after) + 1 if after else 0
        return (self._link(kind, n) for n in range(first, self._size if kind is Kind.PROJECT else 0))

    def by_ids(self, kind: Kind, side: Side, ids: Sequence[str]) -> dict[str, Link]:
        linked = (record_id for record_id in ids if int(record_id[1:]) < self._size)
        return {record_id: self._link(kind, int(record_id[1:])) for record_id in linked}

    def _link(self, kind: Kind, n: int) -> Link:
        sides = {s.value: Half(id=f"{s.value[0]}{n}", base=_values(s, n), version=1) for s in Side}
        return Link.model_validate({"id": f"{n:09d}", "connection": self._of, "kind": kind, **sides})


class LargeJournal(MemoryJournal):
    """Every record is linked."""

    def __init__(self, connection: str, size: int) -> None:
        super().__init__(connection)
        self._of, self._size = connection, size

    def fates(self, keys: Sequence[RecordKey]) -> dict[RecordKey, Fate]:
        linked = (key for key in keys if int(key.id[1:]) < self._size)
        return {
            key: Fate(connection=self._of, key=key, standing=Standing.LINKED, updated_at=START) for key in linked
        }  # fmt: skip


class CountingInbox(MemoryInbox):
    """Counts what is put into it."""

    def __init__(self, numbers: Numbers) -> None:
        super().__init__()
        self._numbers = numbers

    def put_many(
        self, keys: Iterable[RecordKey], *, due_at: datetime, priority: Priority, way: Way | None = None
    ) -> int:
        count = sum(1 for _ in keys)
        self._numbers.enqueued += count
        self._numbers.by_priority[priority] = self._numbers.by_priority.get(priority, 0) + count
        return count

    def find(self, keys: Sequence[RecordKey]) -> dict[RecordKey, Change]:
        return {}


class FolderShelf:
    """A shelf in a folder: what lies on it is in nobody's memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put_rows(self, key: str, rows: Iterable[BaseModel]) -> int:
        path, count = self._path(key), 0
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w") as file:
            for row in rows:
                file.write(row.model_dump_json() + "\n")
                count += 1
        return count

    def rows(self, key: str, model: type[RowT]) -> Iterator[RowT]:
        if not self._path(key).exists():
            raise NotFound(key)
        return self._rows(key, model)

    def _rows(self, key: str, model: type[RowT]) -> Iterator[RowT]:
        with self._path(key).open() as file:
            for line in file:
                yield model.model_validate_json(line)

    def put_file(self, key: str, body: bytes) -> None:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)

    def put_json(self, key: str, value: BaseModel) -> None:
        self.put_rows(key, [value])

    def get_json(self, key: str, model: type[RowT]) -> RowT:
        return next(self.rows(key, model))

    def keys(self, prefix: str) -> list[str]:
        found = (str(path.relative_to(self._folder)) for path in self._folder.rglob("*") if path.is_file())
        return sorted(key for key in found if key.startswith(prefix))

    def delete_prefix(self, prefix: str) -> int:
        gone = self.keys(prefix)
        for key in gone:
            self._path(key).unlink()
        return len(gone)

    def _path(self, key: str) -> Path:
        return self._folder / key


def large_desk(size: int, shelf: Shelf) -> tuple[Desk, Numbers]:
    """A desk at a company with `size` pairs of projects, and what is counted while it is worked at."""
    company, numbers = SmallCompany(), Numbers()
    stores = replace(
        company.stores,
        links=LargeLinks("c1", size), journal=LargeJournal("c1", size), inbox=CountingInbox(numbers),
    )  # fmt: skip
    systems = {side: LargeSystem(side, size, numbers) for side in Side}
    return replace(company.desk, systems=systems, stores=stores, shelf=shelf), numbers


def _values(side: Side, n: int) -> Values:
    return {
        "number": str(n),
        "name": f"Rehabilitering av tak og fasade, Storgata {n}",
        "description": "Stillas fra uke 12. Nøkkel hos vaktmester.",
        "start_date": "2026-01-05",
        "customer": f"{side.value[0]}{n}",
        "closed": False,
    }
