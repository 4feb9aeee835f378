import json
from typing import Any

import boto3
import pytest
from pydantic import ValidationError

from samspill.store import clients
from samspill.store.wakeups import Wakeup, Wakeups, parse


@pytest.fixture
def queue(aws: None, connection_id: str) -> str:
    return boto3.client("sqs").create_queue(
        QueueName=f"{connection_id}.fifo", Attributes={"FifoQueue": "true", "ContentBasedDeduplication": "false"}
    )["QueueUrl"]


def received(queue: str) -> list[Any]:
    answer = boto3.client("sqs").receive_message(
        QueueUrl=queue, MaxNumberOfMessages=10, AttributeNames=["MessageGroupId"]
    )  # fmt: skip
    return list(answer.get("Messages", []))


def test_a_wakeup_names_connection_and_group(queue: str) -> None:
    Wakeups(clients.sqs, queue).wake("c1", "party")
    (message,) = received(queue)
    assert json.loads(message["Body"]) == {"connection": "c1", "group": "party"}
    assert message["Attributes"]["MessageGroupId"] == "c1#party"
    assert parse(message["Body"]) == Wakeup(connection="c1", group="party")


def test_two_equal_wakeups_both_count(queue: str) -> None:
    wakeups = Wakeups(clients.sqs, queue)
    wakeups.wake("c1", "party")
    wakeups.wake("c1", "party")
    sizes = boto3.client("sqs").get_queue_attributes(
        QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessages"]
    )  # fmt: skip
    assert sizes["Attributes"]["ApproximateNumberOfMessages"] == "2"


def test_many_are_sent_in_batches(queue: str) -> None:
    wakeups = [Wakeup(connection=f"c{number}", group="party") for number in range(23)]
    assert Wakeups(clients.sqs, queue).wake_many(iter(wakeups)) == 23
    sizes = boto3.client("sqs").get_queue_attributes(
        QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessages"]
    )  # fmt: skip
    assert sizes["Attributes"]["ApproximateNumberOfMessages"] == "23"


def test_anything_else_is_no_wakeup() -> None:
    with pytest.raises(ValidationError):
        parse('{"connection": "c1"}')
