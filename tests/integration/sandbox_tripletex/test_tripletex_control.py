"""Steering the sandbox: companies, seeds, edits, switches, failures, counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.serve import serve
from sandbox.tripletex.app import make_app
from sandbox.tripletex.company import Company
from sandbox.tripletex.faults import Fault
from sandbox.tripletex.seeding import SeedError, seed_company
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import EXPIRES, HOOKS, Api, Receiver, refusal

SEED: dict[str, list[dict[str, Any]]] = {
    "departments": [{"name": "Tømrer", "departmentNumber": "10"}],
    "employees": [
        {
            "firstName": "Kari",
            "lastName": "Leder",
            "employeeNumber": "1",
            "email": "kari@bygg.no",
            "isProjectManager": True,
            "departmentNumber": "10",
            "employments": [{"startDate": "2020-01-01", "endDate": "2025-12-31"}],
        }
    ],
    "customers": [
        {
            "customerNumber": 100,
            "name": "Hytte AS",
            "organizationNumber": "911111111",
            "email": "post@hytte.no",
            "phoneNumber": "22 22 22 22",
            "phoneNumberMobile": "99 99 99 99",
            "isInactive": False,
            "isSupplier": True,
            "postalAddress": {
                "addressLine1": "Gata 1",
                "addressLine2": "",
                "postalCode": "0150",
                "city": "Oslo",
                "country": {"code": "SE"},
            },
        }
    ],
    "projects": [
        {"number": "2", "name": "Tak", "startDate": "2026-01-01", "managerNumber": "1", "mainProjectNumber": "1"},
        {"number": "1", "name": "Hus", "startDate": "2026-01-01", "customerNumber": 100, "isClosed": True},
    ],
}


def test_a_company_is_opened_and_logged_in_to(control: httpx.Client, stranger: Api) -> None:
    wanted = {"name": "Nytt AS", "organization_number": "912345678", "tokens": [{"token": "test-mine"}]}
    made = control.post("/companies", json=wanted)
    assert made.status_code == 201
    assert made.json()["tokens"] == ["test-mine"]
    body = {"consumerToken": "test-sandbox-consumer", "employeeToken": "test-mine", "expirationDate": EXPIRES}
    assert stranger.post("/token/session/:create", json=body).status_code == 201
    assert [each["name"] for each in control.get("/companies").json()] == ["Nytt AS"]


def test_a_seed_is_read_back_through_the_api(control: httpx.Client, api: Api, company: Company) -> None:
    answer = control.post(f"/companies/{company.id}/seed", json=SEED)
    assert answer.json() == {"departments": 1, "employees": 1, "customers": 1, "projects": 2}
    [customer] = api.values("/customer", fields="*,postalAddress(*,country(isoAlpha2Code))")
    assert (customer["customerNumber"], customer["supplierNumber"]) == (100, 20001)
    assert customer["postalAddress"]["country"]["isoAlpha2Code"] == "SE"
    tak, hus = api.values("/project")
    assert (tak["mainProject"]["id"], hus["customer"]["id"]) == (hus["id"], customer["id"])
    [kari] = api.values("/employee", employeeNumber="1", fields="*,department(departmentNumber),employments(*)")
    assert tak["projectManager"]["id"] == kari["id"]
    assert (kari["department"]["departmentNumber"], kari["employments"][0]["endDate"]) == ("10", "2025-12-31")


def test_seeding_fires_no_webhooks(api: Api, company: Company, world: TripletexWorld, receiver: Receiver) -> None:
    api.create("/event/subscription", event="customer.create", targetUrl=HOOKS)
    seed_company(company, SEED)
    assert world.courier.pending == 0
    assert receiver.received == []


def test_new_numbers_continue_above_the_seeded(api: Api, company: Company, owner: int) -> None:
    seed_company(company, {"customers": [{"name": "A", "customerNumber": 12000}]})
    assert api.create("/customer", name="B")["customerNumber"] == 12001


@pytest.mark.parametrize(
    ("seed", "said"),
    [
        ({"costumers": []}, "costumers"),
        ({"customers": [{"nmae": "A"}]}, "customers[0]"),
        ({"projects": [{"name": "A", "managerNumber": "9"}]}, "employeeNumber '9'"),
        ({"projects": [{"name": "A", "startDate": "1.1.2026"}]}, "no date"),
    ],
)
def test_a_seed_that_cannot_be_understood_says_where(
    company: Company, seed: dict[str, list[dict[str, Any]]], said: str
) -> None:
    with pytest.raises(SeedError, match=said.replace("[", r"\[").replace("]", r"\]")):
        seed_company(company, seed)


def test_a_bad_seed_answers_400(control: httpx.Client, company: Company) -> None:
    answer = control.post(f"/companies/{company.id}/seed", json={"customers": [{"nmae": "A"}]})
    assert answer.status_code == 400
    assert "nmae" in answer.json()["error"]


def test_state_shows_counts_and_rows_with_what_they_own(control: httpx.Client, company: Company) -> None:
    seed_company(company, SEED)
    shown = control.get("/state", params={"company": company.id, "kind": "customer"}).json()
    assert shown["counts"]["Party"] == 1
    assert shown["rows"][0]["postalAddress"]["city"] == "Oslo"
    people = control.get("/state", params={"company": company.id, "kind": "employee"}).json()["rows"]
    assert people[-1]["_entitledAsProjectManager"] is True


def test_a_person_edits_what_the_api_cannot(control: httpx.Client, api: Api, company: Company) -> None:
    activity = api.values("/activity")[0]
    body = {"company": company.id, "kind": "activity", "id": activity["id"], "fields": {"isDisabled": True}}
    assert control.post("/edit", json=body).json()["isDisabled"] is True
    assert api.value(f"/activity/{activity['id']}")["isDisabled"] is True


def test_a_person_creates_and_deletes(control: httpx.Client, api: Api, company: Company) -> None:
    made = control.post(
        "/edit",
        json={"company": company.id, "kind": "customer", "action": "create", "fields": {"name": "Ny"}},
    ).json()
    assert api.value(f"/customer/{made['id']}")["name"] == "Ny"
    control.post("/edit", json={"company": company.id, "kind": "customer", "action": "delete", "id": made["id"]})
    assert refusal(api.get(f"/customer/{made['id']}")) == (404, 6000)


def test_edits_by_hand_are_not_limited(control: httpx.Client, company: Company, world: TripletexWorld) -> None:
    world.set_switches({"rate_limit": 1}, company.id)
    for name in "ABC":
        body = {"company": company.id, "kind": "customer", "action": "create", "fields": {"name": name}}
        assert control.post("/edit", json=body).status_code == 200


def test_an_edit_of_an_unknown_kind_answers_400(control: httpx.Client, company: Company) -> None:
    answer = control.post("/edit", json={"company": company.id, "kind": "costumer", "id": 1})
    assert answer.status_code == 400
    assert "customer" in answer.json()["error"]


def test_switches_are_set_for_one_company_or_for_all(
    control: httpx.Client, company: Company, world: TripletexWorld
) -> None:
    control.put("/switches", params={"company": company.id}, json={"rate_limit": 7})
    assert (company.switches.rate_limit, world.switches.rate_limit) == (7, 100)
    control.put("/switches", json={"rate_limit": 9})
    assert control.get("/switches", params={"company": company.id}).json()["rate_limit"] == 9
    assert control.put("/switches", json={"rate_limmit": 9}).status_code == 400


def test_calls_are_counted_per_route_token_and_status(control: httpx.Client, api: Api, company: Company) -> None:
    control.delete("/exchanges")
    row = api.create("/customer", name="A")
    api.get(f"/customer/{row['id']}")
    api.get("/customer/1")
    token = next(iter(company.tokens))
    assert control.get("/exchanges").json() == {
        "total": 3,
        "calls": [
            {"route": "GET /v2/customer/{id}", "token": token, "status": 200, "count": 1},
            {"route": "GET /v2/customer/{id}", "token": token, "status": 404, "count": 1},
            {"route": "POST /v2/customer", "token": token, "status": 201, "count": 1},
        ],
    }


def test_reset_leaves_nothing(control: httpx.Client, api: Api, world: TripletexWorld) -> None:
    control.post("/reset")
    assert world.companies == {}
    assert refusal(api.get("/customer")) == (401, 3000)


def test_sessions_can_all_be_ended(control: httpx.Client, api: Api) -> None:
    control.delete("/sessions")
    assert refusal(api.get("/customer")) == (401, 3000)


def test_the_clock_moves_forward(control: httpx.Client) -> None:
    assert control.get("/clock").json()["now"] == "2026-07-28T12:00:03+00:00"
    assert control.post("/clock", json={"seconds": 60}).json()["now"] == "2026-07-28T12:01:03+00:00"


def test_deliveries_can_be_waited_for(control: httpx.Client, api: Api, receiver: Receiver, url: str) -> None:
    api.create("/event/subscription", event="customer.create", targetUrl=HOOKS)
    api.create("/customer", name="A")
    assert control.get("/deliveries", params={"wait": 10}).json()["pending"] == 0
    assert len(receiver.received) == 1
    assert httpx.get(f"{url}/_control/deliveries").json()["pending"] == 0


def test_nothing_is_delivered_off_this_machine(control: httpx.Client) -> None:
    answer = control.put("/resolve", json={"https://a.example": "http://b.example"})
    assert answer.status_code == 400
    assert control.put("/resolve", json={"https://a.example": "http://127.0.0.1:9"}).status_code == 200


@pytest.mark.parametrize(
    ("answer", "status", "code"), [("500", 500, 1000), ("1002", 500, 1002), ("409", 409, 8000), ("429", 429, None)]
)
def test_a_planned_failure_comes_before_anything_is_done(
    control: httpx.Client, api: Api, answer: str, status: int, code: int | None
) -> None:
    control.post("/faults", json={"route": "POST /v2/customer", "answer": answer})
    assert refusal(api.post("/customer", json={"name": "A"})) == (status, code)
    assert api.values("/customer") == []
    assert api.post("/customer", json={"name": "A"}).status_code == 201


@pytest.mark.parametrize(("answer", "status", "title"), [("page", 500, "Feilsituasjon"), ("502", 502, "Gateway")])
def test_a_failure_can_be_a_page(control: httpx.Client, api: Api, answer: str, status: int, title: str) -> None:
    control.post("/faults", json={"answer": answer})
    failed = api.get("/customer")
    assert failed.status_code == status
    assert failed.headers["content-type"].startswith("text/html")
    assert title in failed.text


def test_an_answer_can_be_lost_after_the_write(control: httpx.Client, api: Api) -> None:
    control.post("/faults", json={"route": "POST /v2/customer", "answer": "cut", "when": "after"})
    with pytest.raises(httpx.RemoteProtocolError):
        api.post("/customer", json={"name": "A"})
    assert len(api.values("/customer")) == 1


def test_failures_can_wait_and_come_several_times(control: httpx.Client, api: Api) -> None:
    control.post("/faults", json={"route": "GET /v2/customer", "skip": 1, "times": 2})
    statuses = [api.get("/customer").status_code for _ in range(4)]
    assert statuses == [200, 500, 500, 200]
    assert control.get("/faults").json() == {"left": 0}


def test_exchanges_are_recorded_where_asked(tmp_path: Path) -> None:
    world = TripletexWorld()
    with serve(make_app(world, exchanges=tmp_path)) as base:
        httpx.get(f"{base}/v2/customer", params={"count": 1})
        httpx.get(f"{base}/_control/tripletex/clock")
    [file] = tmp_path.glob("tripletex-*.jsonl")
    [line] = [json.loads(each) for each in file.read_text().splitlines()]
    assert (line["server"], line["method"], line["path"]) == ("tripletex", "GET", "/v2/customer")
    assert (line["query"], line["request"], line["status"]) == ([["count", "1"]], None, 401)
    assert line["response"]["code"] == 3000


def test_an_answer_that_was_cut_off_is_recorded_without_a_status(tmp_path: Path) -> None:
    world = TripletexWorld()
    world.faults.plan(Fault(answer="cut"))
    with serve(make_app(world, exchanges=tmp_path)) as base, pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{base}/v2/customer")
    [file] = tmp_path.glob("tripletex-*.jsonl")
    assert json.loads(file.read_text())["status"] == 0
