"""The state machine `connect`, its real definition, with a function that answers each step as the test says."""

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from local.processes import ROOT
from local.stack import Stack

Script = dict[str, list[dict[str, Any]]]
APPROVED = {"decision": "approved"}
REJECTED = {"decision": "rejected"}
PHASES = {
    "moved_too_much": False,
    "phases": [
        {"phase": 1, "kinds": [{"kind": "employee"}, {"kind": "customer"}]},
        {"phase": 2, "kinds": [{"kind": "project"}]},
    ],
}
HAPPY: Script = {
    "await_review": [APPROVED],
    "refresh": [PHASES],
    "prepare_kind": [{"chunks": ["a/1", "a/2"]}, {"chunks": []}, {"chunks": ["c/1"]}],
    "catch_up": [{"remainder": 0}],
}


@dataclass(frozen=True)
class Ended:
    """How an execution ended, and every payload its function got, in order."""

    status: str
    error: str
    calls: list[dict[str, Any]]

    @property
    def steps(self) -> list[str]:
        return [call["step"] for call in self.calls]

    def calls_of(self, step: str) -> list[dict[str, Any]]:
        return [call for call in self.calls if call["step"] == step]


Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def run(stack: Stack, scripted: str) -> Run:
    """Runs the definition with a script to its end; `review_seconds` is how long it waits for a person."""
    bucket = stack.outputs["PlansBucket"]
    definition = (ROOT / "statemachines/connect.asl.json").read_text()
    s3, states = stack.client("s3"), stack.client("stepfunctions")

    def machine(review_seconds: int) -> str:
        filled = json.loads(definition.replace("${ConnectFunctionArn}", scripted))
        for waiting in ("await_review", "await_remainder"):
            filled["States"][waiting]["TimeoutSeconds"] = review_seconds
        name = f"probe-{uuid.uuid4().hex[:8]}"
        role = "arn:aws:iam::000000000000:role/anything"
        created = states.create_state_machine(name=name, definition=json.dumps(filled), roleArn=role)
        return str(created["stateMachineArn"])

    def execute(script: Script, *, review_seconds: int = 600) -> Ended:
        name = uuid.uuid4().hex
        s3.put_object(Bucket=bucket, Key=f"scripts/{name}", Body=json.dumps(script).encode())
        arn = states.start_execution(
            stateMachineArn=machine(review_seconds), name=name, input='{"connection": "c1"}'
        )["executionArn"]
        deadline = time.monotonic() + 60
        while (ended := states.describe_execution(executionArn=arn))["status"] == "RUNNING":
            assert time.monotonic() < deadline, ended
            time.sleep(0.1)
        keys = [
            found["Key"] for found in s3.list_objects_v2(Bucket=bucket, Prefix=f"calls/{name}/").get("Contents", [])
        ]
        calls = [json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read()) for key in keys]
        assert all(call["connection"] == "c1" and call["execution"] == name for call in calls)
        return Ended(ended["status"], ended.get("error", ""), calls)

    return execute


def test_an_approved_plan_goes_live(run: Run) -> None:
    ended = run(HAPPY)
    assert ended.status == "SUCCEEDED"
    assert ended.steps == [
        "check_keys", "snapshot", "plan", "await_review", "subscribe", "payment_terms", "refresh",
        "prepare_kind", "apply_chunk", "apply_chunk", "prepare_kind", "prepare_kind", "apply_chunk",
        "stock", "verify", "activate", "catch_up", "done",
    ]  # fmt: skip


def test_chunks_are_applied_kind_after_kind_in_both_phases(run: Run) -> None:
    ended = run(HAPPY)
    assert [(c["phase"], c["kind"]) for c in ended.calls_of("prepare_kind")] == [
        (1, "employee"),
        (1, "customer"),
        (2, "project"),
    ]
    applied = [(c["phase"], c["kind"], c["chunk"]) for c in ended.calls_of("apply_chunk")]
    assert sorted(applied) == [(1, "employee", "a/1"), (1, "employee", "a/2"), (2, "project", "c/1")]


def test_a_rejected_plan_writes_nothing(run: Run) -> None:
    ended = run(HAPPY | {"await_review": [REJECTED]})
    assert ended.status == "SUCCEEDED"
    assert ended.steps[-2:] == ["await_review", "rejected"]


def test_a_review_nobody_does_times_out(run: Run) -> None:
    ended = run(HAPPY | {"await_review": [{}]}, review_seconds=1)
    assert ended.status == "SUCCEEDED"
    assert ended.steps[-2:] == ["await_review", "review_timed_out"]


def test_a_company_that_moved_too_much_is_reviewed_again(run: Run) -> None:
    ended = run(HAPPY | {"refresh": [{"moved_too_much": True, "phases": []}, PHASES]})
    assert ended.status == "SUCCEEDED"
    assert [call["asked_again"] for call in ended.calls_of("await_review")] == [False, True]


def test_a_snapshot_that_takes_longer_goes_on_where_it_was(run: Run) -> None:
    ended = run(HAPPY | {"snapshot": [{"more": True}, {"more": True}, {"more": False}]})
    assert ended.steps.count("snapshot") == 3
    assert ended.status == "SUCCEEDED"


def test_a_verification_that_takes_longer_goes_on_where_it_was(run: Run) -> None:
    ended = run(HAPPY | {"verify": [{"more": True}, {"more": False}]})
    assert ended.steps[-5:] == ["verify", "verify", "activate", "catch_up", "done"]
    assert ended.status == "SUCCEEDED"


def test_stock_that_takes_longer_to_book_goes_on_where_it_was(run: Run) -> None:
    ended = run(HAPPY | {"stock": [{"more": True}, {"more": False}]})
    assert ended.steps[-6:] == ["stock", "stock", "verify", "activate", "catch_up", "done"]


def test_what_is_left_over_waits_for_its_own_decision(run: Run) -> None:
    ended = run(
        HAPPY
        | {
            "catch_up": [{"remainder": 3}],
            "await_remainder": [APPROVED],
            "apply_remainder": [{"more": True}, {"more": False}],
        }
    )
    assert ended.steps[-5:] == ["catch_up", "await_remainder", "apply_remainder", "apply_remainder", "done"]


def test_a_rejected_remainder_is_left_out(run: Run) -> None:
    ended = run(HAPPY | {"catch_up": [{"remainder": 3}], "await_remainder": [REJECTED]})
    assert ended.steps[-4:] == ["catch_up", "await_remainder", "reject_remainder", "done"]


def test_a_remainder_nobody_decides_times_out(run: Run) -> None:
    ended = run(HAPPY | {"catch_up": [{"remainder": 3}], "await_remainder": [{}]}, review_seconds=2)
    assert ended.steps[-3:] == ["await_remainder", "remainder_timed_out", "done"]


@pytest.mark.parametrize("name", ["RateLimited", "RetryLater"])
def test_a_step_told_to_wait_is_tried_again(run: Run, name: str) -> None:
    one_chunk = {"prepare_kind": [{"chunks": ["a/1"]}, {"chunks": []}]}
    ended = run(HAPPY | one_chunk | {"apply_chunk": [{"raise": name}, {"raise": name}, {}]})
    assert ended.status == "SUCCEEDED"
    assert ended.steps.count("apply_chunk") == 3


def test_a_step_whose_worker_dies_is_taken_again(run: Run) -> None:
    ended = run(HAPPY | {"refresh": [{"die": True}, PHASES]})
    assert ended.status == "SUCCEEDED"
    assert ended.steps.count("refresh") == 2


def test_any_other_error_is_told_and_ends_the_execution(run: Run) -> None:
    ended = run(HAPPY | {"plan": [{"raise": "Refused"}]})
    assert (ended.status, ended.error) == ("FAILED", "Refused")
    failed = ended.calls_of("failed")[0]
    assert (failed["failed_step"], failed["error"]) == ("plan", "Refused")
    assert json.loads(failed["cause"])["errorMessage"] == "as the script says"


def test_an_error_within_a_chunk_is_told_too(run: Run) -> None:
    ended = run(HAPPY | {"apply_chunk": [{"raise": "Refused"}]})
    assert (ended.status, ended.error) == ("FAILED", "Refused")
    assert ended.steps[-1] == "failed"


def test_an_execution_name_is_used_once(stack: Stack) -> None:
    states = stack.client("stepfunctions")
    machine = stack.outputs["StateMachine"]
    states.start_execution(stateMachineArn=machine, name="once", input='{"connection": "c1"}')
    with pytest.raises(states.exceptions.ExecutionAlreadyExists):
        states.start_execution(stateMachineArn=machine, name="once", input='{"connection": "c2"}')
