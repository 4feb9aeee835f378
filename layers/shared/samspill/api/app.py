"""The API: one resolver with the routes of all resources, behind one gate.

`handle` is all that functions/api calls. Whatever goes wrong becomes problem details; what is our own fault is
logged and told without any detail.
"""

from collections.abc import Sequence
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError, ResponseValidationError
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter

from samspill import composition, messages
from samspill.api import (
    routes_breakers,
    routes_by_hand,
    routes_connections,
    routes_dead_letters,
    routes_health,
    routes_hours,
    routes_hours_import,
    routes_hours_weeks,
    routes_lifecycle,
    routes_links,
    routes_onboarding,
    routes_page_sessions,
    routes_plan,
    routes_problems,
    routes_records,
    routes_settings,
    routes_staff,
    routes_webhooks,
)
from samspill.api.asking import Asking, Visit
from samspill.api.bodies import Stopped
from samspill.api.gate import Admitted, admit
from samspill.api.idempotency import CannotReplay, once
from samspill.api.problem_details import Trouble, answer
from samspill.api.troubles import of_exception, of_validation
from samspill.exceptions import SamspillError
from samspill.observability import logger

ROUTERS: tuple[APIGatewayHttpRouter, ...] = (
    routes_health.router,
    routes_onboarding.router,
    routes_page_sessions.router,
    routes_staff.router,
    routes_links.router,
    routes_connections.router,
    routes_settings.router,
    routes_lifecycle.router,
    routes_plan.router,
    routes_breakers.router,
    routes_hours.router,
    routes_hours_import.router,
    routes_hours_weeks.router,
    routes_problems.router,
    routes_by_hand.router,
    routes_records.router,
    routes_webhooks.router,
    routes_dead_letters.router,
)


def resolver(routers: Sequence[APIGatewayHttpRouter]) -> APIGatewayHttpResolver:
    """A resolver with those routes. What goes wrong in a route leaves it as `Stopped`."""
    made = APIGatewayHttpResolver(enable_validation=True, response_validation_error_http_code=500)
    for router in routers:
        made.include_router(router)

    def _invalid(error: RequestValidationError) -> Response[Any]:
        raise Stopped(of_validation(error.errors()))

    def _wrong_answer(error: ResponseValidationError) -> Response[Any]:
        logger.error("an answer does not have its form", fields=[each["loc"] for each in error.errors()])
        raise Stopped(Trouble(500, "internal_error"))

    def _no(error: SamspillError) -> Response[Any]:
        asked = made.context.get("asking") or made.context.get("visit")
        language = asked.language if isinstance(asked, Asking | Visit) else messages.DEFAULT
        app = asked.caller.integration if isinstance(asked, Asking) else None
        trouble = of_exception(error, language, app.capitalize() if app else None, composition.app().clock())
        if trouble.status >= 500:
            logger.exception("not answered", code=error.code)
        raise Stopped(trouble)

    def _stopped(error: Stopped) -> Response[Any]:
        raise error

    def _unknown(_error: NotFoundError) -> Response[Any]:
        raise Stopped(Trouble(404, "not_found"))

    for kind, handler in (
        (RequestValidationError, _invalid),
        (ResponseValidationError, _wrong_answer),
        (SamspillError, _no),
        (Stopped, _stopped),
        (NotFoundError, _unknown),
    ):
        made.exception_handler(kind)(handler)
    return made


RESOLVER = resolver(ROUTERS)


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request of API Gateway (payload version 2.0)."""
    headers = event.get("headers") or {}
    language = messages.language_of(headers.get("accept-language"))
    request_id = event["requestContext"].get("requestId")
    try:
        logger.set_correlation_id(request_id)
        return _answered(event, context, admit(event), language, request_id)
    except (Stopped, CannotReplay) as stopped:
        return answer(stopped.trouble, language, request_id)
    except Exception:  # noqa: BLE001 - whatever it is, the caller gets an answer
        logger.exception("request failed")
        return answer(Trouble(500, "internal_error"), language, request_id)


def _answered(
    event: dict[str, Any], context: Any, admitted: Admitted, language: str, request_id: str | None
) -> dict[str, Any]:  # fmt: skip
    def route() -> dict[str, Any]:
        here, caller = composition.app(), admitted.caller
        source = str(event["requestContext"]["http"].get("sourceIp", ""))
        RESOLVER.append_context(  # type: ignore[no-untyped-call]
            asking=None if caller is None else Asking(here, caller, language, request_id),
            visit=Visit(here, language, source, admitted.claims),
        )
        response = RESOLVER.resolve(event, context)
        response["headers"] = {**response["headers"], "cache-control": "no-store"}
        return response

    def safely() -> dict[str, Any]:
        try:
            return route()
        except Stopped as stopped:
            return answer(stopped.trouble, language, request_id)

    if admitted.idempotency_key is None or admitted.caller is None:
        return safely()
    persistence = composition.app().idempotency
    return once(persistence, admitted.caller, event, admitted.body, context, safely)
