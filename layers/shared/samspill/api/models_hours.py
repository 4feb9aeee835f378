"""Runs of hours as the API takes and shows them."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from pydantic import ConfigDict, Field

from samspill import messages
from samspill.api.models import Model, Person, Reason, reason
from samspill.model.hours import Move
from samspill.model.hours_runs import Run, RunKind, RunRow, WeekSum
from samspill.model.kinds import Kind
from samspill.tasks.hours import Asked, RunState, Seen


class HoursWanted(Person):
    """Whose hours, and of which days. Without `from`: from the first day on which hours are sent (`hours.since`), at
    most a year back; without `to`: until today."""

    employee: str | None = Field(
        default=None, min_length=1, max_length=100, description="Id of the employee in the app."
    )
    first: date | None = Field(default=None, alias="from", description="First day.")
    last: date | None = Field(default=None, alias="to", description="Last day.")

    def asked(self) -> Asked:
        """As the use case takes it."""
        return Asked(self.employee, self.first, self.last)


class HoursToSend(HoursWanted):
    """Whose hours, and of which days; or those of a preview."""

    preview: str | None = Field(
        default=None, pattern="^[0-9a-f-]{1,64}$",
        description="Id of a preview: its days are sent, whatever else is asked for, and not looked for again.",
    )  # fmt: skip

    def asked(self) -> Asked:
        """As the use case takes it."""
        return replace(super().asked(), preview=self.preview)


class MoveOut(Model):
    """So many rows, and their hours."""

    move: Move
    rows: int
    hours: Decimal


class RunRowOut(Model):
    """What becomes of the hours of one employee, day, project and activity."""

    employee: str = Field(description="Id in the app.")
    employee_number: str | None
    employee_name: str
    day: date
    week: str = Field(description="ISO week, `2026-W42`.")
    move: Move
    hours: Decimal = Field(description="As they are to be in Tripletex; of `hold` those held back.")
    before: Decimal = Field(description="Ours in Tripletex before.")
    project: str | None = Field(description="Id in Tripletex.")
    project_name: str
    activity: str | None = Field(description="Id in Tripletex.")
    activity_name: str
    task: str | None
    tag: str | None
    reason: Reason | None = Field(description="Why it is held back, or what else is to be said.")
    entries: list[str] = Field(description="Ids of the entries in the app.")


class RunRowPage(Model):
    """A page of rows."""

    items: list[RunRowOut]
    next: str | None = Field(
        description="Cursor of the next page; null on the last. A page may have fewer than asked for."
    )


class WeekSumOut(Model):
    """Hours of one employee's week, by what becomes of them."""

    employee: str = Field(description="Id in the app.")
    employee_number: str | None
    employee_name: str
    week: str = Field(description="ISO week, `2026-W42`.")
    before: Decimal = Field(description="Ours in Tripletex before.")
    moves: list[MoveOut]


class WeekSumPage(Model):
    """A page of sums."""

    items: list[WeekSumOut]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


class RunOut(Model):
    """A preview, or hours that were sent, and how far it is."""

    model_config = ConfigDict(populate_by_name=True)

    id: str
    kind: RunKind
    state: RunState = Field(description="`stopped`: the connection does not run, so nothing goes on until it does.")
    by: str
    employee: str | None
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    created_at: datetime
    finished_at: datetime | None = Field(
        description="When its days were all foreseen, or all put in line to be sent."
    )
    days: int = Field(description="Days of employees that it has found; final once `listed`.")
    listed: bool = Field(description="Whether all days of the period have been looked for.")
    sent: int = Field(description="Of a run that sends: days that are through.")
    held: int = Field(description="Of a run that sends: days that hold something back.")
    waiting: int = Field(description="Of a run that sends: days that were not worked on yet.")
    moves: list[MoveOut] = Field(description="Of a preview: what would happen, as far as it has been foreseen.")
    sums: WeekSumPage | None = Field(description="Of a finished preview: the first page of its sums.")
    rows: RunRowPage | None = Field(description="Of a finished preview: the first page of its rows.")


def run_out(seen: Seen, first_rows: RunRowPage | None, first_sums: WeekSumPage | None) -> RunOut:
    """The run as it is now."""
    run = seen.run
    return RunOut(
        id=run.id, kind=run.kind, state=seen.state, by=run.by, employee=run.employee, first=run.first, last=run.last,
        created_at=run.created_at, finished_at=run.finished_at, days=run.days, listed=run.unlisted is None,
        sent=run.sent, held=run.held, waiting=seen.waiting, moves=_moves(run), sums=first_sums, rows=first_rows,
    )  # fmt: skip


def row_out(row: RunRow, language: str, app: str) -> RunRowOut:
    """The row with its reason in words."""
    facts = {**messages.record_facts(app, Kind.HOURS, row.number, row.name, language), **row.facts}
    return RunRowOut(
        employee=row.day.employee, employee_number=row.number, employee_name=row.name, day=row.day.on,
        week=row.day.week, move=row.move, hours=row.hours, before=row.before, project=row.project,
        project_name=row.project_name, activity=row.activity, activity_name=row.activity_name, task=row.task,
        tag=row.tag, reason=reason(row.code, facts, language), entries=list(row.entries),
    )  # fmt: skip


def sum_out(one: WeekSum) -> WeekSumOut:
    """The sums of a week."""
    return WeekSumOut(
        employee=one.employee, employee_number=one.number, employee_name=one.name, week=one.week, before=one.before,
        moves=_moves(one),
    )  # fmt: skip


def _moves(of: Run | WeekSum) -> list[MoveOut]:
    return [
        MoveOut(move=move, rows=of.lines[move], hours=of.hours.get(move, Decimal(0)))
        for move in Move
        if move in of.lines
    ]
