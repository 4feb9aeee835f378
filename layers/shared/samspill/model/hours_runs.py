"""Runs: hours of many days looked at, or sent, because a person asked for it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

from samspill.model.changes import Priority
from samspill.model.hours import Day, Move

_N = TypeVar("_N", int, Decimal)


class RunKind(StrEnum):
    """What a run does with its days: show what sending would do, send; show what a file would do, take it over."""

    PREVIEW = "preview"
    SEND = "send"
    IMPORT = "import"
    FILE = "file"


class Run(BaseModel):
    """A run, and how far it is. First its days are listed: `unlisted` is the first day of the period that was not
    asked for yet, None once all are; so many as `window` days are asked for at a time. Then they are worked on chunk
    by chunk: `worked` of `chunks`. A run that sends is worked on once its days wait to be sent; of its chunks
    `settled` were seen to be through, with `sent` days and `held` days that hold something. `about` is what else it
    is for: the import whose hours are shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: RunKind
    by: str
    first: date
    last: date
    employee: str | None = None
    about: str | None = None
    priority: Priority = Priority.PERSON
    created_at: datetime
    finished_at: datetime | None = None
    unlisted: date | None
    window: int = Field(default=31, ge=1)
    chunks: int = 0
    worked: int = 0
    days: int = 0
    lines: dict[Move, int] = Field(default_factory=dict)
    hours: dict[Move, Decimal] = Field(default_factory=dict)
    settled: int = 0
    sent: int = 0
    held: int = 0

    @property
    def sends(self) -> bool:
        """Whether its days wait in the inbox then, instead of being foreseen."""
        return self.kind in (RunKind.SEND, RunKind.FILE)

    @property
    def finished(self) -> bool:
        """Whether all its days were worked on."""
        return self.unlisted is None and self.worked == self.chunks


class RunRow(BaseModel):
    """What becomes of the hours of one employee, day, project and activity. `hours` are ours as they are to be, or
    those held back; `before` ours as they stand. Ids of projects and activities are Tripletex' own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: Day
    number: str | None
    name: str
    line: str
    move: Move
    hours: Decimal
    before: Decimal = Decimal(0)
    project: str | None = None
    project_name: str = ""
    activity: str | None = None
    activity_name: str = ""
    task: str | None = None
    tag: str | None = None
    code: str | None = None
    facts: dict[str, str] = Field(default_factory=dict)
    entries: tuple[str, ...] = ()


class WeekSum(BaseModel):
    """Hours of one employee's ISO week, by what becomes of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    employee: str
    number: str | None
    name: str
    week: str
    lines: dict[Move, int] = Field(default_factory=dict)
    hours: dict[Move, Decimal] = Field(default_factory=dict)
    before: Decimal = Decimal(0)

    def plus(self, other: "WeekSum") -> "WeekSum":
        """Both together; names are those of the later one."""
        return other.model_copy(
            update={
                "lines": _added(self.lines, other.lines, 0),
                "hours": _added(self.hours, other.hours, Decimal(0)),
                "before": self.before + other.before,
            }
        )


def sums_of(rows: Iterable[RunRow]) -> list[WeekSum]:
    """Sums per employee and week, in the order in which they first come up."""
    found: dict[tuple[str, str], WeekSum] = {}
    for row in rows:
        one = WeekSum(
            employee=row.day.employee, number=row.number, name=row.name, week=row.day.week,
            lines={row.move: 1}, hours={row.move: row.hours}, before=row.before,
        )  # fmt: skip
        key = (one.employee, one.week)
        found[key] = found[key].plus(one) if key in found else one
    return list(found.values())


def merged(sums: Iterable[WeekSum]) -> list[WeekSum]:
    """One sum for each employee and week, by name, employee and week."""
    found: dict[tuple[str, str], WeekSum] = {}
    for one in sums:
        key = (one.employee, one.week)
        found[key] = found[key].plus(one) if key in found else one
    return sorted(found.values(), key=lambda one: (one.name.casefold(), one.employee, one.week))


def with_sums(run: Run, sums: Iterable[WeekSum]) -> Run:
    """The run with those hours counted."""
    lines, hours = dict(run.lines), dict(run.hours)
    for one in sums:
        lines, hours = _added(lines, one.lines, 0), _added(hours, one.hours, Decimal(0))
    return run.model_copy(update={"lines": lines, "hours": hours})


def _added(one: Mapping[Move, _N], other: Mapping[Move, _N], zero: _N) -> dict[Move, _N]:
    return {move: one.get(move, zero) + other.get(move, zero) for move in Move if move in one or move in other}
