"""Why is a record synced, or not: everything that is known of it, in one answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from samspill.composition import App
from samspill.exceptions import ConfigurationWrong, NotFound, RetryLater
from samspill.model.changes import Priority, RecordKey
from samspill.model.connection import Connection
from samspill.model.history import Decision, Fate, Standing
from samspill.model.kinds import RECORDS, Kind, Side
from samspill.model.links import Link
from samspill.model.problems import Problem
from samspill.model.records import Values
from samspill.model.status import Status
from samspill.sync.documents.papers import order_key
from samspill.sync.ports import Stores
from samspill.tasks.breakers import Shown, opened
from samspill.tasks.present import values_of
from samspill.tasks.refusals import Invalid
from samspill.tasks.timeline import Timeline, timeline
from samspill.tasks.waiting import Waits, waits_of


@dataclass(frozen=True)
class Present:
    """A record as its system shows it this moment, None when it does not exist. `unavailable` is the reason why it
    could not be asked."""

    side: Side
    id: str
    values: Values | None = None
    unavailable: str | None = None


@dataclass(frozen=True)
class Explained:
    """All that is known of one record. `history` is that of both halves; `decision` what a person has chosen and is
    not carried out yet, or holds for good; `stopped` the breaker of its kind while that stands still; `waits` what is
    still to be done with it."""

    key: RecordKey
    fate: Fate | None
    link: Link | None
    present: tuple[Present, ...]
    history: Timeline = field(default_factory=lambda: Timeline(()))
    problem: Problem | None = None
    decision: Decision | None = None
    stopped: Shown | None = None
    waits: Waits | None = None


def search(
    app: App, connection: Connection, kind: Kind | None, standing: Standing | None, q: str, limit: int,
    cursor: str | None,
) -> tuple[list[Fate], str | None]:  # fmt: skip
    """A page of records whose name or number contains `q`. Raises Invalid(invalid_cursor)."""
    journal = app.stores(connection.id).journal
    try:
        return journal.search(kind=kind, standing=standing, q=q, limit=limit, cursor=cursor)
    except ValueError:
        raise Invalid("invalid_cursor", "cursor") from None


def explain(app: App, connection: Connection, key: RecordKey, before: datetime | None = None) -> Explained:
    """Everything about a record; both sides are read now. With `before` (UTC) its history from before that time.
    Raises NotFound when nothing is known of it."""
    stores = app.stores(connection.id)
    fate = stores.journal.fates([key]).get(key)
    link = stores.links.by_ids(key.kind, key.side, [key.id]).get(key.id) or _order(stores, key)
    present = _present(app, connection, key, link)
    if fate is None and link is None and not any(each.values is not None for each in present):
        raise NotFound(str(key))
    app_half = key if link is None or link.kind is not key.kind else RecordKey(
        kind=link.kind, side=Side.APP, id=link.app.id
    )  # fmt: skip
    return Explained(
        key=key,
        fate=fate,
        link=link,
        present=present,
        history=timeline(stores.journal, key, link, before),
        problem=stores.journal.problem_of(key) or (stores.journal.problem_of(app_half) if app_half != key else None),
        decision=_decision(stores, {key, app_half}),
        stopped=next((one for one in opened(app, connection) if one.breaker.kind is key.kind), None),
        waits=waits_of(app, connection, [fate]).get(key) if fate is not None else None,
    )


def _decision(stores: Stores, keys: set[RecordKey]) -> Decision | None:
    """The later of what was chosen for either half."""
    return max(stores.decisions.get(list(keys)).values(), key=lambda decision: decision.at, default=None)


def _order(stores: Stores, key: RecordKey) -> Link | None:
    """What a document has become, or is becoming, when that is an order."""
    if not key.kind.is_document or key.side is not Side.APP:
        return None
    order = order_key(key)
    return stores.links.by_ids(order.kind, order.side, [order.id]).get(order.id)


def _present(app: App, connection: Connection, key: RecordKey, link: Link | None) -> tuple[Present, ...]:
    """Both sides as they are. What start-up does stands in no register, and not every app has documents. A day of
    hours is no record of either side: the ledger has what came of it."""
    shown_kinds = RECORDS.union(app.integration(connection.integration).offered) - {Kind.HOURS}
    if key.kind not in shown_kinds:
        return ()
    shown = {key.side: (key.kind, key.id)}
    if link is not None:
        shown[key.side.other] = (link.kind, link.half(key.side.other).id)
    return tuple(_read(app, connection, kind, side, record_id) for side, (kind, record_id) in shown.items())


def _read(app: App, connection: Connection, kind: Kind, side: Side, record_id: str) -> Present:
    if connection.status is Status.OFF:
        return Present(side, record_id, unavailable="connection_off")
    try:
        system = app.systems(connection, Priority.PERSON)[side]
        return Present(side, record_id, values_of(system, kind, side, record_id))
    except (RetryLater, ConfigurationWrong) as error:
        return Present(side, record_id, unavailable=error.code)


def named(
    app: App, connection: Connection, refs: Mapping[str, Kind], values: Mapping[Side, Values]
) -> dict[tuple[Side, str], str]:
    """What people know the records by that references name, by side and field: number and name, where they are
    known."""
    keys = {
        (side, name): RecordKey(kind=kind, side=side, id=str(own[name]))
        for side, own in values.items()
        for name, kind in refs.items()
        if own.get(name)
    }
    fates = app.stores(connection.id).journal.fates(sorted(set(keys.values()), key=str)) if keys else {}
    called = {key: " ".join(filter(None, (fate.number, fate.name))) for key, fate in fates.items()}
    return {place: text for place, key in keys.items() if (text := called.get(key))}
