"""A bad day: workers that stop anywhere, time that ends what is under way, writes that end after nobody waits."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from samspill.exceptions import RetryLater
from samspill.model.kinds import GROUPS, Side
from samspill.sync.desk import LEASE, PEER_LONGEST
from samspill.sync.worker import work_off
from tests.fakes.company import SmallCompany
from tests.fakes.hostile import Late
from tests.fakes.workers import Stop, Worker, interruptible

#: How long a function may run (template.yaml); a worker that stands longer is killed.
FUNCTION_TIMEOUT = LEASE - PEER_LONGEST
#: Nothing that a test can think of keeps a worker busy for so long: some thousand looks.
ENOUGH = timedelta(seconds=20)
MILLISECOND = timedelta(milliseconds=1)


class BadPeer(Protocol):
    """A system that carries writes out late."""

    late: list[Late]

    def later(self, carry_out: Callable[[], object]) -> None:
        """The client gave up; the write is carried out by and by."""

    def carry_out_late(self, until: datetime | None = None) -> None:
        """Carry out those whose time has come."""

    def calm_down(self) -> None:
        """No fault is planned any more."""


class BadDay(SmallCompany):
    """Each look at the clock is a millisecond; the rest passes by `advance`. `workers` are those that stand
    somewhere, `bad_peers` the systems that answer badly."""

    bad_peers: Mapping[Side, BadPeer]
    workers: list[Worker]

    def begin_badly(self, peers: Mapping[Side, BadPeer]) -> None:
        """From now on these answer badly, and time passes with each look at the clock."""
        self.bad_peers, self.workers = peers, []
        self.desk = replace(self.desk, clock=self.tick)

    # ---- time ----------------------------------------------------------------------------------------------------

    def tick(self) -> datetime:
        """The time now; a millisecond has passed, and ended what was under way until then."""
        self.now += MILLISECOND
        for peer in self.bad_peers.values():
            peer.carry_out_late(self.now)
        return self.now

    def advance(self, until: datetime) -> None:
        """Time passes: workers reach the end of their time, late writes end."""
        while True:
            deadlines = [late.deadline for peer in self.bad_peers.values() for late in peer.late]
            ends = [worker.begun + FUNCTION_TIMEOUT for worker in self.workers]
            moment = min([*deadlines, *ends], default=until)
            if moment > until:
                break
            self.now = max(self.now, moment)
            for worker in [worker for worker in self.workers if worker.begun + FUNCTION_TIMEOUT <= moment]:
                self.cut_off(worker)
            for peer in self.bad_peers.values():
                peer.carry_out_late(moment)
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

    def calm(self) -> None:
        """The faults stop: workers are cut off, late writes end, leases run out."""
        for worker in list(self.workers):
            self.cut_off(worker)
        for peer in self.bad_peers.values():
            peer.calm_down()
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
        if late and at is not None and at.before and at.on_system and at.writes and Side(at.place) in self.bad_peers:
            self.bad_peers[Side(at.place)].later(at.carry_out)
