"""Wake-ups whose time has come: parse -> pass on to the queue `changes`, which keeps one worker a group."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from samspill.composition import app
from samspill.observability import logger, metrics
from samspill.store.wakeups import Message, parse


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001
    """Pass each on by itself; one that could not be is delivered again."""
    failed: list[str] = []
    for message in map(Message.of, event["Records"]):
        try:
            wakeup = parse(message.body)
            app().wakeups.wake(wakeup.connection, wakeup.group)
        except Exception:  # noqa: BLE001 - whatever it was, exactly this message is delivered again
            logger.exception("wake-up not passed on", message_id=message.id)
            failed.append(message.id)
    return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}
