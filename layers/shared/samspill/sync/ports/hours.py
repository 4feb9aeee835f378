"""What hours need of the two systems and of their ledger.

Calls of systems raise RateLimited, RetryLater and ConfigurationWrong as `System` does; the outcome of a write to a
row is a `RowOutcome`, for in a list some rows may be refused and the fate of others be unknown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from samspill.model.hours import (
    Activity,
    ActivityType,
    Day,
    DayLedger,
    Entry,
    Period,
    ProjectSheet,
    RowDraft,
    RowKey,
    SheetRow,
    Stated,
)
from samspill.sync.ports.systems import Changed, Conflict, Missing, NotSent, Refused, Uncertain


@dataclass(frozen=True)
class Wanted:
    """Which entries are asked for, days inclusive; None is any."""

    first: date | None = None
    last: date | None = None
    employee: str | None = None
    approved: bool | None = None
    exported: bool | None = None


@dataclass(frozen=True)
class Mark:
    """The books have this version of the entry, or nothing of it any more."""

    id: str
    version: int
    exported: bool


class TimeEntries(Protocol):
    """The app's side: what people entered."""

    def entries_of(self, days: Sequence[Day]) -> dict[Day, list[Entry]]:
        """All entries of those days, approved or not; a day without any has none. Days of one employee that follow
        each other cost one reading."""

    def entries(self, wanted: Wanted) -> Iterator[Entry]:
        """Streamed page by page, by employee, then date, then id: a day is complete when the next one begins."""

    def entries_by_id(self, ids: Sequence[str]) -> dict[str, Entry]:
        """Those that exist."""

    def entries_since(self, cursor: str) -> Changed:
        """Ids of entries written or deleted after `cursor` ('' = from now on)."""

    def mark(self, marks: Sequence[Mark]) -> dict[str, bool]:
        """Tell the app which entries the books have, and in which version; by id whether it was noted. Not noted is
        one that has another version by now, or is gone. Said again it changes nothing."""


@dataclass(frozen=True)
class RowDone:
    """Tripletex stored it; `row` is what it returned, None for one that was removed."""

    row: SheetRow | None


@dataclass(frozen=True)
class RowTaken:
    """409/7000: hours stand there already. Nothing was written."""


#: Besides what may come of any write.
RowOutcome = RowDone | RowTaken | Refused | Conflict | Missing | Uncertain | NotSent


class Timesheet(Protocol):
    """Tripletex' side. Ids of employees, projects and activities are those of Tripletex.

    What changes seldom (activities, the standard one, projects, periods) is read at most once a minute: `look_again`
    where somebody may have put right what was in the way."""

    def look_again(self) -> None:
        """Read all of that anew when it is asked for next."""

    def rows(self, employees: Sequence[str], first: date, last: date) -> list[SheetRow]:
        """All rows of those people, whoever made them, days inclusive. One that is not among them may still exist: a
        list can lose a row at the border of a page."""

    def row(self, row_id: str) -> SheetRow | None:
        """One row; None only after a 404 on that very id."""

    def closed_periods(self, employees: Sequence[str], first: date, last: date) -> list[Period]:
        """Weeks and months that are approved or otherwise cannot be booked on."""

    def activities(self) -> list[Activity]:
        """All that are of no single project, disabled ones too."""

    def standard_activity(self) -> str | None:
        """Id of the company's own standard activity of projects."""

    def project_sheets(self, projects: Sequence[str]) -> dict[str, ProjectSheet]:
        """What decides about booking on them; those that exist."""

    def create_rows(self, drafts: Sequence[RowDraft]) -> list[RowOutcome]:
        """Make up to 100 rows, in as few calls as can be; outcomes in the order of the drafts, matched by key and
        never by position. One bad row does not keep the others back."""

    def update_rows(self, rows: Sequence[tuple[SheetRow, Stated]]) -> list[RowOutcome]:
        """Write hours and comment to up to 100 rows at their versions; nothing else of a row changes."""

    def delete_row(self, row: SheetRow) -> RowOutcome:
        """Remove it at its version; one that is gone is done."""

    def create_activity(self, name: str, kind: ActivityType) -> Activity:
        """Raises DataRefused (`name_taken`)."""

    def link_activity(self, project: str, activity: str) -> None:
        """Make the activity usable on the project; already linked is fine. Raises DataRefused."""


class Ledger(Protocol):
    """What came of hours: days, which entry is on which day, who owns which row. Of one connection."""

    def days(self, days: Sequence[Day]) -> dict[Day, DayLedger]:
        """Those that exist."""

    def save(self, before: DayLedger | None, after: DayLedger) -> DayLedger:
        """Store with revision + 1, together with the index of its entries and its claims on rows: a row's key that
        was not in `before` is claimed for this day, one that is gone from `after` is free. Raises RevisionConflict,
        with nothing stored, when the stored revision is not that of `before` (None: there must be none), and
        RowClaimed when a key is another day's."""

    def days_of(self, entries: Sequence[str]) -> dict[str, Day]:
        """The day on which each entry was last seen; those that were. It may have left it since."""

    def owners(self, rows: Sequence[RowKey]) -> dict[RowKey, Day]:
        """Which day has claimed each of those rows; those that are claimed."""

    def week(self, week: str, employee: str | None = None) -> Iterator[DayLedger]:
        """Days of an ISO week (`2026-W42`), by employee and date."""

    def touched(self) -> Iterator[Day]:
        """Days with changes that nobody has sent, by employee and date."""


class RowClaimed(Exception):
    """The row of that key belongs to another employee's day of the app: after people were linked otherwise, until
    that day has been worked on."""

    def __init__(self, owner: Day) -> None:
        super().__init__(str(owner))
        self.owner = owner
