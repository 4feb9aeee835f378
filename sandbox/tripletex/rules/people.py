"""Employee and employment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sandbox.tripletex.company import Company, Mail
from sandbox.tripletex.errors import Complaint, complaint
from sandbox.tripletex.kinds import Draft, Kind, operations
from sandbox.tripletex.people_filters import has_access
from sandbox.tripletex.rows import Row
from sandbox.tripletex.transaction import Transaction

_ADDRESS = re.compile(r"[!-?A-~]+@[!-?A-~]+\.[A-Za-z]{2,}")


def _check_employee(draft: Draft) -> Iterator[Complaint]:
    company, sent = draft.company, draft.sent.values
    if draft.get("userType") is None or ("userType" in sent and sent["userType"] is None):
        yield complaint(None, "user_type")
    yield from _names(draft)
    yield from _check_email(draft)
    if draft.creating and company.switches.department_required and draft.get("department") is None:
        yield complaint("department.id", "fill")
    for part in draft.sent.parts.get("employments", ()):
        if draft.get("dateOfBirth") is None:
            yield complaint("employments.employee.dateOfBirth", "fill")
        if company.switches.division_required and part.values.get("division") is None and not part.id:
            yield complaint("employments.division.id", "division_required")


def _names(draft: Draft) -> Iterator[Complaint]:
    """Empty names have a length that is not allowed; missing ones are reported as null before."""
    for name in ("firstName", "lastName"):
        if draft.sent.values.get(name) == "":
            yield complaint(name, "length", low=1, high=100)


def _check_email(draft: Draft) -> Iterator[Complaint]:
    email = draft.get("email")
    if not email:
        if draft.get("userType") in ("STANDARD", "EXTENDED") and not draft.get("isContact"):
            yield complaint("email", "email_required")
        return
    if not draft.changes("email"):
        return
    if not _ADDRESS.fullmatch(email):
        yield complaint("email", "email_format")
    elif any(row.id != draft.row_id for row in draft.company.table("Employee").having("email", email)):
        yield complaint("email", "email_taken")


def _ask_to_confirm(transaction: Transaction, row: Row) -> None:
    """Users with access must confirm their address: a mail goes out."""
    if has_access(row) and row.get("email"):
        mail = Mail(row.get("email"), "confirm the address")
        transaction.afterwards(lambda: transaction.company.mails.append(mail))


EMPLOYEE = Kind(
    path="employee",
    schema="Employee",
    operations=operations("post", "put", "post_list"),
    right="employee",
    required={"firstName": ("null", "field"), "lastName": ("null", "field")},
    check=_check_employee,
    after_create=_ask_to_confirm,
    first_version=1,
    checksum=False,
)


def _check_employment(draft: Draft) -> Iterable[Complaint]:
    company: Company = draft.company
    employee = company.row("Employee", draft.get("employee"))
    if employee is None:
        yield complaint("employee.id", "fill")
    elif draft.creating and not employee.get("dateOfBirth"):
        yield complaint("employee.dateOfBirth", "fill")
    if company.switches.division_required and draft.creating and draft.get("division") is None:
        yield complaint("division.id", "division_required")


def _link_to_employee(transaction: Transaction, row: Row) -> None:
    employee = transaction.company.row("Employee", row.get("employee"))
    if employee is not None:
        transaction.link("Employee", employee, "employments", row.id)


EMPLOYMENT = Kind(
    path="employee/employment",
    schema="Employment",
    operations=operations("post", "put"),
    right="employee",
    required={"startDate": ("null", "field")},
    check=_check_employment,
    after_create=_link_to_employee,
    checksum=False,
)
