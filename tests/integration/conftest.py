"""One stack for all integration tests that need one. Its peers are not there; nothing waits in it."""

from collections.abc import Callable

import pytest

from local.stack import Stack


@pytest.fixture(scope="session")
def stack(start_stack: Callable[..., Stack]) -> Stack:
    return start_stack(wait_scale=0)
