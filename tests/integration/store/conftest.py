"""Both kinds of stores: the same tests hold for DynamoDB and for the in-memory ones."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

import boto3
import pytest
from moto import mock_aws

from samspill.store.stores import dynamo_stores
from samspill.sync.ports import Stores
from tests.fakes.memory_stores import memory_stores
from tests.fakes.quick_aws import quick_aws
from tests.fakes.tables import create_tables

NOW = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)

_numbers = count(1)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def aws() -> Iterator[None]:
    """An AWS in this process, with all tables."""
    os.environ.pop("AWS_ENDPOINT_URL", None)
    os.environ["AWS_DEFAULT_REGION"] = "eu-north-1"
    with mock_aws(), quick_aws():
        if not boto3.client("dynamodb").list_tables()["TableNames"]:  # others may simulate it as well
            create_tables()
        yield


@pytest.fixture
def connection_id() -> str:
    """A connection that no other test uses."""
    return f"con{next(_numbers)}"


@pytest.fixture(params=["memory", "dynamo"])
def stores(request: pytest.FixtureRequest, connection_id: str) -> Stores:
    if request.param == "memory":
        return memory_stores(connection_id)
    request.getfixturevalue("aws")
    return dynamo_stores(connection_id)
