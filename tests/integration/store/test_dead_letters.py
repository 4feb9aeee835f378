"""Dead letters in SQS: FIFO groups, reasons, what is given back."""

from collections.abc import Sequence
from datetime import UTC, datetime

import boto3
import pytest

from samspill.model.dead_letters import WORKER_ENDED, Cause, DeadLetter
from samspill.store import clients
from samspill.store.dead_letter_counts import KEPT, DeadLetterCounts
from samspill.store.dead_letters import DeadLetters
from samspill.store.wakeups import Wakeup
from tests.fakes.queues import LAST_RECEIVE, queue_with_dead_letters

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CAUSE = Cause("peer_unavailable", "RetryLater at store/inbox.py:120", AT, LAST_RECEIVE, "r-1")
BODY = Wakeup(connection="c1", group="party").model_dump_json()


@pytest.fixture
def queue(aws: None, connection_id: str) -> str:
    clients.sqs.cache_clear()
    return queue_with_dead_letters(connection_id, VisibilityTimeout="0")


@pytest.fixture
def letters(queue: str) -> DeadLetters:
    return DeadLetters("changes", clients.sqs, queue, wait_seconds=0)


def everything(letters: DeadLetters) -> list[DeadLetter]:
    found: list[DeadLetter] = []

    def look(batch: Sequence[DeadLetter]) -> tuple[()]:
        found.extend(batch)
        return ()

    letters.visit(look, seen=1000)
    return found


def send(queue: str, group: str, times: int = 1) -> None:
    for number in range(times):
        boto3.client("sqs").send_message(
            QueueUrl=queue, MessageBody=BODY, MessageGroupId=group, MessageDeduplicationId=f"{group}{number}"
        )


def moved_by_sqs(queue: str, group: str) -> None:
    """Let SQS move a message: workers take it again and again and never answer."""
    send(queue, group)
    for _ in range(LAST_RECEIVE + 1):
        boto3.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=0)


def test_the_redrive_policy_says_which_receive_is_the_last(letters: DeadLetters) -> None:
    assert not letters.given_up_after(LAST_RECEIVE - 1)
    assert letters.given_up_after(LAST_RECEIVE)


def test_a_buried_message_carries_its_reason(letters: DeadLetters) -> None:
    letters.bury("m1", BODY, CAUSE)
    (letter,) = everything(letters)
    assert (letter.cause, letter.queue, letter.connection, letter.group) == (CAUSE, "changes", "c1", "party")


def test_a_message_that_sqs_moved_says_that_its_worker_ended_without_an_answer(
    letters: DeadLetters, queue: str
) -> None:
    moved_by_sqs(queue, "c1#party")
    (letter,) = everything(letters)
    assert (letter.cause.code, letter.cause.receives) == (WORKER_ENDED, LAST_RECEIVE)
    assert (letter.connection, letter.group) == ("c1", "party")


def test_a_worker_that_buries_twice_leaves_one_letter(letters: DeadLetters) -> None:
    letters.bury("m1", BODY, CAUSE)
    letters.bury("m1", BODY, CAUSE)
    assert len(everything(letters)) == 1


def test_looking_changes_nothing(letters: DeadLetters) -> None:
    for number in range(23):
        letters.bury(f"m{number}", BODY, CAUSE)
    assert len(everything(letters)) == 23
    assert len(everything(letters)) == 23
    assert letters.count() == 23


def test_of_a_group_that_sqs_moved_ten_are_seen_and_the_others_once_those_are_gone(
    letters: DeadLetters, queue: str
) -> None:
    dead = boto3.client("sqs").get_queue_url(QueueName=queue.rpartition("/")[2].replace(".fifo", "-dead.fifo"))
    send(dead["QueueUrl"], "c1#party", times=12)
    assert len(everything(letters)) == 10
    letters.visit(lambda batch: batch, seen=1000, dealt_with=1000)
    assert letters.count() == 0


def test_what_is_dealt_with_is_gone_and_the_rest_stays(letters: DeadLetters) -> None:
    for number in range(12):
        letters.bury(f"m{number}", BODY, CAUSE)
    one = everything(letters)[3]
    letters.visit(lambda batch: [letter for letter in batch if letter.id == one.id], seen=1000)
    assert one.id not in {letter.id for letter in everything(letters)}
    assert letters.count() == 11


def test_whoever_fails_while_looking_gives_everything_back(letters: DeadLetters) -> None:
    letters.bury("m1", BODY, CAUSE)

    def fail(_batch: Sequence[DeadLetter]) -> tuple[()]:
        raise RuntimeError("while sending back")

    with pytest.raises(RuntimeError):
        letters.visit(fail, seen=1000)
    assert len(everything(letters)) == 1


def test_no_more_is_looked_at_than_was_asked_for(letters: DeadLetters) -> None:
    for number in range(25):
        letters.bury(f"m{number}", BODY, CAUSE)
    batches: list[int] = []

    def look(batch: Sequence[DeadLetter]) -> tuple[()]:
        batches.append(len(batch))
        return ()

    assert letters.visit(look, seen=10)
    assert sum(batches) == 10


def test_a_letter_sent_back_at_once_is_not_taken_for_its_first_sending(letters: DeadLetters, queue: str) -> None:
    """Fails when the letter goes back under the deduplication id it came with."""
    moved_by_sqs(queue, "c1#party")
    assert letters.visit(letters.send_back, seen=100, dealt_with=100) is False
    (message,) = boto3.client("sqs").receive_message(QueueUrl=queue, AttributeNames=["All"])["Messages"]
    assert message["Body"] == BODY
    assert message["Attributes"]["MessageGroupId"] == "c1#party"
    assert message["Attributes"]["MessageDeduplicationId"] != "c1#party0"


def test_a_queue_that_is_not_fifo_has_dead_letters_just_the_same(aws: None, connection_id: str) -> None:
    queue = queue_with_dead_letters(f"{connection_id}-later", "")
    letters = DeadLetters("later", clients.sqs, queue, wait_seconds=0)
    letters.bury("m1", BODY, CAUSE)
    letters.visit(letters.send_back, seen=100, dealt_with=100)
    assert boto3.client("sqs").receive_message(QueueUrl=queue)["Messages"][0]["Body"] == BODY
    assert letters.count() == 0


def test_a_body_that_is_no_wakeup_names_nobody(letters: DeadLetters) -> None:
    letters.bury("m1", "what is this", CAUSE)
    (letter,) = everything(letters)
    assert (letter.connection, letter.group, letter.body) == (None, None, "what is this")
    assert not letter.replayable


def test_a_count_is_kept_until_nobody_renews_it(aws: None, connection_id: str) -> None:
    counts = DeadLetterCounts()
    counts.note({connection_id: 3}, AT)
    assert counts.of(connection_id, AT) == 3
    assert counts.of(connection_id, AT + KEPT) == 0


def test_a_connection_that_was_never_counted_has_none(aws: None) -> None:
    assert DeadLetterCounts().of("nobody", AT) == 0
