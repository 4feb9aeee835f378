"""What Tripletex sends about hours, as far as we read it, and the fields that are asked for (reference/tripletex.md
8.4, 8.5, 8.8)."""

from datetime import date
from decimal import Decimal
from typing import TypeVar

from pydantic import Field

from samspill.systems.tripletex.wire import Day, Entity, Ref, Wire

W = TypeVar("W", bound=Wire)

ENTRY_FIELDS = "id,version,employee(id),project(id),activity(id),date,hours,comment,projectChargeableHours,locked"
_ACTIVITY = "id,name,number,activityType,isDisabled"
ACTIVITY_FIELDS = _ACTIVITY
PROJECT_FIELDS = (
    "id,number,name,startDate,isClosed,forParticipantsOnly,generalProjectActivitiesPerProjectOnly,"
    f"participants(employee(id)),projectActivities(isClosed,activity({_ACTIVITY}))"
)
PROJECT_SETTINGS_FIELDS = "onlyProjectMembersCanRegisterInfo,onlyProjectActivitiesTimesheetRegistration"
SETTINGS_FIELDS = "defaultProjectActivity(id)"
WEEK_FIELDS = "id,employee(id),year,week,approved"
MONTH_FIELDS = "id,employee(id),monthYear,approved,approvedUntilDate"


class Entry(Entity):
    """A row of the timesheet; sub-objects of answers to writes hold their ids too."""

    employee: Ref
    project: Ref | None = None
    activity: Ref
    date: date
    hours: Decimal | None = None
    comment: str | None = None
    project_chargeable_hours: Decimal | None = None
    locked: bool | None = None


class Activity(Entity):
    """An activity; only the id when it was not expanded."""

    name: str | None = None
    number: str | None = None
    activity_type: str | None = None
    is_disabled: bool | None = None


class LinkedActivity(Wire):
    """An activity's link to a project."""

    activity: Activity | None = None
    is_closed: bool | None = None


class Participant(Wire):
    """Who takes part in a project."""

    employee: Ref | None = None


class ProjectSheet(Entity):
    """What of a project decides who may book on it."""

    number: str | None = None
    name: str | None = None
    start_date: Day = None
    is_closed: bool | None = None
    for_participants_only: bool | None = None
    general_project_activities_per_project_only: bool | None = None
    participants: list[Participant] = Field(default_factory=list)
    project_activities: list[LinkedActivity] = Field(default_factory=list)


class ProjectSettings(Wire):
    """What the company demands of all projects."""

    only_project_members_can_register_info: bool | None = None
    only_project_activities_timesheet_registration: bool | None = None


class Settings(Wire):
    """What the company chose for the timesheet."""

    default_project_activity: Ref | None = None


class Week(Entity):
    """A week of somebody's timesheet."""

    employee: Ref
    year: int | None = None
    week: int | None = None
    approved: bool | None = None


class Month(Entity):
    """A month of somebody's timesheet."""

    employee: Ref
    month_year: str | None = None
    approved: bool | None = None
    approved_until_date: Day = None
