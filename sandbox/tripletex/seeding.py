"""Filling an account with many rows at once: no events, no checks, references by number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sandbox.tripletex.bodies import is_day
from sandbox.tripletex.company import Company
from sandbox.tripletex.people_filters import ENTITLED
from sandbox.tripletex.rows import Row
from sandbox.tripletex.rules.parties import FIRST_CUSTOMER, FIRST_SUPPLIER
from sandbox.tripletex.schema import SCHEMAS, Type

SeedRow = Mapping[str, Any]
ORDER = ("departments", "employees", "customers", "suppliers", "products", "projects")


class SeedError(ValueError):
    """A seed that cannot be understood; the text says where."""


def seed_company(company: Company, seed: Mapping[str, Iterable[SeedRow]]) -> dict[str, int]:
    """Store the rows of a seed and say how many of each.

    Rows have Tripletex's own plain fields, and instead of references: employees `departmentNumber`,
    `isProjectManager` and `employments` (startDate, endDate); customers and suppliers `postalAddress` and
    `physicalAddress` (their fields and country {code}), `isSupplier`, `isCustomer`; projects `customerNumber`,
    `managerNumber` (an employeeNumber; without it the token's owner), `mainProjectNumber` and
    `participantNumbers` (employeeNumbers). Numbers left out are given. Raises SeedError for unknown names and for
    numbers that refer to nothing.
    """
    if unknown := set(seed) - set(ORDER):
        raise SeedError(f"unknown in a seed: {', '.join(sorted(unknown))}")
    seeder = _Seeder(company)
    return {name: seeder.store(name, seed[name]) for name in ORDER if name in seed}


class _Seeder:
    def __init__(self, company: Company) -> None:
        self._company = company
        self._change = company.change(0, "CREATE")
        self._countries = {row.get("isoAlpha2Code"): row.id for row in company.table("Country")}
        self._owner = next(iter(company.tokens.values())).owner_id
        self._main_projects: list[tuple[Row, str]] = []

    def store(self, name: str, rows: Iterable[SeedRow]) -> int:
        build: dict[str, Callable[[dict[str, Any]], Row]] = {
            "departments": self._department,
            "employees": self._employee,
            "customers": self._customer,
            "suppliers": self._supplier,
            "products": self._product,
            "projects": self._project,
        }
        stored = 0
        for place, row in enumerate(rows):
            try:
                build[name](dict(row))
            except (KeyError, TypeError, SeedError) as error:
                raise SeedError(f"{name}[{place}]: {error}") from error
            stored += 1
        self._link_main_projects()
        return stored

    def _put(self, schema_name: str, values: dict[str, Any], version: int) -> Row:
        row = Row(self._company.new_id(), version, values, [self._change])
        self._company.table(schema_name).put(row)
        return row

    def _plain(self, schema_name: str, seed: SeedRow) -> dict[str, Any]:
        """The fields as they are, without defaults; references and unknown names are refused."""
        schema = SCHEMAS[schema_name]
        values = {}
        for name, value in seed.items():
            field = schema.fields.get(name)
            if field is None or field.type in (Type.REF, Type.REFS):
                raise SeedError(f"{schema_name} has no plain field {name}")
            if field.type is Type.DATE and value is not None and not is_day(value):
                raise SeedError(f"{name}: {value!r} is no date")
            if value is not None and value != field.default:
                values[name] = value
        return values

    def _find(self, schema_name: str, field: str, number: object) -> int | None:
        if number in (None, "", 0):
            return None
        row = self._company.find(schema_name, field, (number,))
        if row is None:
            raise SeedError(f"no {schema_name} with {field} {number!r}")
        return row.id

    def _department(self, seed: dict[str, Any]) -> Row:
        return self._put("Department", self._plain("Department", seed), 0)

    def _employee(self, seed: dict[str, Any]) -> Row:
        entitled = seed.pop("isProjectManager", False)
        employments = seed.pop("employments", ())
        department = self._find("Department", "departmentNumber", seed.pop("departmentNumber", None))
        values = {"userType": "STANDARD", **self._plain("Employee", seed)}
        values.update({ENTITLED: True} if entitled else {})
        first = next(iter(self._company.table("Department")))
        values["department"] = department or first.id
        row = self._put("Employee", values, 1)
        ids = [
            self._put("Employment", {"employee": row.id, **self._plain("Employment", each)}, 0).id
            for each in employments
        ]
        if ids:
            row.values["employments"] = tuple(ids)
        return row

    def _customer(self, seed: dict[str, Any]) -> Row:
        return self._party("Customer", {"isCustomer": True, **seed})

    def _supplier(self, seed: dict[str, Any]) -> Row:
        return self._party("Supplier", {"isSupplier": True, **seed})

    def _party(self, schema_name: str, seed: dict[str, Any]) -> Row:
        addresses = {name: seed.pop(name, None) for name in ("postalAddress", "physicalAddress")}
        values = self._plain(schema_name, seed)
        for role, name, first in (
            ("isCustomer", "customerNumber", FIRST_CUSTOMER),
            ("isSupplier", "supplierNumber", FIRST_SUPPLIER),
        ):
            if name in values:
                self._company.note_number("Customer", name, values[name])
            elif values.get(role):
                values[name] = self._company.next_number("Customer", name, first)
        for name, address in addresses.items():
            values[name] = self._address(address)
        return self._put(schema_name, values, 1)

    def _address(self, seed: SeedRow | None) -> int:
        if not seed:
            return self._company.new_id()
        plain = dict(seed)
        country = plain.pop("country", None)
        values = self._plain("Address", plain)
        if country and country.get("code") and country["code"] != "NO":
            values["country"] = self._countries[country["code"]]
        return self._put("Address", values, 0).id

    def _product(self, seed: dict[str, Any]) -> Row:
        return self._put("Product", self._plain("Product", seed), 0)

    def _project(self, seed: dict[str, Any]) -> Row:
        customer = self._find("Customer", "customerNumber", seed.pop("customerNumber", None))
        manager = self._find("Employee", "employeeNumber", seed.pop("managerNumber", None)) or self._owner
        main = seed.pop("mainProjectNumber", None)
        numbers = seed.pop("participantNumbers", ())
        values = self._plain("Project", seed)
        if "number" in values:
            self._company.note_number("Project", "number", values["number"])
        else:
            values["number"] = str(self._company.next_number("Project", "number", 1))
        values["projectManager"] = manager
        values.update({"customer": customer} if customer else {})
        for name in ("participants", "projectHourlyRates"):
            values[name] = (self._company.new_id(),)
        row = self._put("Project", values, 0)
        if numbers:
            row.values["participants"] = tuple(self._participant(row.id, number) for number in numbers)
        if main:
            self._main_projects.append((row, main))
        return row

    def _participant(self, project: int, number: object) -> int:
        employee = self._find("Employee", "employeeNumber", number)
        return self._put("ProjectParticipant", {"project": project, "employee": employee}, 0).id

    def _link_main_projects(self) -> None:
        table = self._company.table("Project")
        for row, main in self._main_projects:
            table.set(row, {**row.values, "mainProject": self._find("Project", "number", main)}, row.version)
        self._main_projects.clear()
