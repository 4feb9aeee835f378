"""Functions of the tests' own, put into the stack beside the product's."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from local.packages import RUNTIME, function_package
from local.stack import Stack

HERE = Path(__file__).parent
ROLE = "arn:aws:iam::000000000000:role/anything"


@pytest.fixture(scope="session")
def deployed(stack: Stack) -> Callable[[str, dict[str, str]], str]:
    """Puts one of the functions beside this file into the stack; gives its ARN."""

    def deploy(name: str, variables: dict[str, str]) -> str:
        answer = stack.client("lambda").create_function(
            FunctionName=name,
            Runtime=RUNTIME,
            Handler="handler.handler",
            Role=ROLE,
            Code={"ZipFile": function_package(HERE / "functions" / name, HERE)},
            Environment={"Variables": variables},
            Timeout=10,
        )
        return str(answer["FunctionArn"])

    return deploy


@pytest.fixture(scope="session")
def scripted(stack: Stack, deployed: Callable[[str, dict[str, str]], str]) -> str:
    """The ARN of the function that writes down what it is given and answers as its script says."""
    return deployed("scripted", {"BUCKET": stack.outputs["PlansBucket"]})


@pytest.fixture(scope="session")
def eventually() -> Callable[[Callable[[], Any]], Any]:
    """Asks again until the answer is true, and gives it; the last answer after 30 seconds."""

    def ask(question: Callable[[], Any]) -> Any:
        deadline = time.monotonic() + 30
        while not (answer := question()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return answer

    return ask
