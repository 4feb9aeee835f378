"""One connection looked at closely, for somebody who supports it: what is linked, waits and differs per kind, and for
what it waits. Read when it is asked for; no system is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from samspill.composition import App
from samspill.model.changes import Change, RecordKey
from samspill.model.connection import Connection
from samspill.model.drift import Drift
from samspill.model.kinds import GROUPS, Kind
from samspill.sync.first_sync.remainder import APPROVAL
from samspill.tasks.breakers import Shown, opened

#: So many changes of a group are looked at for what they wait for.
LOOKED_AT = 200


class Why(StrEnum):
    """Why a change still waits."""

    DUE = "due"
    BOOKED = "booked"
    TRIED = "tried"
    RECORD = "record"
    BREAKER = "breaker"
    APPROVAL = "approval"


@dataclass(frozen=True)
class OfKind:
    """A kind: live pairs, changes waiting, and what the last comparison found, if there was one."""

    kind: Kind
    on: bool
    linked: int
    waiting: int
    drift: Drift | None
    stopped: bool


@dataclass(frozen=True)
class Waiting:
    """So many changes of a kind wait for the same; `behind` is the kind of the record they wait for. The one that has
    waited longest came in `since`."""

    kind: Kind
    why: Why
    behind: Kind | None
    count: int
    since: datetime


@dataclass(frozen=True)
class Checkup:
    """All of it. `waiting` counts those that were looked at; `whole` tells whether these were all."""

    kinds: tuple[OfKind, ...]
    waiting: tuple[Waiting, ...]
    whole: bool
    stopped: tuple[Shown, ...]


def checkup(app: App, connection: Connection) -> Checkup:
    """Look at it."""
    stores, offered = app.stores(connection.id), app.integration(connection.integration).offered
    links, drifts = stores.links.count(), {drift.kind: drift for drift in stores.drifts.all()}
    stopped = opened(app, connection)
    standing = {shown.breaker.kind for shown in stopped}
    groups = {group: stores.inbox.some(group, LOOKED_AT) for group in sorted(set(GROUPS.values()))}
    changes = [change for found in groups.values() for change in found]
    whole = all(len(found) < LOOKED_AT for found in groups.values())
    seen = Counter(change.key.kind for change in changes)
    return Checkup(
        kinds=tuple(
            OfKind(
                kind, connection.settings.is_on(kind), links.get(kind, 0),
                seen[kind] if len(groups[GROUPS[kind]]) < LOOKED_AT else stores.inbox.count_of(kind),
                drifts.get(kind), kind in standing,
            ) for kind in offered
        ),
        waiting=tuple(_waiting(changes, app.clock())), whole=whole, stopped=tuple(stopped),
    )  # fmt: skip


def _waiting(changes: list[Change], now: datetime) -> Iterator[Waiting]:
    """Most first."""
    reasons = [(change.key.kind, *_why(change, now)) for change in changes]
    since = {reason: min(change.first_at for change, each in zip(changes, reasons, strict=True) if each == reason)
             for reason in set(reasons)}  # fmt: skip
    for reason, count in Counter(reasons).most_common():
        yield Waiting(*reason, count, since[reason])


def _why(change: Change, now: datetime) -> tuple[Why, Kind | None]:
    waits_for = change.waiting_for
    if waits_for is None:
        if change.due_at <= now:
            return Why.DUE, None
        return (Why.TRIED if change.attempts else Why.BOOKED), None
    if waits_for == APPROVAL:
        return Why.APPROVAL, None
    if waits_for.startswith("breaker#"):
        return Why.BREAKER, None
    return Why.RECORD, RecordKey.parse(waits_for).kind
