"""Notes what keeps failing for a connection, so that the connection itself tells it."""

from samspill.composition import App
from samspill.exceptions import NotFound, RevisionConflict
from samspill.model.connection import Connection
from samspill.model.failures import after
from samspill.observability import logger


def note(app: App, connection: Connection, task: str, code: str | None) -> None:
    """`task` failed for the connection with `code`, or succeeded when that is None. What succeeds as before costs
    nothing. Never raises: what could not be noted, the next time notes."""
    if code is None and task not in connection.failing:
        return

    def noted(now: Connection) -> Connection:
        if now.generation != connection.generation:  # begun under another status: it says nothing about this one
            return now
        return now.model_copy(update={"failing": after(now.failing, task, code, app.clock())})

    try:
        stored = app.connections.update(connection.id, noted)
    except (NotFound, RevisionConflict) as error:  # others change or delete it meanwhile
        logger.warning("failure not noted", connection=connection.id, task=task, code=error.code)
        return
    except Exception:  # noqa: BLE001 - whatever keeps it from being stored may be why the task failed
        logger.exception("failure not noted", connection=connection.id, task=task)
        return
    if stored.late_since is not None and connection.late_since is None:
        logger.error("changes come late", connection=connection.id, task=task, code=code, since=stored.late_since)
