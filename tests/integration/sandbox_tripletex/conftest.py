"""A Tripletex on localhost with one account, logged in; a receiver for its webhooks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from sandbox.serve import serve
from sandbox.tripletex.app import make_app
from sandbox.tripletex.clock import Clock
from sandbox.tripletex.company import Company
from sandbox.tripletex.opening import NewCompany
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import HOOKS, NOON, Api, Receiver
from tests.integration.sandbox_tripletex.selling import CHARGE, act, ordered


@pytest.fixture(scope="session")
def running() -> Iterator[tuple[TripletexWorld, str]]:
    world = TripletexWorld(Clock(lambda: NOON))
    with serve(make_app(world, provoked=True)) as url:
        yield world, url


@pytest.fixture(scope="session")
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()
    with serve(Starlette(routes=[Route("/{path:path}", receiver.take, methods=["POST"])])) as url:
        receiver.url = url
        yield receiver


@pytest.fixture
def world(running: tuple[TripletexWorld, str]) -> TripletexWorld:
    running[0].reset()
    return running[0]


@pytest.fixture
def url(running: tuple[TripletexWorld, str]) -> str:
    return running[1]


@pytest.fixture
def company(world: TripletexWorld) -> Company:
    return world.create_company(NewCompany(name="Bygg AS", switches={"session_creation_seconds": 0}))


@pytest.fixture
def stranger(url: str) -> Iterator[Api]:
    with Api(base_url=f"{url}/v2") as api:
        yield api


@pytest.fixture
def api(url: str, company: Company) -> Iterator[Api]:
    with Api(base_url=f"{url}/v2") as api:
        assert api.login(company).status_code == 201
        yield api


@pytest.fixture
def control(url: str, world: TripletexWorld) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{url}/_control/tripletex") as client:
        yield client


@pytest.fixture
def receiver(receiving: Receiver, world: TripletexWorld) -> Receiver:
    receiving.received.clear()
    receiving.statuses.clear()
    world.webhooks.resolver.replace({HOOKS: receiving.url})
    return receiving


@pytest.fixture
def owner(company: Company) -> int:
    return next(iter(company.tokens.values())).owner_id


@pytest.fixture
def buyer(api: Api) -> dict[str, int]:
    return {"id": api.create("/customer", name="Kunde AS", email="post@kunde.no")["id"]}


@pytest.fixture
def invoice(api: Api, buyer: dict[str, int]) -> Any:
    """Number 1, 100 kroner and 25 of VAT, dated 2026-07-20; sent to nobody."""
    return act(api, f"/order/{ordered(api, buyer, 100)['id']}/:invoice", **CHARGE)


@pytest.fixture
def plan(api: Api, owner: int) -> Any:
    """Makes projects, from new year on."""

    def make(**body: Any) -> Any:
        return api.create("/project", **{"startDate": "2026-01-01", "projectManager": {"id": owner}, **body})

    return make


@pytest.fixture
def hours(api: Api, plan: Any, owner: int) -> dict[str, Any]:
    """What a row of the timesheet is made of: the owner's, on the first of July, which is a Wednesday."""
    activity = next(each for each in api.values("/activity") if each["isChargeable"])
    return {
        "employee": {"id": owner},
        "activity": {"id": activity["id"]},
        "project": {"id": plan(name="Tak")["id"]},
        "date": "2026-07-01",
        "hours": 7.5,
    }
