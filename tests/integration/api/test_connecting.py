"""POST /v1/connections: keys are checked first, and a refusal leaves nothing but the attempt."""

from typing import Any

import pytest

from samspill.model.kinds import Side
from samspill.store import attempts
from tests.integration.api.bench import Bench, TwoKeys


def refused(bench: Bench, order: dict[str, object]) -> Any:
    answer = bench.product.post("/v1/connections", order)
    assert answer.status in (409, 422, 503), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.json


def connections_of(bench: Bench, company: TwoKeys) -> list[str]:
    found = bench.staff.get("/v1/connections", limit=200).json["items"]
    return [each["id"] for each in found if each["organization_number"] == company.number]


def test_a_connection_starts_in_draft_with_its_first_sync(bench: Bench) -> None:
    company = bench.company()
    made = bench.product.post("/v1/connections", company.order(contact_email="post@bygg.no"))
    assert (made.status, made.json["status"]) == (201, "draft")
    assert made.headers["location"] == f"/v1/connections/{made.json['id']}"
    assert made.json["tripletex_company"]["name"] == f"Bygg {company.number} AS"
    assert bench.machine.started == [(made.json["id"], f"{made.json['id']}-1")]
    stored = bench.app.connections.get(made.json["id"])
    assert stored.execution == f"{made.json['id']}-1"


def test_keys_are_never_shown_again(bench: Bench) -> None:
    company = bench.company()
    made = bench.product.post("/v1/connections", company.order())
    shown = bench.product.get(f"/v1/connections/{made.json['id']}")
    assert company.tripletex_key not in made.text + shown.text
    assert company.app_key not in made.text + shown.text


@pytest.mark.parametrize(
    ("side", "code", "field"),
    [(Side.TRIPLETEX, "tripletex_key_wrong", "body.keys.tripletex"), (Side.APP, "app_key_wrong", "body.keys.app")],
)
def test_a_wrong_key_is_named(bench: Bench, side: Side, code: str, field: str) -> None:
    company = bench.company()
    order = company.order(keys={"tripletex": company.tripletex_key, "app": company.app_key, side.value: "stolen"})
    problem = refused(bench, order)
    assert problem["code"] == code
    assert [error["field"] for error in problem["errors"]] == [field]


def test_everything_that_is_wrong_is_told_at_once(bench: Bench) -> None:
    company = bench.company()
    company.systems[Side.APP].missing_rights = ("customer", "project")
    order = company.order(keys={"tripletex": "stolen", "app": company.app_key})
    codes = [error["code"] for error in refused(bench, order)["errors"]]
    assert codes == ["tripletex_key_wrong", "app_right_missing", "app_right_missing"]


def test_a_key_of_another_company_than_the_number_sent_is_refused(bench: Bench) -> None:
    company, other = bench.company(), bench.company()
    order = company.order(keys={"tripletex": other.tripletex_key, "app": company.app_key})
    problem = refused(bench, order)
    assert problem["code"] == "company_mismatch"
    assert problem["actor"] == "customer"


def test_a_company_is_connected_once(bench: Bench) -> None:
    company = bench.company()
    bench.connected(company)
    assert refused(bench, company.order())["code"] == "company_already_connected"


def test_an_account_of_the_app_is_connected_once(bench: Bench) -> None:
    company = bench.company()
    bench.connected(company)
    bench.world.company(Side.TRIPLETEX, "second-company", company.number, "Bygg Drift AS")
    order = company.order(keys={"tripletex": "second-company", "app": company.app_key})
    assert refused(bench, order)["code"] == "account_already_connected"


def test_a_system_that_is_down_says_try_again(bench: Bench) -> None:
    company = bench.company()
    company.systems[Side.TRIPLETEX].down = True
    answer = bench.product.post("/v1/connections", company.order())
    assert (answer.status, answer.json["code"]) == (503, "peer_unavailable")
    assert int(answer.headers["retry-after"]) > 0


def test_a_refusal_leaves_nothing_but_the_attempt(bench: Bench) -> None:
    company = bench.company()
    bench.later(days=1)
    refused(bench, company.order(keys={"tripletex": "stolen", "app": company.app_key}))
    assert connections_of(bench, company) == []
    assert bench.machine.started == []
    attempt = attempts.latest("svenn", 1)[0]
    assert (attempt.organization_number, attempt.code) == (company.number, "tripletex_key_wrong")


def test_a_first_sync_that_cannot_start_leaves_the_company_free(bench: Bench) -> None:
    company = bench.company()
    bench.machine.broken = True
    assert bench.product.post("/v1/connections", company.order()).status == 500
    assert connections_of(bench, company) == []
    bench.machine.broken = False
    assert bench.product.post("/v1/connections", company.order()).status == 201


def test_settings_may_not_name_a_kind_that_the_integration_lacks(bench: Bench) -> None:
    problem = refused(bench, bench.company().order(settings={"kinds": {"supplier": False}}))
    assert problem["code"] == "kind_not_offered"
    assert problem["errors"][0]["field"] == "body.settings.kinds.supplier"


def test_staff_cannot_turn_connections_on(bench: Bench) -> None:
    assert bench.staff.post("/v1/connections", bench.company().order()).status == 403
