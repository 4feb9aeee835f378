"""Wake-ups on SQS FIFO: one worker at a time for a connection and group. What is to be done is in the inbox.

Records and documents have a queue each, so that a flood of one never stands before the other.

FIFO queues know no delay of a single message, so a wake-up for later waits in a standard queue, `later`, whose
function only passes it on (`forward`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict

from samspill.exceptions import RetryLater
from samspill.model.kinds import DOCUMENT_GROUPS
from samspill.store.appointments import book

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_BATCH = 10
#: The queues whose messages wake workers.
Queue = Literal["changes", "documents"]
#: As long as SQS can hold a message back.
LONGEST_DELAY = timedelta(minutes=15)


class Wakeup(BaseModel):
    """The body of a message: whose inbox to look into."""

    model_config = ConfigDict(frozen=True)

    connection: str
    group: str


@dataclass(frozen=True)
class Message:
    """A message as Lambda hands it over. `receives` counts how often it was handed over, this time included."""

    id: str
    receipt: str
    body: str
    receives: int

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Message":
        """One of an event's `Records`."""
        receives = int(record["attributes"]["ApproximateReceiveCount"])
        return cls(record["messageId"], record["receiptHandle"], record["body"], receives)


def parse(body: str) -> Wakeup:
    """The wake-up in a message's body. Raises ValueError (pydantic.ValidationError) on anything else."""
    return Wakeup.model_validate_json(body)


@dataclass(frozen=True)
class Queues:
    """URLs of the queues that wake-ups go to."""

    changes: str
    documents: str
    later: str

    def of(self, group: str) -> str:
        """Where that group is woken."""
        return self.url("documents" if group in DOCUMENT_GROUPS else "changes")

    def url(self, queue: Queue) -> str:
        """Of the one that workers take wake-ups from."""
        return self.documents if queue == "documents" else self.changes


class Wakeups:
    """Sends to a group's queue, at once or by way of the queue `later`. Each message has a fresh deduplication id:
    two triggers must both count, and one that comes while a worker is at work must come after it."""

    def __init__(
        self, sqs: Callable[[], "SQSClient"], queues: Queues, new_id: Callable[[], str] = lambda: uuid4().hex
    ) -> None:
        self._sqs, self._queues, self._new_id = sqs, queues, new_id

    def wake(self, connection: str, group: str) -> None:
        """Send one wake-up."""
        self._sqs().send_message(
            QueueUrl=self._queues.of(group),
            MessageBody=Wakeup(connection=connection, group=group).model_dump_json(),
            MessageGroupId=f"{connection}#{group}",
            MessageDeduplicationId=self._new_id(),
        )

    def wake_many(self, wakeups: Iterable[Wakeup]) -> int:
        """Send many, ten a call; how many. Raises RetryLater when SQS did not take some of them."""
        count = 0
        waiting: defaultdict[str, list[Wakeup]] = defaultdict(list)
        for wakeup in wakeups:
            batch = waiting[self._queues.of(wakeup.group)]
            batch.append(wakeup)
            if len(batch) == _BATCH:
                count += self._send(self._queues.of(wakeup.group), batch)
                batch.clear()
        return count + sum(self._send(queue, batch) for queue, batch in waiting.items() if batch)

    def _send(self, queue: str, batch: Sequence[Wakeup]) -> int:
        answer = self._sqs().send_message_batch(
            QueueUrl=queue,
            Entries=[
                {
                    "Id": str(place),
                    "MessageBody": wakeup.model_dump_json(),
                    "MessageGroupId": f"{wakeup.connection}#{wakeup.group}",
                    "MessageDeduplicationId": self._new_id(),
                }
                for place, wakeup in enumerate(batch)
            ],
        )
        if answer.get("Failed"):
            raise RetryLater(detail=f"{len(answer['Failed'])} wake-ups were not taken")
        return len(batch)

    def wake_at(self, connection: str, group: str, at: datetime, now: datetime) -> bool:
        """Wake the group at `at` (UTC), up to a second late; whether anything had to be sent.

        Nothing is when a wake-up as early is under way, or when `at` is further off than LONGEST_DELAY: the tick
        finds that. It also finds what was booked here and never sent.
        """
        if at - now > LONGEST_DELAY or not book(connection, group, at, now):
            return False
        self._sqs().send_message(
            QueueUrl=self._queues.later,
            MessageBody=Wakeup(connection=connection, group=group).model_dump_json(),
            DelaySeconds=max(0, ceil((at - now).total_seconds())),
        )
        return True

    def give_back(self, queue: Queue, message: Message, pause: timedelta) -> None:
        """Let a failed message of `queue` be seen again after `pause`, not only after the queue's visibility timeout:
        until then its whole group stands still."""
        self._sqs().change_message_visibility(
            QueueUrl=self._queues.url(queue),
            ReceiptHandle=message.receipt,
            VisibilityTimeout=int(pause.total_seconds()),
        )
