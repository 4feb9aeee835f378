"""Session tokens and who may ask for what (reference 1)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from sandbox.tripletex.company import Company
from sandbox.tripletex.opening import NewCompany, NewToken
from sandbox.tripletex.world import PRODUCTION_CONSUMER, TEST_CONSUMER, TripletexWorld
from tests.integration.sandbox_tripletex.client import EXPIRES, Api, complaints, refusal


def token_of(company: Company) -> str:
    return next(iter(company.tokens))


def create(api: Api, company: Company, **changes: str) -> httpx.Response:
    body = {"consumerToken": TEST_CONSUMER, "employeeToken": token_of(company), "expirationDate": EXPIRES}
    return api.post("/token/session/:create", json={**body, **changes})


def test_a_session_is_created_with_201_and_opens_the_api(stranger: Api, company: Company) -> None:
    answer = create(stranger, company)
    assert answer.status_code == 201
    assert answer.json()["value"]["expirationDate"] == EXPIRES
    stranger.auth = httpx.BasicAuth("0", answer.json()["value"]["token"])
    assert stranger.get("/customer").status_code == 200


def test_the_legacy_put_answers_200(stranger: Api, company: Company) -> None:
    params = {"consumerToken": TEST_CONSUMER, "employeeToken": token_of(company), "expirationDate": EXPIRES}
    assert stranger.put("/token/session/:create", params=params).status_code == 200


def test_a_colon_may_be_encoded(stranger: Api, company: Company, url: str) -> None:
    body = {"consumerToken": TEST_CONSUMER, "employeeToken": token_of(company), "expirationDate": EXPIRES}
    assert httpx.post(f"{url}/v2/token/session/%3Acreate", json=body).status_code == 201


def test_a_session_ends_at_midnight_in_norway(api: Api, world: TripletexWorld) -> None:
    # The 30th begins at 22:00 UTC on the 29th, 33 h 59 min 57 s from now.
    world.clock.advance(33 * 3600 + 59 * 60 + 57 - 1)
    assert api.get("/customer").status_code == 200
    world.clock.advance(1)
    assert refusal(api.get("/customer")) == (401, 3000)


def test_without_a_valid_token_the_answer_is_401(stranger: Api) -> None:
    answer = stranger.get("/customer")
    assert refusal(answer) == (401, 3000)
    assert answer.json()["message"] == "Unauthorized"
    assert answer.json()["validationMessages"] is None
    stranger.auth = httpx.BasicAuth("0", "no such token")
    assert refusal(stranger.get("/customer")) == (401, 3000)


def test_an_unknown_consumer_token_is_named(stranger: Api, company: Company) -> None:
    answer = create(stranger, company, consumerToken="wrong")
    assert refusal(answer) == (422, 18000)
    assert complaints(answer) == [("arg:consumerToken", "The consumer token is invalid or does not exist.")]


def test_a_production_consumer_token_is_unknown_to_a_test_company(stranger: Api, company: Company) -> None:
    answer = create(stranger, company, consumerToken=PRODUCTION_CONSUMER)
    assert refusal(answer) == (422, 18000)
    assert complaints(answer)[0][0] == "arg:consumerToken"


def test_a_production_company_takes_the_production_consumer_token(stranger: Api, world: TripletexWorld) -> None:
    company = world.create_company(NewCompany(environment="production"))
    assert create(stranger, company, consumerToken=PRODUCTION_CONSUMER).status_code == 201


def test_an_unknown_employee_token_is_named(stranger: Api, company: Company) -> None:
    answer = create(stranger, company, employeeToken="wrong")
    assert refusal(answer) == (422, 18000)
    assert complaints(answer)[0][0] == "arg:employeeToken"


@pytest.mark.parametrize("day", ["2026-07-28", "2026-01-01", "2027-07-28"])
def test_the_expiration_lies_between_tomorrow_and_six_months(stranger: Api, company: Company, day: str) -> None:
    answer = create(stranger, company, expirationDate=day)
    assert refusal(answer) == (422, 18000)
    assert complaints(answer)[0][0] == "expirationDate"


def test_two_creations_at_once_conflict(stranger: Api, company: Company, world: TripletexWorld) -> None:
    world.set_switches({"session_creation_seconds": 0.3}, company.id)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: create(stranger, company), range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert refusal(next(answer for answer in answers if answer.status_code == 409)) == (409, 8000)


def test_two_creations_at_once_work_when_the_switch_is_off(
    stranger: Api, company: Company, world: TripletexWorld
) -> None:
    world.set_switches({"session_creation_seconds": 0.3, "session_conflicts": False}, company.id)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: create(stranger, company), range(2)))
    assert [answer.status_code for answer in answers] == [201, 201]


def test_a_deleted_session_is_gone(api: Api, company: Company) -> None:
    token = create(api, company).json()["value"]["token"]
    assert api.delete(f"/token/session/{token}").status_code == 204
    api.auth = httpx.BasicAuth("0", token)
    assert refusal(api.get("/customer")) == (401, 3000)


@pytest.mark.parametrize("path", ["/token/session/>whoAmI", "/token/session/%3EwhoAmI"])
def test_who_am_i_names_owner_and_company(api: Api, company: Company, owner: int, path: str) -> None:
    me = api.value(path)
    assert me["companyId"] == company.id
    assert (me["employeeId"], me["actualEmployeeId"]) == (owner, owner)
    assert me["language"] == "no"


def test_the_own_company_has_name_and_number(api: Api, company: Company) -> None:
    shown = api.value(f"/company/{company.id}")
    assert (shown["name"], shown["organizationNumber"]) == ("Bygg AS", "999999999")


def test_another_company_is_not_found(api: Api, world: TripletexWorld) -> None:
    other = world.create_company(NewCompany())
    assert refusal(api.get(f"/company/{other.id}")) == (404, 6000)


def test_a_row_of_another_company_looks_like_one_that_does_not_exist(
    api: Api, stranger: Api, world: TripletexWorld
) -> None:
    other = world.create_company(NewCompany(switches={"session_creation_seconds": 0}))
    stranger.login(other)
    row = stranger.create("/customer", name="Fremmed AS")
    theirs, nobodys = api.get(f"/customer/{row['id']}"), api.get("/customer/1")
    assert refusal(theirs) == refusal(nobodys) == (404, 6000)
    assert {**theirs.json(), "requestId": ""} == {**nobodys.json(), "requestId": ""}


@pytest.fixture
def accountant(world: TripletexWorld, company: Company) -> Company:
    token = NewToken(accountant=True, clients=[company.id])
    return world.create_company(
        NewCompany(name="Regnskap AS", tokens=[token], switches={"session_creation_seconds": 0})
    )


def test_an_accountant_lists_clients_and_acts_for_one(stranger: Api, accountant: Company, company: Company) -> None:
    stranger.login(accountant)
    assert [row["id"] for row in stranger.values("/company/>withLoginAccess")] == [company.id]
    stranger.login(accountant, acting_for=company.id)
    assert stranger.value("/token/session/>whoAmI")["companyId"] == company.id
    assert stranger.get("/customer").status_code == 200


def test_an_accountant_at_home_may_only_list_clients_and_ask_who_it_is(stranger: Api, accountant: Company) -> None:
    stranger.login(accountant)
    assert stranger.get("/token/session/>whoAmI").status_code == 200
    answer = stranger.get("/customer")
    assert refusal(answer) == (403, 9000)
    assert ">withLoginAccess" in answer.json()["message"]


def test_nobody_acts_for_a_company_that_is_no_client(stranger: Api, company: Company, world: TripletexWorld) -> None:
    other = world.create_company(NewCompany())
    stranger.login(company, acting_for=other.id)
    assert refusal(stranger.get("/customer")) == (403, 9000)
