"""A connection taken from its keys to real time in this process: the steps of the state machine called one after the
other, the workers called for every group, on simulated AWS."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from local.keys import CONSUMER_TOKEN
from samspill import composition
from samspill.composition import App
from samspill.environment import Environment
from samspill.model.connection import Connection
from samspill.model.kinds import GROUPS
from samspill.model.plan import Plan, PlanRow
from samspill.tasks.connections import Order, turn_on
from samspill.tasks.first_sync import take_step
from samspill.tasks.review import approve
from samspill.tasks.schedule import run_task
from samspill.tasks.work import work
from tests.fakes.machine import MemoryMachine
from tests.integration.api.bench import Wakeups


class Mails:
    """Keeps what would be sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, to: str, subject: str, _text: str, _html: str | None = None) -> None:
        self.sent.append((to, subject))


class Consumer:
    """The product's own token for Tripletex."""

    def consumer_tokens(self) -> tuple[str, ...]:
        return (CONSUMER_TOKEN,)


@contextmanager
def stepping_app(env: Environment, **adapters: object) -> Iterator[App]:
    """The product in this process with its real adapters; state machine, mails and wake-ups are kept in memory."""
    app = App(
        env, machine=MemoryMachine(), wakeups=Wakeups(), mailer=Mails(), secrets=Consumer(),
        clock=lambda: datetime.now(UTC), **adapters,
    )  # fmt: skip
    composition.use(app)
    yield app
    composition.use(None)


@dataclass
class Stepped:
    """One connection. `planned` are the rows of the plan it was approved with."""

    app: App
    id: str
    planned: list[PlanRow] = field(default_factory=list)

    @classmethod
    def turned_on(cls, app: App, order: Order) -> "Stepped":
        """With keys checked, nothing read yet."""
        return cls(app, turn_on(app, order).id)

    @property
    def connection(self) -> Connection:
        """As it is now."""
        return self.app.connections.get(self.id)

    def step(self, name: str, **more: Any) -> dict[str, Any]:
        """A step of the machine, again and again while it says that there is more."""
        while True:
            event = {"step": name, "connection": self.id, "execution": self.connection.execution, **more}
            answer = take_step(self.app, event)
            if not answer.get("more"):
                return answer

    def go_live(self) -> None:
        """From the keys to real time, with the plan approved as it is."""
        plan = self.until_review()
        approve(self.app, self.connection, plan.hash, self.connection.decision_revision, "kari")
        self.first_sync()

    def until_review(self) -> Plan:
        """The plan is made, and somebody is asked about it."""
        for name in ("check_keys", "snapshot", "plan"):
            self.step(name)
        self.step("await_review", token="token", asked_again=False)
        self.planned = list(self.app.plans.rows(f"{self.id}/plan/rows.jsonl.gz", PlanRow))
        return self.app.plans.get_json(f"{self.id}/plan/plan.json", Plan)

    def first_sync(self) -> None:
        """What was approved is carried out."""
        for name in ("subscribe", "payment_terms"):
            self.step(name)
        for phase in self.step("refresh")["phases"]:
            for kind in phase["kinds"]:
                place = {"phase": phase["phase"], "kind": kind["kind"]}
                for chunk in self.step("prepare_kind", **place)["chunks"]:
                    self.step("apply_chunk", chunk=chunk, **place)
        for name in ("stock", "verify", "activate", "catch_up", "done"):
            self.step(name)
        self.settle()

    def settle(self) -> None:
        """Workers run until nothing is due."""
        groups = list(dict.fromkeys(GROUPS[kind] for kind in self.app.integration_of(self.connection).worked))
        inbox = self.app.stores(self.id).inbox
        while any(inbox.has_due(group, self.app.clock()) for group in groups):
            for group in groups:
                work(self.app, self.id, group, self.app.clock() + timedelta(minutes=1))

    def poll(self) -> None:
        """The clock has both sides asked what changed."""
        run_task(self.app, "poll")
        self.settle()
