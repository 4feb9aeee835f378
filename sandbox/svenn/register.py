"""The rows of one account: create, update and delete with versions, and the order of changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sandbox.svenn.by_day import EntriesByDay
from sandbox.svenn.fields import Kind, Value, read_change, read_new
from sandbox.svenn.problems import ProblemError
from sandbox.svenn.rows import Row, to_milliseconds
from sandbox.svenn.rules import check_delete, check_write, with_consequences


@dataclass(frozen=True)
class Change:
    """A row was `created`, `updated` or `deleted`."""

    verb: str
    row: Row


class Register:
    """The registers of an account. Every writing method tells `on_change` once it is done."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        on_change: Callable[[Change], None],
        licence_limit: int | None,
    ) -> None:
        self.licence_limit = licence_limit
        self._clock = clock
        self._new_id = new_id
        self._on_change = on_change
        self._sequence = 0
        self._rows: dict[Kind, dict[str, Row]] = {kind: {} for kind in Kind}
        # The same rows, the one changed last standing last.
        self._by_change: dict[Kind, dict[str, Row]] = {kind: {} for kind in Kind}
        self.by_day = EntriesByDay()
        self._active: set[str] = set()
        self._logins: dict[str, str] = {}
        self._held_back: list[Change] | None = None

    def get(self, kind: Kind, row_id: str) -> Row:
        """The row; `not_found` when it is unknown or deleted."""
        row = self.find(kind, row_id)
        if row is None:
            raise ProblemError("not_found", f"There is no {kind} {row_id}")
        return row

    def find(self, kind: Kind, row_id: str) -> Row | None:
        """The row, or None when it is unknown or deleted."""
        row = self._rows[kind].get(row_id.lower())
        return None if row is None or row.deleted else row

    def living(self, kind: Kind) -> Iterable[Row]:
        """The rows that are not deleted, in the order they were made."""
        return (row for row in self._rows[kind].values() if not row.deleted)

    def changed(self, kind: Kind) -> Iterable[Row]:
        """All rows, deleted ones too, in the order they last changed."""
        return self._by_change[kind].values()

    def login_of(self, email: str) -> str | None:
        """The id of the employee with this address, whatever its case."""
        return self._logins.get(email.casefold())

    @property
    def licences_used(self) -> int:
        """How many employees are active."""
        return len(self._active)

    def create(self, kind: Kind, data: object, *, by_hand: bool = False) -> Row:
        """A new row from a whole body. `by_hand`: see `read_new`."""
        values = read_new(kind, data, by_hand=by_hand)
        check_write(self, kind, None, values)
        return self.place(kind, values)

    def update(self, kind: Kind, row_id: str, version: int, data: object, *, by_hand: bool = False) -> Row:
        """The row with the named fields changed; `version_conflict` unless it still has that version."""
        row = self.get(kind, row_id)
        _expect(row, version)
        changed = {**row.values, **read_change(kind, data, by_hand=by_hand)}
        values = with_consequences(kind, row.values, changed)
        if values == row.values:
            return row
        check_write(self, kind, row, values)
        return self._keep("updated", replace(row, values=values, version=row.version + 1))

    def delete(self, kind: Kind, row_id: str, version: int | None) -> Row:
        """The tombstone. Rows that refer to it keep its id: what happened with it stays as it was."""
        row = self.get(kind, row_id)
        if version is not None:
            _expect(row, version)
        check_delete(self, row)
        return self._keep("deleted", replace(row, deleted=True, version=row.version + 1))

    def mark_exported(self, row_id: str, version: int, exported: bool) -> Row:
        """The time entry, marked; `version_conflict` or `not_approved`. No change: nobody is told."""
        row = self.get(Kind.TIME_ENTRY, row_id)
        _expect(row, version)
        if exported and not row.values["approved"]:
            raise ProblemError("not_approved", "Only an approved time entry can be exported")
        marked = replace(row, values={**row.values, "exported": exported})
        self._rows[row.kind][row.id] = self._by_change[row.kind][row.id] = marked
        self.by_day.put(row, marked)
        return marked

    def place(self, kind: Kind, values: dict[str, Value]) -> Row:
        """A new row without any rule, as it may have come about years ago."""
        now = to_milliseconds(self._clock())
        return self._keep("created", Row(kind, self._new_id(), 1, values, now, now, self._sequence + 1, 0))

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Tells nobody of the changes made inside."""
        self._held_back = []
        try:
            yield
        finally:
            self._held_back = None

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Undoes every change made inside when it is left with an error, and tells of them only at the end."""
        before = (
            {kind: dict(rows) for kind, rows in self._rows.items()},
            {kind: dict(rows) for kind, rows in self._by_change.items()},
            self.by_day.copy(),
            set(self._active),
            dict(self._logins),
        )
        self._held_back = []
        try:
            yield
        except BaseException:
            self._rows, self._by_change, self.by_day, self._active, self._logins = before
            self._held_back = None
            raise
        told, self._held_back = self._held_back, None
        for change in told:
            self._on_change(change)

    def _keep(self, verb: str, row: Row) -> Row:
        self._sequence += 1
        row = replace(row, changed=self._sequence, updated_at=to_milliseconds(self._clock()))
        if row.kind is Kind.EMPLOYEE:
            self._index_employee(row)
        if row.kind is Kind.TIME_ENTRY:
            self.by_day.put(self._rows[row.kind].get(row.id), row)
        self._rows[row.kind][row.id] = row
        self._by_change[row.kind].pop(row.id, None)
        self._by_change[row.kind][row.id] = row
        change = Change(verb, row)
        if self._held_back is None:
            self._on_change(change)
        else:
            self._held_back.append(change)
        return row

    def _index_employee(self, row: Row) -> None:
        before = self._rows[row.kind].get(row.id)
        old = before.values["email"] if before is not None else None
        # Seeded rows may share an address; then it stays with the one that had it last.
        if isinstance(old, str) and self._logins.get(old.casefold()) == row.id:
            del self._logins[old.casefold()]
        if not row.deleted and isinstance(new := row.values["email"], str):
            self._logins[new.casefold()] = row.id
        (self._active.discard if row.deleted or not row.values["active"] else self._active.add)(row.id)


def _expect(row: Row, version: int) -> None:
    if row.version != version:
        raise ProblemError(
            "version_conflict", f"The {row.kind} has version {row.version}, the request was made from {version}"
        )
