"""Svenn's time entries in memory, under the rules of contracts/svenn.openapi.yaml."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count
from uuid import UUID

from samspill.exceptions import RetryLater
from samspill.model.hours import Day, Entry
from samspill.model.kinds import Side
from samspill.sync.ports import Changed
from samspill.sync.ports.hours import Mark, Wanted
from tests.fakes.hostile import RowFault
from tests.fakes.systems import MemorySystem

#: What can change of an entry while the books have it as it is.
_BESIDE_THE_BOOKS = {"approved": False, "exported": False, "version": 0}


class MemoryEntries(MemorySystem):
    """The app of a company that has hours. `entered` are the entries that exist; `told` what was changed or deleted,
    in order, as webhooks would tell it. `mark_faults` befall the next calls of `mark`, None lets one through; `asked`
    are the calls of the port."""

    def __init__(self, side: Side = Side.APP) -> None:
        super().__init__(side)
        self.entered: dict[str, Entry] = {}
        self.told: list[str] = []
        self.mark_faults: list[RowFault | None] = []
        self.asked: list[str] = []
        self._entry_ids = count(1)

    # ---- what a person does --------------------------------------------------------------------------------------

    def enter(
        self, employee: str, on: date, seconds: int, project: str | None = None, task: str | None = None,
        tag: str | None = None, *, comment: str = "", approved: bool = True,
    ) -> Entry:  # fmt: skip
        """Somebody enters hours."""
        entry = Entry(
            id=str(UUID(int=next(self._entry_ids))), employee=employee, on=on, seconds=seconds, project=project,
            task=task, tag=tag, comment=comment, approved=approved, version=1,
        )  # fmt: skip
        return self._keep(entry)

    def change(self, entry_id: str, **fields: object) -> Entry:
        """Somebody changes an entry, approves it, or takes that back."""
        old = self.entered[entry_id]
        new = Entry.model_validate({**old.model_dump(), **fields})
        same = new.model_copy(update=_BESIDE_THE_BOOKS) == old.model_copy(update=_BESIDE_THE_BOOKS)
        new = new.model_copy(update={"exported": new.exported and new.approved and same})
        return old if new == old else self._keep(new.model_copy(update={"version": old.version + 1}))

    def delete_entry(self, entry_id: str) -> None:
        """Somebody deletes an entry."""
        del self.entered[entry_id]
        self.told.append(entry_id)

    def _keep(self, entry: Entry) -> Entry:
        self.entered[entry.id] = entry
        self.told.append(entry.id)
        return entry

    # ---- the port ------------------------------------------------------------------------------------------------

    def entries_of(self, days: Sequence[Day]) -> dict[Day, list[Entry]]:
        self.asked.append("entries_of")
        return {day: [entry for entry in self._in_order() if entry.day == day] for day in days}

    def entries(self, wanted: Wanted) -> Iterator[Entry]:
        self.asked.append("entries")
        yield from [entry for entry in self._in_order() if _fits(entry, wanted)]

    def entries_by_id(self, ids: Sequence[str]) -> dict[str, Entry]:
        self.asked.append("entries_by_id")
        return {each: self.entered[each] for each in ids if each in self.entered}

    def entries_since(self, cursor: str) -> Changed:
        self.asked.append("entries_since")
        told = list(dict.fromkeys(self.told[int(cursor) :])) if cursor else []
        living = tuple(each for each in told if each in self.entered)
        return Changed(living, tuple(each for each in told if each not in living), cursor=str(len(self.told)))

    def mark(self, marks: Sequence[Mark]) -> dict[str, bool]:
        self.asked.append("mark")
        fault = self.mark_faults.pop(0) if self.mark_faults else None
        noted = {} if fault is RowFault.NEVER else {mark.id: self._mark(mark) for mark in marks}
        if fault is not None:
            raise RetryLater(uncertain=True)
        return noted

    def _mark(self, mark: Mark) -> bool:
        entry = self.entered.get(mark.id)
        if entry is None or entry.version != mark.version or (mark.exported and not entry.approved):
            return False
        # About the books and not about the entry: no new version, and nobody is told.
        self.entered[mark.id] = entry.model_copy(update={"exported": mark.exported})
        return True

    def _in_order(self) -> list[Entry]:
        return sorted(self.entered.values(), key=lambda entry: (entry.employee, entry.on, entry.id))


def _fits(entry: Entry, wanted: Wanted) -> bool:
    return (
        (wanted.first is None or entry.on >= wanted.first)
        and (wanted.last is None or entry.on <= wanted.last)
        and wanted.employee in (None, entry.employee)
        and wanted.approved in (None, entry.approved)
        and wanted.exported in (None, entry.exported)
    )
