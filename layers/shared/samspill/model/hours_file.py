"""Hours out of an uploaded file, before anything is known of the app: rows as somebody wrote them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

#: What a row may hold at most; nobody writes more than that about a day.
LONGEST_NAME = 255
LONGEST_COMMENT = 2000


class Unit(StrEnum):
    """How numbers in the column of hours were meant: parts of a day (0.3125 is 7.5 hours), or hours."""

    DAYS = "parts_of_a_day"
    HOURS = "hours"


class FileRow(BaseModel):
    """A row with hours. `line` is its number in the sheet. `code` is the problem of a row that cannot be read, with
    its facts; what could be read of it stands beside. `number`s are as people see them, empty when there is none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: int
    on: date | None = None
    employee_number: str = ""
    employee_name: str = ""
    project_number: str = ""
    project_name: str = ""
    task: str = ""
    tag: str = ""
    seconds: int | None = None
    comment: str = ""
    code: str | None = None
    facts: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class HoursFile:
    """What a file says. `stated` is the sum that its own sum row gives, in seconds; None without one. `unit` is None
    when no cell was a plain number."""

    sheet: str
    rows: Sequence[FileRow]
    stated: int | None = None
    unit: Unit | None = None
    columns: Mapping[str, int] = field(default_factory=dict)

    @property
    def seconds(self) -> int:
        """The sum of all rows that can be read."""
        return sum(row.seconds or 0 for row in self.rows)
