"""Who takes part in a project, and which activities are linked to it (reference 8.4, 8.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sandbox.tripletex.company import Company
from sandbox.tripletex.errors import Complaint, complaint
from sandbox.tripletex.kinds import Draft, Kind, operations
from sandbox.tripletex.rows import Row
from sandbox.tripletex.transaction import Transaction


def _check_participant(draft: Draft) -> Iterator[Complaint]:
    for name in ("project", "employee"):
        if draft.get(name) is None:
            yield complaint(f"{name}.id", "fill")
    project = draft.company.row("Project", draft.get("project"))
    if project is not None and draft.creating and _takes_part(draft.company, project, draft.get("employee")):
        yield complaint("employee", "exists_already")


def _takes_part(company: Company, project: Row, employee: int) -> bool:
    parts = (company.row("ProjectParticipant", each) for each in project.get("participants", ()))
    return any(each is not None and each.get("employee") == employee for each in parts)


def _check_link(draft: Draft) -> Iterator[Complaint]:
    if draft.get("project") is None:
        yield complaint("project.id", "fill")
    activity = draft.company.row("Activity", draft.get("activity"))
    if activity is None or not activity.get("activityType").startswith("PROJECT_"):
        yield complaint("activity", "project_activity_needed")
    elif draft.creating and any(
        row.get("activity") == activity.id
        for row in draft.company.table("ProjectActivity").having("project", draft.get("project"))
    ):
        yield complaint("activity", "exists_already")


def _joins(field: str) -> Callable[[Transaction, Row], None]:
    def join(transaction: Transaction, row: Row) -> None:
        project = transaction.company.row("Project", row.get("project"))
        if project is not None:
            transaction.link("Project", project, field, row.id)

    return join


def _leaves(field: str) -> Callable[[Transaction, Row], None]:
    def leave(transaction: Transaction, row: Row) -> None:
        project = transaction.company.row("Project", row.get("project"))
        if project is not None:
            rest = tuple(each for each in project.get(field, ()) if each != row.id)
            transaction.revise("Project", project, {**project.values, field: rest}, project.version)

    return leave


PROJECT_PARTICIPANT = Kind(
    path="project/participant",
    schema="ProjectParticipant",
    operations=operations("post", "put", "post_list", "delete_list") - {"list"},
    right="project",
    check=_check_participant,
    after_create=_joins("participants"),
    after_delete=_leaves("participants"),
)


def _hours_on_it(company: Company, row: Row) -> list[str]:
    hours = company.table("TimesheetEntry").having("project", row.get("project"))
    return ["hours_registered"] if any(each.get("activity") == row.get("activity") for each in hours) else []


PROJECT_ACTIVITY = Kind(
    path="project/projectActivity",
    schema="ProjectActivity",
    operations=operations("post", "delete", "delete_list") - {"list"},
    right="project",
    check=_check_link,
    in_use=_hours_on_it,
    after_create=_joins("projectActivities"),
    after_delete=_leaves("projectActivities"),
)
