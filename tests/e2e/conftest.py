"""The whole product on this machine, for tests that use it as its customers and peers do."""

from collections.abc import Callable

import pytest

from local.stack import Stack


@pytest.fixture(scope="session")
def stack(start_stack: Callable[..., Stack]) -> Stack:
    """With schedules and pauses as on AWS."""
    return start_stack()
