"""Rows, activities and projects of Tripletex as hours know them, and the bodies that rows are written with."""

from decimal import Decimal
from typing import Any

from samspill.model.hours import HUNDREDTH, Activity, ActivityType, ProjectSheet, RowKey, SheetRow, Stated
from samspill.systems.tripletex import timesheet_wire as wire

NOTHING = Decimal(0)


def row(entry: wire.Entry) -> SheetRow:
    """A row as it stands. Hours are kept in hundredths there, too."""
    key = RowKey(
        employee=str(entry.employee.id),
        on=entry.date,
        project=str(entry.project.id) if entry.project is not None else None,
        activity=str(entry.activity.id),
    )
    return SheetRow(
        id=str(entry.id),
        version=entry.version,
        key=key,
        hours=(entry.hours or NOTHING).quantize(HUNDREDTH),
        comment=entry.comment or "",
        locked=bool(entry.locked),
        chargeable=entry.project_chargeable_hours,
    )


def new_body(key: RowKey, wanted: Stated) -> dict[str, Any]:
    """A row that is to be made."""
    body: dict[str, Any] = {
        "employee": {"id": int(key.employee)},
        "activity": {"id": int(key.activity)},
        "date": key.on.isoformat(),
        "hours": wanted.hours,
        "comment": wanted.comment,
    }
    return body | ({"project": {"id": int(key.project)}} if key.project is not None else {})


def changed_body(before: SheetRow, wanted: Stated) -> dict[str, Any]:
    """Other hours and another comment. The rest is sent as it stands: what a PUT does not name, or names as 0, may be
    nulled (the vendor's own note can be read both ways)."""
    body = {"id": int(before.id), **new_body(before.key, wanted)}
    if before.version is not None:
        body["version"] = before.version
    if before.chargeable:
        all_of_them = before.chargeable == before.hours
        body["projectChargeableHours"] = wanted.hours if all_of_them else before.chargeable
    return body


def activity(found: wire.Activity) -> Activity:
    """An activity; one whose type nobody knows is of no use on projects."""
    try:
        kind = ActivityType(found.activity_type or "")
    except ValueError:
        kind = ActivityType.TASK
    return Activity(
        id=str(found.id), name=found.name or "", number=found.number or "", type=kind,
        disabled=bool(found.is_disabled),
    )  # fmt: skip


def sheet(project: wire.ProjectSheet, company: wire.ProjectSettings) -> ProjectSheet:
    """A project under what its company demands of all of them. An account that does not say whether activities must
    be linked is one where they must: a link too many does no harm."""
    links = [link.activity for link in project.project_activities if link.activity is not None and not link.is_closed]
    linked = [activity(each) for each in links]
    limited = project.for_participants_only or company.only_project_members_can_register_info
    people = frozenset(str(each.employee.id) for each in project.participants if each.employee is not None)
    free = (
        company.only_project_activities_timesheet_registration is False
        and project.general_project_activities_per_project_only is False
    )
    return ProjectSheet(
        id=str(project.id),
        number=project.number or "",
        name=project.name or "",
        start=project.start_date,
        closed=bool(project.is_closed),
        activities={each.id: each for each in linked if not each.disabled},
        participants=people if limited else None,
        linked_only=not free,
    )
