"""Hours: what people entered in the app, what becomes of it in Tripletex, and the ledger between the two.

Entries of one employee, day, project and activity are one row of Tripletex' timesheet (reference/tripletex.md 8.8).
Time in the app is whole seconds, so that thirds of an hour are exact; hours of Tripletex are
hundredths, as `Decimal`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_serializer

HUNDREDTH = Decimal("0.01")
SECONDS_PER_HUNDREDTH = 36
_MARK = "|"


class Day(BaseModel):
    """One employee's day: what is worked on together. `employee` is the app's id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    employee: str
    on: date

    def __str__(self) -> str:
        """`employee|2026-10-12`, how a change and the ledger name it."""
        return f"{self.employee}{_MARK}{self.on.isoformat()}"

    @property
    def week(self) -> str:
        """ISO-8601, `2026-W42`."""
        year, week, _ = self.on.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def monday(self) -> date:
        """The first day of its week."""
        return self.on - timedelta(days=self.on.weekday())

    @classmethod
    def parse(cls, text: str) -> "Day":
        """The reverse of `str`; of a line's id its day. Raises ValueError on anything else."""
        employee, day, *_ = text.split(_MARK)
        return cls(employee=employee, on=date.fromisoformat(day))


def is_day(change_id: str) -> bool:
    """Whether a change is of a day, or of a line of one; else it is of an entry, by its id in the app."""
    return _MARK in change_id


class Entry(BaseModel):
    """What somebody entered in the app. Ids are the app's. `task` and `tag` are names as people see them.
    `version` grows with each change. `exported`: the app was told that the books have it as it is now.
    An entry out of an uploaded file has an `origin` instead of a version: the import it came with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    employee: str
    on: date
    seconds: int = Field(ge=0)
    project: str | None = None
    task: str | None = None
    tag: str | None = None
    comment: str = ""
    approved: bool = False
    exported: bool = False
    version: int = 0
    origin: str | None = None

    @property
    def day(self) -> Day:
        """Whose day it is on."""
        return Day(employee=self.employee, on=self.on)


class Slot(BaseModel):
    """What entries of a day have in common before anything is known of Tripletex."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    project: str | None = None
    task: str | None = None
    tag: str | None = None


class RowKey(BaseModel):
    """What makes a row of the timesheet unique, in ids of Tripletex."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    employee: str
    on: date
    project: str | None
    activity: str

    def __str__(self) -> str:
        """One string for stores."""
        return _MARK.join((self.employee, self.on.isoformat(), self.project or "-", self.activity))


class Stated(BaseModel):
    """A row as it stood, or is to stand. `hours` in hundredths."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hours: Decimal
    comment: str = ""


class Intent(BaseModel):
    """What is about to be written and whose outcome is unknown until it is seen. `wanted` None: the row is to go.
    `seconds` are what entries give to the row once it is written. Until `until` (UTC) its owner or Tripletex may
    still be at it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wanted: Stated | None
    seconds: dict[str, int] = Field(default_factory=dict)
    until: datetime
    attempt: int = 1


class LedgerRow(BaseModel):
    """A row of the timesheet that we made or took over, and which entry gave how much to it.

    `id` is None while nothing is known to stand there. `base` is the row as Tripletex itself returned it after our
    last read or write. `seconds` by the entry's id. `foreign` are somebody else's hours that a person had ours added
    to: they stay when ours go. `first` is what was sent first, `corrections` how often it was changed since."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: RowKey
    id: str | None = None
    version: int | None = None
    base: Stated | None = None
    intent: Intent | None = None
    seconds: dict[str, int] = Field(default_factory=dict)
    foreign: Decimal = Decimal(0)
    comment: str = ""
    theirs: Decimal | None = None
    first: Decimal | None = None
    corrections: int = 0
    sent_at: datetime | None = None

    @property
    def ours(self) -> Decimal:
        """Hours of the row that are of the app's entries, as last seen in Tripletex."""
        return self.base.hours - self.foreign if self.base is not None else Decimal(0)

    @property
    def entries(self) -> frozenset[str]:
        """Ids of entries that gave something to it, or are about to."""
        return frozenset(self.seconds) | frozenset(self.intent.seconds if self.intent is not None else ())


class HeldLine(BaseModel):
    """Hours that could not cross. `line` tells it from others of the day and is stable; `code` is a problem of the
    catalogue, or a note when nobody has to act (`model.problems`). `hours` in hundredths."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: str
    slot: Slot
    code: str
    facts: dict[str, str] = Field(default_factory=dict)
    hours: Decimal
    entries: tuple[str, ...] = ()
    since: datetime


class DayLedger(BaseModel):
    """All that is known of one day. `revision` rises by one with each save: who lost a race starts over.

    `filed` are entries out of uploaded files: each states the sum of its slot, a later file's in the place of an
    earlier one's. `marked` are versions of entries that the app was told are exported. `touched`: something changed
    in the app since, and nobody has sent it (only where a person sends). `employee_id` and the names are as of the
    last look, for people to read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: Day
    revision: int = 0
    rows: tuple[LedgerRow, ...] = ()
    held: tuple[HeldLine, ...] = ()
    filed: tuple[Entry, ...] = ()
    marked: dict[str, int] = Field(default_factory=dict)
    touched: bool = False
    employee_number: str | None = None
    employee_name: str = ""
    names: dict[str, str] = Field(default_factory=dict, description="Names of projects and activities, by their id.")
    updated_at: datetime | None = None

    @property
    def entries(self) -> frozenset[str]:
        """Ids of entries that gave something to a row, or are held."""
        return frozenset((*(e for row in self.rows for e in row.entries), *(e for h in self.held for e in h.entries)))

    @field_serializer("marked")
    def _sorted(self, marked: Mapping[str, int]) -> dict[str, int]:
        return dict(sorted(marked.items()))


class Move(StrEnum):
    """What is to happen with a row, or with hours."""

    SEND = "send"
    CORRECT = "correct"
    REMOVE = "remove"
    ADOPT = "adopt"
    STANDS = "stands"
    HOLD = "hold"
    SKIP = "skip"
    WAIT = "wait"


@dataclass(frozen=True)
class SheetRow:
    """A row of the timesheet as Tripletex has it. `locked`: it can be changed no more. `chargeable` hours are the
    books' own affair: they are kept, and follow the hours where all of them were chargeable; None says nothing."""

    id: str
    version: int | None
    key: RowKey
    hours: Decimal
    comment: str
    locked: bool = False
    chargeable: Decimal | None = None

    @property
    def stated(self) -> Stated:
        """What it says."""
        return Stated(hours=self.hours, comment=self.comment)


@dataclass(frozen=True)
class RowDraft:
    """A row to be made."""

    key: RowKey
    wanted: Stated


class ActivityType(StrEnum):
    """Tripletex' types of activities."""

    GENERAL = "GENERAL_ACTIVITY"
    PROJECT_GENERAL = "PROJECT_GENERAL_ACTIVITY"
    PROJECT_SPECIFIC = "PROJECT_SPECIFIC_ACTIVITY"
    TASK = "TASK"


@dataclass(frozen=True)
class Activity:
    """An activity of Tripletex. GENERAL ones are internal: of no project."""

    id: str
    name: str
    number: str = ""
    type: ActivityType = ActivityType.PROJECT_GENERAL
    disabled: bool = False


@dataclass(frozen=True)
class ProjectSheet:
    """What of a project decides who may book on it. `activities` are linked to it and open, by id. `participants`
    None: everybody may. `linked_only`: general project activities must be linked, too, before they can be used."""

    id: str
    number: str
    name: str
    start: date | None
    closed: bool
    activities: Mapping[str, Activity]
    participants: frozenset[str] | None = None
    linked_only: bool = True

    def takes(self, activity: Activity) -> bool:
        """Whether the activity can be used on the project as it is."""
        general = activity.type is ActivityType.PROJECT_GENERAL and not self.linked_only
        return not activity.disabled and (activity.id in self.activities or general)


@dataclass(frozen=True)
class Period:
    """Days of an employee (id of Tripletex) that can be booked on no more, and why: a problem's code."""

    employee: str
    first: date
    last: date
    code: str
