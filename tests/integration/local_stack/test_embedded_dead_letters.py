"""Dead letters in the embedded stack: what its queues and functions make of them, and the command that replays."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import boto3
import pytest

from local.keys import STAFF_KEY
from local.product import Product
from local.replay import main, queues_of, replay_from
from local.stack import Stack
from samspill.model.dead_letters import WORKER_ENDED
from samspill.store.dead_letters import DeadLetters
from samspill.store.wakeups import Wakeup
from samspill.tasks.dead_letters import Wanted

Eventually = Callable[[Callable[[], Any]], Any]
#: As template.yaml has it.
LAST_RECEIVE = 5


@pytest.fixture
def letters(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> dict[str, DeadLetters]:
    """The dead letters of the stack's queues, as the command finds them."""
    for name, value in stack.env().items():
        monkeypatch.setenv(name, value)
    return queues_of(boto3.Session(), "local")


@pytest.fixture
def staff(stack: Stack) -> Product:
    return Product(stack.api_url, STAFF_KEY)


@pytest.fixture(autouse=True)
def documents(stack: Stack) -> Iterator[str]:
    """A queue whose messages wake nobody meanwhile, empty before and after."""
    url = stack.outputs["DocumentsQueue"]
    _let_workers_have(stack, url, enabled=False)
    yield url
    for each in (url, stack.outputs["DocumentsDeadLetters"]):
        stack.client("sqs").purge_queue(QueueUrl=each)
    _let_workers_have(stack, url, enabled=True)


def _let_workers_have(stack: Stack, queue: str, *, enabled: bool) -> None:
    functions, name = stack.client("lambda"), queue.rpartition("/")[2]
    for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
        if mapping["EventSourceArn"].endswith(f":{name}"):
            functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=enabled)


def send(stack: Stack, queue: str, body: str, group: str = "g") -> None:
    stack.client("sqs").send_message(
        QueueUrl=queue, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=uuid4().hex
    )


def abandoned(stack: Stack, queue: str, connection: str) -> None:
    """A wake-up whose worker never answers, until the queue gives it up."""
    send(stack, queue, Wakeup(connection=connection, group="party").model_dump_json(), f"{connection}#party")
    for _ in range(LAST_RECEIVE + 1):
        stack.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=0)


def received(stack: Stack, queue: str) -> list[str]:
    """The connections that messages of a queue name; the messages are gone afterwards."""
    sqs, found = stack.client("sqs"), list[str]()
    while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        found += [json.loads(each["Body"])["connection"] for each in messages]
        for each in messages:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=each["ReceiptHandle"])
    return found


def test_a_poisoned_message_is_shown_with_its_reason_and_can_only_be_discarded(
    stack: Stack, staff: Product, letters: dict[str, DeadLetters], eventually: Eventually
) -> None:
    send(stack, stack.outputs["ChangesQueue"], '{"poison": true}')
    (letter,) = eventually(lambda: staff.ask("GET", "/dead-letters")["items"])
    assert (letter["code"], letter["replayable"], letter["body"]) == ("malformed", False, '{"poison": true}')
    outcome = replay_from(letters, Wanted())
    assert (outcome.sent, [each.id for each in outcome.malformed]) == ((), [letter["id"]])
    staff.ask("DELETE", f"/dead-letters/{letter['id']}")
    assert staff.ask("GET", "/dead-letters") == {"items": [], "total": 0}


def test_a_message_whose_worker_was_killed_says_so_and_goes_back(
    stack: Stack, documents: str, letters: dict[str, DeadLetters], staff: Product
) -> None:
    abandoned(stack, documents, "c1")
    (shown,) = staff.ask("GET", "/dead-letters", params={"connection": "c1"})["items"]
    assert (shown["code"], shown["queue"], shown["tries"]) == (WORKER_ENDED, "documents", LAST_RECEIVE)
    assert len(replay_from(letters, Wanted(id=shown["id"])).sent) == 1
    assert received(stack, documents) == ["c1"]


def test_two_who_replay_at_once_lose_nothing(
    stack: Stack, documents: str, letters: dict[str, DeadLetters]
) -> None:  # fmt: skip
    for number in range(12):
        abandoned(stack, documents, f"c{number}")
    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(replay_from, letters, Wanted()) for _ in range(2)]:
            each.result()
    assert sorted(received(stack, documents)) == sorted(f"c{number}" for number in range(12))
    assert letters["documents"].count() == 0


def test_the_command_replays_those_of_a_connection_and_prints_why_they_died(
    stack: Stack, documents: str, letters: dict[str, DeadLetters], capsys: pytest.CaptureFixture[str]
) -> None:
    abandoned(stack, documents, "wanted")
    abandoned(stack, documents, "other")
    assert main(["--stage", "local", "--connection", "wanted", "--queue", "documents"]) == 0
    printed = capsys.readouterr().out
    assert "1 sent back" in printed
    assert WORKER_ENDED in printed
    assert received(stack, documents) == ["wanted"]


def test_the_command_fails_when_there_is_no_such_letter(
    letters: dict[str, DeadLetters], capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    assert main(["--stage", "local", "--id", "none"]) == 1
    assert "not_found" in capsys.readouterr().out
