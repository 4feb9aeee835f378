"""Idempotency-Key: a POST that was carried out is answered the same again for 24 hours, and not done again.

The key belongs to its caller and path. Several customers may have one address: of them it belongs to what their
token opens. A refused request changed nothing and leaves its key free.
"""

import hashlib
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from samspill.api.asking import Caller
from samspill.api.problem_details import Trouble

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.idempotency.persistence.datarecord import DataRecord

KEPT_SECONDS = 24 * 60 * 60
LONGEST_KEY = 255

Response = dict[str, Any]


class CannotReplay(Exception):
    """The key cannot be used for this request. `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.code)
        self.trouble = trouble


class _NotCarriedOut(Exception):
    def __init__(self, response: Response) -> None:
        super().__init__("refused")
        self.response = response


def once(
    persistence: Any, caller: Caller, event: dict[str, Any], body: bytes, context: Any, do: Callable[[], Response]
) -> Response:  # fmt: skip
    """The answer of `do`, or the kept one when the same request came before. Raises CannotReplay."""
    # Imported here: only requests that bring a key pay for it (docs/decisions.md, cold start).
    from aws_lambda_powertools.utilities.idempotency import IdempotencyConfig, idempotent_function
    from aws_lambda_powertools.utilities.idempotency.exceptions import (
        IdempotencyAlreadyInProgressError,
        IdempotencyValidationError,
    )

    config = IdempotencyConfig(
        event_key_jmespath="[caller, path, key]",
        payload_validation_jmespath="request",
        raise_on_no_idempotency_key=True,
        expires_after_seconds=KEPT_SECONDS,
        hash_function="sha256",
        response_hook=_mark_replayed,
    )
    if context is not None:
        config.register_lambda_context(context)

    def carry_out(*, asked: dict[str, str]) -> Response:  # noqa: ARG001 - read by the decorator
        response = do()
        if response["statusCode"] >= 300:
            raise _NotCarriedOut(response)
        return response

    guarded = idempotent_function(
        carry_out, data_keyword_argument="asked", persistence_store=persistence, config=config, key_prefix="api"
    )
    try:
        return dict(guarded(asked=_identity(caller, event, body)))
    except _NotCarriedOut as refused:
        return refused.response
    except IdempotencyValidationError:
        raise CannotReplay(Trouble(422, "idempotency_key_reused")) from None
    except IdempotencyAlreadyInProgressError:
        raise CannotReplay(Trouble(409, "request_in_progress", headers={"retry-after": "1"})) from None


def _identity(caller: Caller, event: dict[str, Any], body: bytes) -> dict[str, str]:
    asked = json.dumps([event.get("rawQueryString", ""), hashlib.sha256(body).hexdigest()])
    return {
        "caller": f"{caller.role.value}:{caller.name}:{caller.onboarding or caller.connection or ''}",
        "path": event["rawPath"],
        "key": event["headers"]["idempotency-key"],
        "request": asked,
    }


def _mark_replayed(response: Any, idempotent_data: "DataRecord") -> Any:  # noqa: ARG001
    response["headers"] = {**response["headers"], "idempotent-replayed": "true"}
    return response
