"""SQS as we rely on it: order per group, groups beside each other, partial failures, dead letters, delays."""

import json
import time
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


@pytest.fixture(scope="module")
def lanes(stack: Stack, queue: dict[str, str]) -> str:
    """A FIFO queue with three mappings to `batch`, one message a batch, as `local.localise` makes them."""
    sqs, functions = stack.client("sqs"), stack.client("lambda")
    attributes = {"FifoQueue": "true", "VisibilityTimeout": "20"}
    url = str(sqs.create_queue(QueueName="probe-lanes.fifo", Attributes=attributes)["QueueUrl"])
    source = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    for _ in range(3):
        functions.create_event_source_mapping(
            EventSourceArn=source, FunctionName="batch", BatchSize=1,
            FunctionResponseTypes=["ReportBatchItemFailures"],
        )  # fmt: skip
    return url


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


def test_groups_are_worked_beside_each_other(stack: Stack, lanes: str, eventually: Eventually) -> None:
    send(stack, lanes, "flooded", ["slow"])
    time.sleep(0.5)
    send(stack, lanes, "quiet", ["quick"])
    assert eventually(lambda: seen(stack, "quiet")) == ["quick"]
    assert seen(stack, "flooded") == []
    assert eventually(lambda: seen(stack, "flooded")) == ["slow"]


def test_several_mappings_leave_a_group_in_order(stack: Stack, lanes: str, eventually: Eventually) -> None:
    sent = ["slow first", *(f"m{i}" for i in range(5))]
    send(stack, lanes, "in lanes", sent)
    eventually(lambda: len(seen(stack, "in lanes")) == len(sent))
    assert seen(stack, "in lanes") == sent


def test_a_standard_queue_holds_a_message_back_as_long_as_it_says(stack: Stack, eventually: Eventually) -> None:
    sqs = stack.client("sqs")
    url = sqs.create_queue(QueueName="probe-later")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="later", DelaySeconds=2)
    sent = time.monotonic()
    found = eventually(lambda: sqs.receive_message(QueueUrl=url).get("Messages"))
    assert [message["Body"] for message in found] == ["later"]
    assert time.monotonic() - sent > 1.5
