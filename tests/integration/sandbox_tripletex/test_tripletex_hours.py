"""Hours: one entry for each person, day, activity and project (reference 8.8)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sandbox.tripletex.company import Company
from sandbox.tripletex.opening import NewCompany, NewToken
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import Api, complaints, refusal

ENTRY = "/timesheet/entry"
JULY = {"dateFrom": "2026-07-01", "dateTo": "2026-08-01"}


def refused(api: Api, hours: dict[str, Any], **changes: Any) -> list[tuple[str | None, str]]:
    answer = api.post(ENTRY, json={**hours, **changes})
    assert refusal(answer) == (422, 18000)
    return complaints(answer)


def activity(api: Api, name: str) -> dict[str, int]:
    return {"id": next(row["id"] for row in api.values("/activity") if row["name"] == name)}


def test_hours_of_one_day_activity_and_project_are_one_entry(api: Api, hours: dict[str, Any]) -> None:
    api.create(ENTRY, **hours)
    answer = api.post(ENTRY, json=hours)
    assert refusal(answer) == (409, 7000)
    assert answer.json()["message"].startswith("Det er allerede registrert timer")


def test_a_list_with_hours_that_stand_already_stores_nothing(api: Api, hours: dict[str, Any]) -> None:
    api.create(ENTRY, **hours)
    answer = api.post(f"{ENTRY}/list", json=[{**hours, "date": "2026-07-02"}, hours])
    assert refusal(answer) == (409, 7000)
    assert len(api.values(ENTRY, **JULY)) == 1


def test_hours_are_listed_with_their_sum(api: Api, hours: dict[str, Any]) -> None:
    api.create(ENTRY, **hours)
    api.create(ENTRY, **{**hours, "date": "2026-07-02", "hours": 0.017})
    answer = api.get(ENTRY, params={"dateFrom": "2026-07-01", "dateTo": "2026-07-03"}).json()
    assert (answer["count"], answer["sumAllHours"]) == (2, 7.52)


def test_a_put_of_zero_clears_a_field_of_an_entry(api: Api, hours: dict[str, Any]) -> None:
    row = api.create(ENTRY, **hours, comment="Tak", projectChargeableHours=7)
    changed = api.change(f"{ENTRY}/{row['id']}", projectChargeableHours=0)
    assert (changed["projectChargeableHours"], changed["comment"]) == (0, "Tak")
    assert refusal(api.put(f"{ENTRY}/{row['id']}", json={"hours": 0})) == (422, 18000)


def test_chargeable_are_all_hours_unless_it_is_said(api: Api, hours: dict[str, Any]) -> None:
    row = api.create(ENTRY, **hours)
    assert (row["chargeable"], row["chargeableHours"]) == (True, 7.5)
    assert api.change(f"{ENTRY}/{row['id']}", projectChargeableHours=5)["chargeableHours"] == 5


def test_an_entry_is_deleted_in_the_version_that_was_read(api: Api, hours: dict[str, Any]) -> None:
    row = api.create(ENTRY, **hours)
    api.change(f"{ENTRY}/{row['id']}", hours=8)
    stale = api.delete(f"{ENTRY}/{row['id']}", params={"version": row["version"]})
    assert refusal(stale) == (409, 8000)
    assert api.delete(f"{ENTRY}/{row['id']}").status_code == 204


def test_a_project_with_hours_is_not_deleted(api: Api, hours: dict[str, Any]) -> None:
    api.create(ENTRY, **hours)
    assert refusal(api.delete(f"/project/{hours['project']['id']}")) == (422, 18000)


def test_a_closed_project_takes_no_hours(api: Api, hours: dict[str, Any]) -> None:
    api.change(f"/project/{hours['project']['id']}", isClosed=True)
    assert ("project.id", "Prosjektet er avsluttet.") in refused(api, hours)


def test_a_project_takes_no_hours_before_it_starts(api: Api, hours: dict[str, Any]) -> None:
    [(field, _message)] = refused(api, hours, date="2025-12-31")
    assert field == "date"


def test_a_project_for_participants_takes_hours_of_participants(api: Api, hours: dict[str, Any], owner: int) -> None:
    api.change(f"/project/{hours['project']['id']}", forParticipantsOnly=True)
    ola = {"id": api.create("/employee", firstName="Ola", lastName="Nordmann", userType="NO_ACCESS")["id"]}
    assert refused(api, hours, employee=ola)[0][0] == "employee.id"
    api.create("/project/participant", project=hours["project"], employee=ola)
    api.create(ENTRY, **{**hours, "employee": ola})
    assert owner in {row["employee"]["id"] for row in [api.create(ENTRY, **hours)]}


def test_an_account_can_demand_participation_in_every_project(
    api: Api, hours: dict[str, Any], world: TripletexWorld
) -> None:
    world.set_switches({"only_project_members": True})
    ola = {"id": api.create("/employee", firstName="Ola", lastName="Nordmann", userType="NO_ACCESS")["id"]}
    assert refused(api, hours, employee=ola)[0][0] == "employee.id"
    assert api.value("/project/settings")["onlyProjectMembersCanRegisterInfo"] is True


def test_an_internal_activity_is_of_no_project(api: Api, hours: dict[str, Any]) -> None:
    vacation = activity(api, "Ferie")
    assert refused(api, hours, activity=vacation) == [("activity.id", "Aktiviteten kan ikke benyttes.")]
    assert api.create(ENTRY, **{**hours, "activity": vacation, "project": None})["project"] is None


def test_a_project_activity_needs_a_project(api: Api, hours: dict[str, Any]) -> None:
    assert refused(api, hours, project=None)[0][0] == "activity.id"


def test_a_disabled_activity_cannot_be_used(api: Api, hours: dict[str, Any], control: httpx.Client) -> None:
    [company] = control.get("/companies").json()
    edit = {
        "company": company["id"],
        "kind": "activity",
        "id": hours["activity"]["id"],
        "fields": {"isDisabled": True},
    }
    assert control.post("/edit", json=edit).status_code == 200
    assert refused(api, hours)[0][0] == "activity.id"


@pytest.mark.parametrize("demanded_by", ["account", "project"])
def test_an_activity_may_have_to_be_linked_to_the_project(
    api: Api, hours: dict[str, Any], world: TripletexWorld, demanded_by: str
) -> None:
    if demanded_by == "account":
        world.set_switches({"only_linked_activities": True})
    else:
        api.change(f"/project/{hours['project']['id']}", generalProjectActivitiesPerProjectOnly=True)
    assert refused(api, hours)[0][0] == "activity.id"
    api.create("/project/projectActivity", project=hours["project"], activity=hours["activity"])
    assert api.create(ENTRY, **hours)["hours"] == 7.5


def test_comments_may_be_demanded(api: Api, hours: dict[str, Any], world: TripletexWorld) -> None:
    world.set_switches({"hours_need_comments": True})
    assert refused(api, hours)[0][0] == "comment"
    assert api.create(ENTRY, **hours, comment="Tak")["comment"] == "Tak"


def test_the_settings_name_the_standard_activity(api: Api, world: TripletexWorld) -> None:
    assert api.value("/timesheet/settings")["defaultProjectActivity"] is None
    world.set_switches({"standard_activity": "Fakturerbart arbeid"})
    settings = api.value("/timesheet/settings", fields="defaultProjectActivity(id,name)")
    assert settings["defaultProjectActivity"]["name"] == "Fakturerbart arbeid"


def test_activities_with_hours_are_left_out_of_what_can_be_booked(api: Api, hours: dict[str, Any]) -> None:
    asked = {"projectId": hours["project"]["id"], "date": hours["date"]}
    before = {row["id"] for row in api.values("/activity/>forTimeSheet", **asked)}
    api.create(ENTRY, **hours)
    after = {row["id"] for row in api.values("/activity/>forTimeSheet", **asked)}
    everything = {row["id"] for row in api.values("/activity/>forTimeSheet", **asked, filterExistingHours="false")}
    assert before - after == {hours["activity"]["id"]}
    assert everything == before


def test_projects_to_book_on_are_open_and_begun(api: Api, plan: Any) -> None:
    open_one = plan(name="Tak")
    plan(name="Senere", startDate="2026-12-01")
    closed = plan(name="Ferdig")
    api.change(f"/project/{closed['id']}", isClosed=True)
    found = api.values("/project/>forTimeSheet", date="2026-07-01")
    assert [row["id"] for row in found] == [open_one["id"]]


def test_total_hours_are_of_a_person_and_a_period(api: Api, hours: dict[str, Any], owner: int) -> None:
    api.create(ENTRY, **hours)
    api.create(ENTRY, **{**hours, "date": "2026-07-02"})
    period = {"startDate": "2026-07-01", "endDate": "2026-07-02"}
    assert api.value(f"{ENTRY}/>totalHours", employeeId=owner, **period) == 7.5


def test_hours_are_refused_without_the_right(world: TripletexWorld, stranger: Api) -> None:
    token = NewToken(rights=["project:read"])
    limited: Company = world.create_company(NewCompany(tokens=[token], switches={"session_creation_seconds": 0}))
    stranger.login(limited)
    assert refusal(stranger.get(ENTRY, params=JULY)) == (403, 9000)
    assert refusal(stranger.post(ENTRY, json={})) == (403, 9000)
