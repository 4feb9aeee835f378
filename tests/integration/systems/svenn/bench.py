"""The adapter and the Svenn it talks to, with one time for both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from samspill.model.changes import Priority
from samspill.model.kinds import Kind
from samspill.sync.ports import Done, Draft, Outcome, Patch
from samspill.systems.svenn.system import SvennSystem
from tests.fakes.memory_sessions import MemoryPermits
from tests.integration.sandbox_svenn.harness import Clock, RunningSvenn, running_svenn


@dataclass
class Bench:
    """`svenn` is the sandbox, `system` the adapter with the account's token."""

    svenn: RunningSvenn
    permits: MemoryPermits = field(default_factory=MemoryPermits)

    def __post_init__(self) -> None:
        self.system = self.opened_with(self.svenn.account.token)

    @property
    def clock(self) -> Clock:
        """The time of both."""
        return self.svenn.clock

    def opened_with(self, token: str, priority: Priority = Priority.CHANGE) -> SvennSystem:
        """The adapter with another token. It never sleeps: time stands still here."""
        url = str(self.svenn.client.base_url.join("/v1"))
        return SvennSystem(
            url, token, permits=self.permits, clock=self.clock, sleep=_no_sleep,
            random=lambda: 0.0, priority=priority, http=httpx.Client(trust_env=False),
        )  # fmt: skip

    def token_with(self, *rights: str) -> str:
        """A new token of the account."""
        self.svenn.world.set_token(self.svenn.account.id, token := "-".join(("token", *rights)), rights)
        return token

    def seed_customers(self, count: int) -> None:
        """Customers numbered from 1."""
        rows = [{"number": str(n), "name": f"Kunde {n}"} for n in range(1, count + 1)]
        self.svenn.world.seed(self.svenn.account.id, {"customers": rows})
        self.svenn.world.reset_calls()

    def stored(self, kind: Kind) -> list[dict[str, object]]:
        """The rows that are there, without tombstones."""
        rows = self.svenn.world.state(self.svenn.account.id)[f"{kind.value}s"]
        return [row for row in rows if "deleted" not in row]

    def calls(self) -> dict[str, int]:
        """How often each route was called since the last seeding."""
        return dict(self.svenn.world.calls)

    def fault(self, **fault: object) -> None:
        """Plans a failure (sandbox.svenn.faults.Fault)."""
        assert self.svenn.client.post("/_control/svenn/faults", json=fault).status_code == 200


@contextmanager
def bench() -> Iterator[Bench]:
    """A fresh account and its adapter."""
    with running_svenn() as svenn:
        yield Bench(svenn)


def drafts(numbers: Iterable[int], attempt: str = "a") -> list[Draft]:
    """Customers to create, each under an intent of its own."""
    return [Draft(f"{attempt}-{n}", {"number": str(n), "name": f"Kunde {n}"}) for n in numbers]


def employee(number: int, attempt: str = "a", **values: str | bool | None) -> Draft:
    """An employee to create."""
    return Draft(
        f"{attempt}-{number}",
        {"number": str(number), "first_name": f"Kari {number}", "email": f"kari{number}@nord.no", **values},
    )


def done(outcome: Outcome | None) -> Patch:
    """What was done, as a change that writes nothing yet: its id and version."""
    assert isinstance(outcome, Done), outcome
    return Patch(outcome.record.id, outcome.record.version, {}, key="link.1")


def _no_sleep(seconds: float) -> None:
    raise AssertionError(f"slept {seconds} s")
