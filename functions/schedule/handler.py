"""What the clock starts: tick, poll, reconcile, subscriptions."""

from typing import Any

from aws_lambda_powertools import Logger

logger = Logger()


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ARG001
    logger.info("due", task=event["task"])
    return {}
