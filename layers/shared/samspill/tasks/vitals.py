"""Measures how connections are doing, each minute, so that one look at all of them reads a page and not each one's
inbox, problems and permits."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from samspill.composition import App
from samspill.exceptions import NotFound
from samspill.model.connection import Connection
from samspill.model.kinds import Kind
from samspill.model.status import Status
from samspill.model.vitals import Budget, Use, Vitals
from samspill.observability import logger

#: Calls are looked back at for so long: what a minute's worth shows is gone before anybody looks.
LOOKED_BACK = timedelta(minutes=15)
#: Those that the tick has nothing to do for. They change when somebody does something.
_RESTING = (
    Status.NEEDS_ATTENTION, Status.IN_REVIEW, Status.SYNCING, Status.PAUSED, Status.DRAFT, Status.REJECTED,
)  # fmt: skip
#: Nothing of these may have changed: they are measured this often.
_NOW_AND_THEN = timedelta(minutes=10)


def measure(app: App, connection: Connection, oldest_due_at: datetime | None, stopped: Sequence[Kind]) -> None:
    """Measure a connection and keep it for whoever looks; when its oldest change was due and which kinds stand still
    the caller knows already. Never raises: a connection that could not be measured works all the same."""
    try:
        known = app.vitals.find(connection.id)
        before = known.vitals if known else None
        app.vitals.note(_vitals(app, connection, before, oldest_due_at, stopped), known)
    except Exception:  # noqa: BLE001 - the next turn measures again
        logger.exception("not measured", connection=connection.id)


def _vitals(
    app: App, connection: Connection, before: Vitals | None, oldest_due_at: datetime | None, stopped: Sequence[Kind]
) -> Vitals:
    stores, now = app.stores(connection.id), app.clock()
    budgets = _budgets(app, connection, before)
    return Vitals(
        connection=connection.id, integration=connection.integration, company=connection.tripletex_company.name,
        app_company=connection.app_company.name, organization_number=connection.organization_number,
        status=connection.status,
        review_pending=connection.review_pending is not None,
        at=now, updated_at=connection.updated_at,
        oldest_due_at=oldest_due_at,
        problems=sum(stores.journal.count_open().values()),
        unequal=sum(drift.unequal for drift in stores.drifts.all() if connection.settings.is_on(drift.kind)),
        dead_letters=app.dead_letter_counts.of(connection.id, now),
        stopped=tuple(stopped), late_since=connection.late_since, last_change_at=connection.last_change_at,
        uses=tuple(_use(app, budget, now) for budget in budgets), budgets=budgets,
        keys_revision=connection.keys_revision,
    )  # fmt: skip


def measure_now(app: App, connection_id: str) -> None:
    """Measure one connection beside its turn, since somebody has just done something to it. Never raises: its next
    turn measures it again."""
    try:
        connection = app.connections.get(connection_id)
        if connection.status is Status.OFF:
            app.vitals.forget(connection_id)
            return
        known = app.vitals.of(connection_id)
        _measure(app, connection, known.oldest_due_at if known and connection.status is Status.ACTIVE else None)
    except NotFound:
        app.vitals.forget(connection_id)
    except Exception:  # noqa: BLE001 - what somebody did stands
        logger.exception("not measured", connection=connection_id)


def measure_resting(app: App, until: datetime) -> int:
    """Measure connections that the tick gives no turn, as far as the time until `until` (UTC) goes; how many. Those
    in which nobody did anything are left alone for a while. Never raises."""
    measured = 0
    try:
        for connection in app.connections.active(_RESTING):
            if app.clock() >= until:
                break
            known = app.vitals.of(connection.id)
            if known is not None and known.updated_at == connection.updated_at and not _is_old(known, app.clock()):
                continue
            _measure(app, connection, None)
            measured += 1
    except Exception:  # noqa: BLE001 - the next tick measures again
        logger.exception("resting connections not measured")
    return measured


def _measure(app: App, connection: Connection, oldest_due_at: datetime | None) -> None:
    breakers = app.stores(connection.id).breakers.all()
    measure(app, connection, oldest_due_at, [breaker.kind for breaker in breakers if breaker.is_open])


def _is_old(vitals: Vitals, now: datetime) -> bool:
    return now - vitals.at >= _NOW_AND_THEN


def _budgets(app: App, connection: Connection, known: Vitals | None) -> tuple[Budget, ...]:
    """Keys are opened only when they are others than last time."""
    if known is not None and known.budgets and known.keys_revision == connection.keys_revision:
        return known.budgets
    try:
        return app.budgets(connection.integration, app.connections.keys(connection.id))
    except NotFound:
        return ()


def _use(app: App, budget: Budget, now: datetime) -> Use:
    found = app.permits.fullest(budget.owner, now - LOOKED_BACK)
    if found is None:
        return Use(system=budget.system, share=0)
    at, used = found
    return Use(system=budget.system, share=min(100, used * 100 // budget.limit), at=at)
