"""Connections as the API takes and shows them. Keys go in and never come out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import Field, StrictBool

from samspill.api.models import Input, Model, Reason, app_name, reason
from samspill.api.models_breakers import BreakerOut, breaker_out
from samspill.model.connection import Company, Connection, Keys
from samspill.model.kinds import Kind
from samspill.model.settings import ADDRESS, Settings
from samspill.model.status import Status
from samspill.tasks.breakers import Shown
from samspill.tasks.connections import Counts

Language = Literal["nb", "en", "sv", "da"]

#: Keys hold no spaces and no other letters than ASCII.
KEY = r"^[\x21-\x7e]+$"


class KeysIn(Input):
    """Both keys. They are kept encrypted and never shown again."""

    tripletex: str = Field(
        min_length=1, max_length=1500, pattern=KEY, repr=False, description="Tripletex API key (employee token)."
    )
    app: str = Field(min_length=1, max_length=1500, pattern=KEY, repr=False, description="Key of the app's account.")

    def keys(self) -> Keys:
        """For the use cases."""
        return Keys(tripletex=self.tripletex, app=self.app)


class SettingsIn(Settings):
    """Settings as they come in: 0 and "no" are not false."""

    kinds: dict[Kind, StrictBool] = Field(
        default_factory=dict,
        description="Kinds switched off with false; a kind not named here is on, but for purchase orders and hours.",
    )

    def settings(self) -> Settings:
        """For the use cases."""
        return Settings.model_validate(self.model_dump())


class NewConnection(Input):
    """A connection to turn on."""

    organization_number: str = Field(
        pattern=r"^[0-9]{9}$", description="Of the company; both keys must belong to it.", examples=["987654325"]
    )
    keys: KeysIn
    language: Language = Field(default="nb", description="Of mails to the customer.")
    contact_email: str | None = Field(default=None, max_length=254, pattern=ADDRESS, description="Whom to write to.")
    settings: SettingsIn = Field(default_factory=SettingsIn)


class ConnectionOut(Model):
    """A connection without its keys."""

    id: str
    integration: str
    status: Status
    organization_number: str
    tripletex_company: Company
    app_company: Company
    language: str
    contact_email: str | None
    settings: Settings
    live: bool = Field(description="The first sync has been completed once.")
    attention: Reason | None = Field(description="Why the connection needs attention.")
    late: Reason | None = Field(description="Something has failed for an hour or more: changes may come late.")
    late_since: datetime | None
    review_pending: str | None = Field(description="`plan` or `remainder` while a person is asked.")
    plan: str | None = Field(description="Hash of the current plan.")
    plan_ready_at: datetime | None
    decision_revision: int = Field(description="Rises with each decision about the plan.")
    approved_by: str | None
    approved_at: datetime | None
    rejected_reason: str | None
    progress: dict[str, int]
    last_change_at: datetime | None
    last_reconcile_at: datetime | None
    created_at: datetime
    updated_at: datetime


class ConnectionPage(Model):
    """A page of connections."""

    items: list[ConnectionOut]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


class CountsOut(Model):
    """How a connection stands, in numbers."""

    links: dict[Kind, int] = Field(description="Linked pairs per kind.")
    waiting: int = Field(description="Changes that wait to be carried over.")
    problems: dict[str, int] = Field(description="Open problems per code.")
    dead_letters: int = Field(
        description="How often work was given up and is tried again only when staff replay it; counted each minute."
    )


class ConnectionDetail(ConnectionOut):
    """A connection with its numbers."""

    counts: CountsOut
    breakers: list[BreakerOut] = Field(description="Kinds that stand still until somebody releases them.")


class TurnedOffOut(Model):
    """What is left of a connection that was turned off."""

    id: str
    status: Literal["off"] = "off"
    webhooks_removed: bool = Field(description="False when a system could not be reached; its deliveries get 410.")
    data: Literal["kept", "deleted"]


class ReconcileOut(Model):
    """A comparison that was started."""

    kinds: int = Field(description="How many kinds will be compared.")


def shown(connection: Connection, language: str) -> ConnectionOut:
    """The connection as `language` readers see it."""
    return ConnectionOut.model_validate(_fields(connection, language))


def detailed(
    connection: Connection, counts: Counts, breakers: Sequence[Shown], language: str
) -> ConnectionDetail:  # fmt: skip
    """The same with its numbers, and what stands still."""
    numbers = CountsOut(
        links=counts.links, waiting=counts.waiting, problems=counts.problems, dead_letters=counts.dead_letters
    )
    return ConnectionDetail.model_validate({
        **_fields(connection, language),
        "counts": numbers,
        "breakers": [breaker_out(one, language, app_name(connection)) for one in breakers],
    })  # fmt: skip


_REASONS = ("attention", "late")


def _fields(connection: Connection, language: str) -> dict[str, object]:
    same = {name: getattr(connection, name) for name in ConnectionOut.model_fields if name not in _REASONS}
    facts = {
        "app": app_name(connection),
        "company": connection.tripletex_company.name,
        **connection.attention_facts,
    }
    return {
        **same,
        "attention": reason(connection.attention, facts, language),
        "late": reason("changes_late" if connection.late_since else None, facts, language),
    }
