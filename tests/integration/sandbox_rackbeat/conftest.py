"""Fixtures of the Rackbeat sandbox's tests."""

from collections.abc import Iterator

import pytest

from tests.integration.sandbox_rackbeat.harness import RunningRackbeat, running_rackbeat
from tests.integration.sandbox_svenn.harness import HOOKS, Receiver, running_receiver


@pytest.fixture
def rackbeat() -> Iterator[RunningRackbeat]:
    """A running Rackbeat with one account."""
    with running_rackbeat() as running:
        yield running


@pytest.fixture
def receiver(rackbeat: RunningRackbeat) -> Iterator[Receiver]:
    """A receiver that the Rackbeat finds at HOOKS."""
    with running_receiver() as receiver:
        rackbeat.world.resolver.replace({HOOKS: receiver.url})
        yield receiver
