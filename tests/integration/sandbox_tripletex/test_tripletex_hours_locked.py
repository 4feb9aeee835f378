"""Hours that can be changed no more: approved, invoiced, paid (reference 8.8)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sandbox.tripletex.company import Company
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import Api, refusal

ENTRY = "/timesheet/entry"
LOCKED = (409, 10000)
APPROVALS = [
    ("/timesheet/week/:approve", {"weekYear": "2026-W27"}),
    ("/timesheet/month/:approve", {"monthYear": "2026-07"}),
]


@pytest.fixture
def row(api: Api, hours: dict[str, Any]) -> Any:
    return api.create(ENTRY, **hours)


def person(route: str, owner: int) -> dict[str, int]:
    return {"employeeId" if "week" in route else "employeeIds": owner}


@pytest.mark.parametrize(("route", "period"), APPROVALS)
def test_an_approved_period_locks_its_hours(
    api: Api, row: Any, hours: dict[str, Any], owner: int, route: str, period: dict[str, str]
) -> None:
    assert api.put(route, params={**person(route, owner), **period}).status_code == 200
    assert api.value(f"{ENTRY}/{row['id']}")["locked"] is True
    assert refusal(api.put(f"{ENTRY}/{row['id']}", json={"hours": 8})) == LOCKED
    assert refusal(api.delete(f"{ENTRY}/{row['id']}")) == LOCKED
    assert refusal(api.post(ENTRY, json={**hours, "date": "2026-07-02"})) == LOCKED


@pytest.mark.parametrize(("route", "period"), APPROVALS)
def test_what_is_approved_no_more_is_open_again(
    api: Api, row: Any, owner: int, route: str, period: dict[str, str]
) -> None:
    for action in (route, route.replace(":approve", ":unapprove")):
        assert api.put(action, params={**person(route, owner), **period}).status_code == 200
    assert api.change(f"{ENTRY}/{row['id']}", hours=8)["locked"] is False


def test_a_completed_week_is_not_locked(api: Api, row: Any, owner: int) -> None:
    week = api.put("/timesheet/week/:complete", params={"employeeId": owner, "weekYear": "2026-W27"}).json()["value"]
    assert (week["completed"], week["approved"]) == (True, False)
    assert api.change(f"{ENTRY}/{row['id']}", hours=8)["hours"] == 8
    assert api.put("/timesheet/week/:reopen", params={"id": week["id"]}).json()["value"]["completed"] is False


def test_a_month_can_be_approved_until_one_of_its_days(api: Api, row: Any, hours: dict[str, Any], owner: int) -> None:
    until: dict[str, str | int] = {"employeeIds": owner, "monthYear": "2026-07", "approvedUntilDate": "2026-07-01"}
    assert api.put("/timesheet/month/:approve", params=until).status_code == 200
    assert api.value(f"{ENTRY}/{row['id']}")["locked"] is True
    assert api.create(ENTRY, **{**hours, "date": "2026-07-02"})["locked"] is False


def test_others_are_not_locked_out(api: Api, hours: dict[str, Any]) -> None:
    api.put("/timesheet/week/:approve", params={"weekYear": "2026-W27"})
    ola = {"id": api.create("/employee", firstName="Ola", lastName="Nordmann", userType="NO_ACCESS")["id"]}
    assert api.create(ENTRY, **{**hours, "employee": ola})["locked"] is False


def test_weeks_are_found_by_person_and_week(api: Api, row: Any, owner: int) -> None:
    api.put("/timesheet/week/:approve", params={"weekYear": "2026-W27"})
    [week] = api.values("/timesheet/week", employeeIds=owner, weekYear="2026-W27")
    assert (week["year"], week["week"], week["approvedBy"]["id"]) == (2026, 27, owner)
    assert [each["id"] for each in week["timesheetEntries"]] == [row["id"]]
    assert api.values("/timesheet/week", weekYear="2026-W28") == []


def test_an_account_understands_one_way_to_write_a_week(api: Api, world: TripletexWorld) -> None:
    assert refusal(api.get("/timesheet/week", params={"weekYear": "2026-27"})) == (422, 15000)
    world.set_switches({"week_form": "2026-42"})
    assert refusal(api.get("/timesheet/week", params={"weekYear": "2026-W27"})) == (422, 15000)
    assert api.values("/timesheet/week", weekYear="2026-27") == []


def test_months_are_found_by_people_and_months(api: Api, row: Any, owner: int) -> None:
    api.put("/timesheet/month/:approve", params={"monthYear": "2026-07"})
    route = "/timesheet/month/byMonthNumberList"
    [month] = api.values(route, employeeIds=owner, monthYearList="2026-06,2026-07")
    assert (month["monthYear"], month["approved"], month["approvedUntilDate"]) == ("2026-07", True, "2026-07-31")
    assert api.value(f"/timesheet/month/{month['id']}")["id"] == month["id"]
    assert refusal(api.get(route, params={"employeeIds": owner})) == (422, 15000)


@pytest.mark.parametrize("fields", [{"locked": True}, {"invoice": {"id": 0}}])
def test_people_can_lock_a_row_and_open_it_again(
    api: Api, row: Any, company: Company, control: httpx.Client, invoice: Any, fields: dict[str, Any]
) -> None:
    if "invoice" in fields:
        fields = {"invoice": {"id": invoice["id"]}}
    edit = {"company": company.id, "kind": "timesheet/entry", "id": row["id"]}
    assert control.post("/edit", json={**edit, "fields": fields}).json()["locked"] is True
    assert refusal(api.put(f"{ENTRY}/{row['id']}", json={"hours": 8})) == LOCKED
    undone = dict.fromkeys(fields)
    assert control.post("/edit", json={**edit, "fields": undone}).json()["locked"] is False


def test_people_approve_weeks_and_months(
    api: Api, row: Any, company: Company, owner: int, control: httpx.Client
) -> None:
    wanted = {"company": company.id, "employee": owner, "week": "2026-W27"}
    assert control.post("/approvals", json=wanted).json()["approved"] is True
    assert api.value(f"{ENTRY}/{row['id']}")["locked"] is True
    assert control.post("/approvals", json={**wanted, "action": "unapprove"}).json()["approved"] is False
    month = {"company": company.id, "employee": owner, "month": "2026-07", "until": "2026-07-15"}
    assert control.post("/approvals", json=month).json()["approvedUntilDate"] == "2026-07-15"


def test_an_approval_is_of_a_week_or_a_month(company: Company, owner: int, control: httpx.Client) -> None:
    wanted = {"company": company.id, "employee": owner}
    assert control.post("/approvals", json=wanted).status_code == 400
    assert control.post("/approvals", json={**wanted, "employee": 1, "week": "2026-W27"}).status_code == 404
