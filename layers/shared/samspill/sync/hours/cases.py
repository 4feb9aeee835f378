"""A day as it was read: what people entered, what the ledger knows, what stands in Tripletex."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from samspill.model.hours import Day, DayLedger, Entry, HeldLine, LedgerRow, RowKey, SheetRow
from samspill.model.problems import Choice
from samspill.sync.hours.assigning import Place
from samspill.sync.hours.seeing import Asked
from samspill.sync.hours.selecting import Noted
from samspill.sync.hours.stops import Held


@dataclass(frozen=True)
class Person:
    """The employee: id in Tripletex while linked, and as people know them. `held`: why there is no such id.
    `strangers` are people in Tripletex under whom rows of this day stand, and who are not this employee any more."""

    id: str | None
    number: str | None = None
    name: str = ""
    held: Held | None = None
    strangers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class DayCase:
    """A day and everything that decides about it. `before` is the ledger as it was read, None where there was none.
    `sheet` are all rows of that day under this employee and those under whom our rows stand; `closed` says for whom
    the day cannot be booked on any more. `elsewhere` are entries that stand on another day still, `claimed` rows that
    are another day's. `choices` are a person's answers by line. `blocked`: what stands elsewhere is held there."""

    day: Day
    before: DayLedger | None
    person: Person
    places: tuple[Place, ...]
    noted: tuple[Noted, ...]
    entries: Mapping[str, Entry]
    sheet: Mapping[RowKey, SheetRow]
    now: datetime
    closed: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[str, Day] = field(default_factory=dict)
    claimed: Mapping[RowKey, Day] = field(default_factory=dict)
    choices: Mapping[str, Choice] = field(default_factory=dict)
    blocked: bool = False

    @property
    def ledger(self) -> DayLedger:
        """What is known of the day, new or not."""
        return self.before if self.before is not None else DayLedger(day=self.day)

    @property
    def rows(self) -> dict[RowKey, LedgerRow]:
        """Our rows by their key."""
        return {row.key: row for row in self.ledger.rows}

    def asked(self, line: str) -> Asked:
        """What was asked about a line, and answered."""
        return Asked(self.held.get(line), self.choices.get(line))

    @property
    def held(self) -> dict[str, HeldLine]:
        """What was held when the day was last worked on."""
        return {each.line: each for each in self.ledger.held}

    @property
    def on(self) -> date:
        """The date."""
        return self.day.on
