"""One account: its tokens, registers, webhooks, mails and the switches that change how it behaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from sandbox.svenn.fields import Kind
from sandbox.svenn.idempotency import IdempotencyKeys
from sandbox.svenn.limits import RequestWindow
from sandbox.svenn.problems import ProblemError
from sandbox.svenn.register import Change, Register
from sandbox.svenn.webhooks import WebhookBook

MARK_RIGHT = "time-entries:export"
RIGHTS = frozenset(
    {"webhooks", MARK_RIGHT} | {f"{kind.plural}:{access}" for kind in Kind for access in ("read", "write")}
)


class Switches(BaseModel):
    """How the account behaves; all of it can be changed while the server runs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    batch_all_or_nothing: bool = False
    requests_per_minute: int = Field(600, ge=0)
    body_limit_bytes: int = Field(1_000_000, ge=1)
    # The contract's seconds between delivery attempts are multiplied by this.
    webhook_time_scale: float = Field(0.001, ge=0)
    # Hostile, yet within the contract: deliveries may come twice, late and out of order.
    webhook_copies: int = Field(1, ge=1, le=10)
    webhook_delay_seconds: float = Field(0, ge=0)
    webhook_jitter_seconds: float = Field(0, ge=0)
    # Against the contract: this share of deliveries is never sent.
    webhook_loss: float = Field(0, ge=0, le=1)


@dataclass
class Token:
    """A key of the account; `rights` are among RIGHTS."""

    rights: frozenset[str]
    window: RequestWindow = field(default_factory=RequestWindow)

    def require(self, right: str | None) -> None:
        """Raises `forbidden` when the token lacks the right."""
        if right is not None and right not in self.rights:
            raise ProblemError("forbidden", f"The token lacks the right {right}")


@dataclass(frozen=True)
class Mail:
    """A mail that Svenn sent; `template` is `login_details`."""

    to: str
    template: str
    employee_id: str
    sent_at: datetime


class Account:
    """Everything that belongs to one customer of Svenn."""

    def __init__(
        self,
        account_id: str,
        name: str,
        organization_number: str | None,
        licence_limit: int | None,
        switches: Switches,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        new_secret: Callable[[], str],
        publish: Callable[[Account, Change], None],
    ) -> None:
        self.id = account_id
        self.name = name
        self.organization_number = organization_number
        self.switches = switches
        self.tokens: dict[str, Token] = {}
        self.keys = IdempotencyKeys()
        self.webhooks = WebhookBook(new_id, new_secret)
        self.outbox: list[Mail] = []
        self._clock = clock
        self._publish = publish
        self.register = Register(clock, new_id, self._changed, licence_limit)

    def shown(self) -> dict[str, object]:
        """The account as the API answers it to any of its tokens."""
        return {
            "id": self.id,
            "name": self.name,
            "organization_number": self.organization_number,
            "licences": {"used": self.register.licences_used, "limit": self.register.licence_limit},
        }

    def _changed(self, change: Change) -> None:
        row = change.row
        email = row.values.get("email")
        # Svenn mails login details when a user is made (reference K2).
        if row.kind is Kind.EMPLOYEE and change.verb == "created" and row.values["active"]:
            self.outbox.append(Mail(str(email), "login_details", row.id, self._clock()))
        self._publish(self, change)
