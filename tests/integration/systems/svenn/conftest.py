"""A Svenn and its adapter for each test."""

from collections.abc import Iterator

import pytest

from tests.integration.systems.svenn import bench as benches


@pytest.fixture
def bench() -> Iterator[benches.Bench]:
    with benches.bench() as made:
        yield made
