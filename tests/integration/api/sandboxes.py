"""Both sandboxes on localhost, and an API in this process that talks to them with the real adapters."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

from samspill.composition import App
from samspill.environment import Environment
from samspill.store.permits import DynamoPermits
from samspill.store.tokens import DynamoTokenCache
from sandbox.rackbeat.app import make_app as rackbeat_app
from sandbox.rackbeat.world import RackbeatWorld
from sandbox.serve import serve
from sandbox.svenn.account import RIGHTS
from sandbox.svenn.app import make_app as svenn_app
from sandbox.svenn.world import SvennWorld
from sandbox.tripletex.app import make_app as tripletex_app
from sandbox.tripletex.company import Environment as Which
from sandbox.tripletex.opening import NewCompany, NewToken
from sandbox.tripletex.world import PRODUCTION_CONSUMER, TripletexWorld
from tests.integration.api.bench import Bench, api_bench

#: Companies and accounts of two worlds must not look like one: connections of both are claimed in the same tables.
_seeds = count(1)


class Consumers:
    """The product's own token for Tripletex's production."""

    def __init__(self, bench: Bench) -> None:
        self.product_for = bench.app.secrets.product_for
        self.staff_for = bench.app.secrets.staff_for

    def consumer_tokens(self) -> tuple[str, ...]:
        return (PRODUCTION_CONSUMER,)


@dataclass
class Sandboxes:
    """Tripletex's production, Svenn and Rackbeat, and an API that talks to them."""

    bench: Bench
    tripletex: TripletexWorld
    svenn: SvennWorld
    rackbeat: RackbeatWorld

    def tripletex_key(self, number: str, *, which: Which = "production", rights: tuple[str, ...] = ("*",)) -> str:
        """The key of a new company."""
        token = f"{'test-' if which == 'test' else ''}employee-{number}"
        new = NewToken(token=token, rights=list(rights))
        company = NewCompany(name="Bygg AS", organization_number=number, environment=which, tokens=[new])
        self.tripletex.create_company(company)
        return token

    def app_key(self, number: str, rights: frozenset[str] = frozenset(RIGHTS)) -> str:
        """The key of a new account."""
        return self.svenn.create_account("Bygg AS", number, {f"svenn-{number}": rights}).token

    def connect(self, number: str, tripletex: str, app: str) -> list[str]:
        """The codes of everything that is wrong; none when the connection was made."""
        order = {"organization_number": number, "keys": {"tripletex": tripletex, "app": app}}
        answer = self.bench.product.post("/v1/connections", order)
        return [] if answer.status == 201 else [error["code"] for error in answer.json["errors"]]


@contextmanager
def running_sandboxes(installation: Environment) -> Iterator[Sandboxes]:
    """For as long as the `with` block lasts."""
    tripletex, svenn = TripletexWorld(environment="production", seed=(seed := next(_seeds))), SvennWorld(seed=seed)
    rackbeat = RackbeatWorld(seed=seed)
    with (
        serve(tripletex_app(tripletex)) as tripletex_url,
        serve(svenn_app(svenn)) as svenn_url,
        serve(rackbeat_app(rackbeat)) as rackbeat_url,
        api_bench(installation) as bench,
    ):
        urls = {
            "tripletex_url": f"{tripletex_url}/v2",
            "svenn_url": f"{svenn_url}/v1",
            "rackbeat_url": f"{rackbeat_url}/api",
        }
        env = installation.model_copy(update=urls)
        real = App(env)
        bench.app.__dict__.update(
            env=env,
            secrets=Consumers(bench),
            clock=real.clock,
            tokens=DynamoTokenCache(bench.app.cipher, real.clock),
            permits=DynamoPermits(),
        )
        del bench.app.__dict__["open_systems"]
        yield Sandboxes(bench, tripletex, svenn, rackbeat)
