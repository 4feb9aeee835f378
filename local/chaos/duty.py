"""The person on duty for a firm: turns it on, approves, brings it back when it needs attention, releases breakers."""

import time
from collections import Counter
from dataclasses import dataclass, field

import httpx

from local.companies import CONTACT, Company
from local.product import ApiRefused, Connected, Json
from local.rackbeat_companies import RackbeatCompany
from local.world import World

#: Seconds after which a first sync that shows no progress is started again; the API refuses while it really runs.
PATIENCE = 90.0
ASK_AGAIN_SECONDS = 1.0


@dataclass
class Duty:
    """One firm's connection as a person looks after it. `done` counts what the person had to do."""

    world: World
    company: Company | RackbeatCompany
    done: Counter[str] = field(default_factory=Counter)
    connection: Connected | None = None
    _seen: object = None
    _seen_since: float = 0.0

    @property
    def connected(self) -> Connected:
        """The connection. Raises RuntimeError before there is one."""
        if self.connection is None:
            raise RuntimeError(f"{self.company.name} is not turned on")
        return self.connection

    def turn_on(self, seconds: float = 120) -> None:
        """Turn the firm on, again and again while the API cannot. Raises ApiRefused after `seconds`."""
        deadline = time.monotonic() + seconds
        while self.connection is None:
            try:
                self.connection = self.ask_for_it()
            except (ApiRefused, httpx.HTTPError):
                self.connection = self.made_unseen()
                self.done["turned on again"] += 1
                if time.monotonic() > deadline:
                    raise
                time.sleep(ASK_AGAIN_SECONDS)

    def ask_for_it(self) -> Connected:
        """Ask the product to turn it on. Raises ApiRefused, httpx.HTTPError."""
        if not isinstance(self.company, Company):
            raise TypeError(f"{self.company.name} connects itself")
        return self.world.product.turn_on(self.company.order())

    def approve(self) -> None:
        """Staff look at the plan and say yes."""
        for_staff = self.connected.as_seen_by(self.world.staff)
        for_staff.approve(for_staff.plan())

    def made_unseen(self) -> Connected | None:
        """The connection whose answer was lost."""
        try:
            listed = self.world.product.pages("/connections")
            number = self.company.organization_number
            found = next((each["id"] for each in listed if each["organization_number"] == number), None)
        except (ApiRefused, httpx.HTTPError):
            return None
        return Connected(self.world.product, found) if found else None

    def attend(self) -> Json | None:
        """Look once and do what is asked of a person; the connection as it was, None when it could not be seen."""
        try:
            now = self.connected.now()
            self._act(now)
        except (ApiRefused, httpx.HTTPError) as refused:
            self.done[f"refused: {getattr(refused, 'code', '') or type(refused).__name__}"] += 1
            return None
        return now

    def _act(self, now: Json) -> None:
        status = now["status"]
        for breaker in now["breakers"]:
            self.connected.do(f"breakers/{breaker['kind']}/release", {"by": CONTACT})
            self.done[f"breaker released: {breaker['kind']}"] += 1
        if now["review_pending"] is not None:
            self.approve()
            self.done[f"approved: {now['review_pending']}"] += 1
        elif status == "needs_attention":
            self.connected.do("resume" if now["live"] else "restart")
            reason = (now["attention"] or {}).get("code", "")
            self.done[f"brought back: {reason}"] += 1
        elif status in ("draft", "syncing") and self._stands_still(now):
            self.connected.do("restart")
            self.done["restarted: no progress"] += 1

    def _stands_still(self, now: Json) -> bool:
        seen = (now["status"], now["progress"], now["updated_at"])
        if seen != self._seen:
            self._seen, self._seen_since = seen, time.monotonic()
        return time.monotonic() - self._seen_since > PATIENCE
