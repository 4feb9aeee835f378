"""Projects (reference 8.4)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.sandbox_tripletex.client import Api, complaints, refusal


def test_a_project_gets_a_number_a_participant_and_a_rate(plan: Any) -> None:
    row = plan(name="Tak")
    assert (row["number"], row["displayName"], row["version"]) == ("1", "1 Tak", 0)
    assert row["numberOfProjectParticipants"] == 1
    assert (len(row["participants"]), len(row["projectHourlyRates"])) == (1, 1)
    assert row["contractReference"] == ""


def test_name_and_start_date_are_required(api: Api, owner: int) -> None:
    answer = api.post("/project", json={"projectManager": {"id": owner}})
    text = "Feltet må fylles ut."
    assert complaints(answer) == [("name", text), ("startDate", text)]


@pytest.mark.parametrize("manager", [{}, {"projectManager": {"firstName": "Ola"}}, {"projectManager": {"id": 0}}])
def test_a_manager_is_required_by_id(api: Api, manager: dict[str, Any]) -> None:
    answer = api.post("/project", json={"name": "Tak", "startDate": "2026-01-01", **manager})
    assert complaints(answer) == [(None, 'Feltet "Prosjektleder" må fylles ut.')]


def test_the_manager_must_be_entitled(api: Api) -> None:
    ola = api.create("/employee", firstName="Ola", lastName="Nordmann", userType="NO_ACCESS")
    body = {"name": "Tak", "startDate": "2026-01-01", "projectManager": {"id": ola["id"]}}
    [(field, message)] = complaints(api.post("/project", json=body))
    assert field == "projectManager.id"
    assert message.endswith("i kontoen: Ola Nordmann.")


def test_a_taken_number_is_reported_twice(api: Api, plan: Any, owner: int) -> None:
    first = plan(name="Tak", number="A-1")
    body = {"name": "Vegg", "number": "a-1", "startDate": "2026-01-01", "projectManager": {"id": owner}}
    answer = api.post("/project", json=body)
    assert refusal(answer) == (422, 18000)
    (link_field, link), number = complaints(answer)
    assert link_field is None
    assert f"projectId={first['id']}&" in link
    assert number == ("number", "Dette nummeret er i bruk på en annen ordre, tilbud eller prosjekt.")


def test_the_number_of_an_order_is_taken_too(api: Api, plan: Any, owner: int) -> None:
    customer = api.create("/customer", name="A")
    days = {"orderDate": "2026-01-01", "deliveryDate": "2026-01-01"}
    api.create("/order", customer={"id": customer["id"]}, number="55", **days)
    body = {"name": "Vegg", "number": "55", "startDate": "2026-01-01", "projectManager": {"id": owner}}
    assert refusal(api.post("/project", json=body)) == (422, 18000)


def test_numbers_continue_above_the_highest(plan: Any) -> None:
    plan(name="Tak", number="41")
    assert plan(name="Vegg")["number"] == "42"


def test_a_number_can_be_changed_and_freed(api: Api, plan: Any) -> None:
    row = plan(name="Tak", number="10")
    api.change(f"/project/{row['id']}", number="11")
    assert plan(name="Vegg", number="10")["number"] == "10"
    assert api.value("/project/number/11")["id"] == row["id"]


def test_a_vat_type_is_refused_on_creation(api: Api, owner: int) -> None:
    body = {"name": "A", "startDate": "2026-01-01", "projectManager": {"id": owner}, "vatType": {"id": 3}}
    assert complaints(api.post("/project", json=body)) == [("vatType.id", "Ugyldig mva-kode.")]


def test_hourly_rates_do_not_go_through_the_project(api: Api, plan: Any) -> None:
    row = plan(name="Tak")
    answer = api.put(f"/project/{row['id']}", json={"projectHourlyRates": row["projectHourlyRates"]})
    assert complaints(answer)[0][0] == "Internt felt (projectratetypes)"


@pytest.mark.parametrize("key", ["fixedPrice", "status", "contractReference"])
def test_names_that_do_not_exist_are_refused(api: Api, plan: Any, key: str) -> None:
    row = plan(name="Tak")
    answer = api.put(f"/project/{row['id']}", json={key: "x"})
    assert refusal(answer) == (422, 16000)


def test_a_sub_project_counts_with_its_main_project(api: Api, plan: Any) -> None:
    main = plan(name="Hus")
    sub = plan(name="Tak", mainProject={"id": main["id"]})
    assert (sub["hierarchyLevel"], sub["hierarchyNameAndNumber"]) == (1, "1 Hus / 2 Tak")
    assert api.value(f"/project/{main['id']}")["numberOfSubProjects"] == 1
    assert refusal(api.delete(f"/project/{main['id']}")) == (422, 18000)


def test_a_project_cannot_be_below_itself(api: Api, plan: Any) -> None:
    main = plan(name="Hus")
    sub = plan(name="Tak", mainProject={"id": main["id"]})
    answer = api.put(f"/project/{main['id']}", json={"mainProject": {"id": sub["id"]}})
    assert complaints(answer)[0][0] == "mainProject.id"


def test_a_project_is_closed_cleared_of_its_end_and_found(api: Api, plan: Any) -> None:
    row = plan(name="Tak", endDate="2026-12-31", isInternal=True)
    changed = api.change(f"/project/{row['id']}", version=0, isClosed=True, endDate=None)
    assert (changed["isClosed"], changed["endDate"], changed["isInternal"]) == (True, None, True)
    assert api.values("/project", isClosed="false") == []
    assert len(api.values("/project")) == 1


def test_projects_are_found_by_customer(api: Api, plan: Any) -> None:
    customer = api.create("/customer", name="A")
    row = plan(name="Tak", customer={"id": customer["id"]})
    plan(name="Vegg")
    assert row["customerName"] == "A"
    assert [each["id"] for each in api.values("/project", customerId=customer["id"])] == [row["id"]]


def test_projects_are_deleted_with_a_body(api: Api, plan: Any) -> None:
    row = plan(name="Tak")
    assert api.request("DELETE", "/project", json=[{"id": row["id"]}]).status_code == 204
    assert api.values("/project") == []
