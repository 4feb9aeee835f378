"""Onboarding against Tripletex and Rackbeat as they are: rights, companies, groups, proposals."""

import re
from collections.abc import Iterator
from itertools import count

import pytest

from samspill.environment import Environment
from sandbox.rackbeat.kinds.kind import SCOPES, Scope
from sandbox.rackbeat.opening import NewAccount
from tests.integration.api.client import Answered
from tests.integration.api.newcomers import Newcomer, newcomer
from tests.integration.api.sandboxes import Sandboxes, running_sandboxes

_numbers = count(920000001)
#: What a key in Tripletex needs (reference/rackbeat.md 5a).
RIGHTS = tuple(
    f"{what}:{verb}" for what in ("customer", "supplier", "product", "order", "invoice") for verb in ("read", "write")
)


@pytest.fixture(scope="module")
def sandboxes(installation: Environment) -> Iterator[Sandboxes]:
    with running_sandboxes(installation) as running:
        yield running


@pytest.fixture
def kari(sandboxes: Sandboxes) -> Newcomer:
    made = newcomer(sandboxes.bench)
    made.source = "127.0.0.1"
    assert made.begins().status == 201
    made.opens_its_mail()
    made.keys = {"tripletex": tripletex_key(sandboxes), "app": app_key(sandboxes)}
    return made


def tripletex_key(sandboxes: Sandboxes, rights: tuple[str, ...] = RIGHTS) -> str:
    return sandboxes.tripletex_key(str(next(_numbers)), rights=rights)


def app_key(sandboxes: Sandboxes, *scopes: Scope) -> str:
    key = f"rackbeat-{next(_numbers)}"
    sandboxes.rackbeat.open_account(NewAccount(name="Nordlys Lager AS", keys={key: list(scopes or SCOPES)}))
    return key


def findings(answer: Answered) -> list[tuple[str, str]]:
    """Each code, and what its text names as missing."""
    assert answer.status == 422, answer.text
    named = ((error["code"], re.search(r": (\w+)", error["message"])) for error in answer.json["errors"])
    return [(code, found[1] if found else "") for code, found in named]


def test_sound_keys_show_both_companies(kari: Newcomer) -> None:
    answer = kari.says("keys", kari.keys)
    assert answer.status == 200, answer.text
    assert answer.json["tripletex_company"]["name"] == "Bygg AS"
    assert answer.json["app_company"]["name"] == "Nordlys Lager AS"
    assert answer.json["companies_alike"] is False


def test_wrong_keys_are_told_by_their_side(kari: Newcomer) -> None:
    answer = kari.says("keys", {"tripletex": "nonsense", "app": "nonsense"})
    assert [code for code, _ in findings(answer)] == ["tripletex_key_wrong", "own_key_wrong"]


@pytest.mark.parametrize(
    ("lacking", "named"),
    [("customer", "Customers"), ("supplier", "Suppliers"), ("product", "Products"), ("order", "Invoices"),
     ("invoice", "Invoices")],
)  # fmt: skip
def test_a_right_that_the_key_of_tripletex_lacks_is_named(
    kari: Newcomer, sandboxes: Sandboxes, lacking: str, named: str
) -> None:
    rights = tuple(right for right in RIGHTS if not right.startswith(lacking))
    answer = kari.says("keys", {**kari.keys, "tripletex": tripletex_key(sandboxes, rights)})
    assert findings(answer) == [("right_missing", named)]


def test_rights_that_the_key_of_rackbeat_lacks_are_named(kari: Newcomer, sandboxes: Sandboxes) -> None:
    answer = kari.says("keys", {**kari.keys, "app": app_key(sandboxes, "sales", "settings")})
    assert ("own_right_missing", "Suppliers") in findings(answer)
    answer = kari.says("keys", {**kari.keys, "app": app_key(sandboxes, "purchase", "settings")})
    named = {text for _, text in findings(answer)}
    assert {"Customers", "Invoices"} <= named


def test_groups_that_are_missing_are_made_and_chosen(kari: Newcomer) -> None:
    kari.says("keys", kari.keys)
    path = f"{kari.path}/groups"
    assert kari.client.get(path).json["missing"] == ["customer", "supplier", "product", "service"]
    chosen = {}
    for sort in ("customer", "supplier", "product", "service"):
        made = kari.client.post(path, {"sort": sort, "name": f"Egen {sort}"})
        assert made.status == 201, made.text
        chosen[sort] = made.json["number"]
    assert kari.client.get(path).json["missing"] == []
    assert kari.says("groups", chosen).json["groups"] == chosen
    assert chosen["product"] != chosen["service"]


def test_a_plan_is_asked_for_after_every_answer(kari: Newcomer) -> None:
    for step, body in (("keys", kari.keys), ("groups", {}), ("start-up", {}), ("settings", {})):
        answer = kari.says(step, body)
        assert answer.status == 200, answer.text
    assert kari.client.get(f"{kari.path}/proposals").status == 200
    kari.asks_for_a_plan()
    kari.until_review()
    assert kari.shown()["step"] == "review"
