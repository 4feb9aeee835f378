"""What a week has come to: hours sent, corrected and held back, with sums that can be compared to Tripletex."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from samspill.composition import App
from samspill.exceptions import NotFound
from samspill.model.connection import Connection
from samspill.model.hours import DayLedger, LedgerRow
from samspill.model.problems import CATALOGUE
from samspill.store.opaque import decode_cursor, encode_cursor
from samspill.tasks.refusals import Invalid


class HourStanding(StrEnum):
    """What has become of hours. `corrected` were changed after they had been sent; of those `under_way` nobody knows
    yet whether Tripletex has them. `theirs`: a person let what stands in Tripletex stand in the place of
    ours. `left_out`: a rule or a person keeps them out, and nobody has to act."""

    SENT = "sent"
    CORRECTED = "corrected"
    UNDER_WAY = "under_way"
    THEIRS = "theirs"
    HELD = "held"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Line:
    """Hours of one employee, day, project and activity. `hours` are ours in Tripletex, `others` somebody else's in
    the same row, `held` what is held back. `first` is what was sent first. Ids are Tripletex', but the employee's."""

    employee: str
    number: str | None
    name: str
    day: date
    standing: HourStanding
    hours: Decimal = Decimal(0)
    others: Decimal = Decimal(0)
    held: Decimal = Decimal(0)
    left_out: Decimal = Decimal(0)
    first: Decimal | None = None
    project: str | None = None
    project_name: str = ""
    activity: str | None = None
    activity_name: str = ""
    task: str | None = None
    tag: str | None = None
    sent_at: datetime | None = None
    code: str | None = None
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sums:
    """Of an employee, or of all. `in_tripletex` is what the rows have there, others' hours included; `unsent` days
    changed since they were sent."""

    hours: Decimal = Decimal(0)
    others: Decimal = Decimal(0)
    held: Decimal = Decimal(0)
    left_out: Decimal = Decimal(0)
    rows: int = 0
    corrected: int = 0
    unsent: int = 0

    @property
    def in_tripletex(self) -> Decimal:
        """What a clerk sees there in those rows."""
        return self.hours + self.others

    def with_day(self, lines: Iterable[Line], *, unsent: bool) -> "Sums":
        """The sums with a day more."""
        listed = list(lines)
        return Sums(
            hours=self.hours + sum((line.hours for line in listed), Decimal(0)),
            others=self.others + sum((line.others for line in listed), Decimal(0)),
            held=self.held + sum((line.held for line in listed), Decimal(0)),
            left_out=self.left_out + sum((line.left_out for line in listed), Decimal(0)),
            rows=self.rows + sum(line.activity is not None for line in listed),
            corrected=self.corrected + sum(line.standing is HourStanding.CORRECTED for line in listed),
            unsent=self.unsent + unsent,
        )


@dataclass(frozen=True)
class EmployeeSums:
    """Those of one employee; `employee` is the app's id."""

    employee: str
    number: str | None
    name: str
    sums: Sums


@dataclass(frozen=True)
class Week:
    """A week, or what of it is one employee's. `lines` are a page of it, and `following` the cursor of the next."""

    week: str
    total: Sums
    employees: tuple[EmployeeSums, ...]
    lines: tuple[Line, ...]
    following: str | None


def report(
    app: App, connection: Connection, week: str, employee: str | None, limit: int | None, cursor: str | None
) -> Week:  # fmt: skip
    """What the ledger has of an ISO week, by employee and day; without `limit` all lines. Raises NotFound for a week
    that no year has, Invalid(invalid_cursor)."""
    _check(week)
    start = _position(cursor, week)
    total, employees, lines = Sums(), dict[str, EmployeeSums](), list[Line]()
    count = 0
    for ledger in app.stores(connection.id).hours.week(week, employee):
        found = list(lines_of(ledger))
        total = total.with_day(found, unsent=ledger.touched)
        before = employees.get(ledger.day.employee)
        sums = (before.sums if before else Sums()).with_day(found, unsent=ledger.touched)
        employees[ledger.day.employee] = EmployeeSums(
            ledger.day.employee, ledger.employee_number, ledger.employee_name, sums
        )
        wanted = found[max(0, start - count) :]
        count += len(found)
        lines += wanted if limit is None else wanted[: limit - len(lines)]
    shown = start + len(lines)
    following = encode_cursor(f"{week}.{shown}") if shown < count else None
    return Week(week, total, tuple(employees.values()), tuple(lines), following)


def lines_of(ledger: DayLedger) -> Iterator[Line]:
    """Rows in Tripletex, then what is held."""
    day, number, name = ledger.day, ledger.employee_number, ledger.employee_name
    for row in ledger.rows:
        stands = row.base.hours if row.base is not None else Decimal(0)
        hours = row.ours if row.theirs is None else Decimal(0)
        project, activity = row.key.project, row.key.activity
        yield Line(
            day.employee, number, name, day.on, _standing(row), hours=hours, others=stands - hours, first=row.first,
            project=project, project_name=ledger.names.get(project or "", ""), activity=activity,
            activity_name=ledger.names.get(activity, ""), sent_at=row.sent_at,
        )  # fmt: skip
    for held in ledger.held:
        note = CATALOGUE[held.code].note
        yield Line(
            day.employee, number, name, day.on, HourStanding.LEFT_OUT if note else HourStanding.HELD,
            held=Decimal(0) if note else held.hours, left_out=held.hours if note else Decimal(0), task=held.slot.task,
            tag=held.slot.tag, code=held.code, facts=dict(held.facts),
        )  # fmt: skip


def _standing(row: LedgerRow) -> HourStanding:
    if row.theirs is not None:
        return HourStanding.THEIRS
    if row.intent is not None or row.base is None:
        return HourStanding.UNDER_WAY
    return HourStanding.CORRECTED if row.corrections else HourStanding.SENT


def _check(week: str) -> None:
    year, _, number = week.partition("-W")
    try:
        date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        raise NotFound(f"week {week}") from None


def _position(cursor: str | None, week: str) -> int:
    if cursor is None:
        return 0
    try:
        return max(0, int(decode_cursor(cursor, f"{week}.").rpartition(".")[2]))
    except ValueError:
        raise Invalid("invalid_cursor", "cursor") from None
