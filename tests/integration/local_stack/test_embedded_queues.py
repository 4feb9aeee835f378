"""SQS FIFO as we rely on it: order per group, partial failures, dead letters."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from local.stack import Stack

Eventually = Callable[[Callable[[], Any]], Any]


@pytest.fixture(scope="module")
def queue(stack: Stack, deployed: Callable[[str, dict[str, str]], str]) -> dict[str, str]:
    """A FIFO queue with dead letters after two receives, in front of the function `batch`."""
    sqs = stack.client("sqs")
    fifo = {"FifoQueue": "true"}
    dead = sqs.create_queue(QueueName="probe-dead.fifo", Attributes=fifo)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 2})
    attributes = fifo | {"VisibilityTimeout": "1", "RedrivePolicy": redrive}
    url = sqs.create_queue(QueueName="probe.fifo", Attributes=attributes)["QueueUrl"]
    source = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    function = deployed("batch", {"TABLE": stack.outputs["RecordsTable"]})
    stack.client("lambda").create_event_source_mapping(
        EventSourceArn=source, FunctionName=function, BatchSize=10, FunctionResponseTypes=["ReportBatchItemFailures"]
    )
    return {"url": url, "dead": dead}


def send(stack: Stack, url: str, group: str, bodies: list[str]) -> None:
    entries = [
        {"Id": str(i), "MessageBody": body, "MessageGroupId": group, "MessageDeduplicationId": uuid.uuid4().hex}
        for i, body in enumerate(bodies)
    ]
    stack.client("sqs").send_message_batch(QueueUrl=url, Entries=entries)


def seen(stack: Stack, group: str) -> list[str]:
    item = stack.client("dynamodb").get_item(
        TableName=stack.outputs["RecordsTable"], Key={"pk": {"S": group}, "sk": {"S": "seen"}}
    )
    return [body["S"] for body in item["Item"]["bodies"]["L"]] if "Item" in item else []


def test_a_group_is_handled_in_the_order_it_was_sent(
    stack: Stack, queue: dict[str, str], eventually: Eventually
) -> None:
    sent = [f"m{i:02}" for i in range(10)]
    send(stack, queue["url"], "ordered", sent[:5])
    send(stack, queue["url"], "ordered", sent[5:])
    eventually(lambda: len(seen(stack, "ordered")) == 10)
    assert seen(stack, "ordered") == sent


def test_only_failed_messages_come_again(stack: Stack, queue: dict[str, str], eventually: Eventually) -> None:
    send(stack, queue["url"], "partial", ["good", "fail", "behind"])
    eventually(lambda: seen(stack, "partial")[-1:] == ["behind"] and seen(stack, "partial").count("fail") == 2)
    assert seen(stack, "partial").count("good") == 1
    assert seen(stack, "partial")[-2:] == ["fail", "behind"]


def test_what_fails_each_time_ends_among_the_dead_letters(
    stack: Stack, queue: dict[str, str], eventually: Eventually
) -> None:
    send(stack, queue["url"], "hopeless", ["always"])
    sqs = stack.client("sqs")
    found = eventually(lambda: sqs.receive_message(QueueUrl=queue["dead"]).get("Messages"))
    assert [message["Body"] for message in found] == ["always"]
    assert seen(stack, "hopeless") == ["always", "always"]


def test_one_group_does_not_wait_for_another(stack: Stack, queue: dict[str, str], eventually: Eventually) -> None:
    send(stack, queue["url"], "stuck", ["always stuck"])
    send(stack, queue["url"], "free", ["through"])
    assert eventually(lambda: seen(stack, "free")) == ["through"]
