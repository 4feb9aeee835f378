"""Creating through the port: batches with a bad row, lost answers, and refusals in the user's language."""

from __future__ import annotations

import pytest

from samspill.model.kinds import Kind
from samspill.model.records import Customer
from samspill.model.settings import Settings
from samspill.sync.ports import Done, Draft, Refused, Uncertain
from samspill.systems.tripletex.system import TripletexSystem
from sandbox.tripletex.opening import NewCompany
from sandbox.tripletex.texts import Language
from sandbox.tripletex.world import TripletexWorld
from tests.integration.systems.tripletex.account import (
    Account,
    create,
    customers,
    draft,
    drafts,
    employees,
    names,
    projects,
)

BAD = 37
REFUSING = "987"  # no organisation number


def test_one_customer_is_created_with_its_address_and_read_again(
    account: Account, tripletex: TripletexSystem
) -> None:
    outcome = create(
        tripletex, Kind.CUSTOMER, number="10001", name="Ås Bygg AS", organization_number="987654325",
        email="post@bygg.example", phone="22000000", address_line1="Storgata 1", postal_code="1430", city="Ås",
        country="SE", active=True,
    )  # fmt: skip
    assert isinstance(outcome, Done)
    assert isinstance(outcome.record, Customer)
    assert (outcome.record.number, outcome.record.city, outcome.record.country) == ("10001", "Ås", "SE")
    assert account.calls() == {"POST /customer": 1, "GET /customer/{id}": 1, "GET /country": 1}


def test_a_hundred_customers_cost_one_create_and_one_reading(account: Account, tripletex: TripletexSystem) -> None:
    assert names(tripletex.create(Kind.CUSTOMER, drafts(100))) == {"Done": 100}
    assert account.calls() == {"POST /customer/list": 1, "GET /customer": 1}


def test_two_hundred_and_fifty_are_created_in_hundreds(account: Account, tripletex: TripletexSystem) -> None:
    assert names(tripletex.create(Kind.CUSTOMER, drafts(250))) == {"Done": 250}
    assert account.calls() == {"POST /customer/list": 3, "GET /customer": 2}


@pytest.mark.parametrize("atomic", [True, False])
def test_one_bad_customer_in_a_hundred_is_refused_alone(
    account: Account, tripletex: TripletexSystem, atomic: bool
) -> None:
    account.switch(batch_atomic=atomic)
    wanted = drafts(100)
    wanted[BAD] = draft(number=wanted[BAD].number, name="Feil", organization_number=REFUSING)
    outcomes = tripletex.create(Kind.CUSTOMER, wanted)
    assert names(outcomes) == {"Done": 99, "Refused": 1}
    refused = outcomes[BAD]
    assert isinstance(refused, Refused)
    assert (refused.error.code, refused.error.field) == ("organization_number_invalid", "organizationNumber")
    stored = sorted(row["customerNumber"] for row in account.rows("customer"))
    assert stored == [10001 + n for n in range(100) if n != BAD]
    by_place = [outcome.record.number if isinstance(outcome, Done) else None for outcome in outcomes]
    assert by_place == [each.number if n != BAD else None for n, each in enumerate(wanted)]


@pytest.mark.parametrize(("atomic", "posts", "reads"), [(True, 15, 14 + 1), (False, 2, 2 + 1)])
def test_what_one_bad_row_in_a_hundred_costs(
    account: Account, tripletex: TripletexSystem, atomic: bool, posts: int, reads: int
) -> None:
    account.switch(batch_atomic=atomic)
    wanted = drafts(100)
    wanted[BAD] = draft(number=wanted[BAD].number, name="Feil", organization_number=REFUSING)
    tripletex.create(Kind.CUSTOMER, wanted)
    calls = account.calls()
    assert calls["POST /customer/list"] + calls["POST /customer"] <= posts
    assert calls["GET /customer"] <= reads


@pytest.mark.parametrize("atomic", [True, False])
def test_a_number_that_somebody_else_has_is_refused_and_theirs_is_not_adopted(
    account: Account, tripletex: TripletexSystem, atomic: bool
) -> None:
    account.seed(projects=[{"number": "P1", "name": "En annens", "startDate": "2026-01-02"}])
    account.switch(batch_atomic=atomic)
    wanted = [
        draft(number=f"P{n}", name=f"Prosjekt {n}", start_date="2026-01-02", manager=account.owner) for n in range(5)
    ]
    outcomes = tripletex.create(Kind.PROJECT, wanted)
    assert [type(each).__name__ for each in outcomes] == ["Done", "Refused", "Done", "Done", "Done"]
    assert isinstance(outcomes[1], Refused)
    assert outcomes[1].error.code == "number_taken"
    assert sorted(row["number"] for row in account.rows("project")) == ["P0", "P1", "P2", "P3", "P4"]


@pytest.mark.parametrize("atomic", [True, False])
def test_one_employee_with_a_taken_email_is_refused_alone(
    account: Account, tripletex: TripletexSystem, atomic: bool
) -> None:
    account.seed(employees=employees(1, email="opptatt@bygg.example"))
    account.switch(batch_atomic=atomic)
    wanted = [
        draft(
            number=str(200 + n), first_name="Ola", last_name=f"Moe {n}", access="STANDARD",
            email="opptatt@bygg.example" if n == 1 else f"ola{n}@bygg.example",
        )
        for n in range(4)
    ]  # fmt: skip
    outcomes = tripletex.create(Kind.EMPLOYEE, wanted)
    assert [type(each).__name__ for each in outcomes] == ["Done", "Refused", "Done", "Done"]
    assert isinstance(outcomes[1], Refused)
    assert outcomes[1].error.code == "email_taken"
    assert len(account.rows("employee")) == 1 + 1 + 3


@pytest.mark.parametrize("answer", ["cut", "502", "page", "500"])
def test_an_answer_lost_after_the_create_is_uncertain_and_a_look_up_finds_the_rows(
    account: Account, tripletex: TripletexSystem, answer: str
) -> None:
    account.fail("POST /v2/customer/list", answer, "after")
    assert names(tripletex.create(Kind.CUSTOMER, drafts(3))) == {"Uncertain": 3}
    found = tripletex.find(Kind.CUSTOMER, "number", ["10001", "10002", "10003"])
    assert sorted(str(record.number) for record in found) == ["10001", "10002", "10003"]


@pytest.mark.parametrize("answer", ["cut", "502", "page", "1002"])
def test_an_answer_lost_before_the_create_is_uncertain_and_a_look_up_finds_nothing(
    account: Account, tripletex: TripletexSystem, answer: str
) -> None:
    account.fail("POST /v2/customer/list", answer, "before")
    assert names(tripletex.create(Kind.CUSTOMER, drafts(3))) == {"Uncertain": 3}
    assert tripletex.find(Kind.CUSTOMER, "number", ["10001", "10002", "10003"]) == []


def test_one_create_whose_answer_is_lost_is_uncertain_too(account: Account, tripletex: TripletexSystem) -> None:
    account.fail("POST /v2/customer", "cut", "after")
    outcome = create(tripletex, Kind.CUSTOMER, number="10001", name="Bygg AS")
    assert isinstance(outcome, Uncertain)
    assert outcome.error.uncertain
    assert len(account.rows("customer")) == 1


def test_a_refused_create_because_of_the_limit_was_never_carried_out(
    account: Account, tripletex: TripletexSystem
) -> None:
    account.fail("POST /v2/customer/list", "429")
    assert names(tripletex.create(Kind.CUSTOMER, drafts(3))) == {"NotSent": 3}
    assert account.rows("customer") == []


def test_a_customer_created_without_an_answer_to_the_reading_is_still_done(
    account: Account, tripletex: TripletexSystem
) -> None:
    account.fail("GET /v2/customer/{id}", "502")
    outcome = create(tripletex, Kind.CUSTOMER, number="10001", name="Bygg AS", city="Oslo")
    assert isinstance(outcome, Done)
    assert "city" not in outcome.record.values()


def test_a_project_without_number_gets_one(account: Account, tripletex: TripletexSystem) -> None:
    outcome = create(tripletex, Kind.PROJECT, name="Tak", start_date="2026-01-02", manager=account.owner)
    assert isinstance(outcome, Done)
    assert outcome.record.number


def test_a_created_employee_gets_the_department_that_the_probe_chose(
    account: Account, tripletex: TripletexSystem
) -> None:
    account.switch(department_required=True)
    wanted = {"number": "12", "first_name": "Kari", "last_name": "Lie", "email": "kari@bygg.example"}
    refused = create(tripletex, Kind.EMPLOYEE, **wanted)
    assert isinstance(refused, Refused)
    assert refused.error.code == "department_needed"
    department = tripletex.probe(Settings()).capabilities.department_id
    assert isinstance(create(tripletex, Kind.EMPLOYEE, **wanted, department=department), Done)


def test_a_new_employee_has_no_access_and_gets_no_mail(account: Account, tripletex: TripletexSystem) -> None:
    create(tripletex, Kind.EMPLOYEE, number="12", first_name="Kari", last_name="Lie", email="kari@bygg.example")
    (row,) = [row for row in account.rows("employee") if row["employeeNumber"] == "12"]
    assert row["userType"] == "NO_ACCESS"
    assert account.company.mails == []


def test_the_fallback_manager_is_accepted_where_an_ordinary_employee_is_not(
    account: Account, tripletex: TripletexSystem
) -> None:
    account.seed(
        employees=[*employees(1), *employees(1, employeeNumber="7", email="l@b.example", isProjectManager=True)]
    )
    ordinary = account.id_of("employee", employeeNumber="100")
    wanted = {"number": "P1", "name": "Tak", "start_date": "2026-01-02"}
    refused = create(tripletex, Kind.PROJECT, **wanted, manager=ordinary)
    assert isinstance(refused, Refused)
    assert refused.error.code == "project_manager_not_entitled"
    capable = tripletex.probe(Settings(fallback_project_manager="7")).capabilities
    assert ordinary not in capable.project_manager_ids
    assert isinstance(create(tripletex, Kind.PROJECT, **wanted, manager=capable.fallback_manager_id), Done)


REFUSALS: tuple[tuple[str, Kind, dict[str, object]], ...] = (
    ("number_taken", Kind.CUSTOMER, {"number": "10001", "name": "Bygg AS"}),
    ("organization_number_invalid", Kind.CUSTOMER, {"number": "2", "name": "B", "organization_number": REFUSING}),
    ("name_missing", Kind.CUSTOMER, {"number": "2", "name": ""}),
    ("value_too_long", Kind.CUSTOMER, {"number": "2", "name": "a" * 256}),
    ("number_taken", Kind.PROJECT, {"number": "P0", "name": "T", "start_date": "2026-01-02", "manager": "OWNER"}),
    ("project_manager_missing", Kind.PROJECT, {"number": "P1", "name": "T", "start_date": "2026-01-02"}),
    ("project_without_start_date", Kind.PROJECT, {"number": "P1", "name": "T", "manager": "OWNER"}),
    ("name_missing", Kind.PROJECT, {"number": "P1", "name": "", "start_date": "2026-01-02", "manager": "OWNER"}),
    ("employee_without_last_name", Kind.EMPLOYEE, {"number": "9", "first_name": "Kari", "last_name": ""}),
    ("employee_without_last_name", Kind.EMPLOYEE, {"number": "9", "first_name": "Kari"}),
    ("name_missing", Kind.EMPLOYEE, {"number": "9", "first_name": "", "last_name": "Lie"}),
    (
        "employee_email_missing",
        Kind.EMPLOYEE,
        {"number": "9", "first_name": "K", "last_name": "L", "access": "STANDARD"},
    ),
    ("email_taken", Kind.EMPLOYEE, {"number": "9", "first_name": "K", "last_name": "L", "email": "e0@bygg.example"}),
    ("email_not_ascii", Kind.EMPLOYEE, {"number": "9", "first_name": "K", "last_name": "L", "email": "å@b.example"}),
    ("data_refused", Kind.EMPLOYEE, {"number": "9", "first_name": "K", "last_name": "L", "email": "nowhere"}),
)


@pytest.mark.parametrize("language", ["no", "en"])
@pytest.mark.parametrize(("code", "kind", "values"), REFUSALS)
def test_refusals_are_understood_in_both_languages(
    world: TripletexWorld, account: Account, language: Language, code: str, kind: Kind, values: dict[str, object]
) -> None:
    account.company = world.create_company(
        NewCompany(name="Bygg AS", language=language, switches={"session_creation_seconds": 0})
    )
    account.seed(customers=customers(1), projects=projects(1), employees=employees(1))
    given = {name: account.owner if value == "OWNER" else value for name, value in values.items()}
    outcome = create(account.system(), kind, **given)
    assert isinstance(outcome, Refused)
    assert outcome.error.code == code


@pytest.mark.parametrize("atomic", [True, False])
def test_no_row_is_ever_created_twice_whatever_goes_wrong(
    account: Account, tripletex: TripletexSystem, atomic: bool
) -> None:
    """Rows whose outcome is not Done are looked up and, if they are not there, sent again: as the engine does."""
    account.switch(batch_atomic=atomic)
    account.world.faults.clear()
    for answer, when in (("502", "after"), ("cut", "after"), ("500", "before"), ("429", "before"), ("409", "after")):
        account.fail("POST /v2/customer/list", answer, when)
    waiting: list[Draft] = drafts(120)
    for _ in range(12):
        outcomes = tripletex.create(Kind.CUSTOMER, waiting)
        waiting = [each for each, outcome in zip(waiting, outcomes, strict=True) if not isinstance(outcome, Done)]
        account.pass_on(10)
        there = {record.number for record in tripletex.find(Kind.CUSTOMER, "number", [d.number for d in waiting])}
        waiting = [each for each in waiting if each.number not in there]
    assert waiting == []
    assert sorted(row["customerNumber"] for row in account.rows("customer")) == [10001 + n for n in range(120)]
