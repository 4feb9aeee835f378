"""A Tripletex account on localhost, and the adapter as processes of ours would make it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from samspill.model.changes import Priority
from samspill.model.kinds import Kind
from samspill.sync.ports import Draft, Outcome, Patch
from samspill.systems.tripletex.system import TripletexSystem
from sandbox.tripletex.company import Company
from sandbox.tripletex.faults import Fault
from sandbox.tripletex.hand import Action, edit, rows_of
from sandbox.tripletex.seeding import seed_company
from sandbox.tripletex.world import TEST_CONSUMER, TripletexWorld
from tests.fakes.memory_sessions import MemoryPermits, MemoryTokenCache

SESSIONS = "POST /token/session/:create"


@dataclass
class Account:
    """`company` is the sandbox's; systems share tokens and permits and the sandbox's time."""

    world: TripletexWorld
    company: Company
    url: str
    permits: MemoryPermits = field(default_factory=MemoryPermits)
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tokens = MemoryTokenCache(self.world.clock.now)

    @property
    def key(self) -> str:
        """The company's own key."""
        return next(iter(self.company.tokens))

    @property
    def owner(self) -> str:
        """Id of the employee who owns the key."""
        return str(self.company.tokens[self.key].owner_id)

    def system(
        self,
        key: str | None = None,
        *,
        consumers: Sequence[str] = (TEST_CONSUMER,),
        client_company: str = "0",
        priority: Priority = Priority.CHANGE,
        kinds: Sequence[Kind] = (Kind.EMPLOYEE, Kind.CUSTOMER, Kind.PROJECT),
    ) -> TripletexSystem:
        """The adapter, for an integration of `kinds`."""
        return TripletexSystem(
            f"{self.url}/v2",
            consumers,
            key or self.key,
            client_company,
            tokens=self.tokens,
            permits=self.permits,
            clock=self.world.clock.now,
            sleep=self._sleep,
            random=lambda: 0.5,
            priority=priority,
            kinds=kinds,
        )

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.world.clock.advance(seconds)

    # ---- what people and circumstances do ----

    def seed(self, **rows: list[dict[str, Any]]) -> None:
        """Rows as they are, without events."""
        seed_company(self.company, rows)

    def by_hand(self, kind: str, action: Action, row_id: str | None = None, **fields: Any) -> str:
        """What a person does in Tripletex; the id."""
        row = edit(self.world, self.company.id, kind, action, int(row_id) if row_id else None, fields)
        return str(row["id"]) if row else ""

    def switch(self, **changes: object) -> None:
        """Another behaviour of the account."""
        self.world.set_switches(changes, self.company.id)

    def fail(self, route: str, answer: str, when: str = "before", **more: Any) -> None:
        """The next request of a route goes wrong."""
        self.world.faults.plan(Fault.model_validate({"route": route, "answer": answer, "when": when, **more}))

    # ---- what is there ----

    def rows(self, kind: str) -> list[dict[str, Any]]:
        """All rows, with what they own."""
        return rows_of(self.world, self.company.id, kind)

    def id_of(self, kind: str, **wanted: Any) -> str:
        """The id of the one row with these values."""
        (row,) = [row for row in self.rows(kind) if all(row[name] == value for name, value in wanted.items())]
        return str(row["id"])

    def calls(self, *, sessions: bool = False) -> dict[str, int]:
        """Calls by route since `forget_calls`, such as {"GET /customer": 2}."""
        counted: dict[str, int] = {}
        for (route, _token, _status), count in self.world.calls.items():
            name = route.replace(" /v2", " ")
            if sessions or name != SESSIONS:
                counted[name] = counted.get(name, 0) + count
        return counted

    def statuses(self, route: str) -> list[int]:
        """Which statuses a route answered."""
        return sorted(status for (name, _token, status) in self.world.calls if name.replace(" /v2", " ") == route)

    def forget_calls(self) -> None:
        """Count anew."""
        self.world.calls.clear()

    def pass_on(self, seconds: float) -> None:
        """Let time pass."""
        self.world.clock.advance(timedelta(seconds=seconds).total_seconds())


def customers(count: int, first: int = 10001, **more: Any) -> list[dict[str, Any]]:
    """Seed rows."""
    return [{"customerNumber": first + n, "name": f"Kunde {first + n}", **more} for n in range(count)]


def projects(count: int, **more: Any) -> list[dict[str, Any]]:
    """Seed rows."""
    return [{"number": f"P{n}", "name": f"Prosjekt {n}", "startDate": "2026-01-02", **more} for n in range(count)]


def employees(count: int, **more: Any) -> list[dict[str, Any]]:
    """Seed rows."""
    return [
        {"employeeNumber": str(100 + n), "firstName": "Kari", "lastName": f"Lie {n}", "email": f"e{n}@bygg.example"}
        | more
        for n in range(count)
    ]


def draft(**values: Any) -> Draft:
    """A record to create."""
    return Draft(f"intent-{values.get('number')}", values)


def drafts(count: int, first: int = 10001) -> list[Draft]:
    """Customers to create."""
    return [draft(number=str(first + n), name=f"Kunde {first + n}", city="Oslo") for n in range(count)]


def create(system: TripletexSystem, kind: Kind, **values: Any) -> Outcome:
    """Create one record."""
    return system.create(kind, [draft(**values)])[0]


def update(system: TripletexSystem, kind: Kind, record_id: str, version: int | None, **values: Any) -> Outcome:
    """Change one record."""
    return system.update(kind, [Patch(record_id, version, values)])[0]


def names(outcomes: Sequence[Outcome]) -> Mapping[str, int]:
    """How often each outcome occurs."""
    counted: dict[str, int] = {}
    for outcome in outcomes:
        counted[type(outcome).__name__] = counted.get(type(outcome).__name__, 0) + 1
    return counted
