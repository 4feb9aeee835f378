"""What the clock starts: the tick re-sends lost wake-ups, polls find what no webhook told, reconcile compares
everything, and subscriptions are kept alive.

Polls and comparisons are only put into the inbox here, which costs the same few calls for each connection; only the
subscriptions' turn asks a peer.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from threading import Lock

from samspill.composition import App
from samspill.exceptions import ConfigurationWrong, RetryLater
from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.kinds import GROUPS, Side
from samspill.model.status import Event, Status
from samspill.observability import MetricUnit, logger, metrics
from samspill.store.recounting import recount
from samspill.store.wakeups import Wakeup
from samspill.sync.polling import poll_keys
from samspill.tasks import dead_letters
from samspill.tasks.abandoned import give_up_abandoned
from samspill.tasks.attention import need_attention
from samspill.tasks.breakers import tell_opened
from samspill.tasks.connections import reconcile
from samspill.tasks.failures import note
from samspill.tasks.notifying import tell_new_problems
from samspill.tasks.subscription_repair import repair_subscriptions
from samspill.tasks.turns import Turns
from samspill.tasks.vitals import measure, measure_resting
from samspill.tasks.wanted_links import mail_wanted

#: Each connection is compared as a whole this often, at its own time of the interval.
RECONCILE_EVERY = timedelta(hours=24)


#: A run of a task without an end of its own.
NO_END = datetime.max.replace(tzinfo=UTC)


@dataclass
class Tally:
    """What a run came to; turns are taken several at a time."""

    done: int = 0
    failed: int = 0
    oldest: timedelta = timedelta()
    stopped: int = 0
    late: int = 0
    lock: Lock = field(default_factory=Lock)

    def add(self, turn: "Turn | None") -> None:
        """A connection's turn; None when it failed."""
        with self.lock:
            if turn is None:
                self.failed += 1
                return
            self.done += turn.done
            self.oldest = max(self.oldest, turn.oldest)
            self.stopped += turn.stopped
            self.late += turn.late


@dataclass(frozen=True)
class Turn:
    """What a task did for one connection: how much, how long its oldest change is due, how many kinds stand still,
    whether something has failed for so long that its changes may come late."""

    done: int = 0
    oldest: timedelta = timedelta()
    stopped: int = 0
    late: bool = False


def run_task(app: App, task: str, until: datetime = NO_END) -> dict[str, int]:
    """Run the task of that name, most of them for every active connection until `until` (UTC); how much was done,
    how many failed.

    Connections have their turns a few at a time: neither one's failure nor one that hangs stops the others. Those
    that the time did not suffice for come first in the next run. Raises KeyError for a task that does not exist.
    """
    if task in AT_ONCE:
        return {"done": AT_ONCE[task](app), "failed": 0}
    work, tally = TASKS[task], Tally()

    def have_a_turn(connection: Connection) -> None:
        tally.add(_turn(app, task, work, connection))

    def seconds_left() -> float:
        return (until - app.clock()).total_seconds()

    turns = Turns(_from_where_it_ended(app, task), have_a_turn, seconds_left)
    try:
        turns.take()
        _remember(app, task, turns.last.id if turns.left_out and turns.last else "")
    finally:
        if task == "tick":
            _measure(app, tally)
    logger.info("task done", task=task, done=tally.done, failed=tally.failed, left_out=turns.left_out)
    if task == "tick":
        dead_letters.count(app, until)  # it waits for SQS, and everything that is done is safe by now
        measure_resting(app, until)
    return {"done": tally.done, "failed": tally.failed}


def _from_where_it_ended(app: App, task: str) -> Iterator[Connection]:
    reached = app.rota.reached(task)
    yield from app.connections.active((Status.ACTIVE,), after=reached)
    if reached:
        yield from takewhile(lambda connection: connection.id <= reached, app.connections.active((Status.ACTIVE,)))


def _remember(app: App, task: str, reached: str) -> None:
    if reached != app.rota.reached(task):
        app.rota.note(task, reached)


def _turn(app: App, task: str, work: Callable[[App, Connection], Turn], connection: Connection) -> Turn | None:
    """What was done for one connection; None when it failed."""
    try:
        try:
            done = work(app, connection)
            note(app, connection, task, None)
            return done
        except ConfigurationWrong as error:
            need_attention(app, connection, Event.KEYS_FAIL, error.code, error.facts)
    except RetryLater as error:
        logger.warning("task postponed", task=task, connection=connection.id, code=error.code)
        note(app, connection, task, error.code)
    except Exception:  # noqa: BLE001 - whatever is wrong with this connection, the others have their turn
        logger.exception("task failed", task=task, connection=connection.id)
        note(app, connection, task, "bug")
    return None


def _tick(app: App, connection: Connection) -> Turn:
    """Wake each group that has something due: a wake-up may have been lost. So may the mail about a breaker; what
    else is wrong is told by the hour."""
    tell_opened(app, connection)
    stores, now = app.stores(connection.id), app.clock()
    found = {group: stores.inbox.oldest_due(group, now) for group in _groups(app, connection)}
    due = {group: since for group, since in found.items() if since is not None}
    app.wakeups.wake_many(Wakeup(connection=connection.id, group=group) for group in due)
    oldest = max((now - since for since in due.values()), default=timedelta())
    stopped = [breaker.kind for breaker in stores.breakers.all() if breaker.is_open]
    tell_new_problems(app, connection)
    measure(app, connection, min(due.values(), default=None), stopped)
    return Turn(len(due), oldest, len(stopped), late=connection.late_since is not None)


def _measure(app: App, tally: Tally) -> None:
    """The figures that alarms watch, each minute, zero included."""
    waiting = sum(1 for _ in app.connections.active((Status.NEEDS_ATTENTION,)))
    metrics.add_metric(name="OldestDueSeconds", unit=MetricUnit.Seconds, value=tally.oldest.total_seconds())
    metrics.add_metric(name="NeedsAttention", unit=MetricUnit.Count, value=waiting)
    metrics.add_metric(name="BreakersOpen", unit=MetricUnit.Count, value=tally.stopped)
    metrics.add_metric(name="ConnectionsLate", unit=MetricUnit.Count, value=tally.late)


def _poll(app: App, connection: Connection) -> Turn:
    """Have both systems asked what changed since the last poll: webhooks can be lost, polls find it within minutes.

    A poll that still waits is left as it is: a new trigger would make it forget how often it has failed.
    """
    inbox = app.stores(connection.id).inbox
    kinds = app.integration_of(connection).watched(Side.APP, connection.settings)
    waiting = inbox.find(poll_keys(kinds))
    polls = [key for key in poll_keys(kinds) if key not in waiting]
    inbox.put_many(polls, due_at=app.clock(), priority=Priority.RECONCILE)
    groups = dict.fromkeys(key.group for key in polls)
    app.wakeups.wake_many(Wakeup(connection=connection.id, group=group) for group in groups)
    return Turn(len(polls))


def _reconcile(app: App, connection: Connection) -> Turn:
    """Enqueue a comparison of every register when this connection's time has come."""
    if not is_due(connection, app.clock()):
        return Turn()
    reconcile(app, connection)  # first: a run that breaks off in between enqueues it again, instead of never
    recount(connection.id)
    app.connections.update(connection.id, lambda now: now.model_copy(update={"last_reconcile_at": app.clock()}))
    return Turn(1)


def is_due(connection: Connection, now: datetime) -> bool:
    """Whether the connection's own minute of the interval has passed since it was last compared."""
    offset = timedelta(seconds=zlib.crc32(connection.id.encode()) % int(RECONCILE_EVERY.total_seconds()))
    epoch = datetime.min.replace(tzinfo=now.tzinfo)
    slot = epoch + ((now - epoch - offset) // RECONCILE_EVERY) * RECONCILE_EVERY + offset
    last = connection.last_reconcile_at or connection.approved_at or connection.created_at
    return last < slot <= now


def _subscriptions(app: App, connection: Connection) -> Turn:
    """See to it that both systems still deliver to us."""
    return Turn(repair_subscriptions(app, connection))


def _groups(app: App, connection: Connection) -> Iterator[str]:
    worked = connection.kinds_on(app.integration_of(connection).worked)
    yield from dict.fromkeys(GROUPS[kind] for kind in worked)


#: Tasks that go through no connections of their own.
AT_ONCE: Mapping[str, Callable[[App], int]] = {"links": mail_wanted, "abandoned": give_up_abandoned}

TASKS: Mapping[str, Callable[[App, Connection], Turn]] = {
    "tick": _tick,
    "poll": _poll,
    "reconcile": _reconcile,
    "subscriptions": _subscriptions,
}
