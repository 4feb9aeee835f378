"""Days of people put together into spans: what Svenn's filter `days` takes (contracts/svenn.openapi.yaml)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from samspill.model.hours import Day

#: A span goes on over a week-end and a holiday behind it: reading a few days more costs less than another span.
BRIDGED = timedelta(days=4)


@dataclass(frozen=True, order=True)
class Span:
    """Days of one employee that follow each other, both inclusive. In Svenn's order of entries."""

    employee: str
    first: date
    last: date

    def __str__(self) -> str:
        """As the filter takes it."""
        return f"{self.employee}_{self.first.isoformat()}_{self.last.isoformat()}"


def spans_of(days: Iterable[Day]) -> list[Span]:
    """The fewest spans that hold those days, in order."""
    spans: list[Span] = []
    for day in sorted(set(days), key=lambda each: (each.employee, each.on)):
        last = spans[-1] if spans else None
        if last is not None and last.employee == day.employee and day.on - last.last <= BRIDGED:
            spans[-1] = replace(last, last=day.on)
        else:
            spans.append(Span(day.employee, day.on, day.on))
    return spans


def from_day(spans: Sequence[Span], day: Day) -> list[Span]:
    """What of them is on that day or stands behind it."""
    behind = [span for span in spans if (span.employee, span.last) >= (day.employee, day.on)]
    return [replace(s, first=max(s.first, day.on)) if s.employee == day.employee else s for s in behind]
