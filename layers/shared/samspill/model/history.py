"""What happened to records, and where each stands now."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from samspill.model.changes import Noticed, RecordKey
from samspill.model.kinds import Side
from samspill.model.problems import Choice
from samspill.model.records import Values

#: Choices by which a record stays where it is.
KEPT_OUT = frozenset({Choice.LEAVE_OUT, Choice.LET_GO, Choice.KEEP_APART})
#: Choices by which a pair is taken apart: for good, or to be looked at like new records.
SEPARATING = frozenset({Choice.KEEP_APART, Choice.MATCH_ANEW})


class Standing(StrEnum):
    """Where a record stands."""

    LINKED = "linked"
    WAITING = "waiting"
    HELD = "held"
    SKIPPED = "skipped"
    GONE = "gone"


class Fate(BaseModel):
    """The last word on one record: why it is, or is not, synced."""

    model_config = ConfigDict(frozen=True)

    connection: str
    key: RecordKey
    standing: Standing
    code: str | None = None
    number: str | None = None
    name: str = ""
    link: str | None = None
    waiting_for: str | None = None
    fingerprint: str = ""
    updated_at: datetime


class Entry(BaseModel):
    """One line of history: what was done to which record. `lost` keeps values that were overwritten."""

    model_config = ConfigDict(frozen=True)

    connection: str
    key: RecordKey
    at: datetime
    what: str = Field(description="linked, created, updated, deleted, conflict, held, solved, decided ...")
    link: str | None = None
    written: Values = Field(default_factory=dict)
    lost: Values = Field(default_factory=dict)
    code: str | None = None
    by: str | None = None
    noticed: Noticed | None = Field(default=None, description="What it was done upon.")
    choice: Choice | None = Field(default=None, description="What a person chose.")
    partner: str | None = Field(default=None, description="Id on the other side of what it was linked with, or was.")

    @property
    def side(self) -> Side:
        """In which system it happened: what is created is told with its source, and made on the other side."""
        return self.key.side.other if self.what == "created" else self.key.side


class Decision(BaseModel):
    """What a person chose for a record; kept until it no longer applies. `planned`: it was part of a plan that was
    approved, and is owed since; it does not go past what a person has to look at."""

    model_config = ConfigDict(frozen=True)

    connection: str
    key: RecordKey
    choice: Choice
    partner: str | None = Field(default=None, description="Id on the other side, for `link`.")
    by: str
    at: datetime
    planned: bool = False
    link: str | None = Field(default=None, description="The link that it takes apart.")

    @property
    def wants_new(self) -> bool:
        """Whether the record is to be created, whatever its kind's direction."""
        return self.choice in (Choice.CREATE, Choice.RECREATE)

    def takes_apart(self, link: str) -> bool:
        """Whether the two halves of that link are to be separated: of that one only, not of a later one of theirs."""
        return self.choice in SEPARATING and self.link == link

    @property
    def insists(self) -> bool:
        """Whether it is to be created although others look alike."""
        return self.wants_new and not self.planned
