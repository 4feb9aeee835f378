"""A Rackbeat and its adapter for each test."""

from collections.abc import Iterator

import pytest

from tests.integration.sandbox_svenn.harness import HOOKS, Receiver, running_receiver
from tests.integration.systems.rackbeat import bench as benches


@pytest.fixture
def bench() -> Iterator[benches.Bench]:
    with benches.bench() as made:
        yield made


@pytest.fixture
def receiver(bench: benches.Bench) -> Iterator[Receiver]:
    """A receiver that the Rackbeat finds at HOOKS."""
    with running_receiver() as made:
        bench.rackbeat.world.resolver.replace({HOOKS: made.url})
        yield made
