"""Approving or rejecting a plan. What was decided is saved first; only then the waiting execution is told."""

from contextlib import suppress

from samspill.composition import App
from samspill.exceptions import WrongStatus
from samspill.model.connection import Connection
from samspill.model.status import Event, Status
from samspill.observability import logger
from samspill.store.machine import DeadToken
from samspill.tasks.connections import begin_again
from samspill.tasks.plan_rows import is_asked, plan_of
from samspill.tasks.refusals import Refused
from samspill.tasks.remainder import leave_out_remainder, release_remainder
from samspill.tasks.reviewers import tell_left_out

APPROVED = {"decision": "approved"}
REJECTED = {"decision": "rejected"}


def approve(app: App, connection: Connection, plan: str, decision_revision: int, by: str) -> Connection:
    """Let the first sync, or its remainder, be carried out as `plan` (its hash) says with the decisions of that
    revision. Approving the same again tells the execution again; should it be gone, a new one is started.

    Raises Refused(plan_changed, decisions_changed, no_plan), WrongStatus.
    """
    shown = plan_of(app, connection)
    if shown.hash != plan:
        raise Refused("plan_changed")

    def approved(now: Connection) -> Connection:
        _unmoved(now, plan, decision_revision)
        if _approved_already(now):
            return now
        if not is_asked(now, shown):
            raise WrongStatus(now.status.value, Event.APPROVED.value)
        at = app.clock()
        moved = now.moved(Event.APPROVED, at) if now.status is Status.IN_REVIEW else now
        said = {
            "review_pending": None,
            "approved_by": by,
            "approved_at": at,
            "rejected_reason": None,
            "updated_at": at,
        }
        return moved.model_copy(update=said)

    saved = app.connections.update(connection.id, approved)
    logger.info("plan approved", connection=saved.id)
    if shown.remainder:
        release_remainder(app, saved)  # also when nobody waits for the answer any more
    return _tell(app, saved)


def reject(app: App, connection: Connection, reason: str, by: str) -> Connection:
    """Do not carry it out, and say why. A rejected remainder leaves the connection active; its records stay out
    until a person takes them in. Raises Refused(no_plan), WrongStatus."""
    shown = plan_of(app, connection)

    def rejected(now: Connection) -> Connection:
        if not is_asked(now, shown):
            raise WrongStatus(now.status.value, Event.REJECTED.value)
        at = app.clock()
        moved = now.moved(Event.REJECTED, at) if now.status is Status.IN_REVIEW else now
        return moved.model_copy(update={"review_pending": None, "rejected_reason": reason, "updated_at": at})

    saved = app.connections.update(connection.id, rejected)
    logger.info("plan rejected", connection=saved.id)
    if shown.remainder:
        leave_out_remainder(app, saved, by)
        tell_left_out(app, saved)
    if saved.status is Status.REJECTED:
        app.connections.release_claims(saved.id)
    token = app.connections.task_token(saved.id)
    if token is not None:
        with suppress(DeadToken):  # an execution that is gone has nothing to be told
            app.machine.answer(token, REJECTED)
    return saved


def _unmoved(connection: Connection, plan: str, decision_revision: int) -> None:
    if connection.plan != plan:
        raise Refused("plan_changed")
    if connection.decision_revision != decision_revision:
        raise Refused("decisions_changed")


def _approved_already(connection: Connection) -> bool:
    if connection.approved_at is None:
        return False
    # While it is syncing, what is pending is the remainder: that is asked about once it is active.
    settled = connection.status is Status.ACTIVE and connection.review_pending is None
    return settled or connection.status is Status.SYNCING


def _tell(app: App, connection: Connection) -> Connection:
    token = app.connections.task_token(connection.id)
    try:
        if token is not None:
            app.machine.answer(token, APPROVED)
            return connection
    except DeadToken:  # answered before, or the execution is gone
        pass
    if connection.status is not Status.SYNCING or app.machine.is_running(connection.execution or ""):
        return connection
    logger.warning("execution gone, starting another", connection=connection.id)
    return begin_again(app, connection)
