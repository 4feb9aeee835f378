"""Keys checked with the real adapters against the sandboxes: each way to be wrong has its own code."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import pytest

from samspill.composition import App
from samspill.environment import Environment
from samspill.store.permits import DynamoPermits
from samspill.store.tokens import DynamoTokenCache
from sandbox.serve import serve
from sandbox.svenn.account import RIGHTS
from sandbox.svenn.app import make_app as svenn_app
from sandbox.svenn.world import SvennWorld
from sandbox.tripletex.app import make_app as tripletex_app
from sandbox.tripletex.company import Environment as Which
from sandbox.tripletex.opening import NewCompany, NewToken
from sandbox.tripletex.world import PRODUCTION_CONSUMER, TripletexWorld
from tests.integration.api.bench import Bench, api_bench

_numbers = count(910000001)


class Consumers:
    """The product's own token for Tripletex's production."""

    def __init__(self, bench: Bench) -> None:
        self.product_for = bench.app.secrets.product_for
        self.staff_for = bench.app.secrets.staff_for

    def consumer_tokens(self) -> tuple[str, ...]:
        return (PRODUCTION_CONSUMER,)


@dataclass
class Sandboxes:
    """Tripletex's production and Svenn, and an API that talks to them."""

    bench: Bench
    tripletex: TripletexWorld
    svenn: SvennWorld

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


@pytest.fixture(scope="module")
def sandboxes(installation: Environment) -> Iterator[Sandboxes]:
    tripletex, svenn = TripletexWorld(environment="production"), SvennWorld()
    with (
        serve(tripletex_app(tripletex)) as tripletex_url,
        serve(svenn_app(svenn)) as svenn_url,
        api_bench(installation) as bench,
    ):
        env = installation.model_copy(update={"tripletex_url": f"{tripletex_url}/v2", "svenn_url": f"{svenn_url}/v1"})
        real = App(env)
        bench.app.__dict__.update(
            env=env,
            secrets=Consumers(bench),
            clock=real.clock,
            tokens=DynamoTokenCache(bench.app.cipher, real.clock),
            permits=DynamoPermits(),
        )
        del bench.app.__dict__["open_systems"]
        yield Sandboxes(bench, tripletex, svenn)


@pytest.fixture
def number() -> str:
    return str(next(_numbers))


def test_sound_keys_connect(sandboxes: Sandboxes, number: str) -> None:
    assert sandboxes.connect(number, sandboxes.tripletex_key(number), sandboxes.app_key(number)) == []


def test_a_wrong_key_of_tripletex(sandboxes: Sandboxes, number: str) -> None:
    assert sandboxes.connect(number, "nonsense", sandboxes.app_key(number)) == ["tripletex_key_wrong"]


def test_a_test_key_against_production(sandboxes: Sandboxes, number: str) -> None:
    key = sandboxes.tripletex_key(number, which="test")
    assert sandboxes.connect(number, key, sandboxes.app_key(number)) == ["tripletex_key_other_environment"]


def test_a_wrong_key_of_the_app(sandboxes: Sandboxes, number: str) -> None:
    assert sandboxes.connect(number, sandboxes.tripletex_key(number), "nonsense") == ["app_key_wrong"]


def test_keys_of_other_companies_than_the_one_that_was_named(sandboxes: Sandboxes, number: str) -> None:
    other = str(next(_numbers))
    codes = sandboxes.connect(number, sandboxes.tripletex_key(other), sandboxes.app_key(other))
    assert codes == ["company_mismatch", "app_company_mismatch"]


def test_a_right_that_is_missing_in_tripletex(sandboxes: Sandboxes, number: str) -> None:
    key = sandboxes.tripletex_key(
        number, rights=("customer:read", "customer:write", "employee:read", "employee:write", "project:read")
    )
    assert sandboxes.connect(number, key, sandboxes.app_key(number)) == ["right_missing"]


def test_a_right_that_is_missing_in_the_app(sandboxes: Sandboxes, number: str) -> None:
    key = sandboxes.app_key(number, frozenset(RIGHTS) - {"projects:read"})
    assert sandboxes.connect(number, sandboxes.tripletex_key(number), key) == ["app_right_missing"]
