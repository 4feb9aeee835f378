"""The report of a week of hours as the API shows it."""

from datetime import date, datetime
from decimal import Decimal

from pydantic import Field

from samspill import messages
from samspill.api.models import Model, Reason, reason
from samspill.model.kinds import Kind
from samspill.tasks.hours_weeks import EmployeeSums, HourStanding, Line, Sums, Week


class HourSumsOut(Model):
    """Sums of hours."""

    hours: Decimal = Field(description="Ours in Tripletex.")
    others: Decimal = Field(description="Somebody else's in the same rows.")
    in_tripletex: Decimal = Field(description="Both: what those rows have in Tripletex.")
    held: Decimal = Field(description="Held back.")
    left_out: Decimal = Field(description="Kept out by a rule or a person; nobody has to act.")
    rows: int = Field(description="Rows in Tripletex.")
    corrected: int = Field(description="Of them changed after they had been sent.")
    unsent: int = Field(description="Days that changed since, and that nobody has sent.")


class EmployeeSumsOut(HourSumsOut):
    """Those of one employee."""

    employee: str = Field(description="Id in the app.")
    employee_number: str | None
    employee_name: str


class WeekLineOut(Model):
    """Hours of one employee, day, project and activity."""

    employee: str = Field(description="Id in the app.")
    employee_number: str | None
    employee_name: str
    day: date
    standing: HourStanding
    hours: Decimal = Field(description="Ours in Tripletex.")
    others: Decimal = Field(description="Somebody else's in the same row.")
    held: Decimal = Field(description="Held back.")
    left_out: Decimal = Field(description="Kept out by a rule or a person; nobody has to act.")
    first: Decimal | None = Field(description="What was sent first.")
    project: str | None = Field(description="Id in Tripletex.")
    project_name: str
    activity: str | None = Field(description="Id in Tripletex.")
    activity_name: str
    task: str | None
    tag: str | None
    sent_at: datetime | None
    reason: Reason | None = Field(description="Why it is held back or left out.")


class WeekOut(Model):
    """What a week has come to. Sums are of the whole week, `items` a page of it."""

    week: str
    total: HourSumsOut
    employees: list[EmployeeSumsOut]
    items: list[WeekLineOut]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


def week_out(week: Week, language: str, app: str) -> WeekOut:
    """With the reasons in words."""
    return WeekOut(
        week=week.week,
        total=HourSumsOut(**_sums(week.total)),
        employees=[_employee(each) for each in week.employees],
        items=[_line(each, language, app) for each in week.lines],
        next=week.following,
    )


def why(line: Line, language: str, app: str) -> Reason | None:
    """Why a line is held back, in words."""
    facts = messages.record_facts(app, Kind.HOURS, line.number, line.name, language)
    return reason(line.code, {**facts, **line.facts}, language)


def _sums(sums: Sums) -> dict[str, Decimal]:
    return {**vars(sums), "in_tripletex": sums.in_tripletex}


def _employee(each: EmployeeSums) -> EmployeeSumsOut:
    return EmployeeSumsOut.model_validate(
        {
            **_sums(each.sums),
            "employee": each.employee,
            "employee_number": each.number,
            "employee_name": each.name,
        }
    )


def _line(line: Line, language: str, app: str) -> WeekLineOut:
    return WeekLineOut(
        employee=line.employee, employee_number=line.number, employee_name=line.name, day=line.day,
        standing=line.standing, hours=line.hours, others=line.others, held=line.held,
        left_out=line.left_out, first=line.first,
        project=line.project, project_name=line.project_name, activity=line.activity,
        activity_name=line.activity_name, task=line.task, tag=line.tag, sent_at=line.sent_at,
        reason=why(line, language, app),
    )  # fmt: skip
