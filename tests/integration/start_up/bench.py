"""A firm that begins with Rackbeat: real adapters, both sandboxes, real stores in a simulated AWS."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from samspill.composition import App
from samspill.environment import Environment
from samspill.exceptions import RateLimited, RetryLater
from samspill.model.connection import Connection, Keys
from samspill.model.kinds import Kind
from samspill.model.plan import Plan
from samspill.model.settings import Settings
from samspill.model.settings_documents import AppDefaults, StartUp
from samspill.tasks.connections import Order, turn_on
from samspill.tasks.first_sync import take_step
from samspill.tasks.review import approve
from samspill.tasks.work import work
from sandbox.serve import serve
from sandbox.tripletex.app import make_app
from sandbox.tripletex.clock import Clock
from sandbox.tripletex.opening import NewCompany
from sandbox.tripletex.world import TEST_CONSUMER, TripletexWorld
from tests.fakes.machine import MemoryMachine
from tests.fakes.memory_sessions import MemoryPermits, MemoryTokenCache
from tests.integration.api.bench import Wakeups
from tests.integration.sandbox_rackbeat.harness import RunningRackbeat, running_rackbeat
from tests.integration.systems.tripletex.account import Account

CHOSEN = {
    Kind.CUSTOMER: AppDefaults(group="1", payment_terms="1"),
    Kind.SUPPLIER: AppDefaults(group="1", payment_terms="1"),
    Kind.PRODUCT: AppDefaults(group="1", service_group="2"),
}
EVERYTHING = StartUp(
    kinds=dict.fromkeys((Kind.CUSTOMER, Kind.SUPPLIER, Kind.PRODUCT, Kind.EMPLOYEE), True),
    stock=True, payment_terms=True,
)  # fmt: skip


@dataclass
class Firm:
    """`tripletex` and `rackbeat` are its accounts."""

    app: App
    tripletex: Account
    rackbeat: RunningRackbeat
    id: str = ""

    # ---- the way to live ----

    def turns_on(self, **settings: Any) -> None:
        """The connection is made, with everything at start-up unless told otherwise."""
        chosen = Settings.model_validate({"start_up": EVERYTHING, "app_defaults": CHOSEN, **settings})
        keys = Keys(tripletex=self.tripletex.key, app=next(iter(self.rackbeat.account.keys)))
        number = self.tripletex.company.organization_number
        self.id = turn_on(self.app, Order("rackbeat", number, keys, settings=chosen)).id

    @property
    def connection(self) -> Connection:
        """As it is stored."""
        return self.app.connections.get(self.id)

    def step(self, name: str, **more: Any) -> dict[str, Any]:
        """A step of the machine, which waits out limits and lost answers, and takes it again while there is more."""
        event = {"step": name, "connection": self.id, "execution": self.connection.execution, **more}
        while True:
            try:
                answer = take_step(self.app, event)
            except RateLimited as error:
                self.rackbeat.clock.now = max(self.rackbeat.clock.now, error.until)
            except RetryLater:
                self.rackbeat.clock.advance(minutes=10)
            else:
                if not answer.get("more"):
                    return answer

    def planned(self) -> Plan:
        """The plan under review."""
        for name in ("check_keys", "snapshot", "plan"):
            self.step(name)
        self.step("await_review", token="token", asked_again=False)
        return self.app.plans.get_json(f"{self.id}/plan/plan.json", Plan)

    def approved(self) -> Plan:
        """The plan, approved, up to the end of the phases."""
        plan = self.planned()
        approve(self.app, self.connection, plan.hash, self.connection.decision_revision, "Kari")
        self.step("payment_terms")
        for phase in self.step("refresh")["phases"]:
            for kind in phase["kinds"]:
                place = {"phase": phase["phase"], "kind": kind["kind"]}
                for chunk in self.step("prepare_kind", **place)["chunks"]:
                    self.step("apply_chunk", chunk=chunk, **place)
        return plan

    def goes_live(self) -> Plan:
        """The whole way; the plan that was approved."""
        plan = self.approved()
        for name in ("stock", "verify", "activate", "catch_up"):
            self.step(name)
        self.works()
        return plan

    def works(self) -> None:
        """What waits is worked off, also what waits for its time."""
        for _ in range(4):
            for group in ("party", "product", "employee"):
                work(self.app, self.id, group, self.rackbeat.clock() + _SLICE)
            self.rackbeat.clock.advance(minutes=2)

    def fault(self, **fault: object) -> None:
        """Plans a failure of Rackbeat (sandbox.rackbeat.faults.Fault)."""
        answer = self.rackbeat.client.post(f"{self.rackbeat.url}/_control/rackbeat/faults", json=fault)
        assert answer.status_code == 200, answer.text

    def faults_left(self) -> int:
        """How many of them nobody has met."""
        return self.rackbeat.world.faults.left

    # ---- what is there ----

    def in_tripletex(self, **rows: list[dict[str, Any]]) -> None:
        """What the firm has there."""
        self.tripletex.seed(**rows)

    def shelves(self) -> Mapping[str, Decimal]:
        """What Rackbeat has in stock, by product number."""
        rows = self.rackbeat.get("/products", limit=100)["products"]
        return {row["number"]: Decimal(str(row["stock_quantity"])) for row in rows}

    def adjustments(self) -> list[dict[str, Any]]:
        """All adjustments in Rackbeat."""
        found: list[dict[str, Any]] = self.rackbeat.get("/inventory-adjustments", limit=100)["inventory_adjustments"]
        return found


_SLICE = timedelta(seconds=20)


@contextmanager
def firm(installation: Environment) -> Iterator[Firm]:
    """One with two fresh accounts. Time moves only when somebody waits."""
    with running_rackbeat() as rackbeat:
        world = TripletexWorld(Clock(rackbeat.clock))
        with serve(make_app(world)) as url:
            switches: dict[str, object] = {"session_creation_seconds": 0, "rate_limit": 1_000_000}
            company = world.create_company(
                NewCompany(name="Fjord Lager AS", organization_number="999888777", switches=switches)
            )
            urls = {"tripletex_url": f"{url}/v2", "rackbeat_url": f"{rackbeat.url}/api"}
            env = installation.model_copy(update=urls)
            app = App(
                env, clock=rackbeat.clock, machine=MemoryMachine(), wakeups=Wakeups(), mailer=_Nobody(),
                secrets=_Secrets(), permits=MemoryPermits(), tokens=MemoryTokenCache(rackbeat.clock),
            )  # fmt: skip
            made = Firm(app, Account(world, company, url), rackbeat)
            yield made
            if made.id:  # the next test's accounts have the same numbers
                app.connections.release_claims(made.id)


class _Nobody:
    """A mailer whose mails nobody reads."""

    def send(self, to: str, subject: str, text: str, html: str | None = None) -> None:
        return None


class _Secrets:
    """The consumer token of the sandbox."""

    def consumer_tokens(self) -> tuple[str, ...]:
        return (TEST_CONSUMER,)
