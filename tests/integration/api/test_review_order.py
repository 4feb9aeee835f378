"""What is stored before what, when a person is asked and answers: a crash in between loses nothing."""

import pytest

from samspill.exceptions import RetryLater
from samspill.model.status import Status
from samspill.tasks.reviewing import await_review
from tests.integration.api.bench import Bench
from tests.integration.api.test_review import approve, in_review


def crash(*_: object) -> None:
    raise RetryLater


def test_whoever_reads_ready_for_review_finds_the_token_of_who_waits(bench: Bench) -> None:
    """Seen to fail with a review without the token of who waits."""
    connection = bench.changed(in_review(bench).id, status="draft", review_pending=None)
    with pytest.MonkeyPatch.context() as crashing, pytest.raises(RetryLater):
        crashing.setattr(bench.app.connections, "update", crash)
        await_review(bench.app, connection, {"token": "new"})
    assert bench.app.connections.task_token(connection.id) == "new"


def test_an_approval_is_saved_although_nobody_could_be_told(bench: Bench) -> None:
    """Seen to fail with the execution told before the approval is saved."""
    connection = in_review(bench)
    with pytest.MonkeyPatch.context() as crashing:
        crashing.setattr(bench.machine, "answer", crash)
        approve(bench, connection)
    assert bench.app.connections.get(connection.id).status is Status.SYNCING
    assert approve(bench, connection).status == 200
    assert [answer for _, answer in bench.machine.answers] == [{"decision": "approved"}]
