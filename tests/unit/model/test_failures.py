"""What keeps failing, and since when."""

from datetime import UTC, datetime, timedelta

from samspill.model.failures import LASTING, Failure, after

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def failed_for(passed: timedelta, code: str = "peer_unavailable") -> dict[str, Failure]:
    """A poll that has failed every five minutes for that long."""
    failing: dict[str, Failure] = {}
    for minutes in range(0, int(passed.total_seconds() // 60) + 1, 5):
        failing = after(failing, "poll", code, START + timedelta(minutes=minutes))
    return failing


def test_one_failure_is_no_news_for_anybody() -> None:
    assert not failed_for(timedelta())["poll"].lasting


def test_a_task_that_fails_for_an_hour_is() -> None:
    assert not failed_for(LASTING - timedelta(minutes=5))["poll"].lasting
    assert failed_for(LASTING)["poll"].lasting


def test_it_counts_from_the_first_failure_whatever_the_code() -> None:
    failing = after(failed_for(timedelta(minutes=50)), "poll", "rate_limited", START + LASTING)
    assert (failing["poll"].since, failing["poll"].code, failing["poll"].lasting) == (START, "rate_limited", True)


def test_a_success_ends_it() -> None:
    assert after(failed_for(LASTING), "poll", None, START + LASTING) == {}


def test_another_tasks_success_does_not() -> None:
    assert "poll" in after(failed_for(LASTING), "subscriptions", None, START + LASTING)


def test_the_same_failure_within_a_minute_is_not_noted_again() -> None:
    failing = failed_for(timedelta())
    assert after(failing, "poll", "peer_unavailable", START + timedelta(seconds=59)) is failing
