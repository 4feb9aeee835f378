"""Filters of people that are more than a field: contacts, access, project managers, ended employments."""

from __future__ import annotations

from sandbox.tripletex.company import Company
from sandbox.tripletex.filters import Asked, Filter, Predicate
from sandbox.tripletex.rows import Row

# Stored with an employee, never shown: may be chosen as manager of a project.
ENTITLED = "_entitledAsProjectManager"


def entitle(company: Company, row: Row, entitled: bool) -> None:
    """Say whether a person may be chosen as manager; that is no change of the person."""
    values = {name: value for name, value in row.values.items() if name != ENTITLED}
    company.table("Employee").set(row, {**values, ENTITLED: True} if entitled else values, row.version)


def has_access(row: Row) -> bool:
    """Whether the person can log on."""
    return row.get("userType", "STANDARD") != "NO_ACCESS" and not row.get("isContact", False)


def employed(company: Company, row: Row, today: str) -> bool:
    """False when the person has employments and all of them ended before today."""
    ends = [each.get("endDate") for each in company.table("Employment").having("employee", row.id)]
    return not ends or any(end is None or end >= today for end in ends)


def with_contacts(default: str) -> Filter:
    """`includeContacts`: false leaves out people who are contacts (unless only contacts are asked for)."""

    def make(asked: Asked) -> Predicate:
        included = asked.truth()
        return lambda row: included or not row.get("isContact", False)

    return Filter(make, default=default)


def only_contacts() -> Filter:
    """`onlyContacts`."""

    def make(asked: Asked) -> Predicate:
        only = asked.truth()
        return lambda row: not only or bool(row.get("isContact", False))

    return Filter(make)


def managers() -> Filter:
    """`onlyProjectManagers`: those who manage a project."""

    def make(asked: Asked) -> Predicate:
        found = {row.get("projectManager") for row in asked.company.table("Project")}
        wanted = asked.truth()
        return lambda row: not wanted or row.id in found

    return Filter(make)


def entitled_managers() -> Filter:
    """`assignableProjectManagers`: those who may be chosen as manager."""

    def make(asked: Asked) -> Predicate:
        wanted = asked.truth()
        return lambda row: bool(row.get(ENTITLED, False)) is wanted

    return Filter(make)


def with_access() -> Filter:
    """`hasSystemAccess`."""

    def make(asked: Asked) -> Predicate:
        wanted = asked.truth()
        return lambda row: has_access(row) is wanted

    return Filter(make)


def person_inactive() -> Filter:
    """`isInactive` of people: their employment ended. The only way to see it in a list."""

    def make(asked: Asked) -> Predicate:
        wanted, today = asked.truth(), asked.today.isoformat()
        return lambda row: employed(asked.company, row, today) is not wanted

    return Filter(make)
