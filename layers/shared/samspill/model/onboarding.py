"""A company on its way to a connection that it makes itself: what it has said so far, and what comes next."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from samspill.model.connection import Company, Connection
from samspill.model.kinds import Kind
from samspill.model.rules import Integration
from samspill.model.settings import Settings
from samspill.model.settings_documents import AppDefaults
from samspill.model.status import Status


class Step(StrEnum):
    """The steps in their order. The first four wait for the company's answers, `PLAN` for its word to make the plan
    and for the plan itself, `REVIEW` for its approval."""

    KEYS = "keys"
    GROUPS = "groups"
    START_UP = "start_up"
    SETTINGS = "settings"
    PLAN = "plan"
    REVIEW = "review"
    SYNC = "sync"
    DONE = "done"


#: Steps that the company answers itself, in any order once there are keys.
ANSWERED = (Step.KEYS, Step.GROUPS, Step.START_UP, Step.SETTINGS)

#: The setting without which an integration has nothing to be asked in that step.
ABOUT: Mapping[Step, str] = {Step.GROUPS: "app_defaults", Step.START_UP: "start_up"}

_AT: Mapping[Status, Step] = {Status.IN_REVIEW: Step.REVIEW, Status.SYNCING: Step.SYNC}


class Sort(StrEnum):
    """The groups that records created in the app go into; services are products that are not kept on a shelf."""

    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    PRODUCT = "product"
    SERVICE = "service"


#: Where a chosen group stands in the settings: the kind, and the field of its defaults.
PLACES: Mapping[Sort, tuple[Kind, str]] = {
    Sort.CUSTOMER: (Kind.CUSTOMER, "group"),
    Sort.SUPPLIER: (Kind.SUPPLIER, "group"),
    Sort.PRODUCT: (Kind.PRODUCT, "group"),
    Sort.SERVICE: (Kind.PRODUCT, "service_group"),
}


def asked_by(integration: Integration) -> tuple[Step, ...]:
    """The steps that the integration's companies answer themselves."""
    return tuple(step for step in ANSWERED if step not in ABOUT or ABOUT[step] in integration.own_settings)


class Onboarding(BaseModel):
    """As stored, without its keys. `company` and `contact` are what was typed; the other two companies are what the
    keys told. `asked` are the steps that its integration has. `connection` is the one that is made of it, `made` once
    it is stored; `leaving` is one that was given up for other answers and may still have to be cleared away. `until`:
    forgotten then, unless somebody goes on with it before."""

    model_config = ConfigDict(frozen=True)

    id: str
    integration: str
    company: str
    contact: str
    email: str
    language: str
    revision: int = 0
    asked: tuple[Step, ...] = ANSWERED
    said: frozenset[Step] = frozenset()
    tripletex_company: Company | None = None
    app_company: Company | None = None
    keys_checked_at: datetime | None = None
    settings: Settings = Field(default_factory=Settings)
    keys_revision: int = Field(default=0, description="The connection's when its keys were last said here.")
    connection: str | None = None
    made: bool = False
    confirmations: int = Field(default=0, description="How often somebody came by a mailed link.")
    leaving: str | None = None
    created_at: datetime
    updated_at: datetime
    until: datetime

    @property
    def unsaid(self) -> tuple[Step, ...]:
        """Steps that wait for an answer."""
        return tuple(step for step in self.asked if step not in self.said)

    @property
    def confirmed(self) -> bool:
        """Whether whoever reads the mails of its address ever went on with it."""
        return self.confirmations > 0

    def step(self, connection: Connection | None) -> Step:
        """What comes next; `connection` is the one made of it, as far as there is one."""
        if connection is not None and connection.live:
            return Step.DONE
        for step in self.unsaid:
            return step
        return _AT.get(connection.status, Step.PLAN) if connection is not None else Step.PLAN

    def groups(self) -> dict[Sort, str]:
        """The chosen groups, by number in the app."""
        found = {sort: getattr(self._defaults(kind), name) for sort, (kind, name) in PLACES.items()}
        return {sort: number for sort, number in found.items() if number is not None}

    def with_groups(self, groups: Mapping[Sort, str | None]) -> "Onboarding":
        """A copy with those groups; a sort that is not named has none."""
        defaults = dict(self.settings.app_defaults)
        for sort, (kind, name) in PLACES.items():
            defaults[kind] = defaults.get(kind, AppDefaults()).model_copy(update={name: groups.get(sort)})
        return self.with_settings(self.settings.model_copy(update={"app_defaults": _said(defaults)}), Step.GROUPS)

    def with_settings(self, settings: Settings, step: Step) -> "Onboarding":
        """A copy with other settings, said in `step`."""
        return self.model_copy(update={"settings": settings, "said": self.said | {step}})

    def _defaults(self, kind: Kind) -> AppDefaults:
        return self.settings.app_defaults.get(kind, AppDefaults())


def _said(defaults: Mapping[Kind, AppDefaults]) -> dict[Kind, AppDefaults]:
    return {kind: each for kind, each in defaults.items() if each != AppDefaults()}
