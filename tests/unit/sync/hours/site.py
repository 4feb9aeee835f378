"""A company whose hours go from the app into Tripletex, both in memory, with the real engine between them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from samspill.integrations.svenn import INTEGRATION
from samspill.model.changes import Priority, RecordKey
from samspill.model.history import Decision, Fate, Standing
from samspill.model.hours import Activity, ActivityType, Day, DayLedger, Entry, HeldLine, LedgerRow, SheetRow
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.problems import Choice, Problem
from samspill.model.settings import Settings
from samspill.model.settings_hours import HourSettings, Sending
from samspill.sync.hours.foresee import LinePlan, foresee
from samspill.sync.hours.stops import day_key, line_key
from samspill.sync.worker import work_off
from tests.fakes.company import SmallCompany
from tests.fakes.time_entries import MemoryEntries
from tests.fakes.timesheet import MemorySheet

MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)
HOUR = 3600
KARI, OLA = Day(employee="k", on=MONDAY), Day(employee="o", on=MONDAY)


class Site(SmallCompany):
    """Kari ("k" in the app, "K" in Tripletex) and Ola ("o", "O") work on "b" ("Bygg"), to which the activities "Rør"
    and, as the standard one, "Arbeid" are linked; "Kurs" is internal. Keywords are settings of hours."""

    def __init__(self, **hours: object) -> None:
        chosen = HourSettings.model_validate({"sending": Sending.AUTOMATIC, **hours})
        settings = Settings(hours=chosen, kinds={Kind.HOURS: True})
        super().__init__(settings, integration=replace(INTEGRATION, hours=True))
        self.people, self.books = MemoryEntries(), MemorySheet()
        self.desk = replace(self.desk, systems={Side.TRIPLETEX: self.books, Side.APP: self.people})
        self._links = count(1)
        self.employee("k", "K", "Kari Ås")
        self.employee("o", "O", "Ola Li")
        self.b = self.project("b", "Bygg")
        self.pipes, self.labour = self.activity("Rør"), self.activity("Arbeid")
        self.course = self.books.add_activity("Kurs", ActivityType.GENERAL)
        self.books.standard = self.labour.id

    # ---- what is there -------------------------------------------------------------------------------------------

    def employee(self, app: str, tripletex: str, name: str) -> None:
        """An employee whom both systems know."""
        self._known(Kind.EMPLOYEE, app, name)
        self.link_to(Kind.EMPLOYEE, app, tripletex)

    def project(self, app: str, name: str, *, start: date = date(2026, 1, 1), closed: bool = False) -> str:
        """A project that both systems know; its id in Tripletex."""
        made = self.books.put(Kind.PROJECT, number=app, name=name, start_date=start, closed=closed)
        self._known(Kind.PROJECT, app, name)
        self.link_to(Kind.PROJECT, app, made.id)
        return made.id

    def activity(self, name: str) -> Activity:
        """A project activity that is linked to "b"."""
        made = self.books.add_activity(name)
        self.books.links.setdefault(self.b, set()).add(made.id)
        return made

    def link_to(self, kind: Kind, app: str, tripletex: str) -> Link:
        """The two are the same from now on."""
        half = Half(id=tripletex)
        link = Link(id=f"l{next(self._links)}", connection="c1", kind=kind, tripletex=half, app=Half(id=app))
        return self.stores.links.add(link)

    def unlink(self, kind: Kind, app: str) -> None:
        """Nobody knows any more who that is."""
        self.stores.links.remove(self.stores.links.by_ids(kind, Side.APP, [app])[app])

    def _known(self, kind: Kind, app: str, name: str) -> None:
        key = RecordKey(kind=kind, side=Side.APP, id=app)
        fate = Fate(connection="c1", key=key, standing=Standing.LINKED, number=app, name=name, updated_at=self.now)
        self.stores.journal.set_fates([fate])

    def with_hours(self, **hours: object) -> None:
        """The company changes its settings of hours."""
        settings = self.connection.settings
        chosen = HourSettings.model_validate({**settings.hours.model_dump(), **hours})
        self.with_settings(settings.model_copy(update={"hours": chosen}))

    def enter(self, hours: str, project: str | None = "b", task: str | None = "Rør", **more: object) -> Entry:
        """Kari enters hours on Monday, unless it says otherwise."""
        given = {"employee": "k", "on": MONDAY, "tag": None, **more}
        seconds = int(Decimal(hours) * HOUR)
        return self.people.enter(seconds=seconds, project=project, task=task, **given)  # type: ignore[arg-type]

    # ---- work ----------------------------------------------------------------------------------------------------

    def send(self, *days: Day) -> None:
        """A person sends days; everything that is due because of it is done."""
        for day in days or (KARI,):
            self.stores.inbox.put(day_key(day), due_at=self.now, priority=Priority.PERSON)
        self.work()

    def tell(self) -> None:
        """Webhooks tell of all that happened to entries, and it is worked off."""
        for told in dict.fromkeys(self.people.told):
            key = RecordKey(kind=Kind.HOURS, side=Side.APP, id=told)
            self.stores.inbox.put(key, due_at=self.now)
        self.people.told.clear()
        self.work()

    def work(self) -> None:
        """What is due now."""
        for _ in range(20):
            work_off(self.desk, "hours", self.now + timedelta(minutes=1))
            if not self.stores.inbox.has_due("hours", self.now):
                return
        raise AssertionError("it never comes to rest")

    def later(self, by: timedelta) -> None:
        """Time passes, and what has become due is done."""
        self.now += by
        self.books.carry_out_late()
        self.work()

    def answer(self, held: HeldLine, choice: Choice, day: Day = KARI) -> None:
        """A person answers."""
        key = line_key(day, held.line)
        decision = Decision(connection="c1", key=key, choice=choice, by="Kari", at=self.now)
        self.stores.decisions.put(decision)
        self.stores.inbox.put(key, due_at=self.now, priority=Priority.PERSON)
        self.work()

    # ---- looking -------------------------------------------------------------------------------------------------

    def foreseen(self, day: Day = KARI) -> list[LinePlan]:
        """What sending would do."""
        return list(foresee(self.desk, [day])[0].lines)

    def ledger(self, day: Day = KARI) -> DayLedger:
        """What is known of a day."""
        return self.stores.hours.days([day]).get(day) or DayLedger(day=day)

    def row(self, day: Day = KARI) -> LedgerRow:
        """The one row of a day."""
        rows = self.ledger(day).rows
        assert len(rows) == 1, rows
        return rows[0]

    def held(self, day: Day = KARI) -> HeldLine:
        """The one line of a day that is held."""
        held = self.ledger(day).held
        assert len(held) == 1, held
        return held[0]

    def problem(self, held: HeldLine, day: Day = KARI) -> Problem | None:  # type: ignore[override]
        """What people are told of it."""
        return self.stores.journal.problem_of(line_key(day, held.line))

    @property
    def stands(self) -> list[SheetRow]:
        """All rows in Tripletex."""
        return sorted(self.books.sheet.values(), key=lambda row: str(row.key))

    @property
    def hours(self) -> list[str]:
        """The hours of all rows."""
        return sorted(str(row.hours) for row in self.books.sheet.values())

    def exported(self, entry: Entry) -> bool:
        """Whether the app knows that the books have it."""
        return self.people.entered[entry.id].exported
