"""Keys, sessions, rights and the limit, through the port against the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from samspill.exceptions import ConfigurationWrong, RateLimited
from samspill.model.changes import Priority
from samspill.model.kinds import Kind
from samspill.model.settings import Settings
from samspill.systems.tripletex.system import TripletexSystem
from sandbox.serve import serve
from sandbox.tripletex.app import make_app
from sandbox.tripletex.clock import Clock
from sandbox.tripletex.opening import NewCompany, NewToken
from sandbox.tripletex.world import PRODUCTION_CONSUMER, TEST_CONSUMER, TripletexWorld
from tests.fakes.registers import whole_register
from tests.integration.systems.tripletex.account import SESSIONS, Account, customers
from tests.integration.systems.tripletex.conftest import NOON

ALL_BUT_PROJECTS = ["customer:read", "customer:write", "employee:read", "employee:write", "department:read"]


def code_of(system: TripletexSystem) -> str:
    with pytest.raises(ConfigurationWrong) as raised:
        system.company()
    return raised.value.code


# ---- keys ------------------------------------------------------------------------------------------------------


def test_the_company_is_the_one_the_key_belongs_to(account: Account) -> None:
    company = account.system().company()
    assert (company.id, company.name, company.organization_number) == (
        str(account.company.id),
        "Bygg AS",
        "999999999",
    )
    assert account.calls(sessions=True) == {SESSIONS: 1, "GET /token/session/>whoAmI": 1, "GET /company/{id}": 1}


def test_a_wrong_key(account: Account) -> None:
    assert code_of(account.system("test-nonsense")) == "tripletex_key_wrong"


def test_a_wrong_consumer_token(account: Account) -> None:
    assert code_of(account.system(consumers=["test-nonsense"])) == "consumer_token_wrong"


def test_while_consumer_tokens_rotate_the_one_that_serves_is_found(account: Account) -> None:
    system = account.system(consumers=["test-not-approved-yet", TEST_CONSUMER])
    system.company()
    system.company()
    assert account.calls(sessions=True)[SESSIONS] == 2


@pytest.fixture
def production() -> Iterator[Account]:
    world = TripletexWorld(Clock(lambda: NOON), environment="production")
    with serve(make_app(world)) as url:
        yield Account(world, world.create_company(NewCompany(environment="production")), url)


def test_a_test_key_against_production(production: Account) -> None:
    production.company = production.world.create_company(NewCompany(environment="test"))
    assert code_of(production.system(consumers=[PRODUCTION_CONSUMER])) == "tripletex_key_other_environment"


def test_a_production_key_in_the_test_environment(world: TripletexWorld, account: Account) -> None:
    account.company = world.create_company(NewCompany(environment="production"))
    assert code_of(account.system()) == "tripletex_key_other_environment"


def test_a_wrong_key_in_production(production: Account) -> None:
    assert code_of(production.system("nonsense", consumers=[PRODUCTION_CONSUMER])) == "tripletex_key_wrong"


def test_an_accountants_key_acts_in_the_clients_company(world: TripletexWorld, account: Account) -> None:
    token = NewToken(token="test-accountant", accountant=True, clients=[account.company.id])
    world.create_company(NewCompany(name="Regnskap AS", tokens=[token]))
    assert account.system("test-accountant", client_company=str(account.company.id)).company().name == "Bygg AS"


def test_an_accountants_key_without_a_client_may_do_nothing(world: TripletexWorld, account: Account) -> None:
    world.create_company(NewCompany(name="Regnskap AS", tokens=[NewToken(token="test-accountant", accountant=True)]))
    assert code_of(account.system("test-accountant")) == "right_missing"


def test_sessions_that_tripletex_ended_are_renewed_without_anybody_noticing(
    account: Account, tripletex: TripletexSystem
) -> None:
    account.world.sessions.end_all()
    tripletex.company()
    assert account.calls(sessions=True)[SESSIONS] == 1
    assert account.statuses("GET /token/session/>whoAmI") == [200, 401]


def test_a_key_that_was_deleted_is_wrong(account: Account, tripletex: TripletexSystem) -> None:
    account.company.tokens.clear()
    assert code_of(tripletex) == "tripletex_key_wrong"


def test_at_midnight_a_new_session_is_made(account: Account, tripletex: TripletexSystem) -> None:
    account.pass_on(36 * 3600)
    tripletex.company()
    assert account.statuses("GET /token/session/>whoAmI") == [200]
    assert account.calls(sessions=True)[SESSIONS] == 1


# ---- rights ----------------------------------------------------------------------------------------------------


def with_rights(account: Account, *rights: str, **switches: object) -> TripletexSystem:
    """A key with these rights only."""
    wanted = NewCompany(tokens=[NewToken(rights=list(rights))], switches={"session_creation_seconds": 0, **switches})
    account.company = account.world.create_company(wanted)
    system = account.system()
    system.company()
    account.forget_calls()
    return system


@pytest.mark.parametrize("kind", [Kind.CUSTOMER, Kind.PROJECT, Kind.EMPLOYEE])
def test_checking_rights_costs_two_calls_and_writes_nothing(
    account: Account, tripletex: TripletexSystem, kind: Kind
) -> None:
    account.seed(customers=customers(1))
    before, events = account.rows(kind.value), dict(account.company.events)
    tripletex.check_rights(kind)
    assert account.calls() == {f"GET /{kind.value}": 1, f"PUT /{kind.value}/{{id}}": 1}
    assert account.statuses(f"PUT /{kind.value}/{{id}}") == [404]
    assert (account.rows(kind.value), dict(account.company.events)) == (before, events)


@pytest.mark.parametrize("rights", [(), ("project:read",), ("project:write",)])
def test_a_right_that_is_missing_is_named(account: Account, rights: tuple[str, ...]) -> None:
    with pytest.raises(ConfigurationWrong) as raised:
        with_rights(account, *rights).check_rights(Kind.PROJECT)
    assert (raised.value.code, raised.value.facts["right"]) == ("right_missing", "project")


@pytest.mark.parametrize("rights", [(), ("timesheet:read",), ("timesheet:write",)])
def test_a_right_to_hours_that_is_missing_is_named(account: Account, rights: tuple[str, ...]) -> None:
    with pytest.raises(ConfigurationWrong) as raised:
        with_rights(account, *rights).check_rights(Kind.HOURS)
    assert (raised.value.code, raised.value.facts["right"]) == ("right_missing", "hours")


def test_checking_the_right_to_hours_costs_two_calls(account: Account) -> None:
    with_rights(account, "timesheet:read", "timesheet:write").check_rights(Kind.HOURS)
    assert account.calls() == {"GET /timesheet/entry": 1, "PUT /timesheet/entry/{id}": 1}


def test_an_account_without_approvals_has_no_closed_periods(account: Account) -> None:
    system = with_rights(account, "project:read")
    assert system.closed_periods([account.owner], date(2026, 7, 1), date(2026, 7, 1)) == []
    assert system.standard_activity() is None


def test_a_register_that_is_silently_hidden_is_found_out_by_the_write(account: Account) -> None:
    system = with_rights(account, missing_rights="hide")
    assert [list(page) for page in whole_register(system, Kind.PROJECT)] == [[]]
    with pytest.raises(ConfigurationWrong, match="right_missing"):
        system.check_rights(Kind.PROJECT)


def test_the_probe_names_the_kinds_whose_rights_are_missing(account: Account) -> None:
    found = with_rights(account, *ALL_BUT_PROJECTS).probe(Settings())
    assert found.missing_rights == ("project",)


def test_the_probe_tells_managers_and_departments(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(
        employees=[{"employeeNumber": "7", "firstName": "L", "lastName": "M", "isProjectManager": True}],
        departments=[{"name": "Salg", "departmentNumber": "20"}],
    )
    found = tripletex.probe(Settings(fallback_project_manager="7", default_department="20")).capabilities
    manager = account.id_of("employee", employeeNumber="7")
    assert set(found.project_manager_ids) == {account.owner, manager}
    assert (found.fallback_manager_id, found.department_required) == (manager, True)
    assert found.department_id == account.id_of("department", departmentNumber="20")
    assert sum(account.calls().values()) == 10


def test_managers_and_departments_are_listed_by_what_people_know(
    account: Account, tripletex: TripletexSystem
) -> None:
    """A manager without a number cannot be named by it, an inactive department not at all."""
    account.seed(
        employees=[{"firstName": "Ola", "lastName": "Leder", "employeeNumber": "7", "isProjectManager": True}],
        departments=[
            {"name": "Salg", "departmentNumber": "20"},
            {"name": "Nedlagt", "departmentNumber": "30", "isInactive": True},
        ],
    )
    managers = {each.number: each.name for each in tripletex.project_managers()}
    departments = {each.number: each.name for each in tripletex.departments()}
    assert managers.get("7") == "Ola Leder"
    assert (departments.get("20"), "30" in departments, "" in {*managers, *departments}) == ("Salg", False, False)


def test_a_company_that_had_departments_once_looks_like_one_that_has_them(
    world: TripletexWorld, account: Account
) -> None:
    account.company = world.create_company(NewCompany(department_module=True))
    assert account.system().probe(Settings()).capabilities.department_required


def test_a_company_without_departments_demands_none(tripletex: TripletexSystem) -> None:
    assert not tripletex.probe(Settings()).capabilities.department_required


# ---- the limit ---------------------------------------------------------------------------------------------------


def call_until_limited(system: TripletexSystem) -> int:
    for made in range(1000):
        try:
            system.get(Kind.CUSTOMER, ["1"])
        except RateLimited:
            return made
    raise AssertionError("never limited")


@pytest.mark.parametrize("reset_header", [True, False])
def test_processes_that_share_permits_stop_before_tripletex_does(account: Account, reset_header: bool) -> None:
    account.switch(rate_limit=100, reset_header_on_429=reset_header)
    workers = [account.system(priority=Priority.PERSON) for _ in range(3)]
    made = 0
    for worker in workers:
        made += call_until_limited(worker)
    assert account.statuses("GET /customer/{id}") == [404]
    assert 90 <= made <= 100


def test_the_next_window_is_told_and_then_served(account: Account) -> None:
    account.switch(rate_limit=100)
    system = account.system()
    call_until_limited(system)
    with pytest.raises(RateLimited) as raised:
        system.get(Kind.CUSTOMER, ["1"])
    assert raised.value.until.replace(microsecond=0) == NOON.replace(second=10)
    account.pass_on((raised.value.until - account.world.clock.now()).total_seconds())
    system.get(Kind.CUSTOMER, ["1"])


@pytest.mark.parametrize("reset_header", [True, False])
def test_calls_of_somebody_else_with_the_same_key_lead_to_one_429(account: Account, reset_header: bool) -> None:
    account.switch(rate_limit=100, reset_header_on_429=reset_header)
    system = account.system()
    stranger = Account(account.world, account.company, account.url).system(priority=Priority.PERSON)
    system.get(Kind.CUSTOMER, ["1"])
    call_until_limited(stranger)
    for _ in range(3):
        with pytest.raises(RateLimited):
            for _call in range(5):
                system.get(Kind.CUSTOMER, ["1"])
    refused = sum(count for (_route, _token, status), count in account.world.calls.items() if status == 429)
    assert refused == 1


def test_what_others_must_not_use_up_is_kept_for_people(account: Account) -> None:
    account.switch(rate_limit=100)
    call_until_limited(account.system(priority=Priority.RECONCILE))
    assert call_until_limited(account.system(priority=Priority.PERSON)) >= 35
    assert account.statuses("GET /customer/{id}") == [404]


def test_nobody_sleeps_longer_than_two_seconds(account: Account) -> None:
    account.switch(rate_limit=20)
    account.pass_on(6.5)  # half a second before the next window
    system = account.system()
    call_until_limited(system)
    assert 0 < sum(account.slept) <= 2
