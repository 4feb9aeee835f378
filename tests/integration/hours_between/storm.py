"""A small firm between both sandboxes, on bad days: what is written is theirs, time is ours."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import count
from typing import Any, cast

from samspill.exceptions import ConfigurationWrong, RetryLater
from samspill.integrations.svenn import INTEGRATION
from samspill.model.connection import Company, Connection
from samspill.model.hours import Day
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.settings import Settings
from samspill.model.settings_hours import HourSettings
from samspill.model.status import Status
from samspill.sync.desk import Desk, Finished
from samspill.sync.hours.engine import work_on_hours
from samspill.systems.svenn.system import SvennSystem
from samspill.systems.tripletex.system import TripletexSystem
from sandbox.hostility.settings import Settings as Hostile
from sandbox.svenn.fields import Kind as Register
from sandbox.svenn.world import SvennWorld
from sandbox.tripletex.hand import edit, rows_of
from sandbox.tripletex.opening import NewCompany
from sandbox.tripletex.seeding import seed_company
from sandbox.tripletex.world import TEST_CONSUMER, TripletexWorld
from tests.fakes.memory_inbox import MemoryInbox
from tests.fakes.memory_sessions import MemoryPermits, MemoryTokenCache
from tests.fakes.memory_stores import memory_stores
from tests.fakes.shelf import MemoryShelf

MONDAY = date(2026, 10, 12)
PEOPLE, DAYS, TASKS = 4, 5, ("Tømring", "Riving", "Maling")
ODDS = {
    "error_page": 0.05, "error_json": 0.05, "dropped": 0.05, "lost_answer": 0.1, "late_commit": 0.07,
    "batch_partial": 0.2, "normalised": 0.2,
}  # fmt: skip
HUNDREDTH = Decimal("0.01")
_MANY = 1_000_000


@dataclass
class Moment:
    """The time of everybody."""

    now: datetime = datetime(2026, 10, 19, 8, 0, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def sleep(self, seconds: float) -> None:
        """Pass."""
        self.now += timedelta(seconds=seconds)


@dataclass
class Storm:
    """`tripletex` and `svenn` are served at the urls; `clock` is theirs, too."""

    tripletex: TripletexWorld
    tripletex_url: str
    svenn: SvennWorld
    svenn_url: str
    clock: Moment
    chance: random.Random
    waiting: set[str] = field(default_factory=set)
    _told: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        switches: dict[str, object] = {"session_creation_seconds": 0, "rate_limit": _MANY}
        self.books = self.tripletex.create_company(NewCompany(switches=switches))
        opened = self.svenn.create_account("Bygg AS", "999999999")
        self.account, self.token = opened.id, opened.token
        self.svenn.set_switches(self.account, requests_per_minute=_MANY)
        self._furnish()
        self.desk = self._desk()

    # ---- what people do ----

    def enter(self, person: int, day: int, **what: Any) -> None:
        """Somebody enters hours; they are approved."""
        data = {
            "employee_number": str(person + 1), "project_display_id": "100", "approved": True,
            "date": (MONDAY + timedelta(days=day)).isoformat(), **what,
        }  # fmt: skip
        row = self.svenn.edit(self.account, "create", "time_entry", data=data)
        self._due(row.values)

    def change_something(self) -> None:
        """An entry is corrected, not approved any more, moved to another day, or deleted."""
        entry = self.chance.choice(self.entries)
        self._due(entry)
        sort = self.chance.choice(("seconds", "approved", "date", "task", "delete"))
        if sort == "delete":
            self.svenn.edit(self.account, "delete", "time_entry", row_id=entry["id"])
            return
        other: dict[str, Any] = {
            "seconds": self.chance.randint(1, 9000), "approved": not entry["approved"],
            "date": (MONDAY + timedelta(days=self.chance.randrange(DAYS))).isoformat(),
            "task": self.chance.choice(TASKS),
        }  # fmt: skip
        data = {"approved": True, sort: other[sort]}
        self._due(self.svenn.edit(self.account, "update", "time_entry", row_id=entry["id"], data=data).values)

    def book_elsewhere(self, person: int, day: int, hours: float) -> None:
        """Somebody enters hours in Tripletex, on an activity that is nobody's task."""
        activity = next(row["id"] for row in self._in_books("activity") if row["name"] == "Fakturerbart arbeid")
        fields = {
            "employee": {"id": int(self.people[person][1])}, "project": {"id": int(self.project[1])},
            "activity": {"id": activity}, "date": (MONDAY + timedelta(days=day)).isoformat(), "hours": hours,
        }  # fmt: skip
        edit(self.tripletex, self.books.id, "timesheet/entry", "create", None, fields)

    # ---- what the background does ----

    def work(self) -> None:
        """A worker takes all that waits; what it is not finished with goes on waiting."""
        ids = sorted(self.waiting)
        with suppress(RetryLater, ConfigurationWrong):
            worked = work_on_hours(self.desk, ids, self.clock.now + timedelta(minutes=1))
            self.waiting -= {key.id for key, end in worked.results.items() if isinstance(end, Finished)}
        for change in cast(MemoryInbox, self.desk.stores.inbox).items:
            if self._told.get(change.key.id) != change.counter:
                self._told[change.key.id] = change.counter
                self.waiting.add(change.key.id)
        self.clock.sleep(50)

    def rage(self, seed: int) -> None:
        """Both systems have bad days."""
        for world in (self.tripletex, self.svenn):
            world.hostility.begin(Hostile.model_validate({"seed": seed, "odds": ODDS, "late_seconds": 0.05}))

    def calm(self) -> None:
        """Good days again, and time for everything that was late."""
        for world in (self.tripletex, self.svenn):
            world.hostility.end()
        for _round in range(12):
            if self.waiting:
                self.work()

    # ---- what is there ----

    @property
    def entries(self) -> list[dict[str, Any]]:
        """Everything in Svenn that is not deleted."""
        state = self.svenn.account(self.account).register
        return [{"id": row.id, **row.values} for row in state.living(Register.TIME_ENTRY)]

    def wanted(self) -> dict[tuple[str, str], Decimal]:
        """Hours that each day is to have."""
        ids = dict(self.people)
        seconds: dict[tuple[str, str], int] = defaultdict(int)
        for entry in self.entries:
            if entry["approved"]:
                seconds[ids[entry["employee_id"]], entry["date"]] += entry["seconds"]
        hours = {day: (Decimal(s) / 3600).quantize(HUNDREDTH, ROUND_HALF_UP) for day, s in seconds.items()}
        return {day: each for day, each in hours.items() if each}

    def booked(self) -> dict[tuple[str, str], Decimal]:
        """Hours that each day has on activities that are tasks."""
        tasks = {row["id"] for row in self._in_books("activity") if row["name"] in TASKS}
        hours: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for row in self._in_books("timesheet/entry"):
            if row["activity"]["id"] in tasks:
                hours[str(row["employee"]["id"]), row["date"]] += Decimal(str(row["hours"]))
        return dict(hours)

    def elsewhere(self) -> list[Decimal]:
        """What people booked in Tripletex themselves."""
        tasks = {row["id"] for row in self._in_books("activity") if row["name"] in TASKS}
        rows = [row for row in self._in_books("timesheet/entry") if row["activity"]["id"] not in tasks]
        return sorted(Decimal(str(row["hours"])) for row in rows)

    def unmarked(self) -> list[str]:
        """Approved entries that the app does not call exported."""
        return [e["id"] for e in self.entries if e["approved"] and e["seconds"] and not e["exported"]]

    # ---- setting up ----

    def _furnish(self) -> None:
        there = [{"employeeNumber": str(n + 1), "firstName": "Kari", "lastName": f"Lie {n}"} for n in range(PEOPLE)]
        seed_company(self.books, {"employees": there, "projects": [{"number": "100", "startDate": "2026-01-01"}]})
        for task in TASKS:
            kind = {"name": task, "activityType": "PROJECT_GENERAL_ACTIVITY"}
            edit(self.tripletex, self.books.id, "activity", "create", None, kind)
        employees = {row["employeeNumber"]: str(row["id"]) for row in self._in_books("employee")}
        self.people: list[tuple[str, str]] = []
        for n in range(PEOPLE):
            data = {
                "number": str(n + 1),
                "first_name": "Kari",
                "last_name": f"Lie {n}",
                "email": f"e{n}@bygg.example",
            }
            self.people.append(
                (self.svenn.edit(self.account, "create", "employee", data=data).id, employees[str(n + 1)])
            )
        [project] = self._in_books("project")
        data = {"display_id": "100", "name": "Tak", "start_date": "2026-01-01"}
        self.project = (self.svenn.edit(self.account, "create", "project", data=data).id, str(project["id"]))

    def _desk(self) -> Desk:
        ids, stores = count(1), memory_stores("c1")
        pairs = [*((Kind.EMPLOYEE, pair) for pair in self.people), (Kind.PROJECT, self.project)]
        for kind, (here, there) in pairs:
            halves = {"app": Half(id=here), "tripletex": Half(id=there)}
            stores.links.add(Link.model_validate({"id": f"l{next(ids)}", "connection": "c1", "kind": kind, **halves}))
        common: dict[str, Any] = {
            "permits": MemoryPermits(), "clock": self.clock, "sleep": self.clock.sleep, "random": lambda: 0.5,
        }  # fmt: skip
        tripletex = TripletexSystem(
            f"{self.tripletex_url}/v2", (TEST_CONSUMER,), next(iter(self.books.tokens)),
            tokens=MemoryTokenCache(self.clock), **common,
        )  # fmt: skip
        svenn = SvennSystem(f"{self.svenn_url}/v1", self.token, **common)
        return Desk(
            connection=_connection(), integration=INTEGRATION, systems={Side.APP: svenn, Side.TRIPLETEX: tripletex},
            stores=stores, shelf=MemoryShelf(), clock=self.clock, new_id=lambda: f"id{next(ids)}", guard=lambda: None,
        )  # fmt: skip

    def _in_books(self, kind: str) -> list[dict[str, Any]]:
        return rows_of(self.tripletex, self.books.id, kind)

    def _due(self, values: Mapping[str, Any]) -> None:
        self.waiting.add(str(Day(employee=values["employee_id"], on=date.fromisoformat(values["date"]))))


def _connection() -> Connection:
    begun = datetime.combine(MONDAY, datetime.min.time(), UTC)
    settings = Settings(kinds={Kind.HOURS: True}, hours=HourSettings(since=MONDAY))
    return Connection(
        id="c1", integration="svenn", status=Status.ACTIVE, live=True, live_since=begun, settings=settings,
        organization_number="999999999", created_at=begun, updated_at=begun,
        tripletex_company=Company(id="1", name="Bygg AS"), app_company=Company(id="2", name="Bygg AS"),
    )  # fmt: skip
