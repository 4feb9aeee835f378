import json
from collections.abc import Callable, Iterator

import boto3
import pytest
from botocore.stub import Stubber
from mypy_boto3_stepfunctions import SFNClient

from samspill.store import clients
from samspill.store.machine import ConnectMachine, DeadToken

ARN = "arn:aws:states:eu-north-1:123456789012:stateMachine:samspill-connect"
DEAD = ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"]


@pytest.fixture
def machine(aws: None, connection_id: str) -> ConnectMachine:
    definition = {"StartAt": "done", "States": {"done": {"Type": "Succeed"}}}
    arn = boto3.client("stepfunctions").create_state_machine(
        name=f"connect-{connection_id}",
        definition=json.dumps(definition),
        roleArn="arn:aws:iam::123456789012:role/none",
    )["stateMachineArn"]
    return ConnectMachine(clients.stepfunctions, arn)


@pytest.fixture
def client() -> SFNClient:
    return boto3.client("stepfunctions", region_name="eu-north-1")


@pytest.fixture
def peer(client: SFNClient) -> Iterator[Stubber]:
    """Step Functions as its service description says that it answers."""
    with Stubber(client) as stubber:
        yield stubber


@pytest.fixture
def stubbed(client: SFNClient) -> ConnectMachine:
    """A machine whose Step Functions is `peer`."""
    return ConnectMachine(lambda: client, ARN)


def test_an_execution_knows_its_connection(machine: ConnectMachine) -> None:
    arn = machine.start("c1", "c1-1")
    described = boto3.client("stepfunctions").describe_execution(executionArn=arn)
    assert (described["name"], json.loads(described["input"])) == ("c1-1", {"connection": "c1"})


def test_an_execution_is_started_once(machine: ConnectMachine) -> None:
    assert machine.start("c1", "c1-1") == machine.start("c1", "c1-1") == machine.execution_arn("c1-1")


def test_an_execution_that_is_over_is_not_started_again(peer: Stubber, stubbed: ConnectMachine) -> None:
    peer.add_client_error("start_execution", "ExecutionAlreadyExists")
    assert stubbed.start("c1", "c1-1") == ARN.replace(":stateMachine:", ":execution:") + ":c1-1"


def test_an_execution_can_be_stopped_twice(machine: ConnectMachine) -> None:
    arn = machine.start("c1", "c1-1")
    machine.stop("c1-1", "turned off")
    machine.stop("c1-1", "turned off")
    assert boto3.client("stepfunctions").describe_execution(executionArn=arn)["status"] == "ABORTED"


@pytest.mark.parametrize("why", ["ExecutionDoesNotExist", "ValidationException"])
def test_stopping_what_never_was_or_is_over_is_fine(peer: Stubber, stubbed: ConnectMachine, why: str) -> None:
    peer.add_client_error("stop_execution", why)
    stubbed.stop("c1-1", "turned off")
    peer.assert_no_pending_responses()


def test_the_answer_reaches_who_waits(peer: Stubber, stubbed: ConnectMachine) -> None:
    said = {"taskToken": "token", "output": '{"decision": "approved"}'}
    peer.add_response("send_task_success", {}, said)
    stubbed.answer("token", {"decision": "approved"})
    peer.assert_no_pending_responses()


def test_a_failure_reaches_who_waits(peer: Stubber, stubbed: ConnectMachine) -> None:
    peer.add_response("send_task_failure", {}, {"taskToken": "token", "error": "TurnedOff", "cause": "by the owner"})
    stubbed.fail("token", "TurnedOff", "by the owner")
    peer.assert_no_pending_responses()


@pytest.mark.parametrize("code", DEAD)
@pytest.mark.parametrize(
    ("operation", "call"),
    [
        ("send_task_success", lambda machine: machine.answer("token", {})),
        ("send_task_failure", lambda machine: machine.fail("token", "TurnedOff", "")),
    ],
)
def test_an_answer_to_an_execution_that_is_over_is_a_dead_token(
    peer: Stubber, stubbed: ConnectMachine, code: str, operation: str, call: Callable[[ConnectMachine], None]
) -> None:
    peer.add_client_error(operation, code)
    with pytest.raises(DeadToken):
        call(stubbed)
