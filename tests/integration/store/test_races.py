"""Several processes at the same time, on an AWS that is a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local.server import EmbeddedAws
from samspill.model.settings import Settings

ROOT = Path(__file__).parents[3]
PROCESSES = 3
TIMES = 20
Race = Callable[..., list[int]]


@pytest.fixture(scope="module")
def race(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Race]:
    """Runs racers at the same time; what each of them printed."""
    aws = EmbeddedAws.start(tmp_path_factory.mktemp("races"))
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TABLE_"))}
    paths = os.pathsep.join((str(ROOT / "layers/shared"), str(ROOT)))
    environment = {**variables, **aws.client_environment(), "PYTHONPATH": paths}

    def run(connection: str, *races: str) -> list[int]:
        started = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.integration.store.racer", name, connection],
                env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True,
            )
            for name in races
        ]  # fmt: skip
        printed = [process.communicate()[0] for process in started]
        assert [process.returncode for process in started] == [0] * len(started)
        return [int(number) for number in printed]

    try:
        run("", "tables")
        yield run
    finally:
        aws.stop()


def test_no_trigger_is_lost_among_processes(race: Race, connection_id: str) -> None:
    triggered = race(connection_id, *["trigger"] * PROCESSES)
    assert race(connection_id, "work") == [sum(triggered)] == [PROCESSES * TIMES]


def test_no_trigger_is_lost_while_a_worker_is_at_work(race: Race, connection_id: str) -> None:
    *triggered, first = race(connection_id, "trigger", "trigger", "work")
    (rest,) = race(connection_id, "work")
    assert first + rest == sum(triggered)


def test_an_id_is_linked_once_among_processes(race: Race, connection_id: str) -> None:
    assert sum(race(connection_id, *["link"] * PROCESSES)) == 1


def test_an_intent_has_one_owner_among_processes(race: Race, connection_id: str) -> None:
    assert sum(race(connection_id, *["claim"] * PROCESSES)) == 1


def test_no_saved_link_is_overwritten_unseen(race: Race, connection_id: str) -> None:
    race(connection_id, "link")
    saved = race(connection_id, *["save"] * PROCESSES)
    assert race(connection_id, "revision") == [sum(saved)] == [PROCESSES * TIMES]


def test_no_more_permits_are_granted_than_there_are(race: Race, connection_id: str) -> None:
    assert sum(race(connection_id, *["lease"] * PROCESSES)) == 100


def test_no_more_deletes_are_granted_than_a_breaker_allows(race: Race, connection_id: str) -> None:
    assert sum(race(connection_id, *["reserve"] * PROCESSES)) == Settings().breaker_count < PROCESSES * TIMES


def test_a_record_has_one_open_problem_whoever_reports(race: Race, connection_id: str) -> None:
    race(connection_id, *["trouble"] * PROCESSES)
    assert race(connection_id, "open_problems") == [1]
