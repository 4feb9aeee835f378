"""The adapter and the Rackbeat it talks to, with one time for both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from samspill.model.changes import Priority
from samspill.model.kinds import Kind
from samspill.model.records import Record, Value, Values
from samspill.sync.ports import Done, Draft, Outcome, Patch
from samspill.systems.rackbeat.subscriptions import EVENTS, Candidates
from samspill.systems.rackbeat.system import RackbeatSystem
from sandbox.rackbeat.edits import edit
from sandbox.rackbeat.kinds.kind import Scope
from sandbox.rackbeat.seed_rows import plant
from tests.fakes.memory_sessions import MemoryPermits
from tests.integration.sandbox_rackbeat.harness import RunningRackbeat, running_rackbeat
from tests.integration.sandbox_svenn.harness import Clock

#: What a draft brings that only Rackbeat needs, by kind: what the furniture of the sandbox's harness has.
NEEDED: dict[Kind, Values] = {
    Kind.CUSTOMER: {"group": "1", "payment_terms": "1"},
    Kind.SUPPLIER: {"group": "1", "payment_terms": "1"},
    Kind.PRODUCT: {"group": "1"},
    Kind.EMPLOYEE: {},
}


@dataclass
class Bench:
    """`rackbeat` is the sandbox, `system` the adapter with the account's key."""

    rackbeat: RunningRackbeat
    permits: MemoryPermits = field(default_factory=MemoryPermits)

    def __post_init__(self) -> None:
        self.system = self.opened()

    @property
    def clock(self) -> Clock:
        """The time of both."""
        return self.rackbeat.clock

    def opened(
        self, key: str = "", priority: Priority = Priority.CHANGE,
        events: Mapping[Kind, Sequence[Candidates]] = EVENTS, payment_terms: Mapping[str, str] | None = None,
    ) -> RackbeatSystem:  # fmt: skip
        """The adapter anew, as a process that has seen nothing yet. It never sleeps: time stands still here."""
        return RackbeatSystem(
            f"{self.rackbeat.url}/api", key or next(iter(self.rackbeat.account.keys)), permits=self.permits,
            clock=self.clock, sleep=_no_sleep, random=lambda: 0.0, priority=priority,
            http=httpx.Client(trust_env=False), contact="drift@samspill.example",
            events=events, payment_terms=payment_terms,
        )  # fmt: skip

    def key_with(self, *scopes: Scope) -> str:
        """A new key of the account."""
        self.rackbeat.world.set_key(self.rackbeat.account.company.id, key := "-".join(("key", *scopes)), scopes)
        return key

    def seed(self, **rows: list[dict[str, Any]]) -> None:
        """Plants rows by the plural of their kind."""
        with self.rackbeat.world.lock:
            plant(self.rackbeat.account, rows)
        self.rackbeat.world.reset_calls()

    def by_hand(self, op: str, kind: str, number: object = None, /, **data: object) -> None:
        """What a person does, see sandbox.rackbeat.edits."""
        with self.rackbeat.world.lock:
            edit(self.rackbeat.account, op, kind, number, data)

    def calls(self) -> dict[str, int]:
        """How often each route was called since the last seeding."""
        return dict(self.rackbeat.world.calls)

    def fault(self, **fault: object) -> None:
        """Plans a failure (sandbox.rackbeat.faults.Fault)."""
        answer = self.rackbeat.client.post(f"{self.rackbeat.url}/_control/rackbeat/faults", json=fault)
        assert answer.status_code == 200, answer.text

    def record(self, kind: Kind, number: str) -> Record:
        """A record that is there, as the adapter reads it."""
        found = self.system.get(kind, [number])[number]
        assert found is not None
        return found


@contextmanager
def bench() -> Iterator[Bench]:
    """A fresh account and its adapter."""
    with running_rackbeat() as rackbeat:
        yield Bench(rackbeat)


def draft(number: str, kind: Kind = Kind.CUSTOMER, /, **values: Value) -> Draft:
    """A record to create under an intent of its own."""
    return Draft(f"a-{number}", {"number": number, **NEEDED[kind], **values})


def patch(number: str, /, **values: Value) -> Patch:
    """Values to write to a record."""
    return Patch(number, None, dict(values), key="link.1")


def done(outcome: Outcome | None) -> Record:
    """What was done."""
    assert isinstance(outcome, Done), outcome
    return outcome.record


def customers(numbers: Iterable[int]) -> list[dict[str, Any]]:
    """Rows to seed."""
    return [
        {"number": n, "name": f"Kunde {n}", "payment_terms_id": 1, "customer_group_id": 1} for n in numbers
    ]  # fmt: skip


def _no_sleep(seconds: float) -> None:
    raise AssertionError(f"slept {seconds} s")
