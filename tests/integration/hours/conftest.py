"""Each test of hours has a company of its own between both sandboxes."""

from collections.abc import Iterator

import pytest

from tests.integration.api.bench import simulated_aws
from tests.integration.api.sandboxes import Sandboxes, running_sandboxes
from tests.integration.hours.scene import Scene, open_scene


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[Sandboxes]:
    with simulated_aws() as installation, running_sandboxes(installation) as running:
        yield running


@pytest.fixture
def scene(sandboxes: Sandboxes) -> Scene:
    """Two people; hours without task are done as Tripletex' own project activity."""
    made = open_scene(sandboxes)
    assert made.choose(standard_activity=made.activity()).status == 200
    return made
