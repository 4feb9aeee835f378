"""What a company chooses for its connection: shown, replaced."""

from samspill.api.asking import asking
from samspill.api.endpoints import OWNERS, endpoint, new_router
from samspill.api.models import ConnectionId
from samspill.api.models_connections import SettingsIn
from samspill.api.routes_connections import KEY_PROBLEMS, SETTINGS_PROBLEMS
from samspill.model.settings import Settings
from samspill.tasks.settings import change_settings

router = new_router()


@endpoint(
    router,
    "GET",
    "/v1/connections/<connection_id>/settings",
    tag="connections",
    roles=OWNERS,
    problems=("not_found",),
)
def get_settings(connection_id: ConnectionId) -> Settings:
    """Show the settings."""
    return asking(router).connection(connection_id).settings


@endpoint(
    router, "PUT", "/v1/connections/<connection_id>/settings", tag="connections", roles=OWNERS,
    problems=("not_found", *SETTINGS_PROBLEMS, "revision_conflict", *KEY_PROBLEMS),
)  # fmt: skip
def put_settings(connection_id: ConnectionId, settings: SettingsIn) -> Settings:
    """Replace the settings. A running connection is compared anew afterwards; one whose first sync is
    reviewed or carried out gets a new plan when other kinds are on."""
    ask = asking(router)
    connection = ask.connection(connection_id)
    return change_settings(ask.app, connection, settings.settings()).settings
