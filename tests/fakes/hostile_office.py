"""An office on a bad day: books that lose answers, workers that stop anywhere, time that ends what is under way."""

from dataclasses import replace
from datetime import datetime, timedelta

from samspill.exceptions import RetryLater
from samspill.model.changes import EVERYTHING, Priority, RecordKey
from samspill.model.kinds import GROUPS, Kind, Side
from samspill.model.settings_documents import DocumentSettings
from samspill.sync.desk import LEASE, PEER_LONGEST
from samspill.sync.polling import POLL
from samspill.sync.worker import work_off
from tests.fakes.hostile_books import HostileBooks
from tests.fakes.hostile_company import FUNCTION_TIMEOUT, MILLISECOND
from tests.fakes.office import Office
from tests.fakes.workers import Stop, Worker, interruptible


class HostileOffice(Office):
    """Each look at the clock is a millisecond; the rest passes by `advance`. `workers` are those that stand
    somewhere."""

    def __init__(self, settings: DocumentSettings) -> None:
        self.hostile = HostileBooks(lambda: self.now, PEER_LONGEST)
        super().__init__(settings, books=self.hostile)
        self.desk = replace(self.desk, clock=self.tick)
        self.workers: list[Worker] = []

    # ---- time ----------------------------------------------------------------------------------------------------

    def tick(self) -> datetime:
        """The time now; a millisecond has passed, and ended what was under way until then."""
        self.now += MILLISECOND
        self.hostile.carry_out_late(self.now)
        return self.now

    def advance(self, until: datetime) -> None:
        """Time passes: workers reach the end of their time, late writes end."""
        for worker in [worker for worker in self.workers if worker.begun + FUNCTION_TIMEOUT <= until]:
            self.now = max(self.now, worker.begun + FUNCTION_TIMEOUT)
            self.hostile.carry_out_late(self.now)
            self.cut_off(worker)
        self.now = max(self.now, until)
        self.hostile.carry_out_late(self.now)

    def settle(self, rounds: int = 200) -> None:
        """Everything due within a day is worked off without a fault, up to `rounds` times."""
        horizon = self.now + timedelta(days=1)
        for _ in range(rounds):
            for group in dict.fromkeys(GROUPS[kind] for kind in self.desk.integration.worked):
                work_off(self.desk, group, self.now + FUNCTION_TIMEOUT)
            waiting = [item.due_at for item in self.stores.inbox.items if item.due_at < horizon]  # type: ignore[attr-defined]
            if not waiting:
                return
            self.advance(max(self.now, min(waiting)))

    def look(self, kind: Kind, *, at_all: bool) -> None:
        """A poll, or a complete look, becomes due."""
        side, what = (Side.TRIPLETEX, EVERYTHING) if at_all else (Side.APP, POLL)
        key = RecordKey(kind=kind, side=side, id=what)
        self.stores.inbox.put(key, due_at=self.tick(), priority=Priority.RECONCILE)

    def look_at_all(self) -> None:
        """Complete looks, worked off."""
        for kind in self.desk.integration.registers(self.connection.settings):
            self.look(kind, at_all=True)
        self.settle()

    def calm(self) -> None:
        """The faults stop: workers are cut off, late writes end, leases run out."""
        for worker in list(self.workers):
            self.cut_off(worker)
        self.hostile.faults.clear()
        self.hostile.refusing_next.clear()
        self.advance(self.now + LEASE + PEER_LONGEST)

    # ---- workers -------------------------------------------------------------------------------------------------

    def begin_work(self, group: str, stop: Stop) -> None:
        """A worker begins, and stands at `stop`."""

        def work(worker: Worker) -> None:
            work_off(interruptible(self.desk, worker), group, worker.begun + FUNCTION_TIMEOUT)

        worker = Worker(self.now, work)
        self.workers.append(worker)
        self.go_on(worker, stop)

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
        if late and at is not None and at.before and at.place == Side.TRIPLETEX.value and at.writes:
            self.hostile.later(at.carry_out)
