"""A row of a register and the shapes in which it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sandbox.svenn.fields import NUMBER_FIELD, Kind, Value


@dataclass(frozen=True)
class Row:
    """One version of a row. `made` and `changed` are places in the account's sequence of changes."""

    kind: Kind
    id: str
    version: int
    values: Mapping[str, Value]
    created_at: datetime
    updated_at: datetime
    made: int
    changed: int
    deleted: bool = False

    @property
    def number(self) -> Value:
        """What people see: `display_id` of a project, `number` of another row; a time entry has none."""
        field = NUMBER_FIELD.get(self.kind)
        return None if field is None else self.values[field]

    @property
    def etag(self) -> str:
        """The version in quotes."""
        return f'"{self.version}"'


def moment(at: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, as all of Svenn's times are kept."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_milliseconds(at: datetime) -> datetime:
    """The time cut to what `moment` shows, so that `updated_since` of a shown time finds its row."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def shown(row: Row) -> dict[str, object]:
    """The row as GET answers it."""
    return {
        "id": row.id,
        **row.values,
        "version": row.version,
        "created_at": moment(row.created_at),
        "updated_at": moment(row.updated_at),
    }


def tombstone(row: Row) -> dict[str, object]:
    """A deleted row as `updated_since` lists it."""
    return {"id": row.id, "deleted": True, "version": row.version, "updated_at": moment(row.updated_at)}
