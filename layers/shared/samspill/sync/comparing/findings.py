"""What a slice of a comparison found, and what is kept of it for the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from samspill.model.changes import RecordKey
from samspill.model.history import Decision
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link
from samspill.model.rules import KindRule
from samspill.sync.desk import Desk
from samspill.sync.reading import Reading
from samspill.sync.registers import Registers


@dataclass(frozen=True)
class Comparing:
    """What a comparison works with: both registers as they were read, and what persons decided."""

    desk: Desk
    rule: KindRule
    reading: Reading
    registers: Registers
    decisions: Mapping[RecordKey, Decision]

    @property
    def kind(self) -> Kind:
        """The kind that is compared."""
        return self.rule.kind


@dataclass(frozen=True)
class Apart:
    """How a record differs. `state` is another when one of both records has changed since; `modified_at` tells when
    what differs was modified, where that is known."""

    state: str
    modified_at: datetime | None = None


@dataclass(frozen=True)
class Found:
    """What a slice found.

    `wanted` must be looked at again. `differing` are those of them that have no open problem. `peaceful` are records
    of equal pairs. `links` are those the slice went over, `fetched` counts records that were read by id. `cursor`
    goes on behind the slice, None at the end.
    """

    wanted: Sequence[RecordKey] = ()
    differing: Mapping[RecordKey, Apart] = field(default_factory=dict)
    peaceful: frozenset[RecordKey] = frozenset()
    links: Sequence[Link] = ()
    fetched: Mapping[Side, int] = field(default_factory=dict)
    linked: int = 0
    unequal: int = 0
    held: int = 0
    cursor: str | None = None


class Progress(BaseModel):
    """How far a comparison is: the stage and its cursor, and what was counted so far."""

    model_config = ConfigDict(frozen=True)

    stage: int = 0
    cursor: str = ""
    slices: int = 0
    fetched: dict[Side, int] = dict.fromkeys(Side, 0)
    linked: int = 0
    unequal: int = 0
    held: int = 0
    enqueued: int = 0
    oldest: datetime | None = None

    def after(self, found: Found, since: Sequence[datetime]) -> "Progress":
        """The progress behind a slice whose differences are that old."""
        times = [*since, *([self.oldest] if self.oldest is not None else [])]
        return Progress(
            stage=self.stage + (found.cursor is None),
            cursor=found.cursor or "",
            slices=self.slices + 1,
            fetched={side: self.fetched[side] + found.fetched.get(side, 0) for side in Side},
            linked=self.linked + found.linked,
            unequal=self.unequal + found.unequal,
            held=self.held + found.held,
            enqueued=self.enqueued + len(found.wanted),
            oldest=min(times, default=None),
        )


class Pair(BaseModel):
    """The ids of a link that was gone over."""

    model_config = ConfigDict(frozen=True)

    tripletex: str
    app: str


class Difference(BaseModel):
    """A difference in one state, and since when it is known."""

    model_config = ConfigDict(frozen=True)

    key: RecordKey
    state: str
    since: datetime
