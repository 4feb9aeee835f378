"""Works off what is due for one group of one connection; called for each wake-up."""

from datetime import datetime

from samspill.composition import App
from samspill.exceptions import ConfigurationWrong, NotFound, RevisionConflict
from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.status import Event, Status
from samspill.observability import logger
from samspill.sync.worker import Round, work_off
from samspill.tasks.attention import need_attention
from samspill.tasks.desk import desk_for


def work(app: App, connection_id: str, group: str, until: datetime) -> Round:
    """Work until nothing is due or the time is `until`; wake whoever has work because of it.

    A connection that is not active stores only. One whose keys or rights fail needs attention from then on, with
    everything still in its inbox. Raises what means "try this wake-up again".
    """
    try:
        connection = app.connections.get(connection_id)
    except NotFound:
        return Round()
    if connection.status is not Status.ACTIVE:
        return Round()
    try:
        done = work_off(desk_for(app, connection, Priority.CHANGE), group, until)
    except ConfigurationWrong as error:
        need_attention(app, connection, Event.KEYS_FAIL, error.code, error.facts)
        return Round()
    for other in done.groups | ({group} if done.again else set()):
        app.wakeups.wake(connection.id, other)
    if done.done:
        _note_change(app, connection)
    logger.info("worked", connection=connection.id, group=group, done=done.done, later=done.later)
    return done


def _note_change(app: App, connection: Connection) -> None:
    """For people to see; the work is done, whether or not this can be noted."""
    try:
        app.connections.update(connection.id, lambda now: now.model_copy(update={"last_change_at": app.clock()}))
    except (NotFound, RevisionConflict) as error:
        logger.warning("change not noted", connection=connection.id, code=error.code)
