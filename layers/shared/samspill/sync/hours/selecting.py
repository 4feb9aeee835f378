"""Which entries of a day are to stand in Tripletex (reference/svenn.md 4): approved, not exported before, not 0."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from samspill.model.hours import DayLedger, Entry, Slot

NOT_APPROVED = "hours_not_approved"
FROM_BEFORE = "hours_from_before"
EXPORTED_BEFORE = "hours_exported_before"
WITHOUT_PROJECT = "hours_without_project"


@dataclass(frozen=True)
class Noted:
    """An entry that stays out, and why."""

    entry: Entry
    code: str


@dataclass(frozen=True)
class Selection:
    """What is to cross, and what stays out with a reason. Entries of 0 hours stay out without a word."""

    chosen: tuple[Entry, ...]
    noted: tuple[Noted, ...]


def select(entries: Iterable[Entry], ledger: DayLedger, since: date) -> Selection:
    """Sort a day's entries, those of the app and of files. What the ledger has sent is known to be exported by us,
    and is not from before. What came by file somebody sent on purpose, whatever its day."""
    ours = {entry for row in ledger.rows for entry in row.entries} | set(ledger.marked)
    chosen: list[Entry] = []
    noted: list[Noted] = []
    for entry in sorted(entries, key=lambda each: each.id):
        if entry.seconds == 0:
            continue
        code = _reason(entry, since, known=entry.id in ours)
        if code is None:
            chosen.append(entry)
        else:
            noted.append(Noted(entry, code))
    return Selection(tuple(chosen), tuple(noted))


def slot_of(entry: Entry) -> Slot:
    """What the entry has in common with others of its day."""
    return Slot(project=entry.project, task=entry.task, tag=entry.tag)


def _reason(entry: Entry, since: date, *, known: bool) -> str | None:
    if not entry.approved:
        return NOT_APPROVED
    if entry.exported and not known:
        return EXPORTED_BEFORE
    if entry.on < since and not known and entry.origin is None:
        return FROM_BEFORE
    if entry.project is None and entry.tag is None:
        return WITHOUT_PROJECT
    return None
