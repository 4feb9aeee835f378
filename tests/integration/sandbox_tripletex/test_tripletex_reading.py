"""Lists, fields, sorting, checksum and what rights hide (reference 3)."""

from __future__ import annotations

import pytest

from sandbox.tripletex.company import Company
from sandbox.tripletex.seeding import seed_company
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import Api, complaints, refusal


@pytest.fixture
def register(company: Company) -> Company:
    rows = [{"customerNumber": 10001 + place, "name": f"Kunde {place:03}"} for place in range(25)]
    seed_company(company, {"customers": rows})
    return company


def test_full_pages_claim_one_row_more_and_the_last_page_is_exact(api: Api, register: Company) -> None:
    sizes = []
    for start in (0, 10, 20):
        page = api.get("/customer", params={"from": start, "count": 10}).json()
        sizes.append((page["from"], page["count"], len(page["values"]), page["fullResultSize"]))
    assert sizes == [(0, 10, 10, 11), (10, 10, 10, 21), (20, 5, 5, 25)]


def test_pages_together_hold_every_row_once(api: Api, register: Company) -> None:
    names = [row["name"] for start in (0, 10, 20) for row in api.values("/customer", count=10, **{"from": start})]
    assert names == [f"Kunde {place:03}" for place in range(25)]


def test_a_page_read_after_a_write_shows_the_write(api: Api, register: Company) -> None:
    api.get("/customer", params={"count": 10})
    api.create("/customer", name="Ny")
    assert api.values("/customer", count=10, **{"from": 20})[-1]["name"] == "Ny"


def test_a_negative_start_is_refused(api: Api) -> None:
    answer = api.get("/customer", params={"from": -1})
    assert refusal(answer) == (422, 18000)
    assert complaints(answer) == [("arg:from", '"From" må være et heltall som er 0 eller høyere.')]


def test_texts_are_in_the_language_of_the_user(api: Api, company: Company) -> None:
    company.language = "en"
    answer = api.get("/customer", params={"from": -1})
    assert complaints(answer) == [("arg:from", '"From" must be an integer of 0 or higher.')]


def test_inactive_customers_are_hidden_unless_asked_for(api: Api) -> None:
    api.create("/customer", name="Aktiv")
    api.create("/customer", name="Sovende", isInactive=True)
    assert [row["name"] for row in api.values("/customer")] == ["Aktiv"]
    assert [row["name"] for row in api.values("/customer", isInactive="true")] == ["Sovende"]


def test_changed_since_is_accepted_and_ignored(api: Api, register: Company) -> None:
    assert len(api.values("/customer", changedSince="2030-01-01T00:00:00")) == 25


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"customerAccountNumber": "10003,10004"}, ["Kunde 002", "Kunde 003"]),
        ({"customerName": "kunde 01"}, [f"Kunde 01{place}" for place in range(10)]),
        ({"organizationNumber": "999999999"}, []),
    ],
)
def test_customers_are_found(api: Api, register: Company, params: dict[str, str], expected: list[str]) -> None:
    assert [row["name"] for row in api.values("/customer", **params)] == expected


def test_customers_are_found_by_id_and_organization_number(api: Api) -> None:
    first = api.create("/customer", name="A", organizationNumber="911111111")
    second = api.create("/customer", name="B", organizationNumber="911111111")
    found = api.values("/customer", organizationNumber="911111111")
    assert [row["id"] for row in found] == [first["id"], second["id"]]
    assert [row["name"] for row in api.values("/customer", id=f"{second['id']}")] == ["B"]


def test_a_list_of_ids_that_is_none_answers_12000(api: Api) -> None:
    answer = api.get("/customer", params={"id": "1,x"})
    assert refusal(answer) == (422, 12000)
    assert answer.json()["validationMessages"] is None


def test_sub_objects_are_id_and_url_unless_expanded(api: Api) -> None:
    row = api.create("/customer", name="A", postalAddress={"city": "Oslo"})
    assert set(row["postalAddress"]) == {"id", "url"}
    opened = api.value(f"/customer/{row['id']}", fields="*,postalAddress(city,country(isoAlpha2Code))")
    assert opened["postalAddress"] == {"city": "Oslo", "country": {"isoAlpha2Code": "NO"}}
    assert opened["name"] == "A"


def test_fields_give_only_what_is_named(api: Api) -> None:
    row = api.create("/customer", name="A")
    assert api.value(f"/customer/{row['id']}", fields="id, name") == {"id": row["id"], "name": "A"}


def test_changes_are_read_only_when_named(api: Api, owner: int) -> None:
    row = api.create("/customer", name="A")
    api.change(f"/customer/{row['id']}", name="B")
    assert "changes" not in api.value(f"/customer/{row['id']}", fields="*")
    changes = api.value(f"/customer/{row['id']}", fields="*,changes")["changes"]
    assert [each["changeType"] for each in changes] == ["CREATE", "UPDATE"]
    assert changes[0] == {"employeeId": owner, "timestamp": "2026-07-28T14:00:03+02:00", "changeType": "CREATE"}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("dueDate", "dueDate. dueDate does not match a field in the model: CustomerDTO"),
        ("*,postalAddress(zip)", "postalAddress.zip. zip does not match a field in the model: AddressDTO"),
    ],
)
def test_an_illegal_field_answers_400_11000(api: Api, fields: str, message: str) -> None:
    answer = api.get("/customer", params={"fields": fields})
    assert refusal(answer) == (400, 11000)
    assert answer.json()["message"] == f"Illegal field in fields filter: {message}"
    assert answer.json()["validationMessages"] is None


@pytest.mark.parametrize("fields", ["name(", "postalAddress(city", "name)", "name(id)"])
def test_malformed_fields_answer_400_11000(api: Api, fields: str) -> None:
    assert refusal(api.get("/customer", params={"fields": fields})) == (400, 11000)


def test_sorting_takes_several_names_and_a_minus(api: Api) -> None:
    for name, city in (("A", "Oslo"), ("B", "Bergen"), ("C", "Oslo")):
        api.create("/customer", name=name, postalAddress={"city": city})
    rows = api.values("/customer", sorting="postalAddress.city, -name")
    assert [row["name"] for row in rows] == ["B", "C", "A"]


def test_a_bad_sorting_answers_17000_with_an_empty_list(api: Api) -> None:
    answer = api.get("/customer", params={"sorting": "end:desc"})
    assert refusal(answer) == (422, 17000)
    assert answer.json()["validationMessages"] == []


def test_an_unchanged_register_answers_304(api: Api) -> None:
    assert api.get("/customer").json()["versionDigest"] == "'If-None-Match' header not specified"
    digest = api.get("/customer", headers={"If-None-Match": "any"}).json()["versionDigest"]
    again = api.get("/customer", headers={"If-None-Match": digest})
    assert (again.status_code, again.content) == (304, b"")
    api.create("/customer", name="Ny")
    changed = api.get("/customer", headers={"If-None-Match": digest})
    assert changed.status_code == 200
    assert changed.json()["versionDigest"] != digest


def test_the_checksum_belongs_to_url_and_parameters(api: Api) -> None:
    digest = api.get("/customer", headers={"If-None-Match": "any"}).json()["versionDigest"]
    other = api.get("/customer", params={"count": 5}, headers={"If-None-Match": digest})
    assert other.status_code == 200


def test_employees_have_no_checksum(api: Api) -> None:
    answer = api.get("/employee", headers={"If-None-Match": "any"}).json()
    assert answer["versionDigest"] == "Checksum not yet supported for this endpoint"


def test_a_register_can_have_a_cap(api: Api, register: Company, world: TripletexWorld) -> None:
    world.set_switches({"register_cap": 20}, register.id)
    answer = api.get("/customer", params={"count": 5})
    assert refusal(answer) == (422, 23000)
    assert answer.json()["message"] == "Result set too large. Limit of 20 reached."
    assert len(api.values("/customer", customerName="Kunde 01")) == 10


def test_dates_are_from_and_including_to_and_excluding(api: Api, owner: int) -> None:
    for day in ("2026-01-01", "2026-01-02", "2026-01-03"):
        api.create("/project", name=day, startDate=day, projectManager={"id": owner})
    found = api.values("/project", startDateFrom="2026-01-01", startDateTo="2026-01-03")
    assert [row["name"] for row in found] == ["2026-01-01", "2026-01-02"]


def test_an_empty_range_is_refused(api: Api) -> None:
    answer = api.get("/invoice", params={"invoiceDateFrom": "2026-03-19", "invoiceDateTo": "2026-03-19"})
    assert refusal(answer) == (422, 18000)
    [(field, message)] = complaints(answer)
    assert field is None
    assert "value (Thu Mar 19 00:00:00 CET 2026) is greater than or equal" in message


def test_mandatory_dates_must_be_given(api: Api) -> None:
    answer = api.get("/order", params={"id": "1"})
    assert refusal(answer) == (422, 15000)
    assert {field for field, _ in complaints(answer)} == {"orderDateFrom", "orderDateTo"}


def test_a_bad_date_is_refused(api: Api) -> None:
    answer = api.get("/project", params={"startDateFrom": "01.02.2026"})
    assert complaints(answer) == [("startDateFrom", "Dato er ugyldig. Korrekt format er yyyy-mm-dd.")]


def test_rights_can_hide_rows_and_fields_silently(api: Api, company: Company, world: TripletexWorld) -> None:
    seen, unseen = api.create("/customer", name="A", email="a@a.no"), api.create("/customer", name="B")
    hidden = {"hidden_rows": {"customer": [unseen["id"]]}, "hidden_fields": {"customer": ["email"]}}
    world.set_switches(hidden, company.id)
    rows = api.values("/customer")
    assert [row["id"] for row in rows] == [seen["id"]]
    assert "email" not in rows[0]
    assert "email" not in api.value(f"/customer/{seen['id']}")
    assert refusal(api.get(f"/customer/{unseen['id']}")) == (404, 6000)


def test_later_versions_may_add_fields(api: Api, company: Company, world: TripletexWorld) -> None:
    world.set_switches({"unknown_read_fields": True}, company.id)
    assert "introducedInALaterVersion" in api.create("/customer", name="A")
