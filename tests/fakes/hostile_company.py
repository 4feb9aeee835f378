"""A company on a bad day: hostile systems, workers that stop anywhere, time that ends what is under way."""

from dataclasses import replace
from datetime import datetime, timedelta

from samspill.exceptions import RetryLater
from samspill.integrations.svenn import INTEGRATION
from samspill.model.changes import EVERYTHING, Priority, RecordKey
from samspill.model.connection import Capabilities
from samspill.model.kinds import GROUPS, Kind, Side
from samspill.model.records import Record
from samspill.model.rules import Integration
from samspill.model.settings import Policy, Settings
from samspill.sync.desk import LEASE, PEER_LONGEST
from samspill.sync.worker import work_off
from tests.fakes.company import A, SmallCompany, T
from tests.fakes.hostile import HostileSystem, as_typed, tidied
from tests.fakes.memory_stores import memory_stores
from tests.fakes.numbered_hostile import NumberedHostile
from tests.fakes.workers import Stop, Worker, interruptible

#: How long a function may run (template.yaml); a worker that stands longer is killed.
FUNCTION_TIMEOUT = LEASE - PEER_LONGEST
#: Nothing that a test can think of keeps a worker busy for so long: some thousand looks.
ENOUGH = timedelta(seconds=20)
MILLISECOND = timedelta(milliseconds=1)
UNIQUE = frozenset({Kind.CUSTOMER, Kind.PROJECT})


class HostileCompany(SmallCompany):
    """Each look at the clock is a millisecond; the rest passes by `advance`. `workers` are those that stand
    somewhere.

    `unique`: Tripletex keeps numbers unique. `tidy` sides rewrite what they are given, `timed` ones tell when a
    record was modified. `numbered`: the app's numbers are its ids, and both sides keep them unique.
    """

    def __init__(
        self, *, unique: bool = False, tidy: frozenset[Side] = frozenset(), timed: frozenset[Side] = frozenset(),
        policy: Policy = Policy.NEWEST, integration: Integration = INTEGRATION, numbered: bool = False,
        settings: Settings | None = None,
    ) -> None:  # fmt: skip
        chosen = {**(settings or Settings()).model_dump(), "conflict_policy": dict.fromkeys(Kind, policy)}
        super().__init__(
            Settings.model_validate(chosen), Capabilities(fallback_manager_id="boss"), integration=integration
        )
        alike = frozenset(integration.kinds) if numbered else UNIQUE
        made_as = {side: NumberedHostile if numbered and side is A else HostileSystem for side in Side}
        self.hostile = {
            side: made_as[side](
                side, lambda: self.now, PEER_LONGEST, normalise=tidied if side in tidy else as_typed,
                unique_numbers=alike if numbered or (unique and side is T) else frozenset(), tells_time=side in timed,
            )
            for side in Side
        }  # fmt: skip
        self.numbered = numbered
        self.tripletex, self.app = self.hostile[Side.TRIPLETEX], self.hostile[Side.APP]
        self.systems = {**self.hostile}
        self.stores = memory_stores("c1", meant=self.meant)
        self.desk = replace(self.desk, systems=self.systems, stores=self.stores, clock=self.tick)
        self.workers: list[Worker] = []

    def meant(self, key: RecordKey) -> RecordKey:
        """Whose key that is: by a name that stays."""
        return key.model_copy(update={"id": self.hostile[key.side].meant(key.kind, key.id)})

    def called(self, who: RecordKey) -> RecordKey:
        """The key that `meant` stands for has now."""
        return who.model_copy(update={"id": self.hostile[who.side].called(who.kind, who.id)})

    def record_of(self, who: RecordKey) -> Record | None:
        """The record that `meant` stands for, if it exists; another one may have its number by now."""
        key = self.called(who)
        return self.systems[key.side].records[key.kind].get(key.id) if self.meant(key) == who else None

    # ---- time ----------------------------------------------------------------------------------------------------

    def tick(self) -> datetime:
        """The time now; a millisecond has passed, and ended what was under way until then."""
        self.now += MILLISECOND
        for system in self.hostile.values():
            system.carry_out_late(self.now)
        return self.now

    def advance(self, until: datetime) -> None:
        """Time passes: workers reach the end of their time, late writes end."""
        while True:
            deadlines = [late.deadline for system in self.hostile.values() for late in system.late]
            ends = [worker.begun + FUNCTION_TIMEOUT for worker in self.workers]
            moment = min([*deadlines, *ends], default=until)
            if moment > until:
                break
            self.now = max(self.now, moment)
            for worker in [worker for worker in self.workers if worker.begun + FUNCTION_TIMEOUT <= moment]:
                self.cut_off(worker)
            for system in self.hostile.values():
                system.carry_out_late(moment)
            if moment == until:
                break
        self.now = max(self.now, until)

    def settle(self, rounds: int = 200) -> None:
        """Everything due within a day is worked off without a fault, up to `rounds` times; each comes to an end."""
        horizon = self.now + timedelta(days=1)
        for _ in range(rounds):
            for group in dict.fromkeys(GROUPS[kind] for kind in self.desk.integration.worked):
                until = self.now + ENOUGH
                work_off(self.desk, group, until)
                assert self.now < until, f"in {group} something is looked at again and again"
            waiting = [item.due_at for item in self.stores.inbox.items if item.due_at < horizon]  # type: ignore[attr-defined]
            if not waiting:
                return
            self.advance(max(self.now, min(waiting)))

    def compare(self, kind: Kind) -> None:
        """A comparison of the registers of `kind` becomes due."""
        key = RecordKey(kind=kind, side=T, id=EVERYTHING)
        self.stores.inbox.put(key, due_at=self.tick(), priority=Priority.RECONCILE)

    def reconcile(self) -> None:
        """Compare both registers of every kind and work off what differs."""
        for kind in self.desk.integration.kinds:
            self.compare(kind)
        self.settle()

    def calm(self) -> None:
        """The faults stop: workers are cut off, late writes end, leases run out."""
        for worker in list(self.workers):
            self.cut_off(worker)
        for system in self.hostile.values():
            system.row_faults.clear()
            system.withheld = set()
        self.advance(self.now + LEASE + PEER_LONGEST)

    # ---- workers -------------------------------------------------------------------------------------------------

    def begin_work(self, group: str, stop: Stop) -> Worker:
        """A worker begins, and stands at `stop`."""

        def work(worker: Worker) -> None:
            work_off(interruptible(self.desk, worker), group, worker.begun + FUNCTION_TIMEOUT)

        worker = Worker(self.now, work)
        self.workers.append(worker)
        self.go_on(worker, stop)
        return worker

    def go_on(self, worker: Worker, stop: Stop, order: BaseException | None = None) -> None:
        """Let it run until `stop`; with `order` the call at which it stands raises that."""
        worker.go_on(stop, order)
        if worker.over:
            self.workers.remove(worker)

    def cut_off(self, worker: Worker, *, late: bool = False) -> None:
        """Kill it. `late`: the write it was about to send is carried out by the peer all the same, later."""
        self._leave_to_the_peer(worker, late)
        worker.cut_off()
        self.workers.remove(worker)

    def break_line(self, worker: Worker, stop: Stop, *, late: bool = False) -> None:
        """The call to a system at which it stands gets no answer."""
        assert worker.at is not None
        self._leave_to_the_peer(worker, late)
        self.go_on(worker, stop, RetryLater(uncertain=worker.at.writes))

    def _leave_to_the_peer(self, worker: Worker, late: bool) -> None:
        at = worker.at
        if late and at is not None and at.before and at.on_system and at.writes:
            self.hostile[Side(at.place)].later(at.carry_out)
