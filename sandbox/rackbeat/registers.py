"""The records of one account by uid and by number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sandbox.rackbeat.kinds.catalogue import KINDS
from sandbox.rackbeat.kinds.holds import as_number
from sandbox.rackbeat.kinds.kind import Kind
from sandbox.rackbeat.rows import Line, Number, Row

_TEXTUAL = frozenset(kind.numbered_in for kind in KINDS.values() if kind.textual)


class Registers:
    """Storage only: rules, totals and webhooks are others' business."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[int, Row]] = {key: {} for key in KINDS}
        self._living: dict[str, dict[Number, Row]] = {kind.numbered_in: {} for kind in KINDS.values()}
        self._every: dict[int, Row] = {}
        self._last_uid = 0
        self._last_number: dict[str, int] = {}

    def new_id(self) -> int:
        """An id that nothing else of the account has: of a record, a line, a webhook, a payment."""
        self._last_uid += 1
        return self._last_uid

    def next_number(self, kind: Kind) -> int:
        """The number that a new record gets."""
        return self._last_number.get(kind.numbered_in, 0) + 1

    def count_from(self, kind: Kind, number: int) -> None:
        """The next number is this one, or the one after the highest if that is higher."""
        self._note(kind, number - 1)

    def add(self, kind: Kind, number: Number | None, values: dict[str, Any], lines: list[Line], now: datetime) -> Row:
        """Store a new record; without a number it gets the next, or its uid where records have ids only."""
        uid = self.new_id()
        if kind.key_name == "id":
            number = uid
        row = Row(kind, uid, self.next_number(kind) if number is None else number, values, now, now, lines=lines)
        self._rows[kind.key][uid] = self._every[uid] = row
        self._living[kind.numbered_in][row.number] = row
        self._note(kind, row.number)
        return row

    def renumber(self, row: Row, number: Number) -> None:
        """Give a record a free number."""
        living = self._living[row.kind.numbered_in]
        del living[row.number]
        row.number = number
        living[number] = row
        self._note(row.kind, number)

    def remove(self, row: Row, now: datetime) -> None:
        """Delete; the record is kept as deleted."""
        row.deleted_at = row.updated_at = now
        self._living[row.kind.numbered_in].pop(row.number, None)

    def find(self, space: str, number: object) -> Row | None:
        """The living record of a space with that number."""
        wanted = as_number(number, space in _TEXTUAL)
        return None if wanted is None else self._living[space].get(wanted)

    def find_deleted(self, kind: Kind, number: object) -> Row | None:
        """The record with that number that was deleted last."""
        wanted = as_number(number, kind.textual)
        gone = [row for row in self._rows[kind.key].values() if row.deleted_at and row.number == wanted]
        return gone[-1] if gone else None

    def by_uid(self, uid: int) -> Row:
        """A record, perhaps a deleted one. KeyError."""
        return self._every[uid]

    def living(self, kind: Kind) -> Iterator[Row]:
        """In the order they were made."""
        return (row for row in self._rows[kind.key].values() if row.deleted_at is None)

    def everything(self) -> Iterator[Row]:
        """All living records of all kinds."""
        return (row for row in self._every.values() if row.deleted_at is None)

    def _note(self, kind: Kind, number: Number) -> None:
        if isinstance(number, int):
            self._last_number[kind.numbered_in] = max(number, self._last_number.get(kind.numbered_in, 0))
