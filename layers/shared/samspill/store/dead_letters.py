"""Dead letters of a queue: how they get there with a reason, and how one gets at them again.

The queue's own redrive policy says where they lie and after how many receives; nothing repeats it. A worker that
fails on the last receive puts the message there itself, with the reason as message attributes. One without attributes
was moved by SQS, because its worker was killed or ran out of time or memory.

SQS cannot list. To look is to receive and to give back, so:

* who looks while somebody else holds some does not see those;
* a FIFO group is locked while one of its messages is held, so of one group no more than a single receive, ten, is
  seen. What a worker buried has a group of its own. Of what SQS moved the rest shows up once the first are gone.

`visit` is the only way in, and puts everything back that was not dealt with. If it is killed SQS does so after HELD.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Json

from samspill.model.dead_letters import WORKER_ENDED, Cause, DeadLetter
from samspill.store.wakeups import parse

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageAttributeValueTypeDef, MessageTypeDef

_BATCH = 10
#: Seconds that a letter stays hidden from others if whoever looks at it dies.
HELD = 60

#: Of ten letters those that are dealt with and can be deleted.
Act = Callable[[Sequence[DeadLetter]], Collection[DeadLetter]]


class _Redrive(BaseModel):
    """A queue's attributes, as far as they concern dead letters."""

    model_config = ConfigDict(frozen=True)

    class Policy(BaseModel):
        """What CloudFormation calls RedrivePolicy."""

        deadLetterTargetArn: str  # noqa: N815 - SQS's name
        maxReceiveCount: int  # noqa: N815 - SQS's name

    RedrivePolicy: Json[Policy]


class DeadLetters:
    """Those of one queue, whose name is `name`. FIFO or not, the bodies are wake-ups. `wait_seconds` is how long a
    receive waits for a message: one that does not wait may miss what is there."""

    def __init__(
        self,
        name: str,
        sqs: Callable[[], "SQSClient"],
        source_url: str,
        new_id: Callable[[], str] = lambda: uuid4().hex,
        wait_seconds: int = 1,
    ) -> None:
        self.name, self._sqs, self._source_url = name, sqs, source_url
        self._new_id, self._wait_seconds = new_id, wait_seconds

    def given_up_after(self, receives: int) -> bool:
        """Whether the queue would give up a message that was received so often."""
        return receives >= self._policy.maxReceiveCount

    def bury(self, message: str, body: str, cause: Cause) -> None:
        """Put a message among the dead letters. Its id deduplicates: a worker that dies right after this and does it
        again leaves one letter."""
        once = {"MessageGroupId": message, "MessageDeduplicationId": message}
        self._sqs().send_message(
            QueueUrl=self._url,
            MessageBody=body,
            MessageAttributes=_attributes(cause),
            **(once if _fifo(self._url) else {}),  # type: ignore[arg-type]
        )

    def count(self) -> int:
        """About how many there are, those that somebody holds included; SQS may be a minute behind."""
        found = self._sqs().get_queue_attributes(
            QueueUrl=self._url,
            AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        )["Attributes"]
        return int(found["ApproximateNumberOfMessages"]) + int(found["ApproximateNumberOfMessagesNotVisible"])

    def visit(self, act: Act, *, seen: int, dealt_with: int = 1) -> bool:
        """Show letters to `act`, ten at a time, and delete those it returns. Stops after that many `seen` or
        `dealt_with`, give or take nine; whether it stopped before all that can be seen were shown."""
        held: dict[str, str] = {}
        looked, done = 0, 0
        try:
            while batch := self._receive():
                looked += len(batch)
                receipts = {message["MessageId"]: message["ReceiptHandle"] for message in batch}
                held |= receipts
                finished = {letter.id for letter in act([self._letter(message) for message in batch])}
                self._delete([receipts[each] for each in finished])
                held = {message: receipt for message, receipt in held.items() if message not in finished}
                done += len(finished)
                if looked >= seen or done >= dealt_with:
                    return True
            return False
        finally:
            self._give_back(list(held.values()))

    def send_back(self, letters: Sequence[DeadLetter]) -> list[DeadLetter]:
        """Send letters to the queue they came from, each under a fresh deduplication id: the old one may still be
        remembered there. Those that SQS took."""
        if not letters:
            return []
        entries: Any = [
            {"Id": str(place), "MessageBody": letter.body, **self._fresh(letter)}
            for place, letter in enumerate(letters)
        ]
        answer = self._sqs().send_message_batch(QueueUrl=self._source_url, Entries=entries)
        return [letters[int(taken["Id"])] for taken in answer.get("Successful", [])]

    def _fresh(self, letter: DeadLetter) -> dict[str, str]:
        if not _fifo(self._source_url):
            return {}
        return {"MessageGroupId": f"{letter.connection}#{letter.group}", "MessageDeduplicationId": self._new_id()}

    def _receive(self) -> "list[MessageTypeDef]":
        answer = self._sqs().receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=_BATCH,
            VisibilityTimeout=HELD,
            WaitTimeSeconds=self._wait_seconds,
            AttributeNames=["SentTimestamp"],
            MessageAttributeNames=["All"],
        )
        return answer.get("Messages", [])

    def _delete(self, receipts: Sequence[str]) -> None:
        if receipts:
            entries: Any = [{"Id": str(place), "ReceiptHandle": each} for place, each in enumerate(receipts)]
            self._sqs().delete_message_batch(QueueUrl=self._url, Entries=entries)

    def _give_back(self, receipts: Sequence[str]) -> None:
        for start in range(0, len(receipts), _BATCH):
            entries: Any = [
                {"Id": str(place), "ReceiptHandle": each, "VisibilityTimeout": 0}
                for place, each in enumerate(receipts[start : start + _BATCH])
            ]
            self._sqs().change_message_visibility_batch(QueueUrl=self._url, Entries=entries)

    def _letter(self, message: "MessageTypeDef") -> DeadLetter:
        body = message["Body"]
        try:
            wakeup = parse(body)
        except ValueError:
            connection, group = None, None
        else:
            connection, group = wakeup.connection, wakeup.group
        said = {name: value["StringValue"] for name, value in message.get("MessageAttributes", {}).items()}
        cause = _cause(said) if "code" in said else self._unsaid(message)
        return DeadLetter(message["MessageId"], self.name, body, connection, group, cause)

    def _unsaid(self, message: "MessageTypeDef") -> Cause:
        """What is known of a letter that SQS moved: it does so after the last receive that the policy allows."""
        sent = datetime.fromtimestamp(int(message["Attributes"]["SentTimestamp"]) / 1000, UTC)
        return Cause(WORKER_ENDED, "", sent, self._policy.maxReceiveCount, "")

    @cached_property
    def _policy(self) -> _Redrive.Policy:
        found = self._sqs().get_queue_attributes(QueueUrl=self._source_url, AttributeNames=["RedrivePolicy"])
        return _Redrive.model_validate(found["Attributes"]).RedrivePolicy

    @cached_property
    def _url(self) -> str:
        name = self._policy.deadLetterTargetArn.rsplit(":", 1)[-1]
        return self._sqs().get_queue_url(QueueName=name)["QueueUrl"]


def _fifo(url: str) -> bool:
    return url.endswith(".fifo")


def _attributes(cause: Cause) -> "dict[str, MessageAttributeValueTypeDef]":
    said = {
        "code": cause.code,
        "technical": cause.technical,
        "at": cause.at.isoformat(),
        "receives": str(cause.receives),
        "request": cause.request,
    }
    return {name: {"DataType": "String", "StringValue": value} for name, value in said.items() if value}


def _cause(said: Mapping[str, str]) -> Cause:
    return Cause(
        said["code"],
        said.get("technical", ""),
        datetime.fromisoformat(said["at"]),
        int(said["receives"]),
        said.get("request", ""),
    )
