"""Deliveries of the systems, as the contract documents them. In AWS functions/webhooks answers them."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path

from samspill.api.endpoints import PUBLIC, endpoint, new_router
from samspill.api.models import Model
from samspill.api.webhooks_app import take

router = new_router()


class Taken(Model):
    """The delivery is stored."""


@endpoint(
    router, "POST", "/v1/webhooks/<system>/<connection_id>", tag="webhooks", roles=PUBLIC, status=202,
    takes_json=False,
    problems=("signature_wrong", "gone", "malformed_request", "request_too_large"),
)  # fmt: skip
def receive_webhook(
    system: Annotated[str, Path(description="`tripletex`, or the app's name.", max_length=40)],
    connection_id: Annotated[str, Path(description="Id of the connection.", max_length=100)],
) -> Taken:
    """Take a delivery of a system.

    It is stored before it is answered. 410 tells the system to stop: the connection is off, or never was.
    """
    take(router.current_event.raw_event, system, connection_id)
    return Taken()
