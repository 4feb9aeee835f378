"""Why is a record synced, or not: everything that is known of it, in one answer."""

from dataclasses import dataclass, field

from samspill.composition import App
from samspill.exceptions import ConfigurationWrong, NotFound, RetryLater
from samspill.model.changes import Priority, RecordKey
from samspill.model.connection import Connection
from samspill.model.history import Decision, Entry, Fate, Standing
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
    """All that is known of one record. `stopped` is the breaker of its kind while that stands still."""

    key: RecordKey
    fate: Fate | None
    link: Link | None
    present: tuple[Present, ...]
    history: list[Entry] = field(default_factory=list)
    problem: Problem | None = None
    decision: Decision | None = None
    stopped: Shown | None = None


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


def explain(app: App, connection: Connection, key: RecordKey) -> Explained:
    """Everything about a record; both sides are read now. Raises NotFound when nothing is known of it."""
    stores = app.stores(connection.id)
    fate = stores.journal.fates([key]).get(key)
    link = stores.links.by_ids(key.kind, key.side, [key.id]).get(key.id) or _order(stores, key)
    present = _present(app, connection, key, link)
    if fate is None and link is None and not any(each.values is not None for each in present):
        raise NotFound(str(key))
    return Explained(
        key=key,
        fate=fate,
        link=link,
        present=present,
        history=_history(stores, key, link),
        problem=stores.journal.problem_of(key),
        decision=stores.decisions.get([key]).get(key),
        stopped=next((one for one in opened(app, connection) if one.breaker.kind is key.kind), None),
    )


def _history(stores: Stores, key: RecordKey, link: Link | None) -> list[Entry]:
    """Its lines, newest first; where it had other ids before, what was done to the pair under those too. Whoever else
    had one of them has another link."""
    lines = stores.journal.history(key)
    if link is None:
        return lines
    for former in link.half(key.side).former:
        before = stores.journal.history(key.model_copy(update={"id": former}))
        lines += [line for line in before if line.link == link.id]
    return sorted(lines, key=lambda line: line.at, reverse=True)


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
