"""Imports: hours that came in an uploaded file, from the upload to the person who says that they are approved."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from samspill.model.hours import Day, Entry, Move, Slot
from samspill.model.hours_file import FileRow, Unit


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ImportState(StrEnum):
    """Where an import is: people must be named, what it would do is being looked at, rows stand in its way, a person
    may confirm it, it was confirmed and its hours go where they belong."""

    PEOPLE = "people"
    LOOKING = "looking"
    REFUSED = "refused"
    READY = "ready"
    CONFIRMED = "confirmed"


class StatedDay(_Kept):
    """What a file says about one employee's day: a sum for each slot. One of no seconds takes back what an earlier
    file gave to its slot."""

    day: Day
    entries: tuple[Entry, ...]


class ImportRow(_Kept):
    """A row of the file and where it went: `entry` is the sum that it is a part of, on `day` in `slot`. With a `code`
    it went nowhere, and `blocks` tells that the file cannot be confirmed while it is so."""

    row: FileRow
    day: Day | None = None
    slot: Slot | None = None
    entry: str | None = None
    code: str | None = None
    facts: dict[str, str] = Field(default_factory=dict)
    blocks: bool = False


class JudgedRow(_Kept):
    """A row and what becomes of the hours it is a part of: `move` is None where nothing is left to do."""

    was: ImportRow
    move: Move | None = None
    code: str | None = None
    facts: dict[str, str] = Field(default_factory=dict)
    blocks: bool = False


class Candidate(_Kept):
    """An employee of the app who may be meant."""

    id: str
    number: str | None
    name: str


class UnknownPerson(_Kept):
    """Somebody in the file of whom nobody has said who they are. `name` is what to answer with; `number` is the
    *Ansatt ID* of the file, which is nobody's in the app or somebody's with another name."""

    name: str
    number: str = ""
    rows: int
    seconds: int
    candidates: tuple[Candidate, ...] = ()


class HoursImport(_Kept):
    """An uploaded file. `look` is the run that shows, or showed, what it would do; it begins anew when people are
    named. `booking` is the run that takes its hours over, `confirmed_at` what tells earlier files from later ones.
    Seconds: `seconds` is the sum of what can be read, `stated` that of the file's own sum row. `conflicts` counts
    rows whose hours come from the app itself, None until that was looked at."""

    id: str
    sha256: str
    size: int
    by: str
    created_at: datetime
    sheet: str
    unit: Unit | None
    rows: int
    seconds: int
    stated: int | None
    first: date | None
    last: date | None
    unreadable: int
    left_out: int = 0
    days: int = 0
    people: dict[str, str | None] = Field(default_factory=dict)
    unknown: tuple[UnknownPerson, ...] = ()
    look: str | None = None
    conflicts: int | None = None
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None
    booking: str | None = None

    @property
    def state(self) -> ImportState:
        """Where it is."""
        if self.confirmed_at is not None:
            return ImportState.CONFIRMED
        if self.unreadable or self.conflicts:
            return ImportState.REFUSED
        if self.unknown:
            return ImportState.PEOPLE
        return ImportState.LOOKING if self.conflicts is None else ImportState.READY

    @property
    def looked(self) -> bool:
        """Whether a run shows what it would do: not before all of its rows go somewhere."""
        return self.look is not None and not self.unreadable and not self.unknown

    @property
    def origin(self) -> str:
        """How its entries are signed: of two, the one confirmed later sorts last."""
        return f"{self.confirmed_at.isoformat() if self.confirmed_at else ''}#{self.id}"
