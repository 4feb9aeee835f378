"""Whatever a customer asks that is not its own to ask is refused, and tells nothing of others: each endpoint.

Nothing of it changes anything, so one company serves for all.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from samspill.api.app import RESOLVER
from samspill.api.asking import Role
from samspill.api.endpoints import ENDPOINTS, Endpoint
from samspill.environment import Environment
from tests.integration.api.bench import api_bench
from tests.integration.api.newcomers import Newcomer, newcomer
from tests.integration.api.test_gate import is_problem

assert RESOLVER is not None  # the routes are registered

KEYED = [each for each in ENDPOINTS if not each.public]
OF_A_CONNECTION = [each for each in KEYED if Role.CUSTOMER in each.roles and "<connection_id>" in each.path]
OF_AN_ONBOARDING = [each for each in KEYED if "<onboarding_id>" in each.path]
OTHERS = [each for each in KEYED if Role.CUSTOMER not in each.roles]
_BODIES: dict[str, object] = {
    "put_onboarding_keys": {"tripletex": "a", "app": "b"},
    "put_keys": {"tripletex": "a", "app": "b"},
    "make_onboarding_group": {"sort": "customer", "name": "Kunder"},
    "preview_settings": {"settings": {}},
    "release_breaker": {},
    "put_plan_row": {"choice": "leave_out"},
    "approve_plan": {"plan": "x", "decision_revision": 0},
    "reject_plan": {"reason": "no"},
    "resolve_problem": {"choice": "create"},
    "preview_link": {"partner": "1"},
    "link_record": {"partner": "1"},
    "preview_unlink": {"choice": "keep_apart"},
    "unlink_record": {"choice": "keep_apart"},
    "answer_record": {"choice": "create"},
    "preview_hours": {},
    "send_hours": {},
    "put_hours_import_people": {"people": {"Kari Lie": None}},
    "confirm_hours_import": {"approved": True},
}
_QUERIES: dict[str, dict[str, object]] = {"retry_problems": {"code": "name_missing"}}
_PATHS = {
    "<kind>": "customer",
    "<side>": "app",
    "<record_id>": "1",
    "<row_id>": "customer.app.1",
    "<problem_id>": "abc",
    "<letter_id>": "abc",
    "<run_id>": "abc",
    "<import_id>": "abc",
    "<week>": "2026-W42",
}


def operation(endpoint: Endpoint) -> str:
    return endpoint.operation


def path_of(endpoint: Endpoint, owner: str) -> str:
    path = endpoint.path.replace("<connection_id>", owner).replace("<onboarding_id>", owner)
    for variable, value in _PATHS.items():
        path = path.replace(variable, value)
    return path


def body_of(endpoint: Endpoint) -> object:
    return _BODIES.get(endpoint.operation, {} if endpoint.method == "PUT" else None)


@dataclass(frozen=True)
class Neighbours:
    """Kari's company, and another one; `own` and `others` are the ids of their connections."""

    kari: Newcomer
    own: str
    other: Newcomer
    others: str


@pytest.fixture(scope="module")
def neighbours(installation: Environment) -> Iterator[Neighbours]:
    with api_bench(installation) as bench:
        kari, other = newcomer(bench), newcomer(bench)
        ids = []
        for each in (kari, other):
            each.answers_everything()
            ids.append(each.asks_for_a_plan().id)
        yield Neighbours(kari, ids[0], other, ids[1])


@pytest.mark.parametrize("endpoint", OTHERS, ids=operation)
def test_every_other_endpoint_is_forbidden(neighbours: Neighbours, endpoint: Endpoint) -> None:
    answer = neighbours.kari.client.send(endpoint.method, path_of(endpoint, neighbours.own), body_of(endpoint))
    assert is_problem(answer, 403, "forbidden")


@pytest.mark.parametrize("endpoint", OF_A_CONNECTION, ids=operation)
def test_every_other_connection_looks_like_none(neighbours: Neighbours, endpoint: Endpoint) -> None:
    query = _QUERIES.get(endpoint.operation)
    seen, none = (
        neighbours.kari.client.send(endpoint.method, path_of(endpoint, owner), body_of(endpoint), query=query)
        for owner in (neighbours.others, "0" * 32)
    )
    assert is_problem(seen, 404, "not_found")
    assert (seen.headers, seen.text) == (none.headers, none.text)


@pytest.mark.parametrize("endpoint", OF_AN_ONBOARDING, ids=operation)
def test_every_other_onboarding_looks_like_none(neighbours: Neighbours, endpoint: Endpoint) -> None:
    seen, none = (
        neighbours.kari.client.send(endpoint.method, path_of(endpoint, owner), body_of(endpoint))
        for owner in (neighbours.other.id, "0" * 32)
    )
    assert is_problem(seen, 404, "not_found")
    assert (seen.headers, seen.text) == (none.headers, none.text)


@pytest.mark.parametrize("endpoint", OF_AN_ONBOARDING, ids=operation)
def test_products_and_staff_have_no_part_in_an_onboarding(neighbours: Neighbours, endpoint: Endpoint) -> None:
    kari = neighbours.kari
    for somebody in (kari.bench.product, kari.bench.staff):
        answer = somebody.send(endpoint.method, path_of(endpoint, kari.id), body_of(endpoint))
        assert is_problem(answer, 403, "forbidden")
