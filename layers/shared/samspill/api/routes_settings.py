"""What a company chooses for its connection: shown, replaced, thought about, proposed."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from samspill.api.asking import asking
from samspill.api.endpoints import OWNERS, endpoint, new_router
from samspill.api.models import ConnectionId, app_name
from samspill.api.models_connections import SettingsIn
from samspill.api.models_settings import ChangeWanted, PreviewOut, ProposalsOut, preview_out, proposals_out
from samspill.api.routes_connections import KEY_PROBLEMS, SETTINGS_PROBLEMS
from samspill.model.deeds import What
from samspill.model.settings import Settings
from samspill.tasks import deeds
from samspill.tasks.settings import change_settings, preview, proposed

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
    problems=(
        "not_found", *SETTINGS_PROBLEMS, "settings_need_confirmation", "revision_conflict", *KEY_PROBLEMS,
    ),
)  # fmt: skip
def put_settings(
    connection_id: ConnectionId,
    settings: SettingsIn,
    confirm: Annotated[
        str | None, Query(description="`confirm` of the preview, or of the refusal.", min_length=1, max_length=64)
    ] = None,
) -> Settings:
    """Replace the settings. A running connection is compared anew afterwards; one whose first sync is
    reviewed or carried out gets a new plan when that would say something else now.

    A change that overwrites or orphans something is refused with what it would do, until it comes with `confirm`.
    """
    ask = asking(router)
    connection = ask.connection(connection_id)
    changed = change_settings(ask.app, connection, settings.settings(), confirm)
    deeds.note(ask.app, connection_id, What.SETTINGS, ask.by(None))
    return changed.settings


@endpoint(
    router, "POST", "/v1/connections/<connection_id>/settings/preview", tag="connections", roles=OWNERS,
    problems=("not_found", *SETTINGS_PROBLEMS, *KEY_PROBLEMS),
)  # fmt: skip
def preview_settings(connection_id: ConnectionId, change: ChangeWanted) -> PreviewOut:
    """Show what other settings would do. Nothing is changed, and no register is read: counted is what is known."""
    ask = asking(router)
    connection = ask.connection(connection_id)
    foreseen = preview(ask.app, connection, change.settings.settings(), "settings.")
    return preview_out(foreseen, ask.language, app_name(connection))


@endpoint(
    router, "GET", "/v1/connections/<connection_id>/settings/proposals", tag="connections", roles=OWNERS,
    problems=("not_found", *KEY_PROBLEMS),
)  # fmt: skip
def propose_settings(connection_id: ConnectionId) -> ProposalsOut:
    """Propose mappings from what both systems say of themselves, and list what can be chosen. What nobody can tell
    is left open and named."""
    ask = asking(router)
    connection = ask.connection(connection_id)
    return proposals_out(proposed(ask.app, connection), ask.language)
