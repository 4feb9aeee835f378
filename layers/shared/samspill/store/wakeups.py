"""Wake-ups on SQS FIFO: one worker at a time for a connection and group. What is to be done is in the inbox."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING
from uuid import uuid4

from pydantic import BaseModel, ConfigDict

from samspill.exceptions import RetryLater

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_BATCH = 10


class Wakeup(BaseModel):
    """The body of a message: whose inbox to look into."""

    model_config = ConfigDict(frozen=True)

    connection: str
    group: str


def parse(body: str) -> Wakeup:
    """The wake-up in a message's body. Raises ValueError (pydantic.ValidationError) on anything else."""
    return Wakeup.model_validate_json(body)


class Wakeups:
    """Sends to one queue. Each message has a fresh deduplication id: two triggers must both count, and one that
    comes while a worker is at work must come after it."""

    def __init__(
        self, sqs: Callable[[], "SQSClient"], queue_url: str, new_id: Callable[[], str] = lambda: uuid4().hex
    ) -> None:  # fmt: skip
        self._sqs, self._queue_url, self._new_id = sqs, queue_url, new_id

    def wake(self, connection: str, group: str) -> None:
        """Send one wake-up."""
        self._sqs().send_message(
            QueueUrl=self._queue_url,
            MessageBody=Wakeup(connection=connection, group=group).model_dump_json(),
            MessageGroupId=f"{connection}#{group}",
            MessageDeduplicationId=self._new_id(),
        )

    def wake_many(self, wakeups: Iterable[Wakeup]) -> int:
        """Send many, ten a call; how many. Raises RetryLater when SQS did not take some of them."""
        count = 0
        waiting: Iterator[Wakeup] = iter(wakeups)
        while batch := list(islice(waiting, _BATCH)):
            answer = self._sqs().send_message_batch(
                QueueUrl=self._queue_url,
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
            count += len(batch)
        return count
