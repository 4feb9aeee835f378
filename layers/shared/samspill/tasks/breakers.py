"""Breakers for people: what stands still and why, telling that it does, releasing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from samspill.composition import App
from samspill.exceptions import NotFound, RevisionConflict
from samspill.messages import reason_texts
from samspill.model.breakers import Breaker, Harm, limit
from samspill.model.changes import Priority, RecordKey
from samspill.model.connection import Connection
from samspill.model.deeds import What
from samspill.model.history import Entry
from samspill.model.kinds import Kind, Side
from samspill.model.status import Status
from samspill.observability import logger
from samspill.sync.breaker import BREAKER_OPEN, RELEASED, register_of, waits_for
from samspill.tasks import deeds
from samspill.tasks.attention import tell_of_trouble
from samspill.tasks.connections import wake_groups

_TRIES = 20
_LINES = 20


@dataclass(frozen=True)
class Shown:
    """A breaker with the numbers it stands for: `of` so many linked records no more than `limit` may be deleted or
    overwritten within an hour; `waiting` changes wait for the release. `history` is newest first."""

    breaker: Breaker
    of: int
    limit: int
    deleted: int
    overwritten: int
    waiting: int
    since: datetime | None
    history: tuple[Entry, ...] = ()

    @property
    def facts(self) -> Mapping[str, str]:
        """What its texts name."""
        return {
            "kinds": self.breaker.kind.value,
            "deleted": str(self.deleted),
            "overwritten": str(self.overwritten),
            "total": str(self.of),
            "waiting": str(self.waiting),
        }


def each(app: App, connection: Connection) -> list[Shown]:
    """One for each kind that is on, closed ones too."""
    breakers, kinds = app.stores(connection.id).breakers, app.integration_of(connection).kinds
    return [_shown(app, connection, breakers.get(kind)) for kind in connection.kinds_on(kinds)]


def opened(app: App, connection: Connection) -> list[Shown]:
    """Those that stand still."""
    found = app.stores(connection.id).breakers.all()
    return [_shown(app, connection, breaker) for breaker in found if breaker.is_open]


def one(app: App, connection: Connection, kind: Kind) -> Shown:
    """That of a kind, open or not. Raises NotFound for a kind the integration does not have."""
    if kind not in app.integration_of(connection).kinds:
        raise NotFound(f"breaker of {kind.value}")
    return _shown(app, connection, app.stores(connection.id).breakers.get(kind))


def release(app: App, connection: Connection, kind: Kind, by: str) -> Shown:
    """Let the kind go on: what waits counts as approved, anything new is counted from nothing. Releasing what is not
    open wakes whoever still waits, and does no harm. Raises NotFound for a kind the integration does not have."""
    if kind not in app.integration_of(connection).kinds:
        raise NotFound(f"breaker of {kind.value}")
    released = _released(app, connection, kind, by)
    key = RecordKey(kind=kind, side=Side.TRIPLETEX, id=RELEASED)
    app.stores(connection.id).inbox.put(key, due_at=app.clock(), priority=Priority.PERSON)
    if connection.status is Status.ACTIVE:
        wake_groups(app, connection, [kind])
    return _shown(app, connection, released)


def _released(app: App, connection: Connection, kind: Kind, by: str) -> Breaker:
    stores = app.stores(connection.id)
    for _ in range(_TRIES):
        breaker, now = stores.breakers.get(kind), app.clock()
        if not breaker.is_open:
            return breaker
        try:
            released = stores.breakers.save(breaker.released(by, now))
        except RevisionConflict:
            continue
        key = register_of(kind)
        stores.journal.write([Entry(connection=connection.id, key=key, at=now, what="released", by=by)])
        logger.info("breaker released", connection=connection.id, kind=kind.value)
        deeds.note(app, connection.id, What.RELEASED, by)
        return released
    raise RevisionConflict("the breaker is written by others all the time")


def tell_opened(app: App, connection: Connection) -> int:
    """Write to those who are told of problems about each breaker that they were not told of yet; how many. At least
    once: whoever is cut off between mail and note is followed by somebody who writes again."""
    breakers, told = app.stores(connection.id).breakers, 0
    for breaker in breakers.all():
        if not breaker.is_open or breaker.told_at is not None:
            continue
        logger.warning("breaker open", connection=connection.id, kind=breaker.kind.value)
        facts = {**_shown(app, connection, breaker).facts, "app": connection.integration.capitalize()}
        texts = reason_texts(BREAKER_OPEN, connection.language, facts)
        tell_of_trouble(
            app, connection, BREAKER_OPEN, {part: getattr(texts, part) for part in ("title", "explanation", "remedy")}
        )
        told += 1
        try:
            breakers.save(breaker.model_copy(update={"told_at": app.clock()}))
        except RevisionConflict:
            continue  # released meanwhile, or told by somebody else
    return told


def forget(app: App, connection: Connection, kind: Kind) -> None:
    """The kind is not synced any more: nothing of it is counted, and nothing waits."""
    stores = app.stores(connection.id)
    stores.breakers.drop(kind)
    if stores.inbox.wake(waits_for(kind), app.clock()) and connection.status is Status.ACTIVE:
        wake_groups(app, connection, [kind])


def forget_all(app: App, connection: Connection) -> None:
    """The connection is off: nothing of it is counted any more."""
    breakers = app.stores(connection.id).breakers
    for breaker in breakers.all():
        breakers.drop(breaker.kind)


def _shown(app: App, connection: Connection, breaker: Breaker) -> Shown:
    stores, settings, now = app.stores(connection.id), connection.settings, app.clock()
    of = breaker.of if breaker.is_open else stores.links.count().get(breaker.kind, 0)
    return Shown(
        breaker=breaker,
        of=of,
        limit=limit(settings.breaker_count, settings.breaker_share, of),
        deleted=breaker.count(Harm.DELETED, now),
        overwritten=breaker.count(Harm.OVERWRITTEN, now),
        since=breaker.since(now),
        waiting=stores.inbox.waiting(waits_for(breaker.kind)),
        history=tuple(stores.journal.history(register_of(breaker.kind), _LINES)),
    )
