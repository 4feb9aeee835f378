"""What happened to records, and where each stands now."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from samspill.model.changes import RecordKey
from samspill.model.problems import Choice
from samspill.model.records import Values


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
    what: str = Field(description="linked, created, updated, deleted, conflict, held, decided ...")
    link: str | None = None
    written: Values = Field(default_factory=dict)
    lost: Values = Field(default_factory=dict)
    code: str | None = None
    by: str | None = None


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

    @property
    def wants_new(self) -> bool:
        """Whether the record is to be created, whatever its kind's direction."""
        return self.choice in (Choice.CREATE, Choice.RECREATE)

    @property
    def insists(self) -> bool:
        """Whether it is to be created although others look alike."""
        return self.wants_new and not self.planned
