"""What happens to a connection as a whole: keys, pause, resume, restart, reconcile, off."""

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query

from samspill.api.asking import asking
from samspill.api.endpoints import OWNERS, endpoint, new_router
from samspill.api.models import ConnectionId
from samspill.api.models_connections import ConnectionOut, KeysIn, ReconcileOut, TurnedOffOut, shown
from samspill.api.routes_connections import KEY_PROBLEMS
from samspill.exceptions import WrongStatus
from samspill.model.deeds import What
from samspill.model.status import Status
from samspill.tasks import connections, deeds, lifecycle, onboarding_plan

router = new_router()

_STATUS_PROBLEMS = ("not_found", "wrong_status", "revision_conflict")


@endpoint(
    router, "PUT", "/v1/connections/<connection_id>/keys", tag="lifecycle", roles=OWNERS,
    problems=(*_STATUS_PROBLEMS, *KEY_PROBLEMS),
)  # fmt: skip
def put_keys(connection_id: ConnectionId, keys: KeysIn) -> ConnectionOut:
    """Replace the keys by others of the same companies.

    A live connection gets its webhooks anew and goes on; any other begins its first sync again.
    """
    ask = asking(router)
    replaced = lifecycle.replace_keys(ask.app, ask.connection(connection_id), keys.keys())
    deeds.note(ask.app, connection_id, What.KEYS, ask.by(None))
    return shown(replaced, ask.language)


@endpoint(
    router, "POST", "/v1/connections/<connection_id>/pause", tag="lifecycle", roles=OWNERS, problems=_STATUS_PROBLEMS
)
def pause_connection(connection_id: ConnectionId) -> ConnectionOut:
    """Pause. What happens meanwhile is stored and carried over later."""
    ask = asking(router)
    paused = connections.pause(ask.app, ask.owned(connection_id))
    deeds.note(ask.app, connection_id, What.PAUSED, ask.by(None))
    return shown(paused, ask.language)


@endpoint(
    router, "POST", "/v1/connections/<connection_id>/resume", tag="lifecycle", roles=OWNERS,
    problems=(*_STATUS_PROBLEMS, *KEY_PROBLEMS),
)  # fmt: skip
def resume_connection(connection_id: ConnectionId) -> ConnectionOut:
    """Go on after a pause, or after what needed attention was put right in the systems: the keys are checked."""
    ask = asking(router)
    resumed = connections.resume(ask.app, ask.connection(connection_id))
    deeds.note(ask.app, connection_id, What.RESUMED, ask.by(None))
    return shown(resumed, ask.language)


@endpoint(
    router,
    "POST",
    "/v1/connections/<connection_id>/restart",
    tag="lifecycle",
    roles=OWNERS,
    problems=_STATUS_PROBLEMS,
)
def restart_connection(connection_id: ConnectionId) -> ConnectionOut:
    """Begin the first sync again after it was rejected, failed or got stuck. Nothing is done twice."""
    ask = asking(router)
    restarted = lifecycle.restart(ask.app, ask.connection(connection_id))
    deeds.note(ask.app, connection_id, What.RESTARTED, ask.by(None))
    return shown(restarted, ask.language)


@endpoint(
    router,
    "POST",
    "/v1/connections/<connection_id>/reconcile",
    tag="lifecycle",
    status=202,
    problems=_STATUS_PROBLEMS,
)
def reconcile_connection(connection_id: ConnectionId) -> ReconcileOut:
    """Compare both sides with what was last agreed, and mend what differs."""
    ask = asking(router)
    connection = ask.connection(connection_id)
    if connection.status not in (Status.ACTIVE, Status.PAUSED):
        raise WrongStatus(connection.status.value, "reconcile")
    kinds = connections.reconcile(ask.app, connection)
    deeds.note(ask.app, connection_id, What.COMPARED, ask.by(None))
    return ReconcileOut(kinds=kinds)


@endpoint(router, "DELETE", "/v1/connections/<connection_id>", tag="lifecycle", roles=OWNERS, problems=("not_found",))
def delete_connection(
    connection_id: ConnectionId,
    data: Annotated[
        Literal["keep", "delete"], Query(description="`delete` removes links, history and plans as well.")
    ] = "keep",
) -> TurnedOffOut:
    """Turn the connection off: writing stops, webhooks and keys are removed.

    A company that connected itself may do so; its token opens nothing of it any more.
    """
    ask = asking(router)
    off = onboarding_plan.leave(ask.app, ask.owned(connection_id), delete_data=data == "delete")
    deeds.note(ask.app, connection_id, What.TURNED_OFF, ask.by(None))
    return TurnedOffOut(
        id=off.connection, webhooks_removed=off.webhooks_removed, data="deleted" if off.data_deleted else "kept"
    )
