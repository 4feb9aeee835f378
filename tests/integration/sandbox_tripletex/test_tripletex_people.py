"""Employees, contacts among them, employments (reference 8.7)."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.tripletex.company import Company
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import Api, complaints, refusal

OLA = {"firstName": "Ola", "lastName": "Nordmann"}


def hire(api: Api, **body: Any) -> Any:
    return api.create("/employee", **{**OLA, "userType": "NO_ACCESS", **body})


def test_an_employee_without_access_needs_only_a_name(api: Api) -> None:
    row = hire(api)
    assert (row["displayName"], row["employeeNumber"]) == ("Ola Nordmann", "")


def test_the_user_type_is_required_and_never_read_back(api: Api) -> None:
    answer = api.post("/employee", json=OLA)
    assert refusal(answer) == (422, 18000)
    assert complaints(answer) == [(None, 'Brukertype kan ikke være "0" eller tom.')]
    assert hire(api)["userType"] is None


def test_missing_names_are_reported_as_field_rules(api: Api) -> None:
    answer = api.post("/employee", json={"userType": "NO_ACCESS"})
    body = answer.json()
    assert (body["code"], body["developerMessage"]) == (18000, None)
    assert [(each["path"], each["message"]) for each in body["validationMessages"]] == [
        ("null.firstName", "Kan ikke være null."),
        ("null.lastName", "Kan ikke være null."),
    ]


def test_an_empty_name_has_a_wrong_length(api: Api) -> None:
    answer = api.post("/employee", json={**OLA, "lastName": "", "userType": "NO_ACCESS"})
    text = "Feltet har ikke korrekt lengde. Det må være mellom 1 og 100."
    assert complaints(answer) == [("lastName", text)]


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("", "Må angis for Tripletex-brukere."),
        ("ås@bygg.no", "Ugyldig format."),
        ("ola bygg.no", "Ugyldig format."),
    ],
)
def test_users_need_a_plain_address(api: Api, email: str, message: str) -> None:
    answer = api.post("/employee", json={**OLA, "userType": "STANDARD", "email": email})
    assert complaints(answer) == [("email", message)]


def test_an_address_is_used_once_whatever_its_case(api: Api) -> None:
    hire(api, email="ola@bygg.no")
    answer = api.post("/employee", json={**OLA, "userType": "STANDARD", "email": "OLA@bygg.no"})
    assert complaints(answer) == [("email", "Det finnes allerede en bruker med denne e-postadressen.")]


def test_employee_numbers_may_be_used_twice(api: Api) -> None:
    hire(api, employeeNumber="7")
    assert hire(api, employeeNumber="7")["employeeNumber"] == "7"


def test_users_are_asked_to_confirm_their_address(api: Api, company: Company) -> None:
    hire(api, userType="STANDARD", email="ola@bygg.no")
    hire(api, email="kari@bygg.no")
    assert [mail.to for mail in company.mails] == ["ola@bygg.no"]


def test_a_refused_batch_sends_no_mail(api: Api, company: Company) -> None:
    user = {**OLA, "userType": "STANDARD", "email": "ola@bygg.no"}
    assert api.post("/employee/list", json=[user, user]).status_code == 422
    assert company.mails == []


def test_a_department_can_be_required(api: Api, company: Company, world: TripletexWorld) -> None:
    world.set_switches({"department_required": True}, company.id)
    answer = api.post("/employee", json={**OLA, "userType": "NO_ACCESS"})
    assert complaints(answer) == [("department.id", "Feltet må fylles ut.")]
    [department] = api.values("/department")
    hire(api, department={"id": department["id"]})


def test_an_employee_is_changed_but_never_deleted(api: Api) -> None:
    row = hire(api)
    assert api.change(f"/employee/{row['id']}", version=row["version"], lastName="Hansen")["lastName"] == "Hansen"
    assert refusal(api.delete(f"/employee/{row['id']}")) == (403, 9000)


def test_echoing_the_unread_user_type_is_refused(api: Api) -> None:
    row = hire(api)
    assert refusal(api.put(f"/employee/{row['id']}", json={"userType": None})) == (422, 18000)


def test_an_inline_employment_needs_a_birth_date(api: Api) -> None:
    employments = [{"startDate": "2026-01-01"}]
    answer = api.post("/employee", json={**OLA, "userType": "NO_ACCESS", "employments": employments})
    assert complaints(answer) == [("employments.employee.dateOfBirth", "Feltet må fylles ut.")]
    row = hire(api, dateOfBirth="1990-01-01", employments=employments)
    assert set(row["employments"][0]) == {"id", "url"}
    opened = api.value(f"/employee/{row['id']}", fields="employments(startDate,endDate)")
    assert opened["employments"] == [{"startDate": "2026-01-01", "endDate": None}]


def test_wrong_types_deep_inside_are_named_with_their_path(api: Api) -> None:
    employments = [{"startDate": "2026-01-01", "employmentDetails": [{"employmentType": "TEMP"}]}]
    answer = api.post("/employee", json={**OLA, "userType": "NO_ACCESS", "employments": employments})
    [message] = answer.json()["validationMessages"]
    assert message["field"] == "employments.employmentDetails.employmentType"
    assert message["path"] == "employments[0].employmentDetails[0].employmentType"


def test_an_employment_is_made_and_ended(api: Api) -> None:
    row = hire(api, dateOfBirth="1990-01-01")
    made = api.create("/employee/employment", employee={"id": row["id"]}, startDate="2026-01-01")
    api.change(f"/employee/employment/{made['id']}", endDate="2026-06-30")
    [shown] = api.values("/employee/employment", employeeId=row["id"])
    assert (shown["startDate"], shown["endDate"]) == ("2026-01-01", "2026-06-30")
    assert [each["id"] for each in api.value(f"/employee/{row['id']}")["employments"]] == [made["id"]]


def test_an_employment_can_need_a_division(api: Api, company: Company, world: TripletexWorld) -> None:
    world.set_switches({"division_required": True}, company.id)
    row = hire(api, dateOfBirth="1990-01-01")
    answer = api.post("/employee/employment", json={"employee": {"id": row["id"]}, "startDate": "2026-01-01"})
    assert complaints(answer) == [("division.id", "Arbeidsforholdet må knyttes til en virksomhet/underenhet.")]


def test_only_the_search_knows_who_left(api: Api) -> None:
    row = hire(api, dateOfBirth="1990-01-01", employments=[{"startDate": "2026-01-01", "endDate": "2026-06-30"}])
    assert row["id"] in [each["id"] for each in api.values("/employee")]
    left = api.values("/employee/searchForEmployeesAndContacts", isInactive="true")
    assert [each["id"] for each in left] == [row["id"]]
    assert set(left[0]) == {"id", "employeeNumber", "firstName", "lastName", "email", "pictureId"}


def test_contacts_are_left_out_unless_asked_for(api: Api) -> None:
    contact = hire(api, isContact=True)
    assert contact["id"] not in [each["id"] for each in api.values("/employee")]
    assert contact["id"] in [each["id"] for each in api.values("/employee", includeContacts="true")]
    assert contact["id"] in [each["id"] for each in api.values("/employee/searchForEmployeesAndContacts")]


def test_only_entitled_people_can_be_chosen_as_managers(api: Api, owner: int) -> None:
    row = hire(api)
    entitled = api.values("/employee", assignableProjectManagers="true")
    assert [each["id"] for each in entitled] == [owner]
    params = {"employeeId": row["id"], "template": "ALL_PRIVILEGES"}
    assert api.put("/employee/entitlement/:grantEntitlementsByTemplate", params=params).status_code == 200
    assert len(api.values("/employee", assignableProjectManagers="true")) == 2
