"""Why hours do not cross now, and what a line that is held is called."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from samspill.model.changes import RecordKey
from samspill.model.hours import Day, RowKey, Slot
from samspill.model.kinds import Kind, Side

#: A person wants these hours kept out.
LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Held:
    """Somebody has to act, or, where the code is a note, nobody. With `parent` it may go once that is linked."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    parent: RecordKey | None = None
    technical: str = ""


@dataclass(frozen=True)
class Waits:
    """It goes by itself: once an earlier attempt is over (`until`, UTC), or another day has been worked on."""

    until: datetime
    day: Day | None = None


Stop = Held | Waits


def line_key(day: Day, line: str) -> RecordKey:
    """A line of a day as problems and decisions know it."""
    return RecordKey(kind=Kind.HOURS, side=Side.APP, id=f"{day}|{line}")


def day_key(day: Day) -> RecordKey:
    """A day as the inbox knows it."""
    return RecordKey(kind=Kind.HOURS, side=Side.APP, id=str(day))


def row_line(key: RowKey) -> str:
    """The line of a row of the timesheet: another one once its person is linked with somebody else."""
    return f"r-{_short(key.employee, key.project or '', key.activity)}"


def slot_line(slot: Slot) -> str:
    """The line of hours of which nobody knows yet which row they belong to."""
    return f"s-{_short(slot.project or '', slot.task or '', slot.tag or '')}"


def plain(hours: Decimal) -> str:
    """Hours as texts show them: without zeros that mean nothing."""
    text = format(hours, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def _short(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:10]
