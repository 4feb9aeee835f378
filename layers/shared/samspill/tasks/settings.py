"""What its owner may choose for a connection, and what another choice brings about."""

from samspill.composition import App
from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.settings import Settings
from samspill.model.status import Status
from samspill.tasks.breakers import forget
from samspill.tasks.connections import UNDER_WAY, begin_again, reconcile
from samspill.tasks.key_check import capabilities_of
from samspill.tasks.problems import solve_kind
from samspill.tasks.settings_check import check_offered, check_with_peers


def change_settings(app: App, connection: Connection, settings: Settings) -> Connection:
    """Replace the settings. What they name in Tripletex (manager, department) is looked up again, and both sides
    are compared afterwards; with other kinds, a first sync under way begins again with a new plan. Problems of
    a kind that is switched off are over. Raises SettingsRefused, ConfigurationWrong, RetryLater."""
    check_offered(app.integration(connection.integration), settings)
    capabilities = connection.capabilities
    if connection.status is not Status.OFF:
        capabilities = capabilities_of(app, connection, settings)
        check_with_peers(settings, connection.settings, app.systems(connection, Priority.PERSON))
    changed = app.connections.update(
        connection.id,
        lambda now: now.model_copy(
            update={
                "settings": settings,
                "capabilities": capabilities,
                "failing": {},  # it may have been of a kind that is off now
                # What was approved under other settings is not approved.
                "decision_revision": now.decision_revision + (now.review_pending is not None),
                "updated_at": app.clock(),
            }
        ),
    )
    offered = app.integration(connection.integration).kinds
    before, after = connection.kinds_on(offered), changed.kinds_on(offered)
    for kind in before:
        if kind not in after:
            solve_kind(app, changed, kind)
            forget(app, changed, kind)
    if before != after and changed.status in UNDER_WAY:
        return begin_again(app, changed)
    if changed.status is Status.ACTIVE:
        reconcile(app, changed)
    return changed
