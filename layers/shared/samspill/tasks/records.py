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
from samspill.model.records import Record
from samspill.model.status import Status
from samspill.tasks.breakers import Shown, opened
from samspill.tasks.refusals import Invalid


@dataclass(frozen=True)
class Present:
    """A record as its system shows it this moment. `unavailable` is the reason why it could not be asked."""

    side: Side
    id: str
    record: Record | None = None
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
    link = stores.links.by_ids(key.kind, key.side, [key.id]).get(key.id)
    present = _present(app, connection, key, link)
    if fate is None and link is None and not any(each.record for each in present):
        raise NotFound(str(key))
    return Explained(
        key=key,
        fate=fate,
        link=link,
        present=present,
        history=stores.journal.history(key),
        problem=stores.journal.problem_of(key),
        decision=stores.decisions.get([key]).get(key),
        stopped=next((one for one in opened(app, connection) if one.breaker.kind is key.kind), None),
    )


def _present(app: App, connection: Connection, key: RecordKey, link: Link | None) -> tuple[Present, ...]:
    """Both sides as they are. Documents and what start-up does stand in no register of records."""
    if key.kind not in RECORDS:
        return ()
    ids = {key.side: key.id}
    if link is not None:
        ids[key.side.other] = link.half(key.side.other).id
    return tuple(_read(app, connection, key.kind, side, record_id) for side, record_id in ids.items())


def _read(app: App, connection: Connection, kind: Kind, side: Side, record_id: str) -> Present:
    if connection.status is Status.OFF:
        return Present(side, record_id, unavailable="connection_off")
    try:
        system = app.systems(connection, Priority.PERSON)[side]
        return Present(side, record_id, system.get(kind, [record_id])[record_id])
    except (RetryLater, ConfigurationWrong) as error:
        return Present(side, record_id, unavailable=error.code)
