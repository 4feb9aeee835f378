"""Tripletex's wire models <-> our records, as tables. Values are kept as Tripletex gave them."""

from datetime import date, datetime
from typing import Any

from samspill.exceptions import DataRefused
from samspill.model import records
from samspill.model.records import Value, Values
from samspill.systems.columns import Column, negated, read_columns, text_or_empty, write_columns
from samspill.systems.tripletex import wire

INT32_MAX = 2**31 - 1


def _number_text(value: Any) -> str:
    """Tripletex says 0 for "no number"."""
    return str(value) if value else ""


def is_number(text: str) -> bool:
    """Whether Tripletex can hold it as a number of a customer."""
    return text.isascii() and text.isdigit() and 0 < int(text) <= INT32_MAX


def _number(value: Value) -> int:
    text = str(value or "").strip()
    if not is_number(text):
        raise DataRefused("customer_number_not_numeric", "customerNumber", "", {"number": text})
    return int(text)


def _ref_id(value: wire.Ref | None) -> str | None:
    return None if value is None else str(value.id)


def _ref(value: Value) -> dict[str, int] | None:
    return {"id": int(value)} if value else None


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _day_or_null(value: Value) -> Value:
    return value or None


CUSTOMER = (
    Column("number", "customer_number", "customerNumber", _number_text, _number),
    Column("name", "name", "name", write=text_or_empty),
    Column("organization_number", "organization_number", "organizationNumber", write=text_or_empty),
    Column("email", "email", "email", write=text_or_empty),
    Column("phone", "phone_number", "phoneNumber", write=text_or_empty),
    Column("active", "is_inactive", "isInactive", negated, negated),
    Column("also_supplier", "is_supplier", None),
)
ADDRESS = (
    Column("address_line1", "address_line1", "addressLine1", write=text_or_empty),
    Column("address_line2", "address_line2", "addressLine2", write=text_or_empty),
    Column("postal_code", "postal_code", "postalCode", write=text_or_empty),
    Column("city", "city", "city", write=text_or_empty),
)
#: Fields of a customer that stand in its postal address.
IN_ADDRESS = frozenset(column.name for column in ADDRESS) | {"country"}

PROJECT = (
    Column("number", "number", "number"),
    Column("name", "name", "name", write=text_or_empty),
    Column("description", "description", "description", write=text_or_empty),
    Column("start_date", "start_date", "startDate", _day, _day_or_null),
    Column("end_date", "end_date", "endDate", _day, _day_or_null),
    Column("customer", "customer", "customer", _ref_id, _ref),
    Column("manager", "project_manager", "projectManager", _ref_id, _ref),
    Column("parent", "main_project", "mainProject", _ref_id, _ref),
    Column("closed", "is_closed", "isClosed"),
    Column("internal", "is_internal", "isInternal"),
)
EMPLOYEE = (
    Column("number", "employee_number", "employeeNumber", write=text_or_empty),
    Column("first_name", "first_name", "firstName", write=text_or_empty),
    Column("last_name", "last_name", "lastName", write=text_or_empty),
    Column("email", "email", "email", write=text_or_empty),
    Column("mobile", "phone_number_mobile", "phoneNumberMobile", write=text_or_empty),
)
ALL = (*CUSTOMER, *ADDRESS, *PROJECT, *EMPLOYEE)


def customer(row: wire.Customer) -> records.Customer:
    """A customer; the address is unknown when Tripletex gave only its id."""
    values = {**read_columns(CUSTOMER, row), **_address_values(row)}
    return records.Customer.model_validate({**values, **_identity(row)})


def project(row: wire.Project) -> records.Project:
    """A project."""
    return records.Project.model_validate({**read_columns(PROJECT, row), **_identity(row)})


def employee(row: wire.Employee, today: date, managers: frozenset[str] | None) -> records.Employee:
    """An employee. `managers` are the ids that may lead projects, None when that is not known."""
    values = {**read_columns(EMPLOYEE, row), **_identity(row)}
    active = _active(row, today)
    if active is not None:
        values["active"] = active
    if managers is not None:
        values["may_manage_projects"] = str(row.id) in managers
    return records.Employee.model_validate(values)


def customer_body(values: Values) -> dict[str, Any]:
    """The body without the address. Raises DataRefused for a number that is none."""
    return write_columns(CUSTOMER, values)


def address_body(values: Values, old: wire.Address | None, country_id: int | None) -> dict[str, Any]:
    """The postal address with its old parts kept, so that it does not matter whether Tripletex replaces or merges
    it; `country_id` is None when the country stays as it is."""
    kept = write_columns(ADDRESS, read_columns(ADDRESS, old)) if old else {}
    if old and old.country:
        kept["country"] = {"id": old.country.id}
    if country_id is not None:
        kept["country"] = {"id": country_id}
    identity = {"id": old.id} if old and old.id is not None else {}
    return {**identity, **kept, **write_columns(ADDRESS, values)}


def project_body(values: Values) -> dict[str, Any]:
    """The body; an empty number is left out, Tripletex then makes one."""
    body = write_columns(PROJECT, values)
    if not body.get("number", "-"):
        del body["number"]
    return body


def employee_body(values: Values) -> dict[str, Any]:
    """The body; a department is given by its id."""
    body = write_columns(EMPLOYEE, values)
    if values.get("department"):
        body["department"] = _ref(values["department"])
    return body


def _identity(row: wire.Entity) -> dict[str, Any]:
    touched = [touch.timestamp for touch in row.changes or () if touch.timestamp]
    modified = max((datetime.fromisoformat(stamp) for stamp in touched), default=None)
    return {"id": str(row.id), "version": row.version, **({"modified_at": modified} if modified else {})}


def _address_values(row: wire.Customer) -> Values:
    if "postal_address" not in row.model_fields_set:
        return {}
    address = row.postal_address
    if address is None:
        return dict.fromkeys(IN_ADDRESS, None)
    values = read_columns(ADDRESS, address)
    if "country" in address.model_fields_set:
        if address.country is None:
            values["country"] = None
        elif "iso_alpha2_code" in address.country.model_fields_set:
            values["country"] = address.country.iso_alpha2_code
    return values


def _active(row: wire.Employee, today: date) -> bool | None:
    """An open employment, or none at all. None when Tripletex did not say: `employments` are not part of an
    answer without the right to read them, and only ids when they were not expanded."""
    if row.employments is None:
        return None
    if not row.employments:
        return True
    if any("end_date" not in employment.model_fields_set for employment in row.employments):
        return None
    return any(employment.end_date is None or employment.end_date >= today for employment in row.employments)
