"""What the engine needs of the stores of one connection.

Every store object is bound to one connection, so no call can reach another connection's items.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar

from pydantic import BaseModel

from samspill.model.breakers import Breaker
from samspill.model.changes import Change, Priority, RecordKey, Way
from samspill.model.drift import Drift
from samspill.model.history import Decision, Entry, Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link
from samspill.model.problems import Problem, ProblemState
from samspill.model.records import Values
from samspill.sync.ports.hours import Ledger

RowT = TypeVar("RowT", bound=BaseModel)


@dataclass(frozen=True)
class Claim:
    """An intent to create. `attempt` counts the tries; from the second on something may have been created.

    `values` are what the last attempt sends, as the target side has them: by them its outcome is recognised. Until
    `until` (UTC) its owner or the peer may still be at it.
    """

    id: str
    key: RecordKey
    values: Values
    attempt: int
    fence: int
    first_at: datetime
    until: datetime = field(default=datetime.max.replace(tzinfo=UTC), compare=False)

    @property
    def number(self) -> str:
        """The number chosen before the POST; empty when there is none."""
        return str(self.values.get("number") or "")


class Links(Protocol):
    """Links of one connection."""

    def by_ids(self, kind: Kind, side: Side, ids: Sequence[str]) -> dict[str, Link]:
        """Links (also tombstones) of those ids that have one, by the id on `side`."""

    def add(self, link: Link, claim: Claim | None = None) -> Link:
        """Store a new link and drop the claim's intent in the same transaction. Raises RevisionConflict when
        either id is linked already."""

    def save(self, link: Link) -> Link:
        """Store with revision + 1; ids stay (see `rekey`). Raises RevisionConflict when the stored revision is
        another."""

    def rekey(self, side: Side, moves: Sequence[tuple[Link, str]]) -> list[Link]:
        """Store links whose records on `side` have another id now, all in one transaction, each with revision + 1;
        the links as they are since. Ids may go round in a circle; at most 33 moves, 50 where all do. Raises
        RevisionConflict, with nothing stored, when a stored revision is another or an id is another link's."""

    def remove(self, link: Link) -> None:
        """Forget the link (both ids become free). Raises RevisionConflict."""

    def all(self, kind: Kind, after: str = "") -> Iterator[Link]:
        """Every link of `kind`, tombstones too, by id, in bounded memory; with `after` those behind that id."""

    def count(self) -> dict[Kind, int]:
        """Live links per kind."""

    def live(self, kind: Kind) -> int:
        """How many links of `kind` are live. Reads all of them."""


class Intents(Protocol):
    """Intents to create, one per source record."""

    def claim(self, key: RecordKey, values: Values, intent_id: str, now: datetime, lease: timedelta) -> Claim | None:
        """Take or take over the intent for `key`, to create `values`; None while somebody else's lease lives. An
        expired intent is taken over with attempt + 1 and keeps its id, values and first_at: what the try before came
        to is not known yet."""

    def send(self, claim: Claim, values: Values) -> Claim:
        """The claim, which now is to create `values`: the try before came to nothing. Raises RevisionConflict when it
        has another fence by now."""

    def move(self, claim: Claim, key: RecordKey) -> Claim:
        """The claim, which now is for `key`: its source has another id. Whoever held it does not any more. Raises
        RevisionConflict when it has another fence by now, or `key` has an intent."""

    def open(self, keys: Sequence[RecordKey]) -> dict[RecordKey, Claim]:
        """Intents that exist for those keys, alive or expired: something may have been created for them."""

    def pending(self, kind: Kind, side: Side) -> list[Claim]:
        """All intents, alive or expired, whose source records are on `side`."""

    def release(self, claim: Claim) -> None:
        """Drop the intent: nothing was created, certainly. Ignored when it has another fence by now."""

    def give_back(self, claim: Claim, at: datetime) -> None:
        """The try was not sent: it does not count. The intent of a first one is dropped; a later one is as it was
        before the claim, with its lease over at `at`. Ignored when it has another fence by now."""

    def expire(self, claim: Claim, at: datetime) -> None:
        """Let the lease end at `at` but keep the intent: the outcome is uncertain and will be looked up then."""


class Inbox(Protocol):
    """What waits to be done."""

    def put(
        self,
        key: RecordKey,
        *,
        due_at: datetime,
        priority: Priority = Priority.CHANGE,
        deleted_hint: bool = False,
        old_number: str | None = None,
        way: Way | None = None,
    ) -> None:
        """Write the item or raise its counter. An existing item becomes due at the earlier of both times and
        takes the stronger priority; a parked one (`waiting_for`) is woken. `way` is how it was noticed, for triggers
        from outside; a comparison does not take the place of what was noticed before."""

    def put_many(
        self, keys: Iterable[RecordKey], *, due_at: datetime, priority: Priority, way: Way | None = None
    ) -> int:
        """`put` for many; how many."""

    def due(self, group: str, now: datetime, limit: int = 100) -> list[Change]:
        """Due items of a group, stronger priority first, then older due time."""

    def find(self, keys: Sequence[RecordKey]) -> dict[RecordKey, Change]:
        """Those of the records that have an item, due or not."""

    def has_due(self, group: str, now: datetime) -> bool:
        """Whether `due` would find anything."""

    def done(self, change: Change) -> bool:
        """Remove the item if its counter is still the one read. False when another trigger came meanwhile, or
        somebody else removed it."""

    def postpone(self, change: Change, due_at: datetime, *, attempts: int) -> bool:
        """Due later, e.g. at a rate limit's reset. False, with nothing stored, as `done`: an item triggered
        meanwhile stays due now."""

    def park(self, change: Change, waiting_for: str, until: datetime) -> bool:
        """Wait for something ('kind#side#id' of a parent, or 'approval'), at the longest until `until`. False as
        `postpone`."""

    def wake(self, waiting_for: str, now: datetime) -> list[RecordKey]:
        """Make everything that waits for it due; what was woken."""

    def waiting(self, waiting_for: str) -> int:
        """How many items wait for it. May lag behind by a moment."""

    def oldest_due(self, group: str, now: datetime) -> datetime | None:
        """Due time of the oldest due item."""

    def some(self, group: str, limit: int) -> list[Change]:
        """Up to so many items of a group, due or not, in no order that means anything. May lag behind by a moment:
        for people to look at."""

    def count(self) -> int:
        """How many items there are, due or not."""

    def count_of(self, kind: Kind) -> int:
        """How many of them are of `kind`."""


class Journal(Protocol):
    """Fates, history and problems of one connection."""

    def set_fates(self, fates: Sequence[Fate]) -> None:
        """Overwrite the last word on each record."""

    def fates(self, keys: Sequence[RecordKey]) -> dict[RecordKey, Fate]:
        """The last word on those records that have one."""

    def search(
        self,
        *,
        kind: Kind | None = None,
        side: Side | None = None,
        q: str = "",
        standing: Standing | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> tuple[list[Fate], str | None]:
        """A page of fates whose name or number contains `q` (case and accents folded). A side goes with a kind."""

    def write(self, entries: Sequence[Entry]) -> None:
        """Append history."""

    def history(self, key: RecordKey, limit: int = 100, before: datetime | None = None) -> list[Entry]:
        """Newest first; those of before a time, if one is given."""

    def open_problem(self, problem: Problem) -> Problem:
        """Open, or refresh (times + 1, opened_at kept) the record's one open problem. An ignored problem with
        the same code stays ignored."""

    def solve(self, key: RecordKey, now: datetime) -> bool:
        """Close the record's open or ignored problem; whether there was one."""

    def problem(self, problem_id: str) -> Problem | None:
        """By id."""

    def problem_of(self, key: RecordKey) -> Problem | None:
        """The record's open or ignored problem."""

    def troubled(self, keys: Sequence[RecordKey]) -> set[RecordKey]:
        """Those of the records that have one."""

    def set_state(self, problem_id: str, state: ProblemState) -> Problem:
        """Ignore or re-open. Raises NotFound."""

    def problems(
        self,
        *,
        kind: Kind | None = None,
        codes: Collection[str] = (),
        state: ProblemState = ProblemState.OPEN,
        q: str = "",
        limit: int = 50,
        cursor: str | None = None,
    ) -> tuple[list[Problem], str | None]:
        """A page of problems, newest first; with `codes` only those that have one of them."""

    def count_open(self) -> dict[str, int]:
        """Open problems per code."""


class Cursors(Protocol):
    """How far each register has been polled."""

    def get(self, kind: Kind, side: Side) -> str:
        """Where `changed_since` of that side said to go on from; empty before the first poll."""

    def put(self, kind: Kind, side: Side, cursor: str) -> None:
        """Go on from there the next time."""


class Decisions(Protocol):
    """What persons chose."""

    def get(self, keys: Sequence[RecordKey]) -> dict[RecordKey, Decision]:
        """Decisions for those records that have one."""

    def all(self) -> list[Decision]:
        """Every decision of the connection."""

    def put(self, decision: Decision) -> None:
        """Save or replace."""

    def drop(self, key: RecordKey) -> None:
        """Forget."""


class Breakers(Protocol):
    """Breakers of one connection, one a kind."""

    def get(self, kind: Kind) -> Breaker:
        """The kind's breaker; a new one when nothing has been counted yet."""

    def all(self) -> list[Breaker]:
        """Those that were ever saved."""

    def save(self, breaker: Breaker) -> Breaker:
        """Store with revision + 1. Raises RevisionConflict when the stored revision is another."""

    def drop(self, kind: Kind) -> None:
        """Forget."""


class Drifts(Protocol):
    """What the last comparison of each kind found."""

    def put(self, drift: Drift) -> None:
        """Keep it in the place of the kind's last one."""

    def all(self) -> list[Drift]:
        """Of each kind that was compared, by kind."""


@dataclass(frozen=True)
class Stores:
    """All stores of one connection."""

    links: Links
    intents: Intents
    inbox: Inbox
    journal: Journal
    cursors: Cursors
    decisions: Decisions
    drifts: Drifts
    breakers: Breakers
    hours: Ledger


class Shelf(Protocol):
    """Large things by key: snapshots, plans, chunks. Keys begin with the connection's id."""

    def put_rows(self, key: str, rows: Iterable[BaseModel]) -> int:
        """Store rows, streamed; how many."""

    def rows(self, key: str, model: type[RowT]) -> Iterator[RowT]:
        """The stored rows, streamed. Raises NotFound."""

    def put_json(self, key: str, value: BaseModel) -> None:
        """Store one object."""

    def get_json(self, key: str, model: type[RowT]) -> RowT:
        """The stored object. Raises NotFound."""

    def put_file(self, key: str, body: bytes) -> None:
        """Store a file as it is: to be looked at by people, never read by us."""

    def keys(self, prefix: str) -> list[str]:
        """All keys that begin with `prefix`, sorted."""

    def delete_prefix(self, prefix: str) -> int:
        """Delete everything whose key begins with `prefix`; how much."""
