"""What the engine needs of a system: one side of one connection, and what a write to it can come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from samspill.exceptions import DataRefused, RetryLater
from samspill.model.connection import Company
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record, Values


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
    `unsure` tells that something changed but not what: compare the register. `more`: the register is not asked to its
    end yet, another call goes on from `cursor`."""

    ids: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    cursor: str = ""
    unsure: bool = False
    more: bool = False


@dataclass(frozen=True)
class RegisterPage:
    """Some records of a register. `cursor` reads on, None after the last page. Not `complete`: a part of the register
    cannot be read at all (the peer caps what one query may touch); what is missing elsewhere then tells nothing."""

    records: Sequence[Record] = ()
    cursor: str | None = None
    complete: bool = True


class Repair(Enum):
    """What became of our webhook subscriptions: nothing was wrong; they deliver again, and what happened meanwhile
    was not told; one is missing, points elsewhere or is signed with a secret we do not know: make all anew."""

    SOUND = "sound"
    MENDED = "mended"
    LOST = "lost"


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
        """All records, active and inactive, whose `field` ('number', 'organization_number', 'email', and
        'name' on a side where the number is the identity) equals one of `values`; a peer may return more, the caller
        compares again. A field it cannot look up finds nothing."""

    def read_page(self, kind: Kind, cursor: str = "") -> RegisterPage:
        """A page of the register, active and inactive, from `cursor` on ('' = from the beginning). Rows that change
        while pages are read may come twice (the last word counts) or be missed: absence is only a suspicion."""

    def create(self, kind: Kind, drafts: Sequence[Draft]) -> list[Outcome]:
        """Create, in batches where the peer has a list endpoint; one outcome a draft, in order. A failed batch
        is read again, then split: never does one row's refusal decide over another row."""

    def update(self, kind: Kind, patches: Sequence[Patch]) -> list[Outcome]:
        """Write fields, guarded by version where the peer has one; one outcome a patch, in order."""

    def delete(self, kind: Kind, record_id: str, version: int | None) -> Outcome | None:
        """Delete; None when it is gone now."""

    def changed_since(self, kind: Kind, cursor: str) -> Changed:
        """What changed after `cursor` ('' = from now on); a large register is asked in some calls."""

    def subscribe(self, url: str, secret: str, kinds: Sequence[Kind]) -> list["Subscribed"]:
        """Make our webhook subscriptions anew (removing ours to the same url first)."""

    def unsubscribe(self, ids: Sequence[str]) -> None:
        """Remove subscriptions; one that is gone already is fine."""

    def repair_subscriptions(self, url: str, ids: Sequence[str], secrets: Sequence[str]) -> Repair:
        """Switch disabled ones on again. `secrets`, newest first, are those that we check deliveries with: where the
        peer can be told or asked, theirs is one of them afterwards."""


@dataclass(frozen=True)
class Subscribed:
    """A subscription the peer made. `secret` signs its deliveries (given by us or by the peer)."""

    id: str
    event: str
    secret: str
