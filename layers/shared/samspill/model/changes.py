"""Changes: "look at this record". A change never carries truth, only hints."""

from datetime import datetime
from enum import IntEnum, StrEnum

from pydantic import BaseModel, ConfigDict

from samspill.model.kinds import GROUPS, Kind, Side

#: The id of a change that means "compare the whole register of this kind and side".
EVERYTHING = "*"


class Priority(IntEnum):
    """Who goes first when the peer's rate limit is short. Lower is sooner."""

    PERSON = 1
    CHANGE = 2
    FIRST_SYNC = 3
    RECONCILE = 4


class RecordKey(BaseModel):
    """One record of one side."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    side: Side
    id: str

    def __str__(self) -> str:
        """`kind#side#id`, the form used in stores."""
        return f"{self.kind.value}#{self.side.value}#{self.id}"

    @classmethod
    def parse(cls, text: str) -> "RecordKey":
        """The reverse of `str`. Raises ValueError on anything else."""
        kind, side, record_id = text.split("#", 2)
        return cls(kind=Kind(kind), side=Side(side), id=record_id)

    @property
    def group(self) -> str:
        """The group of kinds that one worker at a time handles."""
        return GROUPS[self.kind]


class Way(StrEnum):
    """How we came to know that a record may have changed."""

    WEBHOOK = "webhook"
    POLL = "poll"
    COMPARISON = "comparison"
    PERSON = "person"


class Noticed(BaseModel):
    """On which side, how and when (UTC) it was noticed that something may have changed."""

    model_config = ConfigDict(frozen=True)

    way: Way
    side: Side
    at: datetime


class Change(BaseModel):
    """An inbox item as it was read: `counter` tells whether another trigger came in meanwhile.

    `told_at` and `told_with` are of the last trigger, comparisons apart: those find again what waits. None only for
    an item that was put before they were kept. `noticed` is of the last trigger from outside.
    """

    model_config = ConfigDict(frozen=True)

    key: RecordKey
    counter: int = 1
    due_at: datetime
    first_at: datetime
    priority: Priority = Priority.CHANGE
    told_at: datetime | None = None
    told_with: Priority | None = None
    deleted_hint: bool = False
    old_number: str | None = None
    waiting_for: str | None = None
    attempts: int = 0
    noticed: Noticed | None = None
