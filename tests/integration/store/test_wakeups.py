import json
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from pydantic import ValidationError

from samspill.store import clients
from samspill.store.wakeups import LONGEST_DELAY, Message, Queues, Wakeup, Wakeups, parse

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def queue(aws: None, connection_id: str) -> str:
    return boto3.client("sqs").create_queue(
        QueueName=f"{connection_id}.fifo", Attributes={"FifoQueue": "true", "ContentBasedDeduplication": "false"}
    )["QueueUrl"]


@pytest.fixture
def later(aws: None, connection_id: str) -> str:
    return boto3.client("sqs").create_queue(QueueName=f"{connection_id}-later")["QueueUrl"]


def delayed(later: str) -> int:
    answer = boto3.client("sqs").get_queue_attributes(
        QueueUrl=later, AttributeNames=["ApproximateNumberOfMessagesDelayed"]
    )
    return int(answer["Attributes"]["ApproximateNumberOfMessagesDelayed"])


def in_seconds(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def received(queue: str) -> list[Any]:
    answer = boto3.client("sqs").receive_message(
        QueueUrl=queue, MaxNumberOfMessages=10, AttributeNames=["MessageGroupId"]
    )  # fmt: skip
    return list(answer.get("Messages", []))


def test_a_wakeup_names_connection_and_group(queue: str) -> None:
    """Seen to fail with one message group for a whole connection."""
    Wakeups(clients.sqs, Queues(queue, "", "")).wake("c1", "party")
    (message,) = received(queue)
    assert json.loads(message["Body"]) == {"connection": "c1", "group": "party"}
    assert message["Attributes"]["MessageGroupId"] == "c1#party"
    assert parse(message["Body"]) == Wakeup(connection="c1", group="party")


def test_two_equal_wakeups_both_count(queue: str) -> None:
    """Seen to fail with the group as deduplication id."""
    wakeups = Wakeups(clients.sqs, Queues(queue, "", ""))
    wakeups.wake("c1", "party")
    wakeups.wake("c1", "party")
    sizes = boto3.client("sqs").get_queue_attributes(
        QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessages"]
    )  # fmt: skip
    assert sizes["Attributes"]["ApproximateNumberOfMessages"] == "2"


def test_many_are_sent_in_batches(queue: str) -> None:
    wakeups = [Wakeup(connection=f"c{number}", group="party") for number in range(23)]
    assert Wakeups(clients.sqs, Queues(queue, "", "")).wake_many(iter(wakeups)) == 23
    sizes = boto3.client("sqs").get_queue_attributes(
        QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessages"]
    )  # fmt: skip
    assert sizes["Attributes"]["ApproximateNumberOfMessages"] == "23"


def test_documents_are_woken_on_a_queue_of_their_own(queue: str) -> None:
    """Seen to fail with every group on the queue of changes."""
    wakeups = Wakeups(clients.sqs, Queues("https://sqs.test/changes.fifo", queue, ""))
    wakeups.wake("c1", "invoice")
    assert wakeups.wake_many([Wakeup(connection="c2", group="purchase")]) == 1
    found = {message["Attributes"]["MessageGroupId"] for _ in range(2) for message in received(queue)}
    assert found == {"c1#invoice", "c2#purchase"}


def test_anything_else_is_no_wakeup() -> None:
    with pytest.raises(ValidationError):
        parse('{"connection": "c1"}')


def test_a_wakeup_for_later_is_held_back_until_then(later: str, connection_id: str) -> None:
    wakeups = Wakeups(clients.sqs, Queues("", "", later))
    assert wakeups.wake_at(connection_id, "party", in_seconds(8.2), NOW)
    assert delayed(later) == 1
    assert received(later) == []


def test_a_time_that_has_come_meanwhile_is_sent_at_once(later: str, connection_id: str) -> None:
    assert Wakeups(clients.sqs, Queues("", "", later)).wake_at(connection_id, "party", in_seconds(-1), NOW)
    (message,) = received(later)
    assert parse(message["Body"]) == Wakeup(connection=connection_id, group="party")


def test_a_thousand_rounds_of_a_flooded_group_have_one_wakeup_under_way(later: str, connection_id: str) -> None:
    wakeups = Wakeups(clients.sqs, Queues("", "", later))
    sent = [wakeups.wake_at(connection_id, "party", in_seconds(8 + number / 100), NOW) for number in range(50)]
    assert sent == [True] + [False] * 49
    assert delayed(later) == 1


def test_an_earlier_time_is_not_missed_because_of_a_later_one(later: str, connection_id: str) -> None:
    wakeups = Wakeups(clients.sqs, Queues("", "", later))
    assert wakeups.wake_at(connection_id, "party", in_seconds(600), NOW)
    assert wakeups.wake_at(connection_id, "party", in_seconds(8), NOW)


def test_after_its_time_a_group_can_be_woken_anew(later: str, connection_id: str) -> None:
    wakeups = Wakeups(clients.sqs, Queues("", "", later))
    assert wakeups.wake_at(connection_id, "party", in_seconds(8), NOW)
    assert wakeups.wake_at(connection_id, "party", in_seconds(18), in_seconds(9))


def test_groups_are_woken_each_at_their_own_time(later: str, connection_id: str) -> None:
    wakeups = Wakeups(clients.sqs, Queues("", "", later))
    assert wakeups.wake_at(connection_id, "party", in_seconds(8), NOW)
    assert wakeups.wake_at(connection_id, "project", in_seconds(8), NOW)


def test_what_is_further_off_than_sqs_can_hold_it_is_left_to_the_tick(later: str, connection_id: str) -> None:
    wakeups = Wakeups(clients.sqs, Queues("", "", later))
    assert not wakeups.wake_at(connection_id, "party", NOW + LONGEST_DELAY + timedelta(seconds=1), NOW)
    assert delayed(later) == 0


def test_a_message_that_is_given_back_is_seen_again_at_once(queue: str) -> None:
    wakeups = Wakeups(clients.sqs, Queues(queue, "", ""))
    wakeups.wake("c1", "party")
    (message,) = received(queue)
    assert received(queue) == []
    wakeups.give_back(
        "changes", Message(message["MessageId"], message["ReceiptHandle"], message["Body"], 1), timedelta(0)
    )
    assert len(received(queue)) == 1
