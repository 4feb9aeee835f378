"""Notes with a connection who did what to it as a whole; what was done to its records is in their history."""

from samspill.composition import App
from samspill.exceptions import NotFound, RevisionConflict
from samspill.model.deeds import KEPT, Deed, What
from samspill.observability import logger


def note(app: App, connection_id: str, what: What, by: str) -> None:
    """`by` did it, now. Never raises for a connection that is gone or that others write all the time: the deed itself
    stands, and is in the log."""
    logger.info("done by a person", connection=connection_id, what=what.value, by=by)
    deed = Deed(what=what, by=by, at=app.clock())
    try:
        app.connections.update(
            connection_id, lambda now: now.model_copy(update={"deeds": (*now.deeds, deed)[-KEPT:]})
        )  # fmt: skip
    except (NotFound, RevisionConflict) as error:
        logger.warning("deed not noted", connection=connection_id, code=error.code)
