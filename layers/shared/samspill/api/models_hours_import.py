"""Imports of hours as the API takes and shows them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from samspill import messages
from samspill.api.models import Model, Person, Reason, reason
from samspill.model.hours import Move
from samspill.model.hours_file import FileRow, Unit
from samspill.model.hours_imports import Candidate, HoursImport, ImportState, JudgedRow, UnknownPerson
from samspill.model.kinds import Kind

_HOUR = 60 * 60
_HUNDREDTH = Decimal("0.01")

Name = Annotated[str, Field(min_length=1, max_length=255)]
EmployeeId = Annotated[str, Field(min_length=1, max_length=100)]


class PeopleNamed(Person):
    """Who is meant, by the names that `people` of the import asks about."""

    people: dict[Name, EmployeeId | None] = Field(
        min_length=1, max_length=500,
        description="Name in the file -> id of the employee in the app, which is remembered for later files; null "
        "leaves the person's rows out of this file.",
    )  # fmt: skip


class Confirmation(Person):
    """That the hours of the file are approved."""

    approved: Literal[True] = Field(description="Whoever confirms says with it that these hours are approved.")


class CandidateOut(Model):
    """An employee of the app who may be meant."""

    id: str
    number: str | None
    name: str


class UnknownPersonOut(Model):
    """Somebody in the file of whom nobody has said who they are."""

    name: str = Field(description="What to answer with; the number where the file has no name.")
    number: str | None = Field(
        description="*Ansatt ID* of the file: nobody's in the app, or clearly somebody else's."
    )
    rows: int
    hours: Decimal
    candidates: list[CandidateOut]


class HoursImportOut(Model):
    """An uploaded file. `looking`: what it would do is being foreseen. `people`: somebody must be named first.
    `refused`: rows stand in its way. `ready`: it can be confirmed. `confirmed`: its hours are taken over."""

    id: str
    state: ImportState
    by: str
    created_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None
    sheet: str = Field(description="Name of the sheet that was read.")
    unit: Unit | None = Field(description="How plain numbers in the column of hours were read; null without any.")
    first: date | None
    last: date | None
    rows: int
    hours: Decimal = Field(description="Sum of all rows that can be read.")
    sum_row: Decimal | None = Field(description="What the file's own sum row says; null without one.")
    sum_differs: bool = Field(description="Whether the file's own sum is another, by a minute or more.")
    days: int = Field(description="Days of employees that the file speaks of.")
    unreadable: int = Field(description="Rows that cannot be read. They stand in the way.")
    from_app: int | None = Field(description="Rows with hours that the app has sent itself. They stand in the way.")
    left_out: int = Field(description="Rows whose hours go nowhere: unknown projects, people who are left out.")
    people: list[UnknownPersonOut] = Field(description="Who has to be named before it goes on.")
    preview: str | None = Field(description="The run that shows what becomes of the hours (`hours/runs/{id}`).")
    run: str | None = Field(description="Once confirmed: the run that sends them.")


class HoursImportRowOut(Model):
    """A row of the file and its fate."""

    line: int = Field(description="Number of the row in the sheet.")
    day: date | None
    employee_number: str | None
    employee_name: str
    project_number: str | None
    project_name: str
    task: str | None
    tag: str | None
    hours: Decimal | None = Field(description="Null when it cannot be read.")
    employee: str | None = Field(description="Id in the app of whose hours they are.")
    blocks: bool = Field(description="Whether the file cannot be confirmed while it is so.")
    move: Move | None = Field(
        description="What would become of the hours that it is a part of; null where nothing would, or it is not "
        "foreseen yet."
    )
    reason: Reason | None = Field(description="Why it goes nowhere, or is held back.")


class HoursImportRowPage(Model):
    """A page of rows."""

    items: list[HoursImportRowOut]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


def import_out(found: HoursImport) -> HoursImportOut:
    """The import as it is now."""
    return HoursImportOut(
        id=found.id, state=found.state, by=found.by, created_at=found.created_at, confirmed_by=found.confirmed_by,
        confirmed_at=found.confirmed_at, sheet=found.sheet, unit=found.unit, first=found.first, last=found.last,
        rows=found.rows, hours=_hours(found.seconds),
        sum_row=None if found.stated is None else _hours(found.stated),
        sum_differs=found.stated is not None and abs(found.stated - found.seconds) >= 60,
        days=found.days, unreadable=found.unreadable, from_app=found.conflicts, left_out=found.left_out,
        people=[_person_out(each) for each in found.unknown],
        preview=found.look if found.looked else None, run=found.booking,
    )  # fmt: skip


def row_out(judged: JudgedRow, language: str, app: str) -> HoursImportRowOut:
    """The row with its reason in words."""
    row = judged.was.row
    return HoursImportRowOut(
        line=row.line, day=row.on, employee_number=row.employee_number or None, employee_name=row.employee_name,
        project_number=row.project_number or None, project_name=row.project_name, task=row.task or None,
        tag=row.tag or None, hours=None if row.seconds is None else _hours(row.seconds),
        employee=judged.was.day.employee if judged.was.day else None, blocks=judged.blocks, move=judged.move,
        reason=reason(judged.code, {**_facts(row, app, language), **judged.facts}, language),
    )  # fmt: skip


def _facts(row: FileRow, app: str, language: str) -> dict[str, object]:
    return messages.record_facts(app, Kind.HOURS, row.employee_number or None, row.employee_name, language)


def _person_out(person: UnknownPerson) -> UnknownPersonOut:
    return UnknownPersonOut(
        name=person.name, number=person.number or None, rows=person.rows, hours=_hours(person.seconds),
        candidates=[_candidate_out(each) for each in person.candidates],
    )  # fmt: skip


def _candidate_out(candidate: Candidate) -> CandidateOut:
    return CandidateOut(id=candidate.id, number=candidate.number, name=candidate.name)


def _hours(seconds: int) -> Decimal:
    return (Decimal(seconds) / _HOUR).quantize(_HUNDREDTH)
