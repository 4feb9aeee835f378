"""Both sandboxes, one after the other, with the same few words for each."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from sandbox.hostility.hostility import Hostility
from sandbox.serve import serve
from sandbox.svenn.app import make_app as svenn_app
from sandbox.svenn.world import SvennWorld
from sandbox.tripletex.app import make_app as tripletex_app
from sandbox.tripletex.clock import Clock
from sandbox.tripletex.opening import NewCompany
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import NOON, Api


@dataclass(frozen=True)
class Peer:
    """A sandbox and a client that is logged in; `rows` is its register of customers."""

    hostility: Hostility
    http: httpx.Client
    control: str
    rows: str

    def create(self, name: str) -> httpx.Response:
        """POST of a customer."""
        return self.http.post(self.rows, json={"name": name})

    def fail_to_create(self, name: str) -> None:
        """POST of a customer that gets no good answer, or none."""
        with contextlib.suppress(httpx.RemoteProtocolError):
            assert self.create(name).status_code >= 500

    def names(self) -> list[str]:
        """The customers there are; only for times without faults."""
        body = self.http.get(self.rows).raise_for_status().json()
        return [row["name"] for row in body.get("values", body.get("items"))]

    def be_hostile(self, seed: int = 1, **odds: float) -> None:
        """Begin the mode; nothing that is put off comes by itself, and no spell ends."""
        longest = dict.fromkeys(("late_seconds", "storm_seconds", "revoked_seconds"), 60)
        answer = self.http.put(self.control, json={"seed": seed, "odds": odds, "delay_seconds": 0.01, **longest})
        assert answer.status_code == 200, answer.text

    def be_calm(self) -> None:
        """End it."""
        assert self.http.delete(self.control).status_code == 200

    def shown(self, name: str) -> object:
        """What GET says about it."""
        return self.http.get(self.control).json()[name]


@pytest.fixture(params=["tripletex", "svenn"])
def peer(request: pytest.FixtureRequest) -> Iterator[Peer]:
    if request.param == "tripletex":
        tripletex = TripletexWorld(Clock(lambda: NOON))
        company = tripletex.create_company(NewCompany(switches={"session_creation_seconds": 0}))
        with (
            serve(tripletex_app(tripletex, provoked=True)) as url,
            Api(base_url=f"{url}/v2") as api,
            httpx.Client(base_url=url) as http,
        ):
            assert api.login(company).status_code == 201
            http.headers["authorization"] = api.get("/token/session/>whoAmI").request.headers["authorization"]
            yield Peer(tripletex.hostility, http, "/_control/tripletex/hostility", "/v2/customer")
        return
    svenn = SvennWorld()
    key = {"Authorization": f"Bearer {svenn.create_account('Bakke Bygg AS').token}"}
    with serve(svenn_app(svenn)) as url, httpx.Client(base_url=url, headers=key) as http:
        yield Peer(svenn.hostility, http, "/_control/svenn/hostility", "/v1/customers")
