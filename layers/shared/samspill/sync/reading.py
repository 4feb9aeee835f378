"""Reads both registers of a kind onto the shelf, page by page; who is stopped goes on where it was.

{folder}/{kind}.reading.json                      how far it got: a cursor a side
{folder}/{kind}.{side}.{page}.jsonl.gz            the records of a page

a page is kept, then the cursor behind it: a crash repeats one page, over what it had kept
a row that shifts while pages are read comes twice (the last word counts) or is missed (absence is only a suspicion)
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field

from samspill.exceptions import ConfigurationWrong, NotFound
from samspill.model.kinds import Kind, Side
from samspill.sync.desk import Desk
from samspill.sync.kept import Kept
from samspill.sync.ports import Shelf
from samspill.sync.registers import Registers

#: What nobody has gone on with for so long is begun anew.
ABANDONED = timedelta(hours=1)


class SideRead(BaseModel):
    """How far one register is read. `cursor` is None at its end."""

    model_config = ConfigDict(frozen=True)

    cursor: str | None = ""
    pages: int = 0
    records: int = 0
    complete: bool = True


class Reading(BaseModel):
    """How far both registers of a kind are read, and for what purpose; another `purpose` reads anew."""

    model_config = ConfigDict(frozen=True)

    purpose: str
    begun_at: datetime
    touched_at: datetime
    sides: dict[Side, SideRead] = Field(default_factory=lambda: {side: SideRead() for side in Side})

    @property
    def finished(self) -> bool:
        """Whether both registers are read to their ends."""
        return all(read.cursor is None for read in self.sides.values())

    def complete(self, side: Side) -> bool:
        """Whether every record of the register was there to be read."""
        return self.sides[side].complete

    def require_complete(self) -> None:
        """Raises ConfigurationWrong(register_too_large) when a part of a register cannot be read."""
        if not all(read.complete for read in self.sides.values()):
            raise ConfigurationWrong("register_too_large")


def read_on(desk: Desk, shelf: Shelf, folder: str, kind: Kind, until: datetime, purpose: str = "") -> Reading:
    """Read until both registers are kept or the time is `until` (UTC), at least a page; how far it is now.

    Raises what the systems raise; what was read before stays.
    """
    reading = begun(shelf, folder, kind, purpose, desk.clock()) or Reading(
        purpose=purpose, begun_at=desk.clock(), touched_at=desk.clock()
    )
    first = True
    for side in Side:
        while (cursor := reading.sides[side].cursor) is not None:
            if not first and desk.clock() >= until:
                return reading
            first = False
            page = desk.systems[side].read_page(kind, cursor)
            read = reading.sides[side]
            shelf.put_rows(page_key(folder, kind, side, read.pages), map(Kept.of, page.records))
            now = SideRead(
                cursor=page.cursor, pages=read.pages + 1, records=read.records + len(page.records),
                complete=read.complete and page.complete,
            )  # fmt: skip
            reading = reading.model_copy(update={"sides": {**reading.sides, side: now}, "touched_at": desk.clock()})
            shelf.put_json(_reading_key(folder, kind), reading)
    return reading


def begun(shelf: Shelf, folder: str, kind: Kind, purpose: str, now: datetime) -> Reading | None:
    """The reading in `folder` that can be gone on with, or used; None for another purpose's, an abandoned one, and
    one whose pages somebody else has cleared away who had finished with them."""
    try:
        reading = shelf.get_json(_reading_key(folder, kind), Reading)
    except NotFound:
        return None
    if now - reading.touched_at > ABANDONED or reading.purpose != purpose:
        return None
    return reading if _is_whole(shelf, folder, kind, reading) else None


def touch(shelf: Shelf, folder: str, kind: Kind, reading: Reading, now: datetime) -> None:
    """Say that somebody still goes on with what was read."""
    shelf.put_json(_reading_key(folder, kind), reading.model_copy(update={"touched_at": now}))


def read(shelf: Shelf, folder: str, kind: Kind) -> Reading:
    """The reading in `folder`. Raises NotFound."""
    return shelf.get_json(_reading_key(folder, kind), Reading)


def fill(registers: Registers, shelf: Shelf, folder: str, kind: Kind) -> None:
    """Put what was read of both registers into `registers`. Raises NotFound."""
    for side in Side:
        registers.add(side, rows(shelf, folder, kind, side))


def rows(shelf: Shelf, folder: str, kind: Kind, side: Side) -> Iterator[Kept]:
    """What was read of one register, streamed; a record that came twice comes twice, the last word last.

    Raises NotFound.
    """
    for page in range(read(shelf, folder, kind).sides[side].pages):
        yield from shelf.rows(page_key(folder, kind, side, page), Kept)


def page_key(folder: str, kind: Kind, side: Side, page: int) -> str:
    """Where a page lies."""
    return f"{folder}/{kind.value}.{side.value}.{page:05d}.jsonl.gz"


def _is_whole(shelf: Shelf, folder: str, kind: Kind, reading: Reading) -> bool:
    there = set(shelf.keys(f"{folder}/{kind.value}."))
    return all(
        page_key(folder, kind, side, page) in there
        for side, read in reading.sides.items()
        for page in range(read.pages)
    )


def _reading_key(folder: str, kind: Kind) -> str:
    return f"{folder}/{kind.value}.reading.json"


def copy_reading(shelf: Shelf, kind: Kind, source: str, target: str) -> None:
    """Put the finished reading of `source` in the place of what is in `target`. Raises NotFound."""
    reading = read(shelf, source, kind)
    for side in Side:
        for page in range(reading.sides[side].pages):
            rows_ = shelf.rows(page_key(source, kind, side, page), Kept)
            shelf.put_rows(page_key(target, kind, side, page), rows_)
    shelf.put_json(_reading_key(target, kind), reading)
