"""Works off what is due for one group of one connection; called for each wake-up."""

from datetime import datetime, timedelta

from samspill.composition import App
from samspill.exceptions import ConfigurationWrong, NotFound, RevisionConflict
from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.status import Event, Status
from samspill.observability import logger
from samspill.store.wakeups import LONGEST_DELAY
from samspill.sync.desk import PEER_LONGEST
from samspill.sync.worker import Round, work_off
from samspill.tasks.attention import need_attention
from samspill.tasks.breakers import tell_opened
from samspill.tasks.desk import desk_for
from samspill.tasks.failures import note

#: As long as a group keeps its worker while it has more to do; then it queues up again behind the others.
SLICE = timedelta(seconds=20)
#: As long as a function may run that works on groups (template.yaml).
LONGEST = timedelta(seconds=90)


def work(app: App, connection_id: str, group: str, until: datetime) -> Round:
    """Work until nothing is due or the time is `until`; wake whoever has work because of it.

    What keeps a change waiting never fails a wake-up: a connection that is not active stores only, a rate limit ends
    the round and has the group woken when it opens again, what is due later is woken then. A connection whose keys or
    rights fail needs attention from then on, with everything still in its inbox. Raises what means "try this wake-up
    again".
    """
    try:
        connection = app.connections.get(connection_id)
    except NotFound:
        return Round()
    if connection.status is not Status.ACTIVE:
        return Round()
    if not app.stores(connection.id).inbox.has_due(group, app.clock()):
        _wake_in_time(app, connection, group)
        return Round()
    try:
        done = work_off(desk_for(app, connection, Priority.CHANGE, LONGEST + PEER_LONGEST), group, until)
    except ConfigurationWrong as error:
        need_attention(app, connection, Event.KEYS_FAIL, error.code, error.facts)
        return Round()
    except NotFound:
        if _moved_on(app, connection):
            return Round()
        raise
    _wake_whoever_has_work(app, connection, group, done)
    for errand, failed in done.errands.items():
        note(app, connection, errand, failed)
    if done.done:
        _note_change(app, connection)
    if done.stopped:
        tell_opened(app, connection)
    logger.info("worked", connection=connection.id, group=group, done=done.done, later=done.later)
    return done


def _wake_whoever_has_work(app: App, connection: Connection, group: str, done: Round) -> None:
    for other in done.groups:
        app.wakeups.wake(connection.id, other)
    if done.again:
        app.wakeups.wake(connection.id, group)
    elif done.shut_until is not None:
        app.wakeups.wake_at(connection.id, group, done.shut_until, app.clock())
    else:
        _wake_in_time(app, connection, group)


def _wake_in_time(app: App, connection: Connection, group: str) -> None:
    """Have the group woken when the next of its changes becomes due, if that is soon; the tick finds the others."""
    now = app.clock()
    first = app.stores(connection.id).inbox.oldest_due(group, now + LONGEST_DELAY)
    if first is not None:
        app.wakeups.wake_at(connection.id, group, first, now)


def _moved_on(app: App, connection: Connection) -> bool:
    """Whether the connection was turned off, and its keys removed, since it was read."""
    try:
        return app.connections.get(connection.id).generation != connection.generation
    except NotFound:
        return True


def _note_change(app: App, connection: Connection) -> None:
    """For people to see; the work is done, whether or not this can be noted."""
    try:
        app.connections.update(connection.id, lambda now: now.model_copy(update={"last_change_at": app.clock()}))
    except (NotFound, RevisionConflict) as error:
        logger.warning("change not noted", connection=connection.id, code=error.code)
