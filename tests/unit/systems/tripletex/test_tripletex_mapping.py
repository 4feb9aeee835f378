"""Tripletex's rows as our records and back: what is unknown, what is empty, what cannot be held."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from samspill.exceptions import DataRefused
from samspill.model.records import Customer, Employee, Project, Values
from samspill.systems.tripletex import mapping, parties, wire

TODAY = date(2026, 7, 28)
ADDRESS = {
    "id": 31,
    "addressLine1": "Storgata 1",
    "addressLine2": "",
    "postalCode": "0155",
    "city": "Oslo",
    "country": {"id": 161, "isoAlpha2Code": "NO"},
}


def customer(**row: Any) -> Customer:
    return parties.customer(wire.Customer.model_validate({"id": 1, "version": 2, **row}))


def project(**row: Any) -> Project:
    return mapping.project(wire.Project.model_validate({"id": 1, "version": 2, **row}))


def employee(managers: frozenset[str] | None = None, **row: Any) -> Employee:
    return mapping.employee(wire.Employee.model_validate({"id": 1, "version": 2, **row}), TODAY, managers)


def test_a_customer_in_full() -> None:
    found = customer(
        name="Ås Bygg AS",
        organizationNumber="987654325",
        customerNumber=10001,
        isSupplier=True,
        isInactive=True,
        email="post@bygg.example",
        phoneNumber="22 00 00 00",
        postalAddress=ADDRESS,
        introducedInALaterVersion={"x": 1},
    )
    assert found == Customer(
        id="1",
        version=2,
        number="10001",
        name="Ås Bygg AS",
        organization_number="987654325",
        email="post@bygg.example",
        phone="22 00 00 00",
        address_line1="Storgata 1",
        address_line2="",
        postal_code="0155",
        city="Oslo",
        country="NO",
        active=False,
        also_supplier=True,
    )


def test_fields_that_an_answer_left_out_are_unknown_and_empty_ones_are_empty() -> None:
    found = customer(name="Bygg AS", email="", phoneNumber=None)
    assert found.values() == {"name": "Bygg AS", "email": "", "phone": None}


def test_customer_number_0_is_no_number() -> None:
    assert customer(customerNumber=0).values() == {"number": ""}


def test_an_address_that_was_not_expanded_is_unknown() -> None:
    assert customer(postalAddress={"id": 31, "url": "tripletex.no/v2/address/31"}).values() == {}


def test_a_customer_without_address_has_an_empty_one() -> None:
    assert set(customer(postalAddress=None).values().values()) == {None}
    assert customer(postalAddress=None).values().keys() == parties.IN_ADDRESS


def test_a_country_that_was_not_expanded_is_unknown() -> None:
    assert "country" not in customer(postalAddress={**ADDRESS, "country": {"id": 161}}).values()


def test_the_last_change_is_when_a_record_was_modified() -> None:
    changes = [
        {"employeeId": 1, "timestamp": "2026-03-12T15:09:57+01:00", "changeType": "CREATE"},
        {"employeeId": 1, "timestamp": "2026-05-01T10:00:00+02:00", "changeType": "UPDATE"},
    ]
    assert customer(changes=changes).modified_at == datetime(2026, 5, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize("changes", [None, [], [{"timestamp": None}]])
def test_without_changes_nobody_knows_when_it_was_modified(changes: object) -> None:
    assert customer(changes=changes).modified_at is None


def test_a_project_in_full() -> None:
    found = project(
        name="Tak",
        number="P7",
        description="Nytt tak",
        startDate="2026-01-02",
        endDate="",
        customer={"id": 5, "url": "x"},
        projectManager={"id": 6},
        mainProject=None,
        isClosed=False,
        isInternal=True,
    )
    assert found == Project(
        id="1",
        version=2,
        number="P7",
        name="Tak",
        description="Nytt tak",
        start_date=date(2026, 1, 2),
        end_date=None,
        customer="5",
        manager="6",
        parent=None,
        closed=False,
        internal=True,
    )


@pytest.mark.parametrize(
    ("employments", "active"),
    [
        ([], True),
        ([{"id": 1, "startDate": "2020-01-01", "endDate": None}], True),
        ([{"id": 1, "startDate": "2020-01-01", "endDate": "2026-07-28"}], True),
        ([{"id": 1, "startDate": "2020-01-01", "endDate": "2026-07-27"}], False),
        ([{"id": 1, "endDate": "2021-01-01"}, {"id": 2, "endDate": None}], True),
        ([{"id": 1, "endDate": "2021-01-01"}, {"id": 2, "endDate": "2022-01-01"}], False),
    ],
)
def test_an_employee_is_active_by_an_open_employment_or_none_at_all(employments: object, active: bool) -> None:
    assert employee(employments=employments).active is active


@pytest.mark.parametrize("row", [{}, {"employments": None}, {"employments": [{"id": 1, "url": "x"}]}])
def test_employments_that_were_withheld_leave_it_unknown_whether_someone_is_active(row: dict[str, Any]) -> None:
    assert "active" not in employee(**row).values()


@pytest.mark.parametrize(("managers", "expected"), [(frozenset({"1"}), True), (frozenset({"2"}), False)])
def test_who_may_lead_projects_is_known_where_the_managers_are(managers: frozenset[str], expected: bool) -> None:
    assert employee(managers).may_manage_projects is expected
    assert "may_manage_projects" not in employee().values()


def test_only_the_given_fields_of_a_customer_are_written() -> None:
    values: Values = {"number": "10001", "name": "Bygg AS", "email": None, "active": False, "also_supplier": True}
    assert parties.customer_body(values) == {
        "customerNumber": 10001,
        "name": "Bygg AS",
        "email": "",
        "isInactive": True,
    }


@pytest.mark.parametrize("number", ["A17", "", None, "10 001", "٣", "-1", "0", "2147483648"])
def test_a_customer_number_that_tripletex_cannot_hold_is_refused(number: str | None) -> None:
    with pytest.raises(DataRefused) as raised:
        parties.customer_body({"number": number})
    assert raised.value.code == "customer_number_not_numeric"


def test_leading_zeros_do_not_make_another_customer_number() -> None:
    assert parties.customer_body({"number": " 007 "}) == {"customerNumber": 7}


def test_references_are_written_by_id_and_cleared_with_null() -> None:
    values: Values = {"customer": "5", "manager": "6", "parent": None, "end_date": ""}
    assert mapping.project_body(values) == {
        "customer": {"id": 5},
        "projectManager": {"id": 6},
        "mainProject": None,
        "endDate": None,
    }


@pytest.mark.parametrize("number", ["", None])
def test_an_empty_project_number_is_left_out_so_that_tripletex_makes_one(number: str | None) -> None:
    assert mapping.project_body({"number": number, "name": "Tak"}) == {"name": "Tak"}


def test_an_old_address_is_written_in_full_with_its_id() -> None:
    old = wire.Address.model_validate(ADDRESS)
    assert parties.address_body({"city": "Bergen"}, old, None) == {
        "id": 31,
        "addressLine1": "Storgata 1",
        "addressLine2": "",
        "postalCode": "0155",
        "city": "Bergen",
        "country": {"id": 161},
    }


def test_a_new_address_has_only_what_was_given() -> None:
    assert parties.address_body({"city": "Bergen"}, None, 209) == {"city": "Bergen", "country": {"id": 209}}
