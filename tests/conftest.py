"""Stacks for tests: started when the first test asks, ended with the run."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from local.stack import Stack

StartStack = Callable[..., "Stack"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share a stack run in one process, so that it starts once."""
    for item in items:
        if "start_stack" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("stack"))


@pytest.fixture(scope="session")
def start_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartStack]:
    """Start the whole product on this machine: `start_stack({"TripletexUrl": ...}, wait_scale=0)`."""
    from local.stack import Stack  # takes a second to import, which most tests need not pay

    with ExitStack() as running:

        def start(parameters: dict[str, str] | None = None, *, wait_scale: float = 1.0) -> Stack:
            workdir = tmp_path_factory.mktemp("stack")
            return running.enter_context(Stack.start(workdir, parameters, wait_scale=wait_scale))

        yield start
