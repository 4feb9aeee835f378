"""A company with both systems in memory and the real engine between them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from samspill.integrations.svenn import INTEGRATION
from samspill.model.changes import EVERYTHING, Priority, RecordKey
from samspill.model.connection import Capabilities, Company, Connection
from samspill.model.history import Decision, Fate
from samspill.model.kinds import GROUPS, Kind, Side
from samspill.model.links import Link, LinkState
from samspill.model.problems import Choice, Problem
from samspill.model.records import Record
from samspill.model.rules import Integration
from samspill.model.settings import Settings
from samspill.model.status import Status
from samspill.sync.desk import Desk
from samspill.sync.merge import differences
from samspill.sync.worker import work_off
from tests.fakes.memory_stores import memory_stores
from tests.fakes.shelf import MemoryShelf
from tests.fakes.systems import MemorySystem

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
T, A = Side.TRIPLETEX, Side.APP


class SmallCompany:
    """`tripletex` and `app` are the systems, `desk` is what the engine works at; time moves only when told."""

    def __init__(
        self, settings: Settings | None = None, capabilities: Capabilities | None = None,
        integration: Integration = INTEGRATION,
    ) -> None:  # fmt: skip
        self.now = START
        self._ids = count(1)
        self.tripletex = MemorySystem(T, unique_numbers=frozenset({Kind.CUSTOMER, Kind.PROJECT}))
        self.app = MemorySystem(A)
        self.systems = {T: self.tripletex, A: self.app}
        self.stores = memory_stores("c1")
        self.shelf = MemoryShelf()
        self.connection = Connection(
            id="c1",
            integration=integration.name,
            status=Status.ACTIVE,
            live=True,
            organization_number="999999999",
            tripletex_company=Company(id="1", name="Bygg AS"),
            app_company=Company(id="2", name="Bygg AS"),
            settings=settings or Settings(),
            capabilities=capabilities or Capabilities(),
            created_at=START,
            updated_at=START,
        )
        self.desk = Desk(
            connection=self.connection,
            integration=integration,
            systems=self.systems,
            stores=self.stores,
            shelf=self.shelf,
            clock=lambda: self.now,
            new_id=lambda: f"id{next(self._ids)}",
            guard=lambda: None,
        )

    # ---- triggers ----

    def changed(self, record: Record, side: Side, priority: Priority = Priority.CHANGE) -> None:
        """A webhook says that `record` changed."""
        self.stores.inbox.put(self.key(record, side), due_at=self.now, priority=priority)

    def settle(self, rounds: int = 60) -> None:
        """Let the workers run until nothing is due within the next hours."""
        for _ in range(rounds):
            for group in dict.fromkeys(GROUPS[kind] for kind in self.desk.integration.worked):
                work_off(self.desk, group, self.now + timedelta(minutes=1))
            waiting = [item.due_at for item in self.stores.inbox.items if item.due_at < START + timedelta(days=3)]  # type: ignore[attr-defined]
            if not waiting:
                return
            self.now = max(self.now + timedelta(seconds=1), min(waiting))

    def reconcile(self) -> None:
        """Compare both registers of every kind and work off what differs."""
        for kind in self.desk.integration.kinds:
            key = RecordKey(kind=kind, side=T, id=EVERYTHING)
            self.stores.inbox.put(key, due_at=self.now, priority=Priority.RECONCILE)
        self.settle()

    def decide(self, key: RecordKey, choice: Choice, partner: str | None = None) -> None:
        """A person answers a problem."""
        self.stores.decisions.put(
            Decision(connection="c1", key=key, choice=choice, partner=partner, by="Kari", at=self.now)
        )
        self.stores.inbox.put(key, due_at=self.now, priority=Priority.PERSON)
        self.settle()

    # ---- looking ----

    @staticmethod
    def key(record: Record, side: Side) -> RecordKey:
        """The key of `record` on `side`."""
        return RecordKey(kind=record.kind, side=side, id=record.id)

    def link(self, record: Record, side: Side) -> Link | None:
        """The link of `record`."""
        return self.stores.links.by_ids(record.kind, side, [record.id]).get(record.id)

    def partner(self, record: Record, side: Side) -> Record:
        """The other side's record that `record` is linked with, as it is now."""
        link = self.link(record, side)
        assert link is not None, f"{record.label} has no link"
        return self.systems[side.other].records[record.kind][link.half(side.other).id]

    def fate(self, record: Record, side: Side) -> Fate:
        """The last word on `record`."""
        key = self.key(record, side)
        return self.stores.journal.fates([key])[key]

    def problem(self, record: Record, side: Side) -> Problem:
        """The record's open problem."""
        problem = self.stores.journal.problem_of(self.key(record, side))
        assert problem is not None, f"{record.label} has no problem"
        return problem

    def everything(self, kind: Kind, side: Side) -> list[Record]:
        """Every record of a kind on a side."""
        return list(self.systems[side].records[kind].values())

    def unequal(self) -> list[str]:
        """Linked pairs without problem that are not equal (DESIGN section 4)."""
        found = []
        for kind in self.desk.integration.kinds:
            for link in self.stores.links.all(kind):
                both = {s: self.systems[s].records[kind].get(link.half(s).id) for s in Side}
                pair = {side: record for side, record in both.items() if record is not None}
                held = any(self.stores.journal.problem_of(self.key(r, s)) for s, r in pair.items())
                if len(pair) == len(Side) and not held:
                    names = differences(self.desk.integration.rule(kind), pair, self.translate)
                    found += [f"{kind.value} {pair[T].number}: {names}"] if names else []
        return found

    def translate(self, side: Side, kind: Kind, record_id: str) -> str | None:
        """The id of the record's live partner."""
        link = self.stores.links.by_ids(kind, side, [record_id]).get(record_id)
        return link.half(side.other).id if link and link.state is LinkState.LIVE else None

    def with_settings(self, settings: Settings) -> None:
        """The company changes its settings."""
        self.connection = self.connection.model_copy(update={"settings": settings})
        self.desk = replace(self.desk, connection=self.connection)
