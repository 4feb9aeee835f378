"""The entrance of functions/webhooks: deliveries only, so that it starts with little."""

from typing import Any

from samspill import messages
from samspill.api.bodies import Stopped, body_of
from samspill.api.problem_details import Trouble, answer
from samspill.composition import app
from samspill.observability import logger
from samspill.tasks.webhooks import Delivery, Verdict, receive

_TROUBLES = {
    Verdict.GONE: Trouble(410, "gone"),
    Verdict.UNSIGNED: Trouble(401, "signature_wrong"),
    Verdict.MALFORMED: Trouble(400, "malformed_request"),
}


def handle(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Answer a delivery that API Gateway (payload version 2.0) hands on: 202 once it is stored."""
    language = messages.language_of((event.get("headers") or {}).get("accept-language"))
    request_id = event["requestContext"].get("requestId")
    try:
        parameters = event.get("pathParameters") or {}
        take(event, parameters["system"], parameters["connection"])
    except Stopped as stopped:
        return answer(stopped.trouble, language, request_id)
    except Exception:  # noqa: BLE001 - not stored, so not 2xx: the system will deliver it again
        logger.exception("delivery not stored")
        return answer(Trouble(500, "internal_error"), language, request_id)
    return {"statusCode": 202, "headers": {"content-type": "application/json"}, "body": "{}"}


def take(event: dict[str, Any], system: str, connection: str) -> None:
    """Store a delivery. Raises Stopped with the answer for one that is not taken, and whatever went wrong."""
    delivery = Delivery(system, connection, headers=event.get("headers") or {}, body=body_of(event))
    verdict = receive(app(), delivery)
    logger.info("delivery", connection=connection, system=system, verdict=verdict.value)
    if verdict is not Verdict.STORED:
        raise Stopped(_TROUBLES[verdict])
