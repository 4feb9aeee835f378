"""When an invoice falls due: a count and what is counted, as one value, so that never half of it crosses."""

from dataclasses import dataclass
from enum import StrEnum


class DueUnit(StrEnum):
    """What is counted. `day_of_month`: due on that day of a month, 31 is the last one."""

    DAYS = "days"
    MONTHS = "months"
    DAY_OF_MONTH = "day_of_month"


@dataclass(frozen=True)
class Due:
    """As a record's `payment_due` holds it: "14 days"."""

    count: int
    unit: DueUnit

    def __str__(self) -> str:
        return f"{self.count} {self.unit}"

    @classmethod
    def parse(cls, text: str) -> "Due":
        """The reverse of `str`. Raises ValueError."""
        count, _, unit = text.strip().partition(" ")
        if not (count.isascii() and count.isdecimal()):
            raise ValueError(text)
        return cls(int(count), DueUnit(unit.strip()))
