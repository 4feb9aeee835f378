"""A snapshot: both registers of every kind as they were at one moment, kept on the shelf."""

from collections.abc import Iterator
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from samspill.model.kinds import Kind, Side
from samspill.model.records import Record, Values, record_from_values
from samspill.sync.desk import Desk
from samspill.sync.matching import Registers
from samspill.sync.ports import Shelf
from samspill.sync.reading import pages


class Kept(BaseModel):
    """A record as it is kept: only known values, so that unknown stays unknown."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    id: str
    version: int | None = None
    modified_at: datetime | None = None
    values: Values

    @classmethod
    def of(cls, record: Record) -> "Kept":
        """Keep `record`."""
        return cls(
            kind=record.kind, id=record.id, version=record.version, modified_at=record.modified_at,
            values=record.values(),
        )  # fmt: skip

    def record(self) -> Record:
        """The record again."""
        return record_from_values(self.kind, self.id, self.values, self.version, self.modified_at)


def snapshot_key(folder: str, kind: Kind, side: Side) -> str:
    """Where one register lies."""
    return f"{folder}/{kind.value}.{side.value}.jsonl.gz"


def take_snapshot(desk: Desk, shelf: Shelf, folder: str, kind: Kind) -> dict[Side, int]:
    """Read both registers of `kind`, once each, and keep them; how many records. Raises what the systems raise."""
    return {side: shelf.put_rows(snapshot_key(folder, kind, side), _register(desk, kind, side)) for side in Side}


def _register(desk: Desk, kind: Kind, side: Side) -> Iterator[Kept]:
    for page in pages(desk, kind, side):
        yield from map(Kept.of, page)


def load_registers(shelf: Shelf, folder: str, kind: Kind) -> Registers:
    """Both registers of a snapshot by id. Raises NotFound."""
    return {
        side: {kept.id: kept.record() for kept in shelf.rows(snapshot_key(folder, kind, side), Kept)} for side in Side
    }
