"""The breaker of one kind: how many records were deleted or overwritten within the hour, and whether that was too
many. Pure arithmetic; `samspill.sync.breaker` uses it.

A record counts once an hour, however often it is tried again or edited; one that was overwritten and then deleted
counts as deleted. Five minutes' worth of records is kept as marks (short hashes), so that a record counted already is
recognised after a crash, a lost answer, a conflict.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from samspill.model.kinds import Kind, Side

WINDOW = timedelta(hours=1)
_STEP = timedelta(minutes=5)
#: Characters of a mark: six bytes, so that among tens of thousands hardly two are alike.
_MARK = 8
#: Never more than this in an hour, whatever the settings say: marks have to fit into one item (400 kB).
MOST = 40_000


class Harm(StrEnum):
    """What is done to a record that cannot simply be done again."""

    DELETED = "deleted"
    OVERWRITTEN = "overwritten"


class StoppedRecord(BaseModel):
    """One of the records that were stopped."""

    model_config = ConfigDict(frozen=True)

    side: Side
    id: str
    number: str | None
    name: str


class Breaker(BaseModel):
    """State of one connection's kind. `deleted` and `overwritten` hold marks by the beginning of their five minutes.

    `of` are the links that were live when `measured_at`. Open since `opened_at`; `told_at` is when people were told
    of that. `released_at` and `released_by` are of the last release.
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind
    revision: int = 0
    deleted: dict[datetime, str] = {}
    overwritten: dict[datetime, str] = {}
    of: int = 0
    measured_at: datetime | None = None
    opened_at: datetime | None = None
    examples: tuple[StoppedRecord, ...] = ()
    told_at: datetime | None = None
    released_at: datetime | None = None
    released_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the kind stands still."""
        return self.opened_at is not None

    def count(self, harm: Harm, now: datetime) -> int:
        """How many records were so harmed within the hour before `now`, or before it opened."""
        return len(self._marks(harm, self.opened_at or now))

    def total(self, now: datetime) -> int:
        """How many in all."""
        return sum(self.count(harm, now) for harm in Harm)

    def since(self, now: datetime) -> datetime | None:
        """The beginning of the five minutes in which the first of them was counted."""
        starts = {*self.deleted, *self.overwritten}
        return min((start for start in starts if _within(start, self.opened_at or now)), default=None)

    def unknown(self, harm: Harm, ids: Iterable[str], now: datetime) -> list[str]:
        """Those of `ids` that are not counted as that yet, nor as deleted, order kept."""
        known = self._marks(harm, now) | self._marks(Harm.DELETED, now)
        return [each for each in ids if _mark(each) not in known]

    def further(self, ids: Iterable[str], now: datetime) -> list[str]:
        """Those of `ids` that are not counted at all yet: by them `total` grows. Order kept."""
        known = {mark for harm in Harm for mark in self._marks(harm, now)}
        return [each for each in ids if _mark(each) not in known]

    def counted(self, harm: Harm, ids: Sequence[str], now: datetime) -> "Breaker":
        """A copy with `ids` counted at `now`, as that alone; what is older than the window is forgotten."""
        new, start = [_mark(each) for each in ids], _start(now)
        kept = {each: _without(self._by_start(each), frozenset(new), now) for each in Harm}
        if new:
            kept[harm][start] = kept[harm].get(start, "") + "".join(new)
        return self.model_copy(update={each.value: marks for each, marks in kept.items()})

    def measured(self, live: int, now: datetime) -> "Breaker":
        """A copy that knows of how many records the share is meant: those that are live, and those just deleted."""
        return self.model_copy(update={"of": live + self.count(Harm.DELETED, now), "measured_at": now})

    def is_measured(self, now: datetime) -> bool:
        """Whether `of` is from this hour."""
        return self.measured_at is not None and now - self.measured_at < WINDOW

    def opened(self, now: datetime, examples: Sequence[StoppedRecord]) -> "Breaker":
        """A copy that stands still from now on."""
        return self.model_copy(update={"opened_at": now, "examples": tuple(examples), "told_at": None})

    def released(self, by: str, now: datetime) -> "Breaker":
        """A copy that goes on and counts from nothing; what waited until `now` has been approved."""
        return Breaker(kind=self.kind, revision=self.revision, released_at=now, released_by=by)

    def _by_start(self, harm: Harm) -> dict[datetime, str]:
        return self.deleted if harm is Harm.DELETED else self.overwritten

    def _marks(self, harm: Harm, now: datetime) -> set[str]:
        found = (marks for start, marks in self._by_start(harm).items() if _within(start, now))
        return {mark for marks in found for mark in _each(marks)}


def limit(count: int, share: int, of: int) -> int:
    """How many of `of` records may be harmed within the hour: both `count` and `share` (per cent) must be exceeded
    before it is too many (DESIGN section 4)."""
    return min(max(count, of * share // 100), MOST)


def _mark(record_id: str) -> str:
    return base64.urlsafe_b64encode(hashlib.blake2b(record_id.encode(), digest_size=6).digest()).decode()


def _each(marks: str) -> list[str]:
    return [marks[i : i + _MARK] for i in range(0, len(marks), _MARK)]


def _without(by_start: Mapping[datetime, str], gone: frozenset[str], now: datetime) -> dict[datetime, str]:
    """The marks within the window but for those."""
    kept = {
        start: "".join(mark for mark in _each(marks) if mark not in gone)
        for start, marks in by_start.items()
        if _within(start, now)
    }
    return {start: marks for start, marks in kept.items() if marks}


def _start(now: datetime) -> datetime:
    epoch = datetime.fromtimestamp(0, tz=UTC)
    return epoch + (now - epoch) // _STEP * _STEP


def _within(start: datetime, now: datetime) -> bool:
    """Whether some of the five minutes from `start` are within the hour before `now`."""
    return start + _STEP > now - WINDOW
