"""A firm of its own for each test, on one simulated AWS."""

from collections.abc import Iterator

import pytest

from samspill.environment import Environment
from tests.integration.api.bench import simulated_aws
from tests.integration.start_up import bench


@pytest.fixture(scope="package")
def installation() -> Iterator[Environment]:
    with simulated_aws() as made:
        yield made


@pytest.fixture
def firm(installation: Environment) -> Iterator[bench.Firm]:
    with bench.firm(installation) as made:
        yield made
