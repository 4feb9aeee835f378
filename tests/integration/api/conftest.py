"""Each test of the API has a bench of its own on one simulated AWS."""

from collections.abc import Iterator

import pytest

from samspill.environment import Environment
from tests.integration.api.bench import Bench, api_bench, simulated_aws


@pytest.fixture(scope="package")
def installation() -> Iterator[Environment]:
    with simulated_aws() as made:
        yield made


@pytest.fixture
def bench(installation: Environment) -> Iterator[Bench]:
    with api_bench(installation) as made:
        yield made
