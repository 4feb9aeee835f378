"""All companies of a sandbox, and what they share: time, ids, sessions, limits, webhooks, failures."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from random import Random

from sandbox.hostility.hostility import Hostility
from sandbox.planned import FaultPlan
from sandbox.tripletex.calls import Caller
from sandbox.tripletex.clock import Clock
from sandbox.tripletex.company import Company, Environment
from sandbox.tripletex.courier import Courier
from sandbox.tripletex.faults import Fault
from sandbox.tripletex.limits import RateLimits
from sandbox.tripletex.opening import NewCompany, open_company, shared_tables
from sandbox.tripletex.rows import Table
from sandbox.tripletex.sessions import Sessions
from sandbox.tripletex.switches import Switches
from sandbox.tripletex.transaction import Transaction
from sandbox.tripletex.webhooks import Webhooks

TEST_CONSUMER = "test-sandbox-consumer"
PRODUCTION_CONSUMER = "sandbox-consumer"


class TripletexWorld:
    """The state behind a server. Everything is done with `lock` held; methods here take it themselves.

    `clock` gives the time, `seed` makes ids and tokens repeatable, `switches` are what new companies begin with,
    `environment` limits the server to the tokens of one host (None: both).
    """

    def __init__(
        self,
        clock: Clock | None = None,
        seed: int = 0,
        switches: Switches | None = None,
        environment: Environment | None = None,
    ) -> None:
        self.lock = threading.RLock()
        self.clock = clock or Clock()
        self.environment = environment
        self.first_switches = switches or Switches()
        self.courier = Courier()
        self.hostility = Hostility()
        self.webhooks = Webhooks(self.courier, self.lock, self.hostility)
        self.faults: FaultPlan[Fault] = FaultPlan()
        self.limits = RateLimits()
        self._seed = seed
        self._begin()

    def _begin(self) -> None:
        self.random = Random(self._seed)
        self._last_id = 1_000_000 + self.random.randrange(1_000_000)
        self.switches = self.first_switches
        self.companies: dict[int, Company] = {}
        self.calls: Counter[tuple[str, str, int]] = Counter()
        self.sessions = Sessions(self.clock, self.random, self.new_id, self.environment)
        self.sessions.consumers = {TEST_CONSUMER: "test", PRODUCTION_CONSUMER: "production"}
        self.sessions.companies = self.companies
        self.shared: dict[str, Table] = shared_tables()

    def reset(self) -> None:
        """Back to an empty world with the same seed; addresses for webhooks stay, time runs as at first."""
        with self.lock:
            self.clock.restart()
            self.hostility.forget()
            self.faults.clear()
            self.limits.forget()
            self.webhooks.forget()
            for company in self.companies.values():
                company.tables.clear()
            self._begin()

    def new_id(self) -> int:
        """An id that no object has had; ids rise with gaps."""
        self._last_id += self.random.randint(1, 3)
        return self._last_id

    def create_company(self, wanted: NewCompany) -> Company:
        """Open an account with its administrator, tokens and standard registers."""
        with self.lock:
            company = open_company(self, wanted)
            self.companies[company.id] = company
            return company

    def transaction(self, caller: Caller) -> Transaction:
        """Changes made by a caller in the company it acts in."""
        return Transaction(caller.company, caller.token.user_id, self.webhooks.publish)

    def by_hand(self, company: Company) -> Transaction:
        """Changes made by a person in the program itself."""
        return Transaction(company, 0, self.webhooks.publish)

    def set_switches(self, changes: Mapping[str, object], company_id: int | None = None) -> None:
        """Change switches of one company, or of all and of those to come. Raises ValueError for bad ones."""
        with self.lock:
            chosen = [self.companies[company_id]] if company_id is not None else list(self.companies.values())
            if company_id is None:
                self.switches = Switches.model_validate({**self.switches.model_dump(), **changes})
            for company in chosen:
                company.switches = Switches.model_validate({**company.switches.model_dump(), **changes})

    def close(self) -> None:
        """End the background threads."""
        self.hostility.forget()
        self.courier.stop()
