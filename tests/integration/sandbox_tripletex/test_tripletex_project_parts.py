"""Participants of projects, and activities that are linked to them (reference 8.4, 8.5)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.sandbox_tripletex.client import Api, complaints, refusal

LINK = "/project/projectActivity"


@pytest.fixture
def project(plan: Any) -> dict[str, int]:
    return {"id": plan(name="Tak")["id"]}


def general(api: Api) -> dict[str, int]:
    return {"id": next(row["id"] for row in api.values("/activity") if row["isChargeable"])}


def linked(api: Api, project: dict[str, int]) -> list[str]:
    fields = "projectActivities(*,activity(*))"
    return [
        row["activity"]["name"] for row in api.value(f"/project/{project['id']}", fields=fields)["projectActivities"]
    ]


def test_a_link_is_read_with_the_project(api: Api, project: dict[str, int]) -> None:
    row = api.create(LINK, project=project, activity=general(api), budgetHours=10)
    assert linked(api, project) == ["Fakturerbart arbeid"]
    assert api.value(f"{LINK}/{row['id']}")["budgetHours"] == 10


def test_an_activity_is_linked_once(api: Api, project: dict[str, int]) -> None:
    body = {"project": project, "activity": general(api)}
    api.create(LINK, **body)
    assert complaints(api.post(LINK, json=body)) == [("activity", "Finnes fra før.")]


def test_only_project_activities_are_linked(api: Api, project: dict[str, int]) -> None:
    vacation = next(row["id"] for row in api.values("/activity") if row["name"] == "Ferie")
    [(field, _message)] = complaints(api.post(LINK, json={"project": project, "activity": {"id": vacation}}))
    assert field == "activity"


def test_an_activity_of_one_project_is_made_with_its_link(
    api: Api, project: dict[str, int], plan: Any, owner: int
) -> None:
    inline = {"name": "Riving", "activityType": "PROJECT_SPECIFIC_ACTIVITY"}
    row = api.create(LINK, project=project, activity=inline)
    assert linked(api, project) == ["Riving"]
    entry = {
        "employee": {"id": owner},
        "activity": {"id": row["activity"]["id"]},
        "date": "2026-07-01",
        "hours": 1,
    }
    assert api.post("/timesheet/entry", json={**entry, "project": project}).status_code == 201
    elsewhere = {"id": plan(name="Vegg")["id"]}
    assert refusal(api.post("/timesheet/entry", json={**entry, "project": elsewhere})) == (422, 18000)


def test_a_refused_link_leaves_no_activity_behind(api: Api, project: dict[str, int]) -> None:
    inline = {"name": "Riving", "activityType": "GENERAL_ACTIVITY"}
    assert refusal(api.post(LINK, json={"project": project, "activity": inline})) == (422, 18000)
    assert api.values("/activity", name="Riving") == []


def test_the_name_of_an_activity_made_with_its_link_must_be_free(api: Api, project: dict[str, int]) -> None:
    inline = {"name": "Ferie", "activityType": "PROJECT_SPECIFIC_ACTIVITY"}
    assert complaints(api.post(LINK, json={"project": project, "activity": inline})) == [
        ("name", "Navnet er i bruk.")
    ]
    typeless = {"project": project, "activity": {"name": "Ny"}}
    assert refusal(api.post(LINK, json=typeless)) == (422, 18000)


def test_a_link_with_hours_is_not_taken_away(api: Api, project: dict[str, int], hours: dict[str, Any]) -> None:
    row = api.create(LINK, project=hours["project"], activity=hours["activity"])
    entry = api.create("/timesheet/entry", **hours)
    assert refusal(api.delete(f"{LINK}/{row['id']}")) == (422, 18000)
    api.delete(f"/timesheet/entry/{entry['id']}")
    assert api.delete(f"{LINK}/list", params={"ids": row["id"]}).status_code == 204
    assert linked(api, hours["project"]) == []


def test_participants_come_and_go(api: Api, project: dict[str, int]) -> None:
    ola = {"id": api.create("/employee", firstName="Ola", lastName="Nordmann", userType="NO_ACCESS")["id"]}
    row = api.create("/project/participant", project=project, employee=ola)
    assert api.value(f"/project/{project['id']}")["numberOfProjectParticipants"] == 2
    again = api.post("/project/participant", json={"project": project, "employee": ola})
    assert complaints(again) == [("employee", "Finnes fra før.")]
    assert api.delete("/project/participant/list", params={"ids": row["id"]}).status_code == 204
    assert api.value(f"/project/{project['id']}")["numberOfProjectParticipants"] == 1
