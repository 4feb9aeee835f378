"""Wake-ups of the queue `changes`: parse -> work -> shape. One group has one worker at a time."""

from datetime import timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from samspill.composition import app
from samspill.observability import logger, metrics
from samspill.store.wakeups import Wakeup, parse
from samspill.tasks.work import work

#: Kept back from the function's time for putting things away.
RESERVE = timedelta(seconds=30)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Work off each group of the batch once, however many wake-ups it got; a failed group's messages come again."""
    here = app()
    groups: dict[Wakeup, list[str]] = {}
    for record in event["Records"]:
        groups.setdefault(parse(record["body"]), []).append(record["messageId"])
    end = here.clock() + timedelta(milliseconds=context.get_remaining_time_in_millis()) - RESERVE
    failed: list[str] = []
    for before, (wakeup, messages) in enumerate(groups.items()):
        now = here.clock()
        until = now + (end - now) / (len(groups) - before)  # an equal share of what is left: none starves another
        try:
            work(here, wakeup.connection, wakeup.group, until)
        except Exception:  # noqa: BLE001 - whatever it was, exactly these messages are delivered again
            logger.exception("wake-up failed", connection=wakeup.connection, group=wakeup.group)
            failed += messages
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}
