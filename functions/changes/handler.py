"""Wake-ups of the queue `changes`: parse -> work -> shape. One group has one worker at a time.

A worker takes one message (BatchSize 1), so nobody shares it: groups run beside each other, up to the mapping's
MaximumConcurrency. It works for SLICE at most and then queues up again behind the others (`samspill.tasks.work`):
with more flooded groups than workers a quiet one waits for its share of a slice, not for the floods to end. Many
wake-ups of one group are cheap: who finds nothing due ends after one look into the inbox.
"""

from datetime import timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from samspill.composition import app
from samspill.observability import logger, metrics
from samspill.store.wakeups import Message, parse
from samspill.tasks.dead_letters import bury
from samspill.tasks.work import SLICE, work

#: Kept back from the function's time for putting things away.
RESERVE = timedelta(seconds=30)
#: Seconds after the first, second ... failed try. All tries together take less than a minute: by then either it works
#: or the message is a dead letter that somebody is told of.
PAUSES = (2, 5, 10, 20)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Work off each message's group; one that failed comes again soon, and its group stands still until then."""
    here = app()
    end = here.clock() + timedelta(milliseconds=context.get_remaining_time_in_millis()) - RESERVE
    failed: list[str] = []
    for message in map(Message.of, event["Records"]):
        try:
            wakeup = parse(message.body)
            work(here, wakeup.connection, wakeup.group, min(here.clock() + SLICE, end))
        except Exception as error:  # noqa: BLE001 - whatever it was, exactly this message is delivered again
            logger.exception("wake-up failed", message_id=message.id, receives=message.receives)
            if bury(here, "changes", message, error, context.aws_request_id):
                continue
            pause = PAUSES[min(message.receives, len(PAUSES)) - 1]
            here.wakeups.give_back(message, timedelta(seconds=pause))
            failed.append(message.id)
    return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}
