"""What goes wrong with one connection, or with a mail, stops nothing else."""

from datetime import timedelta

import pytest

from functions.changes.handler import handler
from samspill.exceptions import ConfigurationWrong, NotFound
from samspill.model.changes import Priority, RecordKey
from samspill.model.connection import Connection
from samspill.model.kinds import Kind, Side
from samspill.model.status import Status
from samspill.observability import metrics
from samspill.store.wakeups import Wakeup
from samspill.tasks.schedule import run_task
from samspill.tasks.work import SLICE, work
from tests.integration.api.bench import Bench
from tests.integration.api.test_connect_steps import Journey

A, T = Side.APP, Side.TRIPLETEX


class Refusing:
    """A mail service that knows none of our addresses."""

    def send(self, to: str, subject: str, text: str, html: str | None = None) -> None:
        raise RuntimeError("MessageRejected: Email address is not verified")


class Minutes:
    """What Lambda tells a function that has fifteen minutes."""

    function_name = function_version = "changes"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:eu-north-1:123456789012:function:changes"
    aws_request_id = "r-1"

    def get_remaining_time_in_millis(self) -> int:
        return 900_000


def record(wakeup: Wakeup, receives: int = 1) -> dict[str, object]:
    """A message as Lambda hands it over."""
    return {
        "messageId": wakeup.connection,
        "receiptHandle": f"receipt of {wakeup.connection}",
        "body": wakeup.model_dump_json(),
        "attributes": {"ApproximateReceiveCount": str(receives)},
    }


def test_a_connection_without_keys_does_not_keep_the_others_from_being_polled(bench: Bench) -> None:
    ids = [bench.live().id for _ in range(3)]
    bench.app.connections.remove_keys(ids[0])
    assert run_task(bench.app, "poll")["failed"] == 0
    with pytest.raises(NotFound):
        work(bench.app, ids[0], "party", bench.now + SLICE)
    for each in ids[1:]:
        work(bench.app, each, "party", bench.now + SLICE)
    left = [bench.app.stores(each).inbox.has_due("party", bench.now) for each in ids]
    assert left == [True, False, False]


def test_a_mail_that_is_refused_does_not_keep_a_connection_from_needing_attention(bench: Bench) -> None:
    bench.app.__dict__["mailer"] = Refusing()
    company = bench.company()
    connection = bench.live(company, contact_email="kari@bygg.no")

    def locked(*_: object) -> None:
        raise ConfigurationWrong("tripletex_key_wrong")

    company.systems[T].changed_since = locked  # type: ignore[assignment]
    run_task(bench.app, "poll")
    work(bench.app, connection.id, "party", bench.now + SLICE)
    assert bench.app.connections.get(connection.id).status is Status.NEEDS_ATTENTION


def test_a_mail_that_is_refused_is_counted(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    journey = Journey(bench)
    bench.app.__dict__["mailer"] = Refusing()
    journey.until_review()
    assert '"MailFailed":[1.0]' in capsys.readouterr().out.replace(" ", "")


def test_a_first_sync_comes_to_its_end_although_no_mail_can_be_sent(bench: Bench) -> None:
    journey = Journey(bench)
    bench.app.__dict__["mailer"] = Refusing()
    journey.until_review()
    journey.approve()
    journey.first_sync()
    assert journey.connection.status is Status.ACTIVE


def test_a_busy_connection_leaves_its_neighbours_in_the_batch_their_time(bench: Bench) -> None:
    busy, quiet = bench.company(), bench.company()
    connections = [bench.live(company) for company in (busy, quiet)]
    for connection in connections:
        gone = [RecordKey(kind=Kind.CUSTOMER, side=A, id=f"gone{number}") for number in range(250)]
        bench.app.stores(connection.id).inbox.put_many(gone, due_at=bench.now, priority=Priority.CHANGE)
    look = busy.systems[A].get

    def slowly(kind: Kind, ids: list[str]) -> object:
        bench.later(minutes=5)
        return look(kind, ids)

    busy.systems[A].get = slowly  # type: ignore[assignment]
    wakeups = [Wakeup(connection=connection.id, group="party") for connection in connections]
    metrics.clear_metrics()  # what tests before left there
    handler({"Records": [record(each) for each in wakeups]}, Minutes())
    left = [bench.app.stores(connection.id).inbox.count() for connection in connections]
    assert left[0] > 0
    assert left[1] == 0


def test_work_that_is_done_stays_done_when_it_cannot_be_noted(bench: Bench) -> None:
    connection = bench.live()
    inbox = bench.app.stores(connection.id).inbox
    inbox.put(RecordKey(kind=Kind.CUSTOMER, side=A, id="gone"), due_at=bench.now)
    save = bench.app.connections.save

    def always_too_late(stale: Connection) -> Connection:
        save(bench.app.connections.get(stale.id))
        return save(stale)

    with pytest.MonkeyPatch.context() as others:
        others.setattr(bench.app.connections, "save", always_too_late)
        assert work(bench.app, connection.id, "party", bench.now + timedelta(hours=1)).done == 1
    assert inbox.count() == 0
