"""What a key may do, and what its company demands: asked when a key is turned in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samspill.exceptions import Bug, ConfigurationWrong, DataRefused, NotFound, VersionConflict
from samspill.model.connection import Capabilities, Company
from samspill.model.kinds import Kind
from samspill.model.settings import Settings
from samspill.systems.transport import Request
from samspill.systems.tripletex import wire
from samspill.systems.tripletex.answers import one
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.paging import everything
from samspill.systems.tripletex.registers import register_of

#: No record has it, so a write to it changes nothing and only tells whether writing is allowed: without the right
#: the answer is 403/9000, with it that there is no such object, in whatever words.
_NOBODY = 0
#: Where the department module is off, a company has just this one (reference/tripletex.md 8.6).
_ONLY_DEPARTMENT = "Avdeling"
#: What documents are read from and written to: an order becomes an invoice. Purchase orders are left to their first
#: one: without Logistics they are refused anyway, which is told then (reference/tripletex.md 8.12).
_INVOICES = Request(
    "GET", "/invoice", {"invoiceDateFrom": "2000-01-01", "invoiceDateTo": "2000-01-02", "count": 1, "fields": "id"},
    subject=Kind.INVOICE.value,
)  # fmt: skip
#: Hours insist on days, too.
_HOURS = Request(
    "GET", "/timesheet/entry", {"dateFrom": "2000-01-01", "dateTo": "2000-01-02", "count": 1, "fields": "id"},
    subject=Kind.HOURS.value,
)  # fmt: skip
#: What is read and what is written to for kinds that have no register.
_ASKED = {Kind.INVOICE: (_INVOICES, "/order"), Kind.HOURS: (_HOURS, "/timesheet/entry")}
#: One right stands for both.
_SAME_RIGHT = {Kind.CREDIT_NOTE: Kind.INVOICE}


@dataclass(frozen=True)
class Probe:
    """Whose key it is, what its company demands, and the kinds that the key may not read and write."""

    company: Company
    capabilities: Capabilities
    missing_rights: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listed:
    """Somebody or something that settings name by its number."""

    number: str
    name: str


class Prober:
    """Asks about one company, as far as `kinds` need it."""

    def __init__(self, client: Client, kinds: Sequence[Kind]) -> None:
        self._client, self._kinds = client, kinds

    def company(self) -> Company:
        """Whose key this is."""
        who = Request("GET", "/token/session/%3EwhoAmI", {"fields": "companyId"}, subject="company")
        company_id = one(self._client.send(who), wire.WhoAmI, who).company_id
        fields = {"fields": "id,name,organizationNumber"}
        request = Request("GET", f"/company/{company_id}", fields, subject="company")
        company = one(self._client.send(request), wire.Company, request)
        number = (company.organization_number or "").strip() or None
        return Company(id=str(company.id), name=company.name, organization_number=number)

    def check_rights(self, kind: Kind) -> None:
        """Raises ConfigurationWrong(right_missing) when what is of `kind` cannot be read and written."""
        if kind in _ASKED:
            reading, path = _ASKED[kind]
            self._client.send(reading)
        else:
            path = register_of(kind).path
            self._client.send(Request("GET", path, {"count": 1, "fields": "id"}, subject=kind.value))
        try:
            self._client.send(Request("PUT", f"{path}/{_NOBODY}", body={"id": _NOBODY}, subject=kind.value))
        except (NotFound, DataRefused, VersionConflict, Bug):
            return  # allowed, and there is nobody to write to; Bug: 0 is refused as an id, or the method as a whole

    def probe(self, settings: Settings) -> Probe:
        """Everything at once. Rights are asked for the kinds that are switched on."""
        company = self.company()
        missing: list[str] = []
        on = (_SAME_RIGHT.get(kind, kind) for kind in self._kinds if settings.is_on(kind))
        for kind in (kind for kind in dict.fromkeys(on) if kind is not Kind.PURCHASE_ORDER):
            try:
                self.check_rights(kind)
            except ConfigurationWrong as error:
                if error.code != "right_missing":
                    raise
                missing.append(kind.value)
        wanted = Kind.EMPLOYEE in self._kinds and (Kind.PROJECT in self._kinds or settings.is_on(Kind.EMPLOYEE))
        people = wanted and Kind.EMPLOYEE.value not in missing
        capabilities = self.capabilities(settings) if people else Capabilities()
        return Probe(company, capabilities, tuple(missing))

    def capabilities(self, settings: Settings) -> Capabilities:
        """Who may lead projects, and whether employees need a department."""
        query = {"assignableProjectManagers": "true", "fields": "id,employeeNumber"}
        managers = everything(self._client, "/employee", wire.Employee, query, Kind.EMPLOYEE.value)
        wanted = (settings.fallback_project_manager or "").strip()
        fallback = next(
            (str(row.id) for row in managers if wanted and (row.employee_number or "").strip() == wanted), None
        )
        departments = self._departments()
        required = _departments_are_used(departments)
        return Capabilities(
            department_required=required,
            project_manager_ids=tuple(str(row.id) for row in managers),
            fallback_manager_id=fallback,
            department_id=_default_department(departments, settings),
        )

    def project_managers(self) -> list[Listed]:
        """Employees who may lead projects, as far as they have a number."""
        query = {"assignableProjectManagers": "true", "fields": "id,employeeNumber,firstName,lastName"}
        rows = everything(self._client, "/employee", wire.Employee, query, Kind.EMPLOYEE.value)
        named = ((row.employee_number, f"{row.first_name or ''} {row.last_name or ''}") for row in rows)
        return _listed(named)

    def departments(self) -> list[Listed]:
        """Active departments, as far as they have a number; none without the right to see them."""
        return _listed((row.department_number, row.name or "") for row in self._departments() if not row.is_inactive)

    def _departments(self) -> list[wire.Department]:
        try:
            return everything(self._client, "/department", wire.Department, {}, "department")
        except ConfigurationWrong as error:
            if error.code != "right_missing":
                raise
            return []


def _listed(rows: Iterable[tuple[str | None, str]]) -> list[Listed]:
    found = [Listed(number.strip(), name.strip()) for number, name in rows if number and number.strip()]
    return sorted(found, key=lambda each: each.name.casefold())


def _departments_are_used(departments: list[wire.Department]) -> bool:
    """More than the one that every company has, another name, or a field that only the module adds."""
    return any(
        "department_manager" in row.model_fields_set or (row.name or "").strip() != _ONLY_DEPARTMENT
        for row in departments
    ) or len(departments) > 1  # fmt: skip


def _default_department(departments: list[wire.Department], settings: Settings) -> str | None:
    """The one the settings name, else the only active one."""
    wanted = (settings.default_department or "").strip()
    active = [row for row in departments if not row.is_inactive]
    if wanted:
        return next((str(row.id) for row in active if (row.department_number or "").strip() == wanted), None)
    return str(active[0].id) if len(active) == 1 else None
