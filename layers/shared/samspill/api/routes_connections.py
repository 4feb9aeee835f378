"""Connections: turning one on, listing, looking, settings."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Query

from samspill.api.asking import Role, asking
from samspill.api.endpoints import OWNERS, endpoint, new_router
from samspill.api.models import ConnectionId, Cursor, Limit
from samspill.api.models_connections import (
    ConnectionDetail,
    ConnectionOut,
    ConnectionPage,
    NewConnection,
    detailed,
    shown,
)
from samspill.model.status import Status
from samspill.tasks import breakers, connections

router = new_router()

#: Every way in which settings can be impossible.
SETTINGS_PROBLEMS = (
    "kind_not_offered",
    "setting_not_offered",
    "direction_not_possible",
    "vat_place_unknown",
    "vat_code_not_active",
    "not_found_in_app",
    "payment_terms_unreadable",
    "activity_not_found",
    "activity_not_fitting",
)
#: Every way in which the app's key can be refused, or cannot be checked.
APP_KEY_PROBLEMS = (
    "app_key_wrong",
    "app_company_mismatch",
    "app_right_missing",
    "own_key_wrong",
    "own_right_missing",
    "peer_unavailable",
    "rate_limited",
)
#: The same of both keys.
KEY_PROBLEMS = (
    "tripletex_key_wrong",
    "tripletex_key_other_environment",
    "consumer_token_wrong",
    "company_mismatch",
    "right_missing",
    "module_missing",
    *APP_KEY_PROBLEMS,
)


@endpoint(
    router, "POST", "/v1/connections", tag="connections", roles=frozenset({Role.PRODUCT}), status=201,
    problems=(*KEY_PROBLEMS, "company_already_connected", "account_already_connected", *SETTINGS_PROBLEMS),
)  # fmt: skip
def create_connection(new: NewConnection) -> Response[ConnectionOut]:
    """Turn a connection on.

    Both keys are checked first; everything that is wrong with them is in `errors`, and nothing is stored. Then both
    sides are read, a plan is made, and the connection waits in review.
    """
    ask = asking(router)
    order = connections.Order(
        integration=ask.caller.integration or "",
        organization_number=new.organization_number,
        keys=new.keys.keys(),
        language=new.language,
        contact_email=new.contact_email,
        settings=new.settings.settings(),
    )
    made = connections.turn_on(ask.app, order)
    return Response(
        status_code=201,
        content_type=content_types.APPLICATION_JSON,
        body=shown(made, ask.language),
        headers={"location": f"/v1/connections/{made.id}"},
    )


@endpoint(router, "GET", "/v1/connections", tag="connections", problems=("invalid_cursor",))
def list_connections(
    status: Annotated[Status | None, Query(description="Only those in this status.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> ConnectionPage:
    """List connections: a product sees its own, staff see all."""
    ask = asking(router)
    found, following = connections.listed(ask.app, ask.caller.integration, status, limit, cursor)
    return ConnectionPage(items=[shown(each, ask.language) for each in found], next=following)


@endpoint(router, "GET", "/v1/connections/<connection_id>", tag="connections", roles=OWNERS, problems=("not_found",))
def get_connection(connection_id: ConnectionId) -> ConnectionDetail:
    """Show a connection, with how many pairs are linked, changes waiting and problems open, and what stands still."""
    ask = asking(router)
    connection = ask.connection(connection_id)
    counts, stopped = connections.counts(ask.app, connection), breakers.opened(ask.app, connection)
    return detailed(connection, counts, stopped, ask.language)
