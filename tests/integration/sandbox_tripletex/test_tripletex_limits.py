"""The rate limit (reference 2) and what every answer carries."""

from __future__ import annotations

from sandbox.tripletex.company import Company
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import Api


def spend(api: Api, count: int) -> None:
    for _ in range(count):
        api.get("/currency/1")


def test_the_headers_count_down_within_the_window(api: Api) -> None:
    first, second = api.get("/currency/1"), api.get("/currency/1")
    assert first.headers["X-Rate-Limit-Limit"] == "100"
    assert [int(each.headers["X-Rate-Limit-Remaining"]) for each in (first, second)] == [99, 98]
    assert first.headers["X-Rate-Limit-Reset"] == "7"


def test_past_the_limit_every_call_answers_429_until_the_window_ends(
    api: Api, company: Company, world: TripletexWorld
) -> None:
    world.set_switches({"rate_limit": 3}, company.id)
    spend(api, 3)
    refused = api.get("/currency/1")
    assert refused.status_code == 429
    assert refused.headers["X-Rate-Limit-Remaining"] == "0"
    assert refused.headers["X-Rate-Limit-Reset"] == "7"
    world.clock.advance(7)
    assert api.get("/currency/1").status_code == 200


def test_the_reset_header_can_be_missing_on_429(api: Api, company: Company, world: TripletexWorld) -> None:
    world.set_switches({"rate_limit": 1, "reset_header_on_429": False}, company.id)
    spend(api, 1)
    refused = api.get("/currency/1")
    assert refused.status_code == 429
    assert "X-Rate-Limit-Reset" not in refused.headers


def test_refused_writes_change_nothing(api: Api, company: Company, world: TripletexWorld) -> None:
    world.set_switches({"rate_limit": 1}, company.id)
    spend(api, 1)
    assert api.post("/customer", json={"name": "Nei"}).status_code == 429
    assert "Party" not in company.counts()


def test_a_new_session_of_the_same_employee_shares_the_window(
    api: Api, company: Company, world: TripletexWorld
) -> None:
    world.set_switches({"rate_limit": 2}, company.id)
    spend(api, 2)
    api.login(company)
    assert api.get("/currency/1").status_code == 429


def test_every_answer_has_a_request_id_and_errors_repeat_it(api: Api) -> None:
    assert api.get("/customer").headers["x-tlx-request-id"]
    error = api.get("/customer/1")
    assert error.json()["requestId"] == error.headers["x-tlx-request-id"]


def test_a_wrong_route_answers_404_21000(api: Api) -> None:
    answer = api.get("/costumer")
    assert (answer.status_code, answer.json()["code"]) == (404, 21000)


def test_a_wrong_method_answers_400(api: Api) -> None:
    answer = api.put("/customer")
    assert answer.status_code == 400
    assert answer.json()["message"] == "HTTP 405 Method Not Allowed"


def test_an_id_that_is_no_number_answers_422_21000(api: Api) -> None:
    answer = api.get("/customer/$PREV")
    assert (answer.status_code, answer.json()["code"]) == (422, 21000)
