"""Whoever looks at dead letters hides them from others for a moment; nobody is told that they are gone."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

import pytest

from local.replay import replay_from
from samspill.exceptions import NotFound, RevisionConflict
from samspill.model.dead_letters import DeadLetter
from samspill.tasks.dead_letters import Wanted
from tests.integration.api.bench import Bench
from tests.integration.api.client import Answered
from tests.integration.api.test_given_up import PATH, buried, connections_in, listed, queues

__all__ = ["queues"]

METHODS = ("replay", "discard")


@contextmanager
def held(bench: Bench, queue: str = "changes") -> Iterator[None]:
    """Somebody looks at the letters of the queue, as the tick does when it counts."""
    letters = bench.app.dead_letters[queue]
    receipts = [message["ReceiptHandle"] for message in letters._receive()]
    try:
        yield
    finally:
        letters._give_back(receipts)


def asked(bench: Bench, method: str, letter: object) -> Answered:
    if method == "replay":
        return bench.staff.post(f"{PATH}/replay", {"id": letter})
    return bench.staff.delete(f"{PATH}/{letter}")


def only_letter(bench: Bench, queue: str = "changes") -> str:
    buried(bench, "c1", queue=queue)
    (one,) = listed(bench)
    return str(one["id"])


@pytest.mark.parametrize("queue", ["changes", "later", "documents"])
@pytest.mark.parametrize("method", METHODS)
def test_a_letter_that_somebody_looks_at_is_to_be_asked_for_again(bench: Bench, method: str, queue: str) -> None:
    letter = only_letter(bench, queue)
    with held(bench, queue):
        answer = asked(bench, method, letter)
    assert (answer.status, answer.json["code"]) == (409, "revision_conflict")
    assert asked(bench, method, letter).status in (200, 202)
    assert listed(bench) == []


@pytest.mark.parametrize("method", METHODS)
def test_one_that_is_not_among_all_the_letters_is_not_found(bench: Bench, method: str) -> None:
    only_letter(bench)
    answer = asked(bench, method, "none")
    assert (answer.status, answer.json["code"]) == (404, "not_found")


def test_the_command_waits_for_a_letter_that_somebody_looks_at(bench: Bench, queues: dict[str, str]) -> None:
    letter = only_letter(bench)
    with ExitStack() as somebody:
        somebody.enter_context(held(bench))
        outcome = replay_from(bench.app.dead_letters, Wanted(id=letter), lambda _seconds: somebody.close())
    assert [each.id for each in outcome.sent] == [letter]
    assert connections_in(queues["changes"]) == ["c1"]


def test_the_command_does_not_wait_for_ever(bench: Bench) -> None:
    letter, pauses = only_letter(bench), list[float]()
    with held(bench), pytest.raises(RevisionConflict):
        replay_from(bench.app.dead_letters, Wanted(id=letter), pauses.append)
    assert 0 < sum(pauses) < 60


def test_the_command_does_not_wait_for_what_is_not_there(bench: Bench) -> None:
    only_letter(bench)
    pauses: list[float] = []
    with pytest.raises(NotFound):
        replay_from(bench.app.dead_letters, Wanted(id="none"), pauses.append)
    assert pauses == []


def test_one_that_the_queue_did_not_take_back_is_not_said_to_be_gone(bench: Bench) -> None:
    letter = only_letter(bench)

    def refuses(_letters: Sequence[DeadLetter]) -> list[DeadLetter]:
        return []

    bench.app.dead_letters["changes"].send_back = refuses  # type: ignore[method-assign,assignment]
    answer = asked(bench, "replay", letter)
    assert (answer.status, answer.json["code"]) == (409, "revision_conflict")
