from datetime import UTC, datetime, timedelta

import boto3
import pytest

from samspill.store import clients
from samspill.store.cipher import Cipher
from samspill.store.permits import DynamoPermits
from samspill.store.tables.sessions import SessionItem
from samspill.store.tokens import DynamoTokenCache
from samspill.systems.ports import Permits, TokenCache
from tests.fakes.memory_sessions import MemoryPermits, MemoryTokenCache

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LEASE = timedelta(seconds=30)
WINDOW = START.isoformat()


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def kms_key(aws: None) -> str:
    return boto3.client("kms").create_key()["KeyMetadata"]["Arn"]


@pytest.fixture(params=["memory", "dynamo"])
def tokens(request: pytest.FixtureRequest, clock: Clock) -> TokenCache:
    if request.param == "memory":
        return MemoryTokenCache(clock)
    return DynamoTokenCache(Cipher(clients.kms, request.getfixturevalue("kms_key"), clock), clock)


@pytest.fixture(params=["memory", "dynamo"])
def permits(request: pytest.FixtureRequest) -> Permits:
    if request.param == "memory":
        return MemoryPermits()
    request.getfixturevalue("aws")
    return DynamoPermits()


@pytest.fixture
def name(connection_id: str) -> str:
    """A token or limit owner that no other test uses."""
    return f"tripletex#{connection_id}"


def test_a_token_is_kept_until_it_expires(tokens: TokenCache, clock: Clock, name: str) -> None:
    tokens.put(name, "secret", START + timedelta(hours=1))
    assert tokens.get(name) == "secret"
    clock.now = START + timedelta(hours=1)
    assert tokens.get(name) is None


def test_there_is_no_token_before_one_is_put(tokens: TokenCache, name: str) -> None:
    assert tokens.get(name) is None


def test_a_newer_token_replaces_the_older_one(tokens: TokenCache, name: str) -> None:
    tokens.put(name, "old", START + LEASE)
    tokens.put(name, "new", START + LEASE)
    assert tokens.get(name) == "new"


def test_a_dropped_token_is_gone(tokens: TokenCache, name: str) -> None:
    tokens.put(name, "secret", START + LEASE)
    tokens.drop(name)
    assert tokens.get(name) is None


def test_one_creation_is_in_flight_at_a_time(tokens: TokenCache, name: str) -> None:
    assert tokens.lock(name, START, LEASE)
    assert not tokens.lock(name, START + LEASE / 2, LEASE)
    assert tokens.lock(name, START + LEASE, LEASE)


def test_the_lock_ends_when_the_token_is_there(tokens: TokenCache, name: str) -> None:
    tokens.lock(name, START, LEASE)
    tokens.put(name, "secret", START + LEASE)
    assert tokens.lock(name, START, LEASE)


def test_the_lock_ends_when_the_token_is_dropped(tokens: TokenCache, name: str) -> None:
    tokens.lock(name, START, LEASE)
    tokens.drop(name)
    assert tokens.lock(name, START, LEASE)


def test_a_token_does_not_rest_in_clear(kms_key: str, clock: Clock, name: str) -> None:
    DynamoTokenCache(Cipher(clients.kms, kms_key, clock), clock).put(name, "very-secret", START + LEASE)
    (item,) = SessionItem.query(f"token#{name}")
    assert "very-secret" not in str(item.attribute_values)
    assert item.expires == (START + LEASE).timestamp()


def test_permits_are_granted_up_to_the_limit(permits: Permits, name: str) -> None:
    """Seen to fail with permits granted whatever was used."""
    assert [permits.lease(name, WINDOW, 25, 10) for _ in range(4)] == [10, 10, 5, 0]


def test_each_window_has_its_own_permits(permits: Permits, name: str) -> None:
    permits.lease(name, WINDOW, 10, 10)
    assert permits.lease(name, (START + timedelta(minutes=1)).isoformat(), 10, 10) == 10


def test_each_owner_has_its_own_permits(permits: Permits, name: str) -> None:
    permits.lease(name, WINDOW, 10, 10)
    assert permits.lease(f"{name}-other", WINDOW, 10, 10) == 10


def test_a_lower_limit_counts_what_was_granted_under_a_higher_one(permits: Permits, name: str) -> None:
    permits.lease(name, WINDOW, 100, 60)
    assert permits.lease(name, WINDOW, 60, 10) == 0
    assert permits.lease(name, WINDOW, 65, 10) == 5


@pytest.mark.parametrize(("limit", "want"), [(0, 10), (10, 0)])
def test_nothing_is_granted_of_nothing(permits: Permits, name: str, limit: int, want: int) -> None:
    assert permits.lease(name, WINDOW, limit, want) == 0


def test_what_the_peer_reports_counts(permits: Permits, name: str) -> None:
    permits.report(name, WINDOW, 95)
    assert permits.lease(name, WINDOW, 100, 10) == 5


def test_a_report_never_lowers_the_count(permits: Permits, name: str) -> None:
    permits.lease(name, WINDOW, 100, 50)
    permits.report(name, WINDOW, 20)
    assert permits.lease(name, WINDOW, 100, 100) == 50
