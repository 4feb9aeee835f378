"""Projects and employees <-> our records, as tables. Values are kept as Tripletex gave them."""

from datetime import date
from typing import Any

from samspill.model import records
from samspill.model.records import Value, Values
from samspill.systems.columns import Column, read_columns, text_or_empty, write_columns
from samspill.systems.tripletex import wire
from samspill.systems.tripletex.conversions import day, identity, ref, ref_id


def _day_or_null(value: Value) -> Value:
    return value or None


PROJECT = (
    Column("number", "number", "number"),
    Column("name", "name", "name", write=text_or_empty),
    Column("description", "description", "description", write=text_or_empty),
    Column("start_date", "start_date", "startDate", day, _day_or_null),
    Column("end_date", "end_date", "endDate", day, _day_or_null),
    Column("customer", "customer", "customer", ref_id, ref),
    Column("manager", "project_manager", "projectManager", ref_id, ref),
    Column("parent", "main_project", "mainProject", ref_id, ref),
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


def project(row: wire.Project) -> records.Project:
    """A project."""
    return records.Project.model_validate({**read_columns(PROJECT, row), **identity(row)})


def employee(row: wire.Employee, today: date, managers: frozenset[str] | None) -> records.Employee:
    """An employee. `managers` are the ids that may lead projects, None when that is not known."""
    values = {**read_columns(EMPLOYEE, row), **identity(row)}
    active = _active(row, today)
    if active is not None:
        values["active"] = active
    if managers is not None:
        values["may_manage_projects"] = str(row.id) in managers
    return records.Employee.model_validate(values)


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
        body["department"] = ref(values["department"])
    return body


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
