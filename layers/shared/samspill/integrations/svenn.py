"""Svenn: which kinds and fields cross, which rules stop a record, what a delete does.

Source of the rules: Svenn's help articles on synchronisation (numbered A1 to A7 in the project's reference sheet);
what they leave open is decided in docs/decisions.md.
"""

import re

from samspill.model import normalise as n
from samspill.model.flow import Flow
from samspill.model.kinds import Kind, Side
from samspill.model.records import Customer, Employee, Project, Record, Value, Values
from samspill.model.rules import Field, GateContext, Gone, Integration, KindRule, Stop

T, A = Side.TRIPLETEX, Side.APP
_PROJECT_NUMBER = re.compile(r"[0-9A-Za-zÆØÅæøåÄÖäö.]+")
_NINE_DIGITS = 9

# ---- gates: why a record is not linked, or not created ----------------------------------------------------------


def customer_needs_number(context: GateContext) -> Stop | None:
    """Records are matched by number alone (A7), so one without cannot cross."""
    return None if n.number(context.record.number) else Stop("customer_number_missing")


def customer_number_is_numeric(context: GateContext) -> Stop | None:
    """Only customers whose customer ID is a number are synced (A1, A3)."""
    number = str(n.number(context.record.number))
    return None if number.isascii() and number.isdecimal() else Stop("customer_number_not_numeric", {"value": number})


def customer_has_name(context: GateContext) -> Stop | None:
    """Tripletex requires a name."""
    return None if context.record.label else Stop("name_missing")


def customer_is_active(context: GateContext) -> Stop | None:
    """Inactive customers are not synced (A1, A3): none is created for one."""
    record = context.record
    return Stop("inactive_customer") if isinstance(record, Customer) and record.active is False else None


def organization_number_is_valid(context: GateContext) -> Stop | None:
    """Tripletex wants exactly nine digits for a Norwegian address."""
    record = context.record
    if context.target is not T or not isinstance(record, Customer) or n.country(record.country) != "NO":
        return None
    digits = n.organization_number(record.organization_number)
    if digits is None or len(str(digits)) == _NINE_DIGITS:
        return None
    return Stop("organization_number_invalid", {"value": str(record.organization_number)})


def not_a_sub_project(context: GateContext) -> Stop | None:
    """Sub-projects are not synced (A1 to A3)."""
    return Stop("sub_project") if isinstance(context.record, Project) and context.record.parent else None


def project_number_is_allowed(context: GateContext) -> Stop | None:
    """A project number holds digits, letters and full stop (A2)."""
    number = n.number(context.record.number)
    if number is None or _PROJECT_NUMBER.fullmatch(str(number)):
        return None
    return Stop("project_number_characters", {"value": str(number)})


def project_number_is_unique(context: GateContext) -> Stop | None:
    """Svenn lets several projects share an ID, Tripletex does not (A1, A3)."""
    if context.number_count < 2:
        return None
    return Stop("project_number_not_unique", {"number": context.record.number or ""})


def internal_project_stays(context: GateContext) -> Stop | None:
    """Projects marked internal in Tripletex are never created in Svenn; they are linked on equal number (A2)."""
    record = context.record
    return Stop("internal_project") if isinstance(record, Project) and record.internal else None


def project_has_start_date(context: GateContext) -> Stop | None:
    """Tripletex requires a start date (A1 to A3)."""
    record = context.record
    without = isinstance(record, Project) and record.start_date is None
    return Stop("project_without_start_date") if without and context.target is T else None


def project_has_name(context: GateContext) -> Stop | None:
    """Both systems require a name."""
    return None if context.record.label else Stop("name_missing")


def closed_project_stays(context: GateContext) -> Stop | None:
    """A finished project is of no use on the other side unless it is there already."""
    record = context.record
    return Stop("closed_project_not_created") if isinstance(record, Project) and record.closed else None


def employee_needs_number(context: GateContext) -> Stop | None:
    """Employee IDs must be equal on both sides (A6), so there must be one."""
    return None if n.number(context.record.number) else Stop("employee_number_missing")


def employee_has_last_name(context: GateContext) -> Stop | None:
    """Employees without a last name are not synced (A1)."""
    record = context.record
    return None if isinstance(record, Employee) and n.text(record.last_name) else Stop("employee_without_last_name")


def employee_has_email(context: GateContext) -> Stop | None:
    """Svenn's login is the e-mail; Tripletex needs one only for people who get access."""
    record, access = context.record, context.settings.employee_access
    needed = context.target is A or access.value != "NO_ACCESS"
    missing = isinstance(record, Employee) and not n.text(record.email)
    return Stop("employee_email_missing") if needed and missing else None


def employee_email_is_ascii(context: GateContext) -> Stop | None:
    """Tripletex refuses e-mail addresses with other than ASCII letters."""
    email = context.record.email if isinstance(context.record, Employee) else None
    bad = context.target is T and email is not None and not email.isascii()
    return Stop("email_not_ascii", {"email": email or ""}) if bad else None


def employee_is_active(context: GateContext) -> Stop | None:
    """An inactive employee costs a licence or an account for nobody (docs/decisions.md, employee matrix)."""
    record = context.record
    return Stop("inactive_employee") if isinstance(record, Employee) and record.active is False else None


def department_is_known(context: GateContext) -> Stop | None:
    """Where the department module is or was on, Tripletex refuses an employee without one."""
    needed = context.target is T and context.capabilities.department_required
    return Stop("department_needed") if needed and not context.capabilities.department_id else None


# ---- what the target needs beyond the fields ---------------------------------------------------------------------


def complete_project(context: GateContext, values: Values) -> Values | Stop:
    """Tripletex needs an entitled project manager: the project's own, else the one the settings name."""
    if context.target is not T:
        return values
    manager, capable = values.get("manager"), context.capabilities
    if manager and (not capable.project_manager_ids or manager in capable.project_manager_ids):
        return values
    if capable.fallback_manager_id:
        return {**values, "manager": capable.fallback_manager_id}
    return Stop("project_manager_not_entitled") if manager else Stop("project_manager_missing")


def complete_employee(context: GateContext, values: Values) -> Values | Stop:
    """Employees get no access in Tripletex unless the settings say otherwise; their role in Svenn is the lowest."""
    if context.target is not T:
        return {**values, "active": True}
    extra: Values = {"access": context.settings.employee_access.value}
    if context.capabilities.department_id:
        extra["department"] = context.capabilities.department_id
    return {**{name: value for name, value in values.items() if name != "active"}, **extra}


# ---- values that cannot be written to a side ---------------------------------------------------------------------


def inactive_only_from_tripletex(target: Side, value: Value) -> str | None:
    """Tripletex decides when a customer is inactive; Svenn can only set it active again (A1, A3)."""
    return "customer_inactive_in_app" if target is T and value is False else None


def completed_project_is_read_only(target: Side, record: Record, values: Values) -> Stop | None:
    """A completed project cannot be edited in Svenn, unless the same write re-opens it."""
    closed = target is A and isinstance(record, Project) and record.closed
    return Stop("project_completed_in_app") if closed and values.get("closed") is not False else None


def _limits(tripletex: int, app: int | None = None) -> dict[Side, int]:
    return {T: tripletex, A: app or tripletex}


#: Numbers are shorter in Svenn (contracts/svenn.openapi.yaml).
_NUMBER = _limits(100, 50)


CUSTOMER = KindRule(
    kind=Kind.CUSTOMER,
    fields=(
        Field("number", normalise=n.number, max_length=_NUMBER),
        Field("name", normalise=n.text, max_length=_limits(255)),
        Field("organization_number", normalise=n.organization_number),
        Field("email", normalise=n.folded, max_length=_limits(254)),
        Field("phone", normalise=n.phone, max_length=_limits(100)),
        Field("address_line1", normalise=n.text, max_length=_limits(255)),
        Field("address_line2", normalise=n.text, max_length=_limits(255)),
        Field("postal_code", normalise=n.text, max_length=_limits(100)),
        Field("city", normalise=n.text, max_length=_limits(100)),
        Field("active", normalise=n.flag, refused=inactive_only_from_tripletex),
    ),
    link_gates=(customer_needs_number, customer_number_is_numeric),
    create_gates=(customer_has_name, customer_is_active, organization_number_is_valid),
    near=("organization_number", "email"),
    unique_on=frozenset({T}),
    gone={T: Gone("deleted_in_tripletex", delete=True), A: Gone("customer_deleted_in_app")},
)

PROJECT = KindRule(
    kind=Kind.PROJECT,
    fields=(
        Field("number", normalise=n.number, max_length=_NUMBER),
        Field("name", normalise=n.text, max_length=_limits(255)),
        Field("description", normalise=n.text),
        Field("start_date", normalise=n.same),
        Field("end_date", normalise=n.same),
        Field("customer", normalise=n.same, ref=Kind.CUSTOMER),
        Field("manager", flow=Flow.TO_TRIPLETEX, normalise=n.same, ref=Kind.EMPLOYEE),
        Field("closed", normalise=n.flag),
    ),
    link_gates=(not_a_sub_project, project_number_is_allowed, project_number_is_unique),
    create_gates=(internal_project_stays, project_has_name, project_has_start_date, closed_project_stays),
    unique_on=frozenset({T}),
    matchable=lambda record: not (isinstance(record, Project) and record.parent),
    gone={T: Gone("deleted_in_tripletex", write={"closed": True}), A: Gone("project_deleted_in_app")},
    generates_number=True,
    write_gate=completed_project_is_read_only,
    complete=complete_project,
)

EMPLOYEE = KindRule(
    kind=Kind.EMPLOYEE,
    fields=(
        Field("number", normalise=n.number, max_length=_NUMBER),
        Field("first_name", normalise=n.text, max_length=_limits(100)),
        Field("last_name", normalise=n.text, max_length=_limits(100)),
        Field("email", normalise=n.folded, max_length=_limits(100)),
        Field("mobile", normalise=n.phone, max_length=_limits(100)),
        Field("active", flow=Flow.TO_APP, normalise=n.flag),
    ),
    link_gates=(employee_needs_number, employee_has_last_name),
    create_gates=(employee_is_active, employee_has_email, employee_email_is_ascii, department_is_known),
    near=("email",),
    gone={
        T: Gone("deleted_in_tripletex", write={"active": False}),
        A: Gone("employee_deleted_in_app"),
    },
    complete=complete_employee,
)

INTEGRATION = Integration(
    name="svenn",
    system="svenn",
    rules=(EMPLOYEE, CUSTOMER, PROJECT),
    hours=True,
    own_settings=frozenset({"fallback_project_manager", "employee_access", "default_department", "hours"}),
)
