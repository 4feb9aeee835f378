"""Fixtures of the Svenn sandbox's tests."""

from collections.abc import Iterator

import pytest

from tests.integration.sandbox_svenn.harness import HOOKS, Receiver, RunningSvenn, running_receiver, running_svenn


@pytest.fixture
def svenn() -> Iterator[RunningSvenn]:
    """A running Svenn with one account."""
    with running_svenn() as running:
        yield running


@pytest.fixture
def receiver(svenn: RunningSvenn) -> Iterator[Receiver]:
    """A receiver that the Svenn finds at HOOKS."""
    with running_receiver() as receiver:
        svenn.world.resolver.replace({HOOKS: receiver.url})
        yield receiver
