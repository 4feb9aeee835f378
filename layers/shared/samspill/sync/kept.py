"""Records as they are kept on a shelf or in a scratch file."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from samspill.model.kinds import Kind
from samspill.model.records import Record, Values, record_from_values


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
