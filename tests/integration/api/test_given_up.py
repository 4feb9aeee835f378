"""Staff look at messages that were given up, send them back, discard them."""

from collections.abc import Iterator

import boto3
import pytest

from functions.changes.handler import handler
from samspill.exceptions import RetryLater
from samspill.model.dead_letters import WORKER_ENDED, Cause
from samspill.observability import metrics
from samspill.store import clients
from samspill.store.dead_letters import DeadLetters
from samspill.store.wakeups import Wakeup
from samspill.tasks import dead_letters
from samspill.tasks.schedule import run_task
from tests.fakes.queues import LAST_RECEIVE, queue_with_dead_letters
from tests.integration.api.bench import Bench
from tests.integration.api.client import Answered
from tests.integration.api.test_troubled_neighbours import Minutes

PATH = "/v1/dead-letters"


@pytest.fixture(autouse=True)
def queues(bench: Bench) -> Iterator[dict[str, str]]:
    """The bench's queues, new and empty: their addresses by name."""
    name = bench.app.new_id()
    made = {
        queue: queue_with_dead_letters(f"{name}-{queue}", suffix)
        for queue, suffix in (("changes", ".fifo"), ("later", ""), ("documents", ".fifo"))
    }
    bench.app.__dict__["dead_letters"] = {
        queue: DeadLetters(queue, clients.sqs, url, wait_seconds=0) for queue, url in made.items()
    }
    yield made
    metrics.clear_metrics()


def buried(bench: Bench, connection: str, code: str = "peer_unavailable", queue: str = "changes") -> None:
    body = Wakeup(connection=connection, group="party").model_dump_json()
    cause = Cause(code, "RetryLater at samspill/a.py:1", bench.now, LAST_RECEIVE, "r-9")
    bench.app.dead_letters[queue].bury(bench.app.new_id(), body, cause)


def unreadable(bench: Bench) -> None:
    bench.app.dead_letters["changes"].bury(bench.app.new_id(), "?", Cause("malformed", "", bench.now, 1, ""))


def listed(bench: Bench, **query: object) -> list[dict[str, object]]:
    items: list[dict[str, object]] = bench.staff.get(PATH, **query).json["items"]
    return items


def connections_in(queue: str) -> list[str]:
    """Those that the messages of a queue name."""
    answer = boto3.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=0)
    return [Wakeup.model_validate_json(each["Body"]).connection for each in answer.get("Messages", [])]


def failing(bench: Bench, error: Exception) -> None:
    """From now on whoever works on a connection meets `error`."""

    def fail(_id: str) -> object:
        raise error

    bench.app.connections.get = fail  # type: ignore[assignment]


def delivered(bench: Bench, body: str, receives: int) -> object:
    """What the function of the queue answers when it is given a message for that time."""
    record = {
        "messageId": bench.app.new_id(), "receiptHandle": "h", "body": body,
        "attributes": {"ApproximateReceiveCount": str(receives)},
    }  # fmt: skip
    return handler({"Records": [record]}, Minutes())


def test_a_dead_letter_says_why_when_how_often_and_for_whom(bench: Bench) -> None:
    buried(bench, "c1")
    (shown,) = listed(bench)
    assert {name: shown[name] for name in shown if name not in ("id", "body", "at")} == {
        "queue": "changes", "connection": "c1", "group": "party", "code": "peer_unavailable",
        "reason": "One of the systems does not answer right now", "technical": "RetryLater at samspill/a.py:1",
        "tries": LAST_RECEIVE, "request": "r-9", "replayable": True,
    }  # fmt: skip


def test_one_whose_worker_ended_says_so(bench: Bench) -> None:
    buried(bench, "c1", WORKER_ENDED)
    (shown,) = listed(bench)
    assert shown["reason"] == "The worker ended without an answer: it was stopped, or ran out of time or memory."


def test_letters_are_listed_of_all_queues_or_of_one_connection(bench: Bench) -> None:
    buried(bench, "c1")
    buried(bench, "c2")
    buried(bench, "c2", queue="documents")
    buried(bench, "c2", queue="later")
    assert sorted(str(each["queue"]) for each in listed(bench)) == ["changes", "changes", "documents", "later"]
    assert {each["connection"] for each in listed(bench, connection="c2")} == {"c2"}
    assert bench.staff.get(PATH, connection="c2").json["total"] == 4


def test_a_wakeup_that_fails_for_the_last_time_is_a_dead_letter_with_its_reason(bench: Bench) -> None:
    failing(bench, RetryLater("peer_unavailable", "Kari Nordmann, 12345678901"))
    body = Wakeup(connection="c1", group="party").model_dump_json()
    assert delivered(bench, body, LAST_RECEIVE) == {"batchItemFailures": []}
    (shown,) = listed(bench)
    assert (shown["code"], shown["connection"], shown["tries"]) == ("peer_unavailable", "c1", LAST_RECEIVE)
    assert "RetryLater" in str(shown["technical"])
    assert "Nordmann" not in str(shown)


def test_one_that_has_tries_left_is_tried_again_and_not_buried(bench: Bench) -> None:
    failing(bench, RuntimeError("not foreseen"))
    body = Wakeup(connection="c1", group="party").model_dump_json()
    answer = delivered(bench, body, LAST_RECEIVE - 1)
    assert len(answer["batchItemFailures"]) == 1  # type: ignore[index]
    assert listed(bench) == []


def test_what_nobody_foresaw_is_named_by_its_class(bench: Bench) -> None:
    failing(bench, ZeroDivisionError("7 / 0"))
    delivered(bench, Wakeup(connection="c1", group="party").model_dump_json(), LAST_RECEIVE)
    (shown,) = listed(bench)
    assert shown["code"] == "ZeroDivisionError"
    assert "7 / 0" not in str(shown)


def test_a_message_that_says_nothing_is_given_up_at_once(bench: Bench) -> None:
    assert delivered(bench, '{"connection": "c1"}', 1) == {"batchItemFailures": []}
    (shown,) = listed(bench)
    assert (shown["code"], shown["replayable"], shown["body"]) == ("malformed", False, '{"connection": "c1"}')


def test_one_that_cannot_be_buried_is_left_to_the_queue(bench: Bench) -> None:
    failing(bench, RuntimeError("not foreseen"))
    bench.app.__dict__["dead_letters"] = {}
    answer = delivered(bench, Wakeup(connection="c1", group="party").model_dump_json(), LAST_RECEIVE)
    assert len(answer["batchItemFailures"]) == 1  # type: ignore[index]


def test_one_is_replayed(bench: Bench, queues: dict[str, str]) -> None:
    buried(bench, "c1")
    buried(bench, "c2")
    one = next(each for each in listed(bench) if each["connection"] == "c2")
    answer = bench.staff.post(f"{PATH}/replay", {"id": one["id"]})
    assert (answer.status, answer.json) == (202, {"count": 1, "malformed": 0, "more": False})
    assert connections_in(queues["changes"]) == ["c2"]
    assert [each["connection"] for each in listed(bench)] == ["c1"]


def test_those_of_one_connection_are_replayed_to_the_queues_they_came_from(
    bench: Bench, queues: dict[str, str]
) -> None:
    buried(bench, "c1")
    buried(bench, "c2")
    buried(bench, "c2", queue="documents")
    assert bench.staff.post(f"{PATH}/replay", {"connection": "c2"}).json["count"] == 2
    assert (connections_in(queues["changes"]), connections_in(queues["documents"])) == (["c2"], ["c2"])
    assert [each["connection"] for each in listed(bench)] == ["c1"]


def test_all_are_replayed_but_what_nobody_understands_stays(bench: Bench, queues: dict[str, str]) -> None:
    buried(bench, "c1")
    unreadable(bench)
    answer = bench.staff.post(f"{PATH}/replay", {"all": True})
    assert answer.json == {"count": 1, "malformed": 1, "more": False}
    assert connections_in(queues["changes"]) == ["c1"]
    assert [each["code"] for each in listed(bench)] == ["malformed"]


def test_one_call_replays_a_bounded_number(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dead_letters, "SHOWN", 10)
    for number in range(15):
        buried(bench, f"c{number}")
    assert bench.staff.post(f"{PATH}/replay", {"all": True}).json == {"count": 10, "malformed": 0, "more": True}
    assert bench.staff.post(f"{PATH}/replay", {"all": True}).json == {"count": 5, "malformed": 0, "more": False}


def test_a_crash_between_sending_and_deleting_leaves_the_letter(bench: Bench, queues: dict[str, str]) -> None:
    """Fails when the letter is deleted before it is sent."""
    buried(bench, "c1")
    changes = bench.app.dead_letters["changes"]
    changes._delete = lambda _receipts: 1 / 0  # type: ignore[method-assign,assignment]
    assert bench.staff.post(f"{PATH}/replay", {"all": True}).status == 500
    assert connections_in(queues["changes"]) == ["c1"]
    del changes.__dict__["_delete"]
    assert [each["connection"] for each in listed(bench)] == ["c1"]


def test_a_replayed_wakeup_of_a_connection_that_is_off_does_nothing(bench: Bench) -> None:
    connection = bench.live()
    bench.changed(connection.id, status="off")
    assert delivered(bench, Wakeup(connection=connection.id, group="party").model_dump_json(), 1) == {
        "batchItemFailures": []
    }
    assert bench.wakeups.woken == []


def test_one_that_says_nothing_is_not_replayed(bench: Bench, queues: dict[str, str]) -> None:
    unreadable(bench)
    (one,) = listed(bench)
    answer = bench.staff.post(f"{PATH}/replay", {"id": one["id"]})
    assert (answer.status, answer.json["code"]) == (409, "dead_letter_malformed")
    assert connections_in(queues["changes"]) == []


def test_one_is_discarded_and_it_is_logged_by_whom(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    unreadable(bench)
    (one,) = listed(bench)
    answer = bench.staff.delete(f"{PATH}/{one['id']}")
    assert (answer.status, answer.json["code"]) == (200, "malformed")
    assert listed(bench) == []
    (noted,) = [each.__dict__ for each in caplog.records if each.getMessage() == "dead letter discarded"]
    assert (noted["by"], noted["letter"]) == ("kari", one["id"])


@pytest.mark.parametrize("method", ["replay", "discard"])
def test_a_letter_that_is_not_there_is_not_found(bench: Bench, method: str) -> None:
    answer: Answered = (
        bench.staff.post(f"{PATH}/replay", {"id": "none"})
        if method == "replay"
        else bench.staff.delete(f"{PATH}/none")
    )
    assert (answer.status, answer.json["code"]) == (404, "not_found")


@pytest.mark.parametrize(("method", "tail", "body"), [("GET", "", None), ("POST", "/replay", {"all": True}),
                                                      ("DELETE", "/one", None)])  # fmt: skip
def test_a_product_sees_and_does_nothing_here(bench: Bench, method: str, tail: str, body: object) -> None:
    answer = bench.product.send(method, f"{PATH}{tail}", body)
    assert (answer.status, answer.json["code"]) == (403, "forbidden")


@pytest.mark.parametrize("language", ["nb", "en", "sv", "da"])
@pytest.mark.parametrize(
    "body", [{}, {"all": False}, {"all": 1}, {"id": "a", "connection": "b"}, {"id": ""}, {"queue": "changes"}, []]
)
def test_exactly_one_of_id_connection_and_all_is_asked_for(bench: Bench, body: object, language: str) -> None:
    answer = bench.staff.send("POST", f"{PATH}/replay", body, headers={"accept-language": language})
    assert (answer.status, answer.json["code"]) == (422, "invalid_request")
    assert answer.headers["content-language"] == language


def test_a_connection_says_how_many_dead_letters_it_has(bench: Bench) -> None:
    connection = bench.live()
    for _ in range(3):
        buried(bench, connection.id)
    run_task(bench.app, "tick")
    path = f"/v1/connections/{connection.id}"
    assert bench.product.get(path).json["counts"]["dead_letters"] == 3
    bench.later(minutes=3)
    assert bench.product.get(path).json["counts"]["dead_letters"] == 0
