"""A connection: one company's app account tied to one Tripletex company."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from samspill.model.deeds import Deed
from samspill.model.failures import Failure
from samspill.model.kinds import Kind, Side
from samspill.model.oslo import day_in_oslo
from samspill.model.settings import Settings
from samspill.model.status import Event, Status, after


class Company(BaseModel):
    """Who a key belongs to, as the system itself says. `organization_number` is nine digits in Norway."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    organization_number: str | None = None


class Keys(BaseModel):
    """The two secrets of a connection in clear; they exist in memory only and rest as KMS ciphertext."""

    model_config = ConfigDict(frozen=True)

    tripletex: str = Field(repr=False)
    app: str = Field(repr=False)


class Capabilities(BaseModel):
    """What was found out about the Tripletex company when the keys were checked; rules read it."""

    model_config = ConfigDict(frozen=True)

    department_required: bool = False
    project_manager_ids: tuple[str, ...] = ()
    fallback_manager_id: str | None = None
    department_id: str | None = None


class Subscription(BaseModel):
    """A webhook subscription we made. `secret` is ciphertext."""

    model_config = ConfigDict(frozen=True)

    side: Side
    id: str
    event: str


class Connection(BaseModel):
    """The connection as stored, without its keys. `generation` rises with each change of status."""

    model_config = ConfigDict(frozen=True)

    id: str
    integration: str
    status: Status = Status.DRAFT
    generation: int = 1
    revision: int = 0
    organization_number: str
    tripletex_company: Company
    app_company: Company
    language: str = "nb"
    contact_email: str | None = None
    settings: Settings = Field(default_factory=Settings)
    capabilities: Capabilities = Field(default_factory=Capabilities)
    keys_checked_at: datetime | None = None
    keys_revision: int = Field(default=0, description="Rises when keys are replaced: sessions of before end.")
    onboarding: str | None = Field(default=None, description="The onboarding that made it.")
    subscriptions: tuple[Subscription, ...] = ()
    told_of: tuple[Kind, ...] | None = Field(
        default=None, description="Registers whose changes webhooks tell of; None for subscriptions made earlier."
    )
    execution: str | None = None
    live: bool = Field(default=False, description="The first sync has been completed once.")
    live_since: datetime | None = Field(default=None, description="When that was.")
    plan: str | None = Field(default=None, description="Hash of the current plan; its S3 folder.")
    plan_ready_at: datetime | None = None
    plan_counts: dict[str, int] = Field(default_factory=dict, description="Rows of the plan in review by outcome.")
    decision_revision: int = 0
    review_pending: str | None = Field(default=None, description="'plan' or 'remainder' while a person is asked.")
    approved_by: str | None = None
    approved_at: datetime | None = None
    rejected_reason: str | None = None
    attention: str | None = Field(default=None, description="Problem code of what needs attention.")
    attention_facts: dict[str, str] = Field(default_factory=dict)
    progress: dict[str, int] = Field(default_factory=dict)
    last_change_at: datetime | None = None
    last_reconcile_at: datetime | None = None
    told_until: datetime | None = Field(default=None, description="People have been told of problems up to then.")
    told_at: datetime | None = Field(default=None, description="When they were.")
    failing: dict[str, Failure] = Field(default_factory=dict, description="Tasks that failed the last time.")
    deeds: tuple[Deed, ...] = Field(default=(), description="What people did to it as a whole, newest last.")
    created_at: datetime
    updated_at: datetime

    def moved(self, event: Event, now: datetime) -> "Connection":
        """A copy after `event`, one generation on; what failed before says nothing any more. Raises WrongStatus when
        not possible."""
        moved = {"status": after(self.status, event), "generation": self.generation + 1, "updated_at": now}
        return self.model_copy(update={**moved, "failing": {}})

    @property
    def asks_for_review(self) -> bool:
        """Whether a person is asked about its plan, or about what was left over of it."""
        if self.status is Status.IN_REVIEW:
            return True
        return self.review_pending == "remainder" and self.status not in (Status.SYNCING, Status.OFF)

    @property
    def documents_since(self) -> date:
        """What was made out on an earlier day stays: the day that the settings name, else that of going live."""
        return self.settings.documents.since or day_in_oslo(self.live_since or self.approved_at or self.created_at)

    @property
    def documents_begun_at(self) -> datetime | None:
        """Of `documents_since` only what was begun at that time or later crosses: the rest may have been entered by
        hand. None where the whole day crosses, since the settings name it."""
        live = None if self.settings.documents.since else self.live_since
        return live.replace(microsecond=0) if live is not None else None  # apps tell times in seconds

    @property
    def hours_since(self) -> date:
        """Hours of an earlier day stay: the day that the settings name, else that of going live."""
        return self.settings.hours.since or day_in_oslo(self.live_since or self.approved_at or self.created_at)

    @property
    def addressees(self) -> tuple[str, ...]:
        """Who is told of what is wrong; nobody when no address is known."""
        return self.settings.notify or ((self.contact_email,) if self.contact_email else ())

    @property
    def late_since(self) -> datetime | None:
        """Since when changes may come late because something keeps failing; None while all is well."""
        return min((failure.since for failure in self.failing.values() if failure.lasting), default=None)

    def kinds_on(self, kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
        """Those of `kinds` that the settings leave on, order kept."""
        return tuple(kind for kind in kinds if self.settings.is_on(kind))
