"""Hours as craftsmen enter them, in the form that the Svenn sandbox is seeded with: a week to be looked at, and as
many as one likes to be measured with."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

Row = dict[str, object]

#: What is done on projects, and what beside them. An activity of Tripletex has the same name.
TASKS = ("Rørlegging", "Montering", "Service", "Riving", "Graving", "Isolering")
TAGS = ("Kurs", "Lager", "Verksted")
MINUTE = 60
#: What a working day has, in minutes.
WORKING_DAY = 450
#: Minutes that a clock is read in.
STEP = 5
COMMENTS = ("", "", "", "Bad i 2. etasje", "Ventet på materialer", "Ferdig", "Reklamasjon", "Avtalt med byggherren")


@dataclass(frozen=True)
class Week:
    """A week of three people, by employee number, and what can be seen in it."""

    entries: tuple[Row, ...]
    #: Whose week goes over as it is, but for what was not approved.
    open: tuple[str, str]
    #: Whose week is to be approved in Tripletex before it is sent, so that it is held.
    closed: str


def make_week(monday: date, people: Sequence[str], projects: Sequence[str]) -> Week:
    """The week of `monday` of the first three of `people` on the first two of `projects` (numbers). In it are: two
    entries that become one row, thirds of an hour, hours without task, a course beside all projects, a clock that
    still runs, and a Friday that nobody has approved. Raises ValueError with too few people or projects."""
    if len(people) < 3 or len(projects) < 2:
        raise ValueError("a week takes three people and two projects")
    one, two = projects[:2]
    kari, ola, per = people[:3]
    rows = [
        *(_entry(kari, monday, day, 450, one, "Rørlegging") for day in (0, 1)),
        _entry(kari, monday, 2, 140, one, "Rørlegging", comment="Bad i 2. etasje"),
        _entry(kari, monday, 2, 100, one, "Rørlegging", comment="Kjøkken"),
        _entry(kari, monday, 2, 210, two, "Montering"),
        _entry(kari, monday, 3, 450, two, "Montering"),
        _entry(kari, monday, 4, 430, two, "Montering"),
        _entry(kari, monday, 4, 0, two, "Montering", comment="Klokken går"),
        _entry(ola, monday, 0, 450, None, tag="Kurs", comment="Våtromskurs"),
        *(_entry(ola, monday, day, 450, one, comment="Uten oppgave") for day in (1, 2)),
        _entry(ola, monday, 3, 480, two, "Montering"),
        _entry(ola, monday, 4, 450, two, "Montering", approved=False),
        *(_entry(per, monday, day, 450, two, "Rørlegging") for day in (0, 1, 2)),
    ]
    return Week(tuple(rows), open=(kari, ola), closed=per)


def make_hours(
    *, people: Sequence[str], projects: Sequence[str], first: date, last: date, entries: int, seed: int
) -> Iterator[Row]:
    """That many approved entries on the working days of a period, spread evenly over people and days; each day sums
    up to about a working day. The same arguments make the same rows. Raises ValueError when there are more entries
    a day than a working day has steps."""
    days = [(who, day) for who in people for day in _working_days(first, last)]
    if entries and not 0 < entries <= len(days) * (WORKING_DAY // STEP):
        raise ValueError("too many entries for the days of that period")
    randomness = random.Random(seed)
    for place, (who, day) in enumerate(days):
        count = entries * (place + 1) // len(days) - entries * place // len(days)
        for minutes in _split(count, randomness):
            yield _entry(
                who, day, 0, minutes, randomness.choice(projects), randomness.choice(TASKS),
                comment=randomness.choice(COMMENTS),
            )  # fmt: skip


def _working_days(first: date, last: date) -> list[date]:
    days = (first + timedelta(days=each) for each in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5]


def _split(count: int, randomness: random.Random) -> list[int]:
    """A working day in that many parts."""
    cuts = sorted(randomness.sample(range(STEP, WORKING_DAY, STEP), max(count - 1, 0)))
    borders = [0, *cuts, WORKING_DAY]
    return [borders[each + 1] - borders[each] for each in range(count)]


def _entry(
    employee: str, monday: date, weekday: int, minutes: int, project: str | None, task: str | None = None, *,
    tag: str | None = None, comment: str = "", approved: bool = True,
) -> Row:  # fmt: skip
    return {
        "employee_number": employee,
        "project_display_id": project,
        "task": task,
        "tag": tag,
        "date": (monday + timedelta(days=weekday)).isoformat(),
        "seconds": minutes * MINUTE,
        "comment": comment or None,
        "approved": approved,
    }
