"""Pages stand on the bench of the API: real stores in a simulated AWS, systems in memory."""

from collections.abc import Iterator

import pytest

from samspill.environment import Environment
from tests.integration.api.bench import Bench, api_bench, simulated_aws
from tests.integration.pages.browser import Browser


@pytest.fixture(scope="package")
def installation() -> Iterator[Environment]:
    with simulated_aws() as made:
        yield made


@pytest.fixture
def bench(installation: Environment) -> Iterator[Bench]:
    with api_bench(installation) as made:
        yield made


@pytest.fixture
def browser(bench: Bench) -> Browser:
    return Browser(bench)
