"""Weeks and months of the timesheet: which days of a person are approved, and what that locks."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Any, Literal

from sandbox.tripletex.company import Company
from sandbox.tripletex.errors import locked
from sandbox.tripletex.rows import Row
from sandbox.tripletex.transaction import Transaction

Action = Literal["complete", "approve", "reopen", "unapprove"]
_WEEK_FORMS = {"2026-W42": re.compile(r"(\d{4})-W(\d{2})"), "2026-42": re.compile(r"(\d{4})-(\d{1,2})")}
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def week_in(text: str, form: str) -> tuple[int, int] | None:
    """Year and week of a text, None when it has another form."""
    found = _WEEK_FORMS[form].fullmatch(text) if form in _WEEK_FORMS else None
    if found is None or not 1 <= int(found[2]) <= 53:
        return None
    return int(found[1]), int(found[2])


def is_month(text: str) -> bool:
    """Whether the text is a month, `2026-01`."""
    return _MONTH.fullmatch(text) is not None


def week_of(company: Company, employee: int, year: int, week: int) -> Row | None:
    """The person's week, once somebody completed or approved it."""
    weeks = company.table("Week").having("employee", employee)
    return next((row for row in weeks if (row.get("year"), row.get("week")) == (year, week)), None)


def month_of(company: Company, employee: int, month: str) -> Row | None:
    """The person's month, once somebody completed or approved it."""
    months = company.table("MonthlyStatus").having("employee", employee)
    return next((row for row in months if row.get("monthYear") == month), None)


def is_approved(company: Company, employee: int, day: str) -> bool:
    """Whether the week or the month of a day is approved: its hours can be changed no more."""
    year, week, _ = date.fromisoformat(day).isocalendar()
    of_week, of_month = week_of(company, employee, year, week), month_of(company, employee, day[:7])
    if of_week is not None and of_week.get("approved"):
        return True
    return of_month is not None and bool(of_month.get("approved")) and day <= of_month.get("approvedUntilDate", day)


def is_locked(company: Company, row: Row) -> bool:
    """Whether an entry can be changed no more: approved, invoiced, or paid, which is said of the row itself."""
    if row.get("locked") or row.get("invoice"):
        return True
    return is_approved(company, row.get("employee"), row.get("date"))


def must_be_open(company: Company, row: Row) -> None:
    """Raises 409/10000 for an entry that is locked."""
    if is_locked(company, row):
        raise locked()


def set_week(transaction: Transaction, action: Action, employee: int, year: int, week: int) -> Row:
    """Complete, approve, or take that back, for one person."""
    found = week_of(transaction.company, employee, year, week)
    row = found or transaction.insert("Week", {"employee": employee, "year": year, "week": week})
    return _set(transaction, "Week", row, action, {})


def set_month(transaction: Transaction, action: Action, employee: int, month: str, until: str = "") -> Row:
    """The same for a month; an approval may hold until a day of it only."""
    found = month_of(transaction.company, employee, month)
    row = found or transaction.insert("MonthlyStatus", {"employee": employee, "monthYear": month})
    year, number = map(int, month.split("-"))
    last = f"{month}-{calendar.monthrange(year, number)[1]:02}"
    return _set(transaction, "MonthlyStatus", row, action, {"approvedUntilDate": until or last})


def set_row(transaction: Transaction, schema: str, row: Row, action: Action) -> Row:
    """The same for a week or month that is known by its id."""
    if schema == "Week":
        return set_week(transaction, action, row.get("employee"), row.get("year"), row.get("week"))
    return set_month(transaction, action, row.get("employee"), row.get("monthYear"))


def entries_in(company: Company, row: Row) -> tuple[int, ...]:
    """Ids of the entries of a week or a month."""
    month = row.get("monthYear")
    entries = company.table("TimesheetEntry").having("employee", row.get("employee"))
    return tuple(
        each.id
        for each in entries
        if (each.get("date")[:7] == month if month else _week(each.get("date")) == (row.get("year"), row.get("week")))
    )


def _week(day: str) -> tuple[int, int]:
    return date.fromisoformat(day).isocalendar()[:2]


_APPROVAL = ("approved", "approvedBy", "approvedDate", "approvedUntilDate")


def _set(transaction: Transaction, schema: str, row: Row, action: Action, more: dict[str, Any]) -> Row:
    values = dict(row.values)
    if action == "complete":
        values["completed"] = True
    elif action == "reopen":
        values.pop("completed", None)
    elif action == "unapprove":
        values = {name: value for name, value in values.items() if name not in _APPROVAL}
    else:
        today = transaction.company.now().date().isoformat()
        values |= {"approved": True, "approvedDate": today, **more}
        values |= {"approvedBy": transaction.employee_id} if transaction.employee_id else {}
    transaction.update(schema, row, values)
    return row
