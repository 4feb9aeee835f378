"""The state machine `connect`: starting first syncs and answering what they wait for."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from samspill.exceptions import SamspillError

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient


class DeadToken(SamspillError):
    """The execution that waited with this token is over: start a new one."""

    def __init__(self) -> None:
        super().__init__("dead_token", "the execution that waited is over")


class ConnectMachine:
    """Executions of one state machine."""

    def __init__(self, stepfunctions: Callable[[], "SFNClient"], machine_arn: str) -> None:
        self._stepfunctions, self._arn = stepfunctions, machine_arn

    def start(self, connection_id: str, execution_name: str) -> str:
        """Start the execution called `execution_name`, or find that it was started before; its ARN."""
        client = self._stepfunctions()
        try:
            answer = client.start_execution(
                stateMachineArn=self._arn, name=execution_name, input=json.dumps({"connection": connection_id})
            )
        except client.exceptions.ExecutionAlreadyExists:
            return self.execution_arn(execution_name)
        return answer["executionArn"]

    def answer(self, token: str, output: Mapping[str, object]) -> None:
        """Let the execution that waits with `token` go on. Raises DeadToken."""
        client = self._stepfunctions()
        dead = (client.exceptions.TaskTimedOut, client.exceptions.TaskDoesNotExist, client.exceptions.InvalidToken)
        try:
            client.send_task_success(taskToken=token, output=json.dumps(output))
        except dead as error:
            raise DeadToken from error

    def fail(self, token: str, error_code: str, cause: str) -> None:
        """Let the task that waits with `token` fail. Raises DeadToken."""
        client = self._stepfunctions()
        dead = (client.exceptions.TaskTimedOut, client.exceptions.TaskDoesNotExist, client.exceptions.InvalidToken)
        try:
            client.send_task_failure(taskToken=token, error=error_code, cause=cause)
        except dead as error:
            raise DeadToken from error

    def stop(self, execution_name: str, cause: str) -> None:
        """End an execution; one that is over, or never was, is fine."""
        client = self._stepfunctions()
        # ValidationException: it is not running any more.
        over = (client.exceptions.ExecutionDoesNotExist, client.exceptions.ValidationException)
        with suppress(*over):
            client.stop_execution(executionArn=self.execution_arn(execution_name), cause=cause)

    def is_running(self, execution_name: str) -> bool:
        """Whether that execution has not ended; one that never was has."""
        client = self._stepfunctions()
        try:
            answer = client.describe_execution(executionArn=self.execution_arn(execution_name))
        except (client.exceptions.ExecutionDoesNotExist, client.exceptions.InvalidArn):
            return False
        return answer["status"] == "RUNNING"

    def execution_arn(self, execution_name: str) -> str:
        """The ARN of an execution of this machine."""
        return f"{self._arn.replace(':stateMachine:', ':execution:', 1)}:{execution_name}"
