"""What the engine needs from the outside: two systems and the stores of one connection.

Every store object is bound to one connection, so no call can reach another connection's items.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from pydantic import BaseModel

from samspill.exceptions import DataRefused, RetryLater
from samspill.model.changes import Change, Priority, RecordKey
from samspill.model.connection import Company
from samspill.model.history import Decision, Entry, Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link
from samspill.model.problems import Problem, ProblemState
from samspill.model.records import Record, Values

RowT = TypeVar("RowT", bound=BaseModel)

# ---- what a write can come to -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Done:
    """The peer stored it; `record` is what it returned, with every field it knows and its new version."""

    record: Record


@dataclass(frozen=True)
class Refused:
    """The peer refuses this row: its data must change."""

    error: DataRefused


@dataclass(frozen=True)
class Conflict:
    """The record is not at the given version any more: read again, merge again. Nothing was written."""


@dataclass(frozen=True)
class Missing:
    """The record is gone (404). Nothing was written."""


@dataclass(frozen=True)
class Uncertain:
    """The answer was lost: it may have been written or not."""

    error: RetryLater


@dataclass(frozen=True)
class NotSent:
    """The row was never sent (rate limit, an earlier row failed): try again later."""

    error: RetryLater


Outcome = Done | Refused | Conflict | Missing | Uncertain | NotSent


@dataclass(frozen=True)
class Draft:
    """A record to create. `intent` is our own id of the attempt: stable over retries, used as idempotency key
    where the peer has one. `values` hold references as ids of the target side."""

    intent: str
    values: Values

    @property
    def number(self) -> str:
        """The number chosen before the POST; empty when the peer shall choose."""
        return str(self.values.get("number") or "")


@dataclass(frozen=True)
class Patch:
    """Fields to write to an existing record; `version` is the one that was read. `key` makes the write
    idempotent where the peer can."""

    id: str
    version: int | None
    values: Values
    key: str = ""


@dataclass(frozen=True)
class Changed:
    """An answer of `changed_since`: ids that changed, ids said to be deleted, where to go on from.
    `unsure` tells that something changed but not what: compare the register."""

    ids: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    cursor: str = ""
    unsure: bool = False


class System(Protocol):
    """One side of one connection. Raises RateLimited, RetryLater, ConfigurationWrong from every call.

    A Lambda never sleeps longer than two seconds for a limit: RateLimited says until when.
    """

    side: Side

    def company(self) -> Company:
        """Whose keys these are."""

    def check_rights(self, kind: Kind) -> None:
        """Raises ConfigurationWrong(right_missing ...) when records of `kind` cannot be read and written."""

    def get(self, kind: Kind, ids: Sequence[str]) -> dict[str, Record | None]:
        """Each id with its record, or None only when a GET of that very id said 404. Active and inactive."""

    def find(self, kind: Kind, field: str, values: Sequence[str]) -> list[Record]:
        """All records, active and inactive, whose `field` ('number', 'organization_number', 'email') equals one
        of `values`; a peer may return more, the caller compares again. A field it cannot look up finds nothing."""

    def read_all(self, kind: Kind) -> Iterator[Sequence[Record]]:
        """The whole register in pages, active and inactive. Raises ConfigurationWrong(register_too_large) when
        the peer's cap makes it impossible to read completely."""

    def create(self, kind: Kind, drafts: Sequence[Draft]) -> list[Outcome]:
        """Create, in batches where the peer has a list endpoint; one outcome a draft, in order. A failed batch
        is read again, then split: never does one row's refusal decide over another row."""

    def update(self, kind: Kind, patches: Sequence[Patch]) -> list[Outcome]:
        """Write fields, guarded by version where the peer has one; one outcome a patch, in order."""

    def delete(self, kind: Kind, record_id: str, version: int | None) -> Outcome | None:
        """Delete; None when it is gone now."""

    def changed_since(self, kind: Kind, cursor: str) -> Changed:
        """What changed after `cursor` ('' = from now on)."""

    def subscribe(self, url: str, secret: str, kinds: Sequence[Kind]) -> list["Subscribed"]:
        """Make our webhook subscriptions anew (removing ours to the same url first)."""

    def unsubscribe(self, ids: Sequence[str]) -> None:
        """Remove subscriptions; one that is gone already is fine."""

    def repair_subscriptions(self, url: str, ids: Sequence[str]) -> bool:
        """Re-enable disabled ones. True when all are there and active, False when they must be made anew."""


@dataclass(frozen=True)
class Subscribed:
    """A subscription the peer made. `secret` signs its deliveries (given by us or by the peer)."""

    id: str
    event: str
    secret: str


# ---- stores of one connection -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Claim:
    """An intent we own. `attempt` counts the tries; from the second on something may have been created."""

    id: str
    key: RecordKey
    number: str
    attempt: int
    fence: int
    first_at: datetime


class Links(Protocol):
    """Links of one connection."""

    def by_ids(self, kind: Kind, side: Side, ids: Sequence[str]) -> dict[str, Link]:
        """Links (also tombstones) of those ids that have one, by the id on `side`."""

    def add(self, link: Link, claim: Claim | None = None) -> Link:
        """Store a new link and drop the claim's intent in the same transaction. Raises RevisionConflict when
        either id is linked already."""

    def save(self, link: Link) -> Link:
        """Store with revision + 1. Raises RevisionConflict when the stored revision is another."""

    def remove(self, link: Link) -> None:
        """Forget the link (both ids become free). Raises RevisionConflict."""

    def all(self, kind: Kind) -> Iterator[Link]:
        """Every link of `kind`, tombstones too, in bounded memory."""

    def count(self) -> dict[Kind, int]:
        """Live links per kind."""


class Intents(Protocol):
    """Intents to create, one per source record."""

    def claim(self, key: RecordKey, number: str, intent_id: str, now: datetime, lease: timedelta) -> Claim | None:
        """Take or take over the intent for `key`; None while somebody else's lease lives. An expired intent is
        taken over with attempt + 1 and keeps its id, number and first_at."""

    def open(self, keys: Sequence[RecordKey]) -> dict[RecordKey, Claim]:
        """Intents that exist for those keys, alive or expired: something may have been created for them."""

    def release(self, claim: Claim) -> None:
        """Drop the intent: nothing was created, certainly. Ignored when it has another fence by now."""

    def expire(self, claim: Claim, now: datetime) -> None:
        """End the lease but keep the intent: the outcome is uncertain and will be looked up."""


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
    ) -> None:
        """Write the item or raise its counter. An existing item becomes due at the earlier of both times and
        takes the stronger priority; a parked one (`waiting_for`) is woken."""

    def put_many(self, keys: Iterable[RecordKey], *, due_at: datetime, priority: Priority) -> int:
        """`put` for many; how many."""

    def due(self, group: str, now: datetime, limit: int = 100) -> list[Change]:
        """Due items of a group, stronger priority first, then older due time."""

    def has_due(self, group: str, now: datetime) -> bool:
        """Whether `due` would find anything."""

    def done(self, change: Change) -> bool:
        """Remove the item if its counter is still the one read. False when another trigger came meanwhile."""

    def postpone(self, change: Change, due_at: datetime, *, attempts: int) -> None:
        """Due later, e.g. at a rate limit's reset. An item triggered meanwhile stays due now."""

    def park(self, change: Change, waiting_for: str, until: datetime) -> None:
        """Wait for something ('kind#side#id' of a parent, or 'approval'), at the longest until `until`."""

    def wake(self, waiting_for: str, now: datetime) -> list[RecordKey]:
        """Make everything that waits for it due; what was woken."""

    def oldest_due(self, group: str, now: datetime) -> datetime | None:
        """Due time of the oldest due item."""

    def count(self) -> int:
        """How many items there are, due or not."""


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
        q: str = "",
        standing: Standing | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> tuple[list[Fate], str | None]:
        """A page of fates whose name or number contains `q` (case and accents folded)."""

    def forget(self, key: RecordKey) -> None:
        """Drop the fate of a record that no longer exists and was never linked."""

    def write(self, entries: Sequence[Entry]) -> None:
        """Append history."""

    def history(self, key: RecordKey, limit: int = 100) -> list[Entry]:
        """Newest first."""

    def open_problem(self, problem: Problem) -> Problem:
        """Open, or refresh (times + 1, opened_at kept) the record's one open problem. An ignored problem with
        the same code stays ignored."""

    def solve(self, key: RecordKey, now: datetime) -> bool:
        """Close the record's open or ignored problem; whether there was one."""

    def problem(self, problem_id: str) -> Problem | None:
        """By id."""

    def problem_of(self, key: RecordKey) -> Problem | None:
        """The record's open or ignored problem."""

    def set_state(self, problem_id: str, state: ProblemState) -> Problem:
        """Ignore or re-open. Raises NotFound."""

    def problems(
        self,
        *,
        kind: Kind | None = None,
        code: str | None = None,
        state: ProblemState = ProblemState.OPEN,
        q: str = "",
        limit: int = 50,
        cursor: str | None = None,
    ) -> tuple[list[Problem], str | None]:
        """A page of problems, newest first."""

    def count_open(self) -> dict[str, int]:
        """Open problems per code."""


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


@dataclass(frozen=True)
class Stores:
    """All stores of one connection."""

    links: Links
    intents: Intents
    inbox: Inbox
    journal: Journal
    decisions: Decisions


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

    def keys(self, prefix: str) -> list[str]:
        """All keys that begin with `prefix`, sorted."""
