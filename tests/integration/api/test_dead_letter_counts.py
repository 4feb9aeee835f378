"""The tick counts dead letters beside what is more important."""

from datetime import timedelta
from typing import Any

import pytest

from samspill.store.dead_letters import DeadLetters
from samspill.tasks.schedule import run_task
from tests.integration.api.bench import Bench
from tests.integration.api.test_given_up import buried, queues

__all__ = ["queues"]


def test_the_tick_remembers_how_far_it_came_before_it_counts(bench: Bench) -> None:
    """Counting waits for SQS: whoever is killed meanwhile must not begin at the same place again."""
    bench.live()
    bench.app.rota.note("tick", "0")
    reached: list[str] = []

    class Looking(dict[str, DeadLetters]):
        def values(self) -> Any:
            reached.append(bench.app.rota.reached("tick"))
            return super().values()

    bench.app.__dict__["dead_letters"] = Looking(bench.app.dead_letters)
    run_task(bench.app, "tick", bench.now + timedelta(seconds=50))
    assert reached == [""]


@pytest.mark.parametrize(("seconds", "counted"), [(50, 1), (5, 0)])
def test_dead_letters_are_counted_only_while_there_is_time_for_it(bench: Bench, seconds: int, counted: int) -> None:
    connection = bench.live()
    buried(bench, connection.id)
    run_task(bench.app, "tick", bench.now + timedelta(seconds=seconds))
    counts = bench.product.get(f"/v1/connections/{connection.id}").json["counts"]
    assert counts["dead_letters"] == counted


def test_what_the_time_did_not_suffice_for_leaves_the_last_count(bench: Bench) -> None:
    """Half a count would tell of a connection that its letters are gone."""
    connection = bench.live()
    buried(bench, connection.id, queue="changes")
    buried(bench, connection.id, queue="documents")
    run_task(bench.app, "tick", bench.now + timedelta(seconds=50))
    buried(bench, connection.id, queue="documents")
    changes = bench.app.dead_letters["changes"]
    receive = changes._receive

    def slowly() -> object:
        bench.now += timedelta(seconds=30)
        return receive()

    changes._receive = slowly  # type: ignore[method-assign,assignment]
    run_task(bench.app, "tick", bench.now + timedelta(seconds=50))
    counts = bench.product.get(f"/v1/connections/{connection.id}").json["counts"]
    assert counts["dead_letters"] == 2
