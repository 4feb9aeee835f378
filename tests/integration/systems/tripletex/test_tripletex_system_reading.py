"""Reading Tripletex through the port: by id, by natural key, whole registers, and what each costs in calls."""

from __future__ import annotations

import pytest

from samspill.model.kinds import Kind
from samspill.model.records import Customer, Employee
from samspill.systems.tripletex.system import TripletexSystem
from tests.fakes.registers import read_pages, whole_register
from tests.integration.systems.tripletex.account import Account, customers, employees, projects


@pytest.fixture
def four_customers(account: Account) -> dict[str, str]:
    """Ids by number: two active ones, an inactive one, and one that was deleted."""
    account.seed(
        customers=[
            *customers(2, 10001, organizationNumber="987654325", email="post@bygg.example"),
            *customers(1, 10003, organizationNumber="987654325", email="post@bygg.example", isInactive=True),
            *customers(1, 10004),
        ]
    )
    ids = {str(row["customerNumber"]): str(row["id"]) for row in account.rows("customer")}
    account.by_hand("customer", "delete", ids["10004"])
    return ids


def test_one_id_costs_one_call_also_of_an_inactive_record(
    account: Account, tripletex: TripletexSystem, four_customers: dict[str, str]
) -> None:
    found = tripletex.get(Kind.CUSTOMER, [four_customers["10003"]])[four_customers["10003"]]
    assert isinstance(found, Customer)
    assert (found.number, found.active) == ("10003", False)
    assert account.calls() == {"GET /customer/{id}": 1}


def test_several_active_records_cost_one_call(
    account: Account, tripletex: TripletexSystem, four_customers: dict[str, str]
) -> None:
    ids = [four_customers["10001"], four_customers["10002"]]
    assert all(tripletex.get(Kind.CUSTOMER, ids).values())
    assert account.calls() == {"GET /customer": 1}


def test_a_deleted_record_is_none_only_after_its_own_404(
    account: Account, tripletex: TripletexSystem, four_customers: dict[str, str]
) -> None:
    found = tripletex.get(Kind.CUSTOMER, list(four_customers.values()))
    there = {record.number for record in found.values() if record is not None}
    assert there == {"10001", "10002", "10003"}
    assert found[four_customers["10004"]] is None
    assert account.calls() == {"GET /customer": 2, "GET /customer/{id}": 1}
    assert account.statuses("GET /customer/{id}") == [404]


def test_a_row_that_rights_hide_is_asked_for_by_itself_before_it_counts_as_gone(
    account: Account, tripletex: TripletexSystem, four_customers: dict[str, str]
) -> None:
    hidden = four_customers["10001"]
    account.switch(hidden_rows={"customer": [int(hidden)]})
    found = tripletex.get(Kind.CUSTOMER, [hidden, four_customers["10002"]])
    assert found[hidden] is None
    assert account.statuses("GET /customer/{id}") == [404]


@pytest.mark.parametrize(("kind", "rows"), [(Kind.PROJECT, projects(3)), (Kind.EMPLOYEE, employees(3))])
def test_other_kinds_by_id(
    account: Account, tripletex: TripletexSystem, kind: Kind, rows: list[dict[str, object]]
) -> None:
    account.seed(**{f"{kind.value}s": rows})
    ids = [str(row["id"]) for row in account.rows(kind.value)]
    assert all(tripletex.get(kind, ids).values())
    assert account.calls() == {f"GET /{kind.value}": 1}


def test_times_of_change_come_with_records_by_id(
    account: Account, tripletex: TripletexSystem, four_customers: dict[str, str]
) -> None:
    account.pass_on(3600)
    account.by_hand("customer", "update", four_customers["10001"], name="Nytt navn")
    found = tripletex.get(Kind.CUSTOMER, [four_customers["10001"]])[four_customers["10001"]]
    assert found is not None
    assert found.modified_at == account.world.clock.now()


@pytest.mark.parametrize(
    ("field", "value", "expected", "calls"),
    [
        ("number", ["10001", "10003", "77"], {"10001", "10003"}, 2),
        ("organization_number", ["987654325"], {"10001", "10002", "10003"}, 2),
        ("organization_number", ["987654325", "999999999"], {"10001", "10002", "10003"}, 4),
        ("email", ["POST@bygg.example"], {"10001", "10002", "10003"}, 2),
    ],
)
def test_customers_are_found_active_and_inactive(
    account: Account, tripletex: TripletexSystem, four_customers: dict[str, str],
    field: str, value: list[str], expected: set[str], calls: int,
) -> None:  # fmt: skip
    found = tripletex.find(Kind.CUSTOMER, field, value)
    assert {record.number for record in found} == expected
    assert account.calls() == {"GET /customer": calls}


def test_projects_are_found_open_and_closed(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(
        projects=[*projects(1), {"number": "Q", "name": "Lukket", "startDate": "2020-01-01", "isClosed": True}]
    )
    found = tripletex.find(Kind.PROJECT, "number", ["P0", "Q", "none"])
    assert {record.number for record in found} == {"P0", "Q"}
    assert account.calls() == {"GET /project": 3}


def test_employees_are_found_also_after_their_employment_has_ended(
    account: Account, tripletex: TripletexSystem
) -> None:
    ended = [{"startDate": "2020-01-01", "endDate": "2021-01-01"}]
    account.seed(employees=employees(1, employments=ended))
    (found,) = tripletex.find(Kind.EMPLOYEE, "number", ["100"])
    assert isinstance(found, Employee)
    assert found.active is False
    assert tripletex.find(Kind.EMPLOYEE, "email", ["e0@bygg.example"]) == [found]
    assert account.calls() == {"GET /employee": 2}


def test_customers_and_projects_are_found_by_name(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(customers=customers(3), projects=projects(3))
    for kind in (Kind.CUSTOMER, Kind.PROJECT):
        one = next(record for page in whole_register(tripletex, kind) for record in page)
        assert one.id in {record.id for record in tripletex.find(kind, "name", [one.label])}


def test_many_values_are_found_by_reading_the_register_once(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(projects=projects(50))
    found = tripletex.find(Kind.PROJECT, "number", [f"P{n}" for n in range(30)])
    assert len(found) == 30
    assert account.calls() == {"GET /project": 1}


@pytest.mark.parametrize(("active", "inactive", "calls"), [(0, 0, 2), (999, 0, 2), (1000, 999, 3), (2000, 1500, 5)])
def test_a_whole_register_of_customers_costs_a_call_per_thousand_and_one_more_of_either(
    account: Account, tripletex: TripletexSystem, active: int, inactive: int, calls: int
) -> None:
    account.seed(customers=[*customers(active), *customers(inactive, 20001, isInactive=True)])
    read = [record.id for page in whole_register(tripletex, Kind.CUSTOMER) for record in page]
    assert len(read) == len(set(read)) == active + inactive
    assert account.calls() == {"GET /customer": calls}
    assert calls == (active // 1000 + 1) + (inactive // 1000 + 1)


def test_a_whole_register_of_projects_has_closed_ones_too(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(projects=[*projects(1001), {"name": "Lukket", "startDate": "2020-01-01", "isClosed": True}])
    assert sum(map(len, whole_register(tripletex, Kind.PROJECT))) == 1002
    assert account.calls() == {"GET /project": 2}


def test_a_whole_register_of_employees_has_the_owner_and_no_contacts(
    account: Account, tripletex: TripletexSystem
) -> None:
    account.seed(employees=[*employees(2), {"firstName": "Kim", "lastName": "Kontakt", "isContact": True}])
    read = [record.number for page in whole_register(tripletex, Kind.EMPLOYEE) for record in page]
    assert sorted(str(number) for number in read) == ["", "100", "101"]


def test_of_a_register_above_the_cap_the_rest_is_read_and_it_is_said_to_be_incomplete(
    account: Account, tripletex: TripletexSystem
) -> None:
    account.switch(register_cap=10)
    account.seed(customers=[*customers(11), *customers(2, 20001, isInactive=True)])
    pages = read_pages(tripletex, Kind.CUSTOMER)
    assert [(len(page.records), page.complete) for page in pages] == [(0, False), (2, True)]


def test_projects_above_the_cap_are_read_by_their_start_dates(account: Account, tripletex: TripletexSystem) -> None:
    account.switch(register_cap=10)
    dates = ["1980-01-01", "2039-12-31", "2040-01-01", "2120-06-01", *(f"2026-{m:02}-15" for m in range(1, 13))]
    account.seed(projects=[{"name": f"P {date}", "startDate": date} for date in dates])
    pages = read_pages(tripletex, Kind.PROJECT)
    read = [str(record.values()["start_date"]) for page in pages for record in page.records]
    assert sorted(read) == sorted(dates)
    assert all(page.complete for page in pages)


def test_employees_above_the_cap_are_read_by_what_they_may_do(account: Account, tripletex: TripletexSystem) -> None:
    account.switch(register_cap=10)
    without = [{"firstName": "Per", "lastName": f"Vik {n}", "employeeNumber": f"{n}", "userType": "NO_ACCESS"}
               for n in range(200, 207)]  # fmt: skip
    account.seed(employees=[*employees(8), *without])
    pages = read_pages(tripletex, Kind.EMPLOYEE)
    read = [record.number for page in pages for record in page.records if record.number]
    assert sorted(map(str, read)) == [str(n) for n in (*range(100, 108), *range(200, 207))]
    assert all(page.complete for page in pages)


def test_more_projects_of_one_day_than_the_cap_are_left_out(account: Account, tripletex: TripletexSystem) -> None:
    account.switch(register_cap=10)
    rows = [{"name": f"P{n}", "startDate": "2026-01-05"} for n in range(11)]
    account.seed(projects=[*rows, {"name": "Q", "startDate": "2026-01-06"}])
    pages = read_pages(tripletex, Kind.PROJECT)
    assert [record.label for page in pages for record in page.records] == ["Q"]
    assert [page.complete for page in pages].count(False) == 1


def test_above_the_cap_values_are_still_looked_up_one_by_one(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(projects=projects(30))
    account.switch(register_cap=10)
    assert len(tripletex.find(Kind.PROJECT, "number", [f"P{n}" for n in range(15)])) == 15
    assert account.calls() == {"GET /project": 1 + 15}


def test_hidden_fields_are_unknown_not_empty(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(employees=employees(1), customers=customers(1, email="post@bygg.example"))
    account.switch(hidden_fields={"employee": ["employments", "email"], "customer": ["email", "postalAddress"]})
    (employee,) = tripletex.find(Kind.EMPLOYEE, "number", ["100"])
    (customer,) = tripletex.find(Kind.CUSTOMER, "number", ["10001"])
    assert not {"active", "email"} & employee.values().keys()
    assert not {"email", "city", "country"} & customer.values().keys()


def test_addresses_are_read_with_their_country(account: Account, tripletex: TripletexSystem) -> None:
    address = {"addressLine1": "Kungsgatan 1", "city": "Stockholm", "country": {"code": "SE"}}
    account.seed(customers=customers(1, postalAddress=address))
    (found,) = tripletex.find(Kind.CUSTOMER, "number", ["10001"])
    assert isinstance(found, Customer)
    assert (found.address_line1, found.city, found.country) == ("Kungsgatan 1", "Stockholm", "SE")
