"""Wake-ups of the queue `changes`: one group, one worker."""

from typing import Any

from aws_lambda_powertools import Logger

logger = Logger()


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ARG001
    logger.info("woken", records=len(event["Records"]))
    return {"batchItemFailures": []}
