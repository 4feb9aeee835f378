"""Breakers: what stands still because too much of it was deleted or overwritten, and letting it go on."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path

from samspill.api.asking import asking
from samspill.api.endpoints import OWNERS, endpoint, new_router
from samspill.api.models import ConnectionId, app_name
from samspill.api.models_breakers import BreakerList, BreakerOut, Release, breaker_out
from samspill.model.kinds import Kind
from samspill.tasks import breakers

router = new_router()


@endpoint(
    router, "GET", "/v1/connections/<connection_id>/breakers", tag="breakers", roles=OWNERS, problems=("not_found",)
)
def list_breakers(connection_id: ConnectionId) -> BreakerList:
    """List the breakers, one for each kind that is on, with what they count."""
    ask = asking(router)
    connection = ask.connection(connection_id)
    found = breakers.each(ask.app, connection)
    return BreakerList(items=[breaker_out(one, ask.language, app_name(connection)) for one in found])


@endpoint(
    router, "POST", "/v1/connections/<connection_id>/breakers/<kind>/release", tag="breakers", roles=OWNERS,
    status=202, problems=("not_found", "revision_conflict"),
)  # fmt: skip
def release_breaker(
    connection_id: ConnectionId,
    kind: Annotated[Kind, Path(description="The kind that stands still.")],
    release: Release,
) -> BreakerOut:
    """Let a kind go on.

    What waits is carried out, as far as there is still something to do; it does not stop the kind again, but new
    masses of changes do. Releasing a kind that does not stand still changes nothing.
    """
    ask = asking(router)
    connection = ask.connection(connection_id)
    done = breakers.release(ask.app, connection, kind, ask.by(release.by))
    return breaker_out(done, ask.language, app_name(connection))
