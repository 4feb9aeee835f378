"""The sandboxes, one after the other, with the same few words for each."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from sandbox.hostility.hostility import Hostility
from sandbox.rackbeat.app import make_app as rackbeat_app
from sandbox.rackbeat.world import RackbeatWorld
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
    """A sandbox and a client that is logged in; `rows` is a register whose rows need a name. Errors in JSON tell
    their status, or have this `error_message`."""

    hostility: Hostility
    http: httpx.Client
    control: str
    rows: str
    error_message: str | None = None

    def create(self, name: str) -> httpx.Response:
        """POST of a row."""
        return self.http.post(self.rows, json={"name": name})

    def fail_to_create(self, name: str) -> None:
        """POST of a row that gets no good answer, or none."""
        with contextlib.suppress(httpx.RemoteProtocolError):
            assert self.create(name).status_code >= 500

    def names(self) -> list[str]:
        """The rows there are, the first one first; only for times without faults."""
        asked = {"order_direction": "ASC"} if self.rows.startswith("/api") else {}
        body = self.http.get(self.rows, params=asked).raise_for_status().json()
        return [row["name"] for rows in body.values() if isinstance(rows, list) for row in rows]

    def tells_error(self, answer: httpx.Response) -> bool:
        """Whether an answer is an error in the system's own JSON."""
        body = answer.json()
        if self.error_message is not None:
            return bool(body == {"message": self.error_message})
        return bool(body["status"] == answer.status_code)

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


@pytest.fixture(params=["tripletex", "svenn", "rackbeat"])
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
    if request.param == "rackbeat":
        rackbeat = RackbeatWorld()
        bearer = {"Authorization": f"Bearer {next(iter(rackbeat.open_account().keys))}"}
        with serve(rackbeat_app(rackbeat)) as url, httpx.Client(base_url=url, headers=bearer) as http:
            control, rows = "/_control/rackbeat/hostility", "/api/customer-groups"
            yield Peer(rackbeat.hostility, http, control, rows, "Server Error")
        return
    svenn = SvennWorld()
    key = {"Authorization": f"Bearer {svenn.create_account('Bakke Bygg AS').token}"}
    with serve(svenn_app(svenn)) as url, httpx.Client(base_url=url, headers=key) as http:
        yield Peer(svenn.hostility, http, "/_control/svenn/hostility", "/v1/customers")
