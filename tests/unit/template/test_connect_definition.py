"""What every state of the state machine `connect` must keep to."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from samspill.tasks.first_sync import STEPS

ROOT = Path(__file__).resolve().parents[3]
DEFINITION: dict[str, Any] = json.loads((ROOT / "statemachines/connect.asl.json").read_text())
REVIEW_SECONDS = 14 * 24 * 3600


def states(machine: dict[str, Any], depth: int = 0) -> Iterator[tuple[str, dict[str, Any], int]]:
    """Every state with its name and how deep it stands within Maps."""
    for name, state in machine["States"].items():
        yield name, state, depth
        if "ItemProcessor" in state:
            yield from states(state["ItemProcessor"], depth + 1)


TASKS = {name: (state, depth) for name, state, depth in states(DEFINITION) if state["Type"] == "Task"}
WAITING = [name for name, (state, _) in TASKS.items() if state["Resource"].endswith(".waitForTaskToken")]


@pytest.mark.parametrize("name", TASKS)
def test_a_task_is_the_step_of_its_name(name: str) -> None:
    payload = TASKS[name][0]["Arguments"]["Payload"]
    assert payload["step"] == name
    assert (payload["connection"], payload["execution"]) == ("{% $connection %}", "{% $execution %}")


@pytest.mark.parametrize("name", TASKS)
def test_a_task_waits_out_limits_and_disturbances(name: str) -> None:
    retries = {error: retry for retry in TASKS[name][0]["Retry"] for error in retry["ErrorEquals"]}
    limited, later = retries["RateLimited"], retries["RetryLater"]
    assert (limited["IntervalSeconds"], limited["BackoffRate"]) == (10, 1)
    assert (later["BackoffRate"], later["JitterStrategy"]) == (2, "FULL")
    assert {"Lambda.ServiceException", "Lambda.TooManyRequestsException", "Runtime.ExitError"} <= set(retries)


@pytest.mark.parametrize("name", [name for name, (_, depth) in TASKS.items() if depth == 0 and name != "failed"])
def test_an_error_of_a_task_is_told_with_its_step(name: str) -> None:
    last = TASKS[name][0]["Catch"][-1]
    assert (last["ErrorEquals"], last["Next"], last["Assign"]) == (["States.ALL"], "failed", {"failed_step": name})


@pytest.mark.parametrize("name", WAITING)
def test_nobody_is_waited_for_without_an_end(name: str) -> None:
    state = TASKS[name][0]
    assert state["TimeoutSeconds"] == REVIEW_SECONDS
    assert state["Catch"][0]["ErrorEquals"] == ["States.Timeout"]
    assert state["Arguments"]["Payload"]["token"] == "{% $states.context.Task.Token %}"


def test_there_is_an_event_for_each_step() -> None:
    stored = [json.loads(path.read_text()) for path in (ROOT / "events/connect").glob("*.json")]
    assert {event["step"] for event in stored} == set(TASKS)
    for event in stored:
        assert set(event) == set(TASKS[event["step"]][0]["Arguments"]["Payload"])


def test_the_function_knows_every_step_of_the_machine_and_no_other() -> None:
    assert set(STEPS) == set(TASKS)
