"""Wake-ups as they come from a queue: each one's group is worked off. One group has one worker at a time.

A worker takes one message (BatchSize 1), so nobody shares it: groups run beside each other, up to the mapping's
MaximumConcurrency. It works for SLICE at most and then queues up again behind the others (`samspill.tasks.work`):
with more flooded groups than workers a quiet one waits for its share of a slice, not for the floods to end. Many
wake-ups of one group are cheap: who finds nothing due ends after one look into the inbox.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from samspill.composition import App
from samspill.observability import logger
from samspill.store.wakeups import Message, Queue, parse
from samspill.tasks.dead_letters import bury
from samspill.tasks.work import SLICE, work

#: Kept back from the function's time for putting things away.
RESERVE = timedelta(seconds=30)
#: Seconds after the first, second ... failed try. All tries together take less than a minute: by then either it works
#: or the message is a dead letter that somebody is told of.
PAUSES = (2, 5, 10, 20)


def answer_wakeups(
    app: App, queue: Queue, records: Iterable[Mapping[str, Any]], end: datetime, request: str
) -> dict[str, Any]:  # fmt: skip
    """Work off the group of each of `records` (SQS), all done before `end` (UTC), when the function is over; what
    Lambda is to be told. A message that failed comes again soon, and its group stands still until then."""
    failed: list[str] = []
    for message in map(Message.of, records):
        try:
            wakeup = parse(message.body)
            work(app, wakeup.connection, wakeup.group, min(app.clock() + SLICE, end - RESERVE))
        except Exception as error:  # noqa: BLE001 - whatever it was, exactly this message is delivered again
            logger.exception("wake-up failed", message_id=message.id, receives=message.receives)
            if bury(app, queue, message, error, request):
                continue
            pause = PAUSES[min(message.receives, len(PAUSES)) - 1]
            app.wakeups.give_back(queue, message, timedelta(seconds=pause))
            failed.append(message.id)
    return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}
