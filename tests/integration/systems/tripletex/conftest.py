"""A Tripletex on localhost with one account, whose limit is so high that only tests of the limit meet it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from samspill.systems.tripletex.system import TripletexSystem
from sandbox.serve import serve
from sandbox.tripletex.app import make_app
from sandbox.tripletex.clock import Clock
from sandbox.tripletex.opening import NewCompany
from sandbox.tripletex.world import TripletexWorld
from tests.integration.systems.tripletex.account import Account

#: Three seconds into a ten-second window; time moves only when somebody sleeps.
NOON = datetime(2026, 7, 28, 12, 0, 3, tzinfo=UTC)


@pytest.fixture(scope="session")
def tripletex_server() -> Iterator[tuple[TripletexWorld, str]]:
    world = TripletexWorld(Clock(lambda: NOON))
    with serve(make_app(world)) as url:
        yield world, url


@pytest.fixture
def world(tripletex_server: tuple[TripletexWorld, str]) -> TripletexWorld:
    tripletex_server[0].reset()
    return tripletex_server[0]


@pytest.fixture
def account(world: TripletexWorld, tripletex_server: tuple[TripletexWorld, str]) -> Account:
    switches: dict[str, object] = {"session_creation_seconds": 0, "rate_limit": 1_000_000}
    return Account(world, world.create_company(NewCompany(name="Bygg AS", switches=switches)), tripletex_server[1])


@pytest.fixture
def tripletex(account: Account) -> TripletexSystem:
    """The adapter, logged in, with nothing counted yet."""
    system = account.system()
    system.company()
    account.forget_calls()
    return system
