"""What keeps failing for a connection without anything being wrong with it becomes visible within an hour."""

from datetime import timedelta
from typing import Any

import pytest

from samspill.exceptions import RetryLater
from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.kinds import Kind, Side
from samspill.observability import metrics
from samspill.sync.sweep import sweep_key
from samspill.tasks.schedule import run_task
from samspill.tasks.work import SLICE, work
from tests.integration.api.bench import Bench, TwoKeys

EVERY = timedelta(minutes=5)


def fails(*_: object, **__: object) -> Any:
    raise RetryLater


def polled(bench: Bench, connection: Connection, passed: timedelta) -> None:
    """Let the clock have customers polled every five minutes for that long."""
    end = bench.now + passed
    while bench.now <= end:
        run_task(bench.app, "poll")
        work(bench.app, connection.id, "party", bench.now + SLICE)
        bench.now += EVERY


def shown(bench: Bench, connection: Connection) -> dict[str, Any]:
    answer: dict[str, Any] = bench.product.get(f"/v1/connections/{connection.id}").json
    return answer


@pytest.fixture
def company(bench: Bench) -> TwoKeys:
    return bench.company()


@pytest.fixture
def connection(bench: Bench, company: TwoKeys) -> Connection:
    return bench.live(company)


@pytest.fixture
def without_answer(company: TwoKeys) -> None:
    """Polls of Tripletex fail; everything else works."""
    company.systems[Side.TRIPLETEX].changed_since = fails  # type: ignore[method-assign]


@pytest.mark.usefixtures("without_answer")
def test_polls_that_fail_for_half_an_hour_are_nothing_to_tell(bench: Bench, connection: Connection) -> None:
    polled(bench, connection, timedelta(minutes=30))
    assert (shown(bench, connection)["late"], shown(bench, connection)["late_since"]) == (None, None)


@pytest.mark.usefixtures("without_answer")
def test_polls_that_fail_for_an_hour_show_with_the_connection(bench: Bench, connection: Connection) -> None:
    begun = bench.now
    polled(bench, connection, timedelta(minutes=65))
    late = shown(bench, connection)
    assert (late["late"]["code"], late["late"]["actor"], late["status"]) == ("changes_late", "support", "active")
    assert late["late_since"] == begun.isoformat().replace("+00:00", "Z")
    assert "Svenn" in late["late"]["explanation"]


@pytest.mark.usefixtures("without_answer")
def test_staff_are_told_by_a_figure_and_a_log_line(
    bench: Bench, connection: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    polled(bench, connection, timedelta(minutes=65))
    metrics.clear_metrics()
    run_task(bench.app, "tick")
    assert metrics.metric_set["ConnectionsLate"]["Value"] == [1.0]
    metrics.clear_metrics()
    lines = [each.__dict__ for each in caplog.records if each.getMessage() == "changes come late"]
    assert {(line["connection"], line["code"]) for line in lines} == {(connection.id, "peer_unavailable")}


def test_one_that_works_again_shows_nothing_more(bench: Bench, connection: Connection, company: TwoKeys) -> None:
    tripletex = company.systems[Side.TRIPLETEX]
    sound = tripletex.changed_since
    tripletex.changed_since = fails  # type: ignore[method-assign]
    polled(bench, connection, timedelta(minutes=65))
    tripletex.changed_since = sound  # type: ignore[method-assign]
    polled(bench, connection, timedelta(minutes=5))
    assert shown(bench, connection)["late"] is None


@pytest.mark.usefixtures("without_answer")
def test_a_pause_begins_anew(bench: Bench, connection: Connection) -> None:
    polled(bench, connection, timedelta(minutes=65))
    bench.product.post(f"/v1/connections/{connection.id}/pause")
    bench.product.post(f"/v1/connections/{connection.id}/resume")
    polled(bench, connection, timedelta(minutes=5))
    assert shown(bench, connection)["late"] is None


@pytest.mark.usefixtures("without_answer")
def test_what_fails_is_told_with_the_connection_and_not_as_a_record(bench: Bench, connection: Connection) -> None:
    polled(bench, connection, timedelta(minutes=65))
    assert bench.product.get(f"/v1/connections/{connection.id}/problems").json["items"] == []


@pytest.mark.usefixtures("without_answer")
def test_a_poll_that_failed_for_hours_is_still_tried_every_five_minutes(
    bench: Bench, connection: Connection, company: TwoKeys
) -> None:
    polled(bench, connection, timedelta(hours=3))
    asked: list[str] = []

    def answers(kind: Kind, cursor: str) -> Any:
        asked.append(kind.value)
        raise RetryLater

    company.systems[Side.TRIPLETEX].changed_since = answers  # type: ignore[method-assign]
    polled(bench, connection, timedelta(minutes=5))
    assert asked == ["customer", "customer"]


def test_a_comparison_that_keeps_failing_shows_too(bench: Bench, connection: Connection, company: TwoKeys) -> None:
    company.systems[Side.APP].read_page = fails  # type: ignore[method-assign]
    inbox = bench.app.stores(connection.id).inbox
    inbox.put(sweep_key(Kind.CUSTOMER), due_at=bench.now, priority=Priority.RECONCILE)
    polled(bench, connection, timedelta(minutes=75))
    assert shown(bench, connection)["late"]["code"] == "changes_late"


def test_subscriptions_that_nobody_could_look_after_for_an_hour_show_too(
    bench: Bench, connection: Connection, company: TwoKeys
) -> None:
    company.systems[Side.APP].down = True
    company.systems[Side.APP].repair_subscriptions = fails  # type: ignore[method-assign]
    for _ in range(2):
        run_task(bench.app, "subscriptions")
        bench.later(hours=1)
    assert shown(bench, connection)["late"]["code"] == "changes_late"


@pytest.mark.usefixtures("without_answer")
def test_a_kind_that_is_switched_off_keeps_nothing_late(bench: Bench, connection: Connection) -> None:
    polled(bench, connection, timedelta(minutes=65))
    off = {"kinds": {"customer": False, "project": False, "employee": False}}
    assert bench.product.put(f"/v1/connections/{connection.id}/settings", off).status == 200
    assert shown(bench, connection)["late"] is None
