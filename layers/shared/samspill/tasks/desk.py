"""A desk for one connection: its systems, its stores, and a guard that stops the next write when it moved on."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from samspill.composition import App
from samspill.exceptions import GenerationChanged
from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.drift import Drift
from samspill.model.kinds import Side
from samspill.observability import MetricUnit, logger, metrics
from samspill.sync.desk import LEASE, Desk
from samspill.sync.ports import System


def desk_for(app: App, connection: Connection, priority: Priority, lease: timedelta = LEASE) -> Desk:
    """Everything the engine needs to work on `connection` as it is now. Within `lease` the function has ended, and
    whatever it asked of a peer. Raises NotFound without its keys."""
    keys = app.connections.keys(connection.id)

    def systems_at(priority: Priority) -> Mapping[Side, System]:
        return app.open_systems(connection.integration, keys, priority, connection)

    return Desk(
        connection=connection,
        integration=app.integration_of(connection),
        systems=systems_at(priority),
        stores=app.stores(connection.id),
        shelf=app.plans,
        clock=app.clock,
        new_id=app.new_id,
        guard=_guard(app, connection),
        report=lambda key: logger.exception("record failed", connection=connection.id, record=str(key)),
        drifted=lambda drift: _measured(connection, drift),
        terms_made=lambda numbers: _keep_terms(app, connection, numbers),
        systems_at=systems_at,
        lease=lease,
    )


def _measured(connection: Connection, drift: Drift) -> None:
    """Drift in the log, and the age of the oldest difference as a metric, zero included."""
    logger.info("compared", connection=connection.id, **drift.model_dump(mode="json"))
    metrics.add_metric(
        name="OldestDifferenceSeconds", unit=MetricUnit.Seconds, value=drift.oldest_difference.total_seconds()
    )


def _keep_terms(app: App, connection: Connection, numbers: Mapping[str, str]) -> None:
    """Say in the settings what payment terms of the app mean: their numbers with the due rules."""

    def mapped(now: Connection) -> Connection:
        terms = {**now.settings.payment_terms, **numbers}
        return now.model_copy(update={"settings": now.settings.model_copy(update={"payment_terms": terms})})

    app.connections.update(connection.id, mapped)


def _guard(app: App, connection: Connection) -> Callable[[], None]:
    """Turned off, paused, restarted: each change of status is another generation."""

    def check() -> None:
        if app.connections.get(connection.id).generation != connection.generation:
            raise GenerationChanged

    return check
