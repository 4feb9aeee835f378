"""Keys checked with the real adapters against the sandboxes: each way to be wrong has its own code."""

from collections.abc import Iterator
from itertools import count

import pytest

from samspill.environment import Environment
from sandbox.svenn.account import RIGHTS
from tests.integration.api.sandboxes import Sandboxes, running_sandboxes

_numbers = count(910000001)


@pytest.fixture(scope="module")
def sandboxes(installation: Environment) -> Iterator[Sandboxes]:
    with running_sandboxes(installation) as running:
        yield running


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


def test_the_apps_key_is_checked_alone_before_anybody_pastes_the_other(sandboxes: Sandboxes, number: str) -> None:
    answer = sandboxes.bench.product.post("/v1/page-sessions", {"app_key": sandboxes.app_key(number)})
    assert (answer.status, answer.json["connection"]) == (201, None)
    wrong = sandboxes.bench.product.post("/v1/page-sessions", {"app_key": "nonsense"})
    assert (wrong.status, wrong.json["code"]) == (422, "app_key_wrong")
