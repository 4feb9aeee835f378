"""What is sent: bodies of creates and updates, and what must be read before."""

from __future__ import annotations

from typing import Any

import pytest

from samspill.exceptions import Bug
from samspill.model.changes import Priority
from samspill.model.kinds import Kind
from samspill.model.records import Values
from samspill.sync.ports import Done, Draft, Outcome, Patch, Refused
from samspill.systems.tripletex.system import TripletexSystem
from tests.unit.systems.tripletex.peer import Peer, Workshop, value, values

COUNTRIES = values({"id": 161, "isoAlpha2Code": "NO"}, {"id": 209, "isoAlpha2Code": "SE"})
ADDRESS = {
    "id": 31,
    "addressLine1": "Storgata 1",
    "addressLine2": "",
    "postalCode": "0155",
    "city": "Oslo",
    "country": {"id": 209, "isoAlpha2Code": "SE"},
}
ROW = {"id": 7, "version": 3, "name": "Bygg AS", "customerNumber": 10001, "postalAddress": {"id": 31, "url": "x"}}
EXPANDED = {**ROW, "postalAddress": ADDRESS}
PERSON = {"id": 8, "version": 1, "firstName": "Kari", "lastName": "Lie", "employeeNumber": "12"}


def create(system: TripletexSystem, kind: Kind, **given: Any) -> Outcome:
    return system.create(kind, [Draft("intent", given)])[0]


def update(system: TripletexSystem, kind: Kind, record_id: str, version: int | None, **given: Any) -> Outcome:
    return system.update(kind, [Patch(record_id, version, given)])[0]


def test_a_create_sends_neither_id_nor_version(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("POST /customer", value(ROW, 201)).on("GET /customer/7", value(EXPANDED))
    create(tripletex, Kind.CUSTOMER, number="10001", name="Bygg AS", city="Oslo", active=True)
    assert peer.sent("POST /customer") == [
        {"customerNumber": 10001, "name": "Bygg AS", "isInactive": False, "postalAddress": {"city": "Oslo"}}
    ]


def test_a_created_customer_is_read_again_for_its_address(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("POST /customer", value(ROW, 201)).on("GET /customer/7", value(EXPANDED))
    outcome = create(tripletex, Kind.CUSTOMER, number="10001", name="Bygg AS", city="Oslo")
    assert isinstance(outcome, Done)
    assert outcome.record.values()["city"] == "Oslo"


def test_the_first_sync_does_not_read_again_what_it_made(workshop: Workshop, peer: Peer) -> None:
    peer.on("POST /customer", value(ROW, 201))
    outcome = create(workshop.system(priority=Priority.FIRST_SYNC), Kind.CUSTOMER, number="10001", city="Oslo")
    assert isinstance(outcome, Done)
    assert peer.calls() == ["POST /customer"]


@pytest.mark.parametrize(
    ("access", "sent"), [("STANDARD", "STANDARD"), ("NO_ACCESS", "NO_ACCESS"), (None, "NO_ACCESS")]
)
def test_a_new_employee_has_a_user_type_and_no_access_unless_given(
    tripletex: TripletexSystem, peer: Peer, access: str | None, sent: str
) -> None:
    peer.on("POST /employee", value(PERSON, 201))
    create(tripletex, Kind.EMPLOYEE, number="12", first_name="Kari", last_name="Lie", access=access)
    assert peer.sent("POST /employee")[0]["userType"] == sent


def test_an_employees_department_is_sent_by_id_and_only_when_given(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("POST /employee", value(PERSON, 201))
    create(tripletex, Kind.EMPLOYEE, number="12", first_name="Kari", last_name="Lie", department="553503")
    create(tripletex, Kind.EMPLOYEE, number="12", first_name="Kari", last_name="Lie", department=None)
    assert [body.get("department") for body in peer.sent("POST /employee")] == [{"id": 553503}, None]


def test_an_update_of_an_employee_touches_neither_access_nor_employments(
    tripletex: TripletexSystem, peer: Peer
) -> None:
    peer.on("PUT /employee/8", value(PERSON))
    update(tripletex, Kind.EMPLOYEE, "8", 1, mobile="90000000", active=True)
    assert peer.sent("PUT /employee/8") == [{"id": 8, "version": 1, "phoneNumberMobile": "90000000"}]


def test_a_new_project_is_not_internal(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("POST /project", value({"id": 9, "version": 0, "number": "1"}, 201))
    create(tripletex, Kind.PROJECT, name="Tak", start_date="2026-01-02", manager="6", number="")
    assert peer.sent("POST /project") == [
        {"isInternal": False, "name": "Tak", "startDate": "2026-01-02", "projectManager": {"id": 6}}
    ]


def test_an_update_sends_the_changed_fields_with_id_and_version(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("PUT /project/9", value({"id": 9, "version": 5, "number": "1"}))
    update(tripletex, Kind.PROJECT, "9", 4, name="Nytt tak")
    assert peer.sent("PUT /project/9") == [{"id": 9, "version": 4, "name": "Nytt tak"}]


def test_an_update_without_a_known_version_sends_none(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("PUT /project/9", value({"id": 9, "version": 5}))
    update(tripletex, Kind.PROJECT, "9", None, name="Nytt tak")
    assert peer.sent("PUT /project/9") == [{"id": 9, "name": "Nytt tak"}]


def test_an_address_is_written_with_its_id_which_is_read_first(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("GET /customer/7", value(EXPANDED)).on("PUT /customer/7", value(ROW))
    update(tripletex, Kind.CUSTOMER, "7", 3, city="Bergen")
    assert peer.calls() == ["GET /customer/7", "PUT /customer/7", "GET /customer/7"]
    assert peer.sent("PUT /customer/7")[0]["postalAddress"] == {
        "id": 31,
        "addressLine1": "Storgata 1",
        "addressLine2": "",
        "postalCode": "0155",
        "city": "Bergen",
        "country": {"id": 209},
    }


def test_an_address_that_was_just_read_is_not_read_again_first(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("GET /customer/7", value(EXPANDED)).on("PUT /customer/7", value(ROW))
    tripletex.get(Kind.CUSTOMER, ["7"])
    update(tripletex, Kind.CUSTOMER, "7", 3, city="Bergen")
    assert peer.calls() == ["GET /customer/7", "PUT /customer/7", "GET /customer/7"]


def test_an_address_read_with_an_older_version_is_read_again_so_that_no_edit_is_undone(
    tripletex: TripletexSystem, peer: Peer
) -> None:
    moved = {**EXPANDED, "version": 4, "postalAddress": {**ADDRESS, "city": "Bergen"}}
    peer.on("GET /customer/7", value(EXPANDED), value(moved)).on("PUT /customer/7", value({**ROW, "version": 5}))
    tripletex.get(Kind.CUSTOMER, ["7"])
    update(tripletex, Kind.CUSTOMER, "7", 4, postal_code="5003")
    sent = peer.sent("PUT /customer/7")[0]["postalAddress"]
    assert (sent["city"], sent["postalCode"]) == ("Bergen", "5003")


def test_two_writes_to_an_address_do_not_undo_each_other(workshop: Workshop, peer: Peer) -> None:
    written = {**EXPANDED, "version": 4, "postalAddress": {**ADDRESS, "city": "Bergen"}}
    peer.on("GET /customer/7", value(EXPANDED), value(written))
    peer.on("PUT /customer/7", value({**ROW, "version": 4}), value({**ROW, "version": 5}))
    system = workshop.system(priority=Priority.FIRST_SYNC)
    update(system, Kind.CUSTOMER, "7", 3, city="Bergen")
    update(system, Kind.CUSTOMER, "7", 4, postal_code="5003")
    assert [body["postalAddress"]["city"] for body in peer.sent("PUT /customer/7")] == ["Bergen", "Bergen"]
    assert {body["postalAddress"]["addressLine1"] for body in peer.sent("PUT /customer/7")} == {"Storgata 1"}


def test_an_answer_with_only_the_id_of_an_address_is_not_taken_for_the_address(
    tripletex: TripletexSystem, peer: Peer
) -> None:
    peer.on("GET /customer/7", value(EXPANDED)).on("PUT /customer/7", value(ROW))
    update(tripletex, Kind.CUSTOMER, "7", 3, name="Bygg AS")
    update(tripletex, Kind.CUSTOMER, "7", 3, city="Bergen")
    assert peer.sent("PUT /customer/7")[1]["postalAddress"]["addressLine1"] == "Storgata 1"


def test_a_write_outside_the_address_costs_one_call(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("PUT /customer/7", value(ROW))
    update(tripletex, Kind.CUSTOMER, "7", 3, name="Bygg AS")
    assert peer.calls() == ["PUT /customer/7"]


@pytest.mark.parametrize(("given", "country_id"), [("SE", 209), (" no ", 161), ("", 161), (None, 161)])
def test_a_country_is_written_by_id_and_none_means_norway(
    tripletex: TripletexSystem, peer: Peer, given: str | None, country_id: int
) -> None:
    peer.on("GET /customer/7", value(EXPANDED)).on("PUT /customer/7", value(ROW)).on("GET /country", COUNTRIES)
    update(tripletex, Kind.CUSTOMER, "7", 3, country=given)
    assert peer.sent("PUT /customer/7")[0]["postalAddress"]["country"] == {"id": country_id}


def test_a_new_customer_without_country_needs_no_list_of_countries(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("POST /customer", value(ROW, 201)).on("GET /customer/7", value(EXPANDED))
    create(tripletex, Kind.CUSTOMER, number="10001", name="Bygg AS", city="Oslo", country=None)
    assert "GET /country" not in peer.calls()


def test_countries_are_read_once(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("POST /customer", value(ROW, 201)).on("GET /customer/7", value(EXPANDED)).on("GET /country", COUNTRIES)
    for _ in range(2):
        create(tripletex, Kind.CUSTOMER, number="10001", name="Bygg AS", country="SE")
    assert peer.calls().count("GET /country") == 1


def test_a_country_that_tripletex_does_not_know_is_refused_before_anything_is_sent(
    tripletex: TripletexSystem, peer: Peer
) -> None:
    peer.on("GET /country", COUNTRIES)
    outcome = create(tripletex, Kind.CUSTOMER, number="10001", name="Bygg AS", country="XX")
    assert isinstance(outcome, Refused)
    assert outcome.error.facts["value"] == "XX"
    assert peer.calls() == ["GET /country"]


def test_a_number_that_is_none_is_refused_before_anything_is_sent(tripletex: TripletexSystem, peer: Peer) -> None:
    outcome = create(tripletex, Kind.CUSTOMER, number="A1", name="Bygg AS")
    assert isinstance(outcome, Refused)
    assert outcome.error.code == "customer_number_not_numeric"
    assert peer.requests == []


@pytest.mark.parametrize("kind", [Kind.CUSTOMER, Kind.PROJECT, Kind.EMPLOYEE])
def test_a_field_that_the_kind_does_not_have_is_a_bug(tripletex: TripletexSystem, kind: Kind) -> None:
    given: Values = {"shoe_size": "44"}
    with pytest.raises(Bug, match="shoe_size"):
        tripletex.create(kind, [Draft("intent", given)])
