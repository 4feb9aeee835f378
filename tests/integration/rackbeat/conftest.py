"""Both sandboxes on localhost, and the product in this process with its real adapters between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import pytest

from local.peers import RackbeatPeer, TripletexPeer
from local.rackbeat_companies import RackbeatCompany, RackbeatSize, found_with_rackbeat
from samspill.composition import App
from samspill.model.connection import Keys
from samspill.model.settings import Settings
from samspill.tasks.connections import Order
from sandbox.rackbeat.app import make_app as rackbeat_app
from sandbox.rackbeat.world import RackbeatWorld
from sandbox.seeding import RackbeatDirt
from sandbox.serve import serve
from sandbox.tripletex.app import make_app as tripletex_app
from sandbox.tripletex.world import TripletexWorld
from tests.integration.api.bench import simulated_aws
from tests.integration.stepping import Stepped, stepping_app

_names = count(1)


@dataclass(frozen=True)
class Scene:
    """Everything there is."""

    app: App
    tripletex: TripletexPeer
    rackbeat: RackbeatPeer

    def found(self, size: RackbeatSize, dirt: RackbeatDirt | None = None) -> RackbeatCompany:
        """A firm that nobody else uses. No test here waits for a limit, so it has none to speak of."""
        made = found_with_rackbeat(self.tripletex, self.rackbeat, f"Lager {next(_names)} AS", size, dirt)
        self.tripletex.set_switches(made.tripletex_id, rate_limit=1_000_000)
        return made

    def turned_on(self, company: RackbeatCompany, settings: Settings) -> Stepped:
        """Its connection, with keys checked."""
        keys = Keys(tripletex=company.tripletex_key, app=company.rackbeat_key)
        number = company.organization_number
        return Stepped.turned_on(
            self.app, Order(integration="rackbeat", organization_number=number, keys=keys, settings=settings)
        )


@pytest.fixture(scope="package")
def scene() -> Iterator[Scene]:
    with (
        simulated_aws() as env,
        serve(tripletex_app(TripletexWorld(seed=31))) as tripletex,
        serve(rackbeat_app(RackbeatWorld(seed=31, first_account=700_000))) as rackbeat,
    ):
        here = env.model_copy(update={"tripletex_url": f"{tripletex}/v2", "rackbeat_url": f"{rackbeat}/api"})
        with stepping_app(here) as app:
            yield Scene(app, TripletexPeer(tripletex), RackbeatPeer(rackbeat))
