"""A company whose people enter hours in the app and have them in Tripletex, in memory and on bad days."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from samspill.exceptions import RetryLater
from samspill.integrations.svenn import INTEGRATION
from samspill.model.changes import Priority, RecordKey
from samspill.model.history import Decision
from samspill.model.hours import ActivityType, Day, DayLedger, Entry, HeldLine
from samspill.model.kinds import GROUPS, Kind, Side
from samspill.model.links import Half, Link
from samspill.model.problems import CATALOGUE, Choice
from samspill.model.settings import Settings
from samspill.model.settings_hours import HourSettings, Sending
from samspill.sync.desk import LEASE, PEER_LONGEST
from samspill.sync.hours.stops import day_key, line_key
from samspill.sync.worker import work_off
from tests.fakes.bad_day import FUNCTION_TIMEOUT, MILLISECOND
from tests.fakes.company import SmallCompany
from tests.fakes.time_entries import MemoryEntries
from tests.fakes.timesheet import MemorySheet
from tests.fakes.workers import Stop, Worker, interruptible

MONDAY = date(2026, 10, 12)
GROUP = GROUPS[Kind.HOURS]
#: What is held is looked at again after a quarter of an hour at the soonest.
SOON = timedelta(minutes=14)


@dataclass(frozen=True)
class Names:
    """Ids of what there is. People of the app are linked with those of the same place in Tripletex; the last one
    there has no link."""

    people: tuple[str, ...]
    theirs: tuple[str, ...]
    projects: tuple[str, ...]
    their_projects: tuple[str, ...]
    work: str
    course: str


class HoursSite(SmallCompany):
    """`entries` and `sheet` are the systems. Each look at the clock is a millisecond; the rest passes by `advance`.
    `workers` are those that stand somewhere."""

    def __init__(self, sending: Sending = Sending.AUTOMATIC, **settings: object) -> None:
        chosen = HourSettings.model_validate({"sending": sending, "since": date(2026, 1, 1), **settings})
        super().__init__(
            Settings(kinds={Kind.HOURS: True}, hours=chosen), integration=replace(INTEGRATION, hours=True)
        )  # fmt: skip
        self.entries = MemoryEntries()
        self.sheet = MemorySheet(clock=lambda: self.now, busy=PEER_LONGEST)
        self.systems = {Side.TRIPLETEX: self.sheet, Side.APP: self.entries}
        self.desk = replace(self.desk, systems=self.systems, clock=self.tick)
        self.workers: list[Worker] = []
        self.names = self._found()

    def _found(self) -> Names:
        people = [self.entries.put(Kind.EMPLOYEE, number=str(n), first_name=f"Kari {n}").id for n in (1, 2)]
        theirs = [self.sheet.put(Kind.EMPLOYEE, number=str(n), first_name=f"Kari {n}").id for n in (1, 2, 3)]
        start = MONDAY - timedelta(days=30)
        projects = [self.entries.put(Kind.PROJECT, number=n, name=f"Tak {n}").id for n in "12"]
        booked = [self.sheet.put(Kind.PROJECT, number=n, name=f"Tak {n}", start_date=start).id for n in "12"]
        work = self.sheet.add_activity("Rør").id
        self.sheet.add_activity("Riving")
        self.sheet.standard = work
        course = self.sheet.add_activity("Kurs", ActivityType.GENERAL).id
        for kind, ours, others in ((Kind.EMPLOYEE, people, theirs), (Kind.PROJECT, projects, booked)):
            for place, (app, tripletex) in enumerate(zip(ours, others, strict=False)):
                link = Link(
                    id=f"{kind.value}-{place}", connection="c1", kind=kind, app=Half(id=app),
                    tripletex=Half(id=tripletex),
                )  # fmt: skip
                self.stores.links.add(link)
        return Names(tuple(people), tuple(theirs), tuple(projects), tuple(booked), work, course)

    # ---- time ----------------------------------------------------------------------------------------------------

    def tick(self) -> datetime:
        """The time now; a millisecond has passed, and ended what was under way until then."""
        self.now += MILLISECOND
        self.sheet.carry_out_late(self.now)
        return self.now

    def advance(self, until: datetime) -> None:
        """Time passes: workers reach the end of their time, late writes end."""
        for worker in [worker for worker in self.workers if worker.begun + FUNCTION_TIMEOUT <= until]:
            self.now = max(self.now, worker.begun + FUNCTION_TIMEOUT)
            self.sheet.carry_out_late(self.now)
            self.cut_off(worker)
        self.now = max(self.now, until)
        self.sheet.carry_out_late(self.now)

    def settle(self, rounds: int = 200) -> None:
        """What is due soon is worked off without a fault, up to `rounds` times; what is held stays."""
        horizon = self.now + SOON
        for _ in range(rounds):
            work_off(self.desk, GROUP, self.now + FUNCTION_TIMEOUT)
            due = [i.due_at for i in self.stores.inbox.items if i.key.kind is Kind.HOURS and i.due_at < horizon]  # type: ignore[attr-defined]
            if not due:
                return
            self.advance(max(self.now, min(due)))

    def calm(self) -> None:
        """The faults stop: workers are cut off, late writes end, leases run out."""
        for worker in list(self.workers):
            self.cut_off(worker)
        self.sheet.faults.clear()
        self.sheet.unlisted_rows.clear()
        self.entries.mark_faults.clear()
        self.advance(self.now + LEASE + PEER_LONGEST)

    # ---- triggers ------------------------------------------------------------------------------------------------

    def tell(self, entry: str) -> None:
        """A webhook tells of an entry."""
        key = RecordKey(kind=Kind.HOURS, side=Side.APP, id=entry)
        self.stores.inbox.put(key, due_at=self.tick(), priority=Priority.CHANGE)

    def send(self, *days: Day) -> None:
        """A person sends days."""
        for day in days:
            self.stores.inbox.put(day_key(day), due_at=self.tick(), priority=Priority.PERSON)

    def send_all(self) -> None:
        """A person sends everything, and it is worked off."""
        self.send(*sorted(self.days(), key=str))
        self.settle()

    def answer(self, day: Day, line: str, choice: Choice) -> None:
        """A person answers what was asked about a line."""
        key = line_key(day, line)
        decision = Decision(connection="c1", key=key, choice=choice, by="Kari", at=self.tick())
        self.stores.decisions.put(decision)
        self.stores.inbox.put(key, due_at=self.tick(), priority=Priority.PERSON)

    # ---- workers -------------------------------------------------------------------------------------------------

    def begin_work(self, stop: Stop) -> None:
        """A worker begins, and stands at `stop`."""

        def work(worker: Worker) -> None:
            work_off(interruptible(self.desk, worker), GROUP, worker.begun + FUNCTION_TIMEOUT)

        worker = Worker(self.now, work)
        self.workers.append(worker)
        self.go_on(worker, stop)

    def go_on(self, worker: Worker, stop: Stop, order: BaseException | None = None) -> None:
        """Let it run until `stop`; with `order` the call at which it stands raises that."""
        worker.go_on(stop, order)
        if worker.over:
            self.workers.remove(worker)

    def cut_off(self, worker: Worker, *, late: bool = False) -> None:
        """Kill it. `late`: the write it was about to send is carried out by Tripletex all the same, later."""
        self._leave_to_tripletex(worker, late)
        worker.cut_off()
        self.workers.remove(worker)

    def break_line(self, worker: Worker, stop: Stop, *, late: bool = False) -> None:
        """The call to a system at which it stands gets no answer."""
        assert worker.at is not None
        self._leave_to_tripletex(worker, late)
        self.go_on(worker, stop, RetryLater(uncertain=worker.at.writes))

    def _leave_to_tripletex(self, worker: Worker, late: bool) -> None:
        at = worker.at
        if late and at is not None and at.before and at.place == Side.TRIPLETEX.value and at.writes:
            self.sheet.later(at.carry_out)

    # ---- what is there -------------------------------------------------------------------------------------------

    def ledgers(self) -> list[DayLedger]:
        """All days that are known."""
        return list(self.stores.hours.days(sorted(self.days(), key=str)).values())

    def days(self) -> set[Day]:
        """All days of which anybody knows anything."""
        entered = {entry.day for entry in self.entries.entered.values()}
        return entered | set(self.stores.hours._days)  # type: ignore[attr-defined]

    def asked(self) -> list[tuple[Day, HeldLine]]:
        """Lines that a person can answer."""
        lines = [(ledger.day, held) for ledger in self.ledgers() for held in ledger.held]
        return [(day, held) for day, held in lines if CATALOGUE[held.code].choices]

    def their_id(self, person: str) -> str | None:
        """Who the app's employee is in Tripletex, while linked."""
        link = self.stores.links.by_ids(Kind.EMPLOYEE, Side.APP, [person]).get(person)
        return link.tripletex.id if link is not None else None

    def relink(self, person: str, their: str) -> None:
        """A person links the app's employee with somebody else; whoever had that link gets the old one."""
        links = self.stores.links.by_ids(Kind.EMPLOYEE, Side.APP, list(self.names.people))
        mine = links[person]
        other = next((link for link in links.values() if link.tripletex.id == their), None)
        moves = [(mine, their)]
        if other is not None and other.id != mine.id:
            moves.append((other, mine.tripletex.id))
        self.stores.links.rekey(Side.TRIPLETEX, moves)

    def entry(self, entry: str) -> Entry:
        """An entry as it is."""
        return self.entries.entered[entry]
