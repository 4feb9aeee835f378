"""What the clock starts: the tick re-sends lost wake-ups, polls find what no webhook told, reconcile compares
everything, and subscriptions are kept alive."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from samspill.composition import App
from samspill.exceptions import ConfigurationWrong, RetryLater
from samspill.model.changes import Priority, RecordKey
from samspill.model.connection import Connection
from samspill.model.kinds import GROUPS, Kind, Side
from samspill.model.status import Event, Status
from samspill.observability import MetricUnit, logger, metrics
from samspill.sync.sweep import sweep_key
from samspill.tasks import dead_letters
from samspill.tasks.attention import need_attention
from samspill.tasks.breakers import tell_opened
from samspill.tasks.connections import reconcile, wake_groups
from samspill.tasks.subscriptions import subscribe, webhook_url

#: Each connection is compared as a whole this often, at its own time of the interval.
RECONCILE_EVERY = timedelta(hours=24)


def run_task(app: App, task: str) -> dict[str, int]:
    """Run the task of that name for every active connection; how much was done, how many connections failed.

    One connection's failure stops no other. Raises KeyError for a task that does not exist.
    """
    work, done, failed = TASKS[task], 0, 0
    try:
        for connection in app.connections.active((Status.ACTIVE,)):
            worked = _worked(app, task, work, connection)
            done += worked or 0
            failed += worked is None
    finally:
        if task == "tick":
            _measure(app)
            dead_letters.count(app)
    logger.info("task done", task=task, done=done, failed=failed)
    return {"done": done, "failed": failed}


def _worked(app: App, task: str, work: Callable[[App, Connection], int], connection: Connection) -> int | None:
    """How much was done for one connection; None when it failed."""
    try:
        try:
            return work(app, connection)
        except ConfigurationWrong as error:
            need_attention(app, connection, Event.KEYS_FAIL, error.code, error.facts)
    except RetryLater as error:
        logger.warning("task postponed", task=task, connection=connection.id, code=error.code)
    except Exception:  # noqa: BLE001 - whatever is wrong with this connection, the others have their turn
        logger.exception("task failed", task=task, connection=connection.id)
    return None


def _tick(app: App, connection: Connection) -> int:
    """Wake each group that has something due: a wake-up may have been lost. So may the mail about a breaker."""
    tell_opened(app, connection)
    inbox, now = app.stores(connection.id).inbox, app.clock()
    due = [group for group in _groups(app, connection) if inbox.has_due(group, now)]
    for group in due:
        app.wakeups.wake(connection.id, group)
    return len(due)


def _measure(app: App) -> None:
    """The figures that alarms watch, each minute, zero included."""
    now = app.clock()
    ages, stopped = [0.0], 0
    for connection in app.connections.active((Status.ACTIVE,)):
        stores = app.stores(connection.id)
        inbox = stores.inbox
        stopped += sum(breaker.is_open for breaker in stores.breakers.all())
        found = (inbox.oldest_due(group, now) for group in _groups(app, connection))
        ages += [(now - due).total_seconds() for due in found if due is not None]
    waiting = sum(1 for _ in app.connections.active((Status.NEEDS_ATTENTION,)))
    metrics.add_metric(name="OldestDueSeconds", unit=MetricUnit.Seconds, value=max(ages))
    metrics.add_metric(name="NeedsAttention", unit=MetricUnit.Count, value=waiting)
    metrics.add_metric(name="BreakersOpen", unit=MetricUnit.Count, value=stopped)


def _poll(app: App, connection: Connection) -> int:
    """Ask both systems what changed since the last poll: webhooks can be lost, polls find it within minutes."""
    found, cursors = 0, dict(connection.polled)
    systems, inbox = app.systems(connection, Priority.RECONCILE), app.stores(connection.id).inbox
    for kind in _kinds(app, connection):
        for side in Side:
            place = f"{side.value}#{kind.value}"
            changed = systems[side].changed_since(kind, cursors.get(place, ""))
            keys = [RecordKey(kind=kind, side=side, id=i) for i in (*changed.ids, *changed.deleted)]
            keys += [sweep_key(kind)] if changed.unsure else []
            found += inbox.put_many(keys, due_at=app.clock(), priority=Priority.CHANGE) if keys else 0
            cursors[place] = changed.cursor
    if cursors != connection.polled:
        app.connections.update(connection.id, lambda now: now.model_copy(update={"polled": cursors}))
    if found:
        wake_groups(app, connection, _kinds(app, connection))
    return found


def _reconcile(app: App, connection: Connection) -> int:
    """Enqueue a comparison of every register when this connection's time has come."""
    if not is_due(connection, app.clock()):
        return 0
    app.connections.update(connection.id, lambda now: now.model_copy(update={"last_reconcile_at": app.clock()}))
    reconcile(app, connection)
    return 1


def is_due(connection: Connection, now: datetime) -> bool:
    """Whether the connection's own minute of the interval has passed since it was last compared."""
    offset = timedelta(seconds=zlib.crc32(connection.id.encode()) % int(RECONCILE_EVERY.total_seconds()))
    epoch = datetime.min.replace(tzinfo=now.tzinfo)
    slot = epoch + ((now - epoch - offset) // RECONCILE_EVERY) * RECONCILE_EVERY + offset
    last = connection.last_reconcile_at or connection.approved_at or connection.created_at
    return last < slot <= now


def _subscriptions(app: App, connection: Connection) -> int:
    """Re-enable disabled subscriptions; make them anew when one is missing, and then compare everything."""
    systems = app.systems(connection, Priority.RECONCILE)
    whole = True
    for side in Side:
        ids = [each.id for each in connection.subscriptions if each.side is side]
        whole = systems[side].repair_subscriptions(webhook_url(app, connection, side), ids) and whole
    if whole:
        return 0
    subscribe(app, connection)
    reconcile(app, connection)
    return 1


def _kinds(app: App, connection: Connection) -> tuple[Kind, ...]:
    return connection.kinds_on(app.integration(connection.integration).kinds)


def _groups(app: App, connection: Connection) -> Iterator[str]:
    yield from dict.fromkeys(GROUPS[kind] for kind in _kinds(app, connection))


TASKS: Mapping[str, Callable[[App, Connection], int]] = {
    "tick": _tick,
    "poll": _poll,
    "reconcile": _reconcile,
    "subscriptions": _subscriptions,
}
