"""Hours: who may book what on which day, and what is locked (reference 8.8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.tripletex.company import Company
from sandbox.tripletex.errors import Complaint, complaint, exists, locked
from sandbox.tripletex.kinds import Draft, Kind, operations
from sandbox.tripletex.periods import is_approved, must_be_open
from sandbox.tripletex.rows import Row

# What makes an entry the only one of its kind.
KEY = ("employee", "date", "activity", "project")
# What happens to an entry elsewhere in the program; by hand it is said of the entry itself.
_ELSEWHERE = frozenset({"locked", "invoice"})


def _check(draft: Draft) -> Iterator[Complaint]:
    _must_be_open(draft)
    if draft.get("projectChargeableHours") > 24:
        yield complaint("projectChargeableHours", "over_24", "null.projectChargeableHours")
    if draft.company.switches.hours_need_comments and not draft.get("comment"):
        yield complaint("comment", "fill")
    project = draft.company.row("Project", draft.get("project"))
    if project is not None:
        yield from _check_project(draft, project)
    if not _fits(draft, project):
        yield complaint("activity.id", "activity_unusable")
    for row in draft.company.table("TimesheetEntry").having("employee", draft.get("employee")):
        if row.id != draft.row_id and all(row.get(name) == draft.get(name) for name in KEY):
            raise exists("hours_exist")


def _must_be_open(draft: Draft) -> None:
    """Raises 409/10000, which is our reading: no answer to a write of locked hours was ever seen."""
    if draft.sent.names & _ELSEWHERE:
        return
    if draft.before is not None:
        must_be_open(draft.company, draft.before)
    if is_approved(draft.company, draft.get("employee"), draft.get("date")):
        raise locked()


def _check_project(draft: Draft, project: Row) -> Iterator[Complaint]:
    if project.get("isClosed"):
        yield complaint("project.id", "project_closed")
    if draft.get("date") < project.get("startDate", ""):
        yield complaint("date", "before_project")
    if not may_book(draft.company, project, draft.get("employee")):
        yield complaint("employee.id", "not_participant")


def may_book(company: Company, project: Row, employee: int) -> bool:
    """Whether a person may register anything on a project."""
    if not (project.get("forParticipantsOnly") or company.switches.only_project_members):
        return True
    taking_part = (company.row("ProjectParticipant", each) for each in project.get("participants", ()))
    return any(each is not None and each.get("employee") == employee for each in taking_part)


def _fits(draft: Draft, project: Row | None) -> bool:
    activity = draft.company.row("Activity", draft.get("activity"))
    return activity is not None and is_usable(draft.company, activity, project, draft.get("date"))


def is_usable(company: Company, activity: Row, project: Row | None, day: str) -> bool:
    """Whether hours of a day can be booked on an activity: an internal one without project, else one that is linked
    to the project, or a general one where no link is needed."""
    kind = activity.get("activityType")
    if activity.get("isDisabled"):
        return False
    if project is None:
        return bool(kind == "GENERAL_ACTIVITY")
    links = company.table("ProjectActivity").having("project", project.id)
    if any(link.get("activity") == activity.id and _is_open(link, day) for link in links):
        return True
    needed = company.switches.only_linked_activities or project.get("generalProjectActivitiesPerProjectOnly")
    return kind == "PROJECT_GENERAL_ACTIVITY" and not needed


def _is_open(link: Row, day: str) -> bool:
    return not link.get("isClosed") and link.get("startDate", "") <= day <= (link.get("endDate") or "9999")


def _round_hours(draft: Draft) -> None:
    """Hours are kept in hundredths."""
    if "hours" in draft.values:
        draft.values["hours"] = round(draft.values["hours"], 2)


def _sum_hours(_company: Company, rows: list[Row]) -> dict[str, Any]:
    return {"sumAllHours": round(sum(row.get("hours", 0) for row in rows), 2)}


def _nothing_locks_it(company: Company, row: Row) -> list[str]:
    must_be_open(company, row)
    return []


TIMESHEET_ENTRY = Kind(
    path="timesheet/entry",
    schema="TimesheetEntry",
    operations=operations("post", "put", "delete", "post_list", "put_list"),
    right="timesheet",
    required=dict.fromkeys(("employee", "activity", "date", "hours"), ("null", "field")),
    check=_check,
    complete=_round_hours,
    in_use=_nothing_locks_it,
    totals=_sum_hours,
    zero_is_null=True,
)
WEEK = Kind(path="timesheet/week", schema="Week", operations=operations() - {"get"}, right="timesheet")
MONTH = Kind(path="timesheet/month", schema="MonthlyStatus", operations=operations() - {"list"}, right="timesheet")
