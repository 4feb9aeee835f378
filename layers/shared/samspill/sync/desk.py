"""The desk a batch is worked at: one connection, its systems and stores, the clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from samspill.model.changes import Noticed, Priority, RecordKey
from samspill.model.connection import Connection
from samspill.model.drift import Drift
from samspill.model.kinds import Side
from samspill.model.rules import Integration
from samspill.sync.ports import Shelf, Stores, System

#: Longer than any function may run: a live lease means a live worker. Who knows that its function ends sooner gives
#: less (`Desk.lease`).
LEASE = timedelta(minutes=6)
#: The longest a peer may still be busy with a request whose answer we lost.
PEER_LONGEST = timedelta(seconds=60)
#: A waiting child is looked at again after this, should its parent's wake-up ever be missed.
PARENT_PATIENCE = timedelta(minutes=10)
#: An optional reference is filled in when its parent appears; reconcile covers the rest.
OPTIONAL_PATIENCE = timedelta(days=7)


@dataclass(frozen=True)
class Desk:
    """Everything the engine works with.

    `guard` raises GenerationChanged before a write that must not happen. `targets` are the sides that may be written
    now (one a phase in the first sync). `wakes` is False while nobody can be waiting yet. `report` is called within
    an exception that nobody expected, with the record it came up for. `approved` tells what people asked for or have
    approved: it does not count for the breaker. `drifted` hears what a finished comparison found, `terms_made` the
    numbers of payment terms that the app has now and what they mean. `systems_at` gives the systems with a priority's
    share of their rate limits; without it `systems` serve all. `lease` is how long others leave a record to a worker
    that was killed while it made it: as long as its function may run, and the peer be busy after that. `noticed` is
    what the records of this batch are looked at for.
    """

    connection: Connection
    integration: Integration
    systems: Mapping[Side, System]
    stores: Stores
    shelf: Shelf
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    guard: Callable[[], None]
    targets: frozenset[Side] = field(default_factory=lambda: frozenset(Side))
    wakes: bool = True
    report: Callable[[RecordKey], None] = lambda _key: None
    approved: Callable[[RecordKey], bool] = lambda _key: False
    drifted: Callable[[Drift], None] = lambda _drift: None
    terms_made: Callable[[Mapping[str, str]], None] = lambda _numbers: None
    systems_at: Callable[[Priority], Mapping[Side, System]] | None = None
    lease: timedelta = LEASE
    noticed: Mapping[RecordKey, Noticed] = field(default_factory=dict)

    def at(self, priority: Priority) -> "Desk":
        """The same desk with that priority's share of the rate limits."""
        return replace(self, systems=self.systems_at(priority)) if self.systems_at else self


@dataclass(frozen=True)
class Finished:
    """Nothing more to do for this change."""


@dataclass(frozen=True)
class Later:
    """Look again at `due_at`; `counts` when it was a failed attempt, `code` says why it failed."""

    due_at: datetime
    counts: bool = True
    code: str | None = None


@dataclass(frozen=True)
class Parked:
    """Look again when `waiting_for` is there, or, `till_free`, when no link has it; at the latest at `until`."""

    waiting_for: RecordKey
    until: datetime
    till_free: bool = False


@dataclass(frozen=True)
class Stopped:
    """Stays in the inbox until a person releases the kind's breaker."""


Result = Finished | Later | Parked | Stopped
