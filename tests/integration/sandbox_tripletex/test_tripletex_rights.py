"""Missing rights: refused with 403/9000, or rows that simply are not there (reference 1.4)."""

from __future__ import annotations

import pytest

from sandbox.tripletex.company import Company
from sandbox.tripletex.opening import NewCompany, NewToken
from sandbox.tripletex.seeding import seed_company
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import Api, refusal


@pytest.fixture
def limited(world: TripletexWorld, stranger: Api) -> Company:
    token = NewToken(rights=["customer:read", "project:read", "project:write"])
    company = world.create_company(NewCompany(tokens=[token], switches={"session_creation_seconds": 0}))
    seed_company(company, {"customers": [{"name": "A"}], "suppliers": [{"name": "B"}]})
    stranger.login(company)
    return company


def test_a_missing_right_to_write_is_refused(stranger: Api, limited: Company) -> None:
    answer = stranger.post("/customer", json={"name": "Nei"})
    assert refusal(answer) == (403, 9000)
    assert answer.json()["message"] == "You do not have permission to access this feature."


def test_the_right_is_asked_for_before_the_row(stranger: Api, limited: Company) -> None:
    assert refusal(stranger.put("/customer/0", json={"id": 0})) == (403, 9000)
    assert refusal(stranger.put("/project/0", json={"id": 0})) == (404, 6000)


def test_a_missing_right_to_read_is_refused(stranger: Api, limited: Company) -> None:
    assert [row["name"] for row in stranger.values("/customer")] == ["A"]
    assert refusal(stranger.get("/supplier")) == (403, 9000)


def test_a_missing_right_to_read_can_mean_that_nothing_is_there(
    stranger: Api, limited: Company, world: TripletexWorld
) -> None:
    world.set_switches({"missing_rights": "hide"}, limited.id)
    assert stranger.values("/supplier") == []
    supplier = next(row for row in limited.table("Supplier") if row.get("isSupplier"))
    assert refusal(stranger.get(f"/supplier/{supplier.id}")) == (404, 6000)


def test_registers_such_as_countries_need_no_right(stranger: Api, limited: Company) -> None:
    [norway] = stranger.values("/country", code="NO")
    assert norway["id"] == 161


def test_entitlements_tell_what_the_token_may_do(stranger: Api, limited: Company) -> None:
    names = [row["name"] for row in stranger.values("/employee/entitlement")]
    assert names == ["AUTH_CUSTOMER_READ", "AUTH_PROJECT_READ", "AUTH_PROJECT_WRITE"]
