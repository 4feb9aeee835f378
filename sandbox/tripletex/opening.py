"""Opening an account: what every Tripletex company has before anybody works in it."""

from __future__ import annotations

from random import Random
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from sandbox.tripletex.clock import Clock
from sandbox.tripletex.company import EVERYTHING, Company, EmployeeToken, Environment
from sandbox.tripletex.people_filters import ENTITLED
from sandbox.tripletex.register_rows import ACCOUNTS, ACTIVITIES, PRODUCT_UNITS, VAT_TYPES, countries, currencies
from sandbox.tripletex.rows import Row, Table
from sandbox.tripletex.switches import Switches
from sandbox.tripletex.texts import Language

_BY_BANK: dict[str, object] = {"description": "Betalt til bank", "displayName": "Betalt til bank"}


class NewToken(BaseModel):
    """An employee token to make. Without `token` one is made up; `rights` None means all; `clients` are ids of
    companies that an accountant's token may act in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: str | None = None
    rights: list[str] | None = None
    accountant: bool = False
    clients: list[int] = []


class Owner(BaseModel):
    """The administrator who owns the tokens: an employee like any other."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    firstName: str = "Anne"  # noqa: N815 - Tripletex's own names
    lastName: str = "Administrator"  # noqa: N815
    email: str = ""
    employeeNumber: str = ""  # noqa: N815


class NewCompany(BaseModel):
    """An account to open."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = "Testselskap AS"
    organization_number: str = "999999999"
    environment: Environment = "test"
    language: Language = "no"
    department_module: bool = False
    owner: Owner = Owner()
    tokens: list[NewToken] = Field([NewToken()], min_length=1)
    switches: dict[str, object] = {}


class Surroundings(Protocol):
    """What opening an account needs of the world."""

    clock: Clock
    random: Random
    switches: Switches
    shared: dict[str, Table]

    def new_id(self) -> int:
        """A fresh id."""


def shared_tables() -> dict[str, Table]:
    """The registers that are the same in every company."""
    registers = {"Country": countries(), "Currency": currencies(), "VatType": _vat_types()}
    tables = {name: Table(name) for name in registers}
    for name, rows in registers.items():
        for row_id, values in rows.items():
            tables[name].put(Row(row_id, 0, values))
    return tables


def _vat_types() -> dict[int, dict[str, object]]:
    return {
        vat_id: {"number": number, "name": name, "displayName": f"{number}: {name}", "percentage": percentage}
        for vat_id, (number, name, percentage) in VAT_TYPES.items()
    }


def open_company(world: Surroundings, wanted: NewCompany) -> Company:
    """The account with its administrator, tokens, department, activities and accounts."""
    switches = Switches.model_validate({**world.switches.model_dump(), **wanted.switches})
    company = Company(
        id=world.new_id(),
        name=wanted.name,
        organization_number=wanted.organization_number,
        environment=wanted.environment,
        language=wanted.language,
        switches=switches,
        new_id=world.new_id,
        now=world.clock.now,
        random=world.random,
        department_module=wanted.department_module,
        tables=dict(world.shared),
    )
    described = {
        "name": wanted.name,
        "displayName": wanted.name,
        "organizationNumber": wanted.organization_number,
    }
    company.table("Company").put(Row(company.id, 0, described))
    department = company.add("Department", {"name": "Avdeling"})
    _add_registers(company)
    owner = _administrator(company, wanted.owner, department.id)
    for token in wanted.tokens:
        _add_token(company, token, owner)
    return company


def _add_registers(company: Company) -> None:
    for number, (name, ledger_type, bank) in ACCOUNTS.items():
        values: dict[str, object] = {"number": number, "name": name, "displayName": f"{number} {name}"}
        values.update({"ledgerType": ledger_type} if ledger_type != "GENERAL" else {})
        values.update({"isBankAccount": True} if bank else {})
        account = company.add("Account", values)
        if bank:
            company.add("PaymentType", {**_BY_BANK, "debitAccount": account.id})
    for name, english, short, english_short, code in PRODUCT_UNITS:
        names: dict[str, object] = {"name": name, "nameEN": english, "nameShort": short, "nameShortEN": english_short}
        company.add("ProductUnit", {**names, "commonCode": code, "displayName": name, "displayNameShort": short})
    for name, kind, chargeable, deletable in ACTIVITIES:
        values = {"name": name, "activityType": kind, "isGeneral": True}
        values.update({"isProjectActivity": True} if kind == "PROJECT_GENERAL_ACTIVITY" else {})
        values.update({"isChargeable": True} if chargeable else {})
        values.update({} if deletable else {"deletable": False})
        company.add("Activity", values)


def _administrator(company: Company, wanted: Owner, department_id: int) -> Row:
    email = wanted.email or f"administrator@{company.id}.example"
    values: dict[str, object] = {
        "firstName": wanted.firstName,
        "lastName": wanted.lastName,
        "email": email,
        "userType": "EXTENDED",
        "department": department_id,
        ENTITLED: True,
    }
    if wanted.employeeNumber:
        values["employeeNumber"] = wanted.employeeNumber
    owner = company.add("Employee", values, 1)
    employment = company.add("Employment", {"employee": owner.id, "startDate": "2020-01-01"})
    owner.values["employments"] = (employment.id,)
    return owner


def _add_token(company: Company, wanted: NewToken, owner: Row) -> None:
    prefix = "test-" if company.environment == "test" else ""
    text = wanted.token or f"{prefix}employee-{company.random.getrandbits(64):016x}"
    company.tokens[text] = EmployeeToken(
        token=text,
        company_id=company.id,
        owner_id=owner.id,
        user_id=owner.id,
        rights=EVERYTHING if wanted.rights is None else frozenset(wanted.rights),
        accountant=wanted.accountant,
        clients=frozenset(wanted.clients),
    )
