"""Onboardings as the API takes and shows them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import Field, StrictBool

from samspill.api.models import Input, Model
from samspill.api.models_connections import Language
from samspill.model.connection import Company, Connection
from samspill.model.kinds import Kind
from samspill.model.onboarding import Onboarding, Sort, Step
from samspill.model.settings import ADDRESS, Settings
from samspill.model.settings_documents import AppDefaults, StartUp
from samspill.model.status import Status
from samspill.sync.ports.start_up import Group
from samspill.tasks.onboarding import are_alike
from samspill.tasks.sessions import Opened

OnboardingId = Annotated[str, Path(description="Id of the onboarding.", min_length=1, max_length=100)]

#: One line, something in it, no control characters.
_LINE = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
_NUMBER = Field(default=None, min_length=1, max_length=50)


class NewOnboarding(Input):
    """Who wants to connect."""

    integration: str = Field(max_length=40, description="The app to connect Tripletex with.", examples=["rackbeat"])
    company: str = Field(max_length=200, pattern=_LINE, examples=["Fjord Lager AS"])
    contact: str = Field(max_length=200, pattern=_LINE, description="Who does it.", examples=["Kari Nordmann"])
    email: str = Field(max_length=254, pattern=ADDRESS, description="Where links and news are mailed to.")
    language: Language = Field(default="nb", description="Of mails.")


class BegunOut(Model):
    """An onboarding that has begun."""

    id: str
    token: str = Field(description="Bearer token of this onboarding and of what is made of it. Shown only now.")
    expires_at: datetime = Field(description="Each use puts it off.")
    step: Step


class GroupsIn(Input):
    """The groups, by number, that records created in the app go into; null for none."""

    customer: str | None = _NUMBER
    supplier: str | None = _NUMBER
    product: str | None = _NUMBER
    service: str | None = Field(
        default=None, min_length=1, max_length=50, description="Of products that are not kept in stock."
    )

    def chosen(self) -> dict[Sort, str | None]:
        """For the use cases."""
        return {sort: getattr(self, sort.value) for sort in Sort}


class NewGroup(Input):
    """A group to make in the app."""

    sort: Sort
    name: str = Field(max_length=80, pattern=_LINE)


class GroupOut(Model):
    """A group of the app."""

    number: str
    name: str


class GroupsOut(Model):
    """The app's groups by sort."""

    groups: dict[Sort, list[GroupOut]]
    missing: list[Sort] = Field(description="Sorts of which the app has no group yet: make one.")
    chosen: dict[Sort, str] = Field(description="Numbers of those that were chosen.")


class StartUpIn(Input):
    """What the first sync creates in the app, once. Everything left out is off."""

    kinds: dict[Kind, StrictBool] = Field(
        default_factory=dict, description="Kinds of records. The app invites each employee by mail."
    )
    stock: StrictBool = Field(default=False, description="What is in stock in Tripletex is booked in the app.")
    payment_terms: StrictBool = Field(default=False, description="Payment terms that the app does not have are made.")
    app_defaults: dict[Kind, AppDefaults] = Field(
        default_factory=dict, description="Per kind what its records get in the app, beside the chosen groups."
    )

    def start_up(self) -> StartUp:
        """For the use cases."""
        return StartUp(kinds=self.kinds, stock=self.stock, payment_terms=self.payment_terms)


class OnboardingOut(Model):
    """An onboarding: what was said, what comes next."""

    id: str
    integration: str
    company: str
    contact: str
    email: str
    language: str
    step: Step = Field(description="What comes next.")
    done: list[Step] = Field(description="Steps that were answered. Any of them can be answered again.")
    missing: list[Step] = Field(description="Steps without an answer, before a plan can be made.")
    confirmed: bool = Field(
        description="Whether somebody came by a mailed link. A plan needs that; it ends the tokens of before."
    )
    changeable: bool = Field(description="False once a plan was approved.")
    tripletex_company: Company | None = Field(description="Whose Tripletex key it is.")
    app_company: Company | None = Field(description="Whose key of the app it is.")
    companies_alike: bool | None = Field(description="False: the keys may belong to two companies. Look twice.")
    groups: dict[Sort, str]
    settings: Settings
    connection: str | None = Field(description="Id of what was made of it; the same token opens it.")
    status: Status | None = Field(description="Of the connection.")
    expires_at: datetime
    created_at: datetime
    updated_at: datetime


def begun_out(onboarding: Onboarding, opened: Opened) -> BegunOut:
    """The answer that shows the token."""
    return BegunOut(id=onboarding.id, token=opened.token, expires_at=opened.until, step=onboarding.step(None))


def onboarding_out(onboarding: Onboarding, connection: Connection | None) -> OnboardingOut:
    """The onboarding with what was made of it."""
    said = [step for step in onboarding.asked if step in onboarding.said]
    same = {name: getattr(onboarding, name) for name in OnboardingOut.model_fields if hasattr(onboarding, name)}
    return OnboardingOut.model_validate({
        **same,
        "step": onboarding.step(connection),
        "done": said,
        "missing": list(onboarding.unsaid),
        "changeable": connection is None or (connection.approved_at is None and not connection.live),
        "companies_alike": are_alike(onboarding.tripletex_company, onboarding.app_company),
        "groups": onboarding.groups(),
        "connection": connection and connection.id,
        "status": connection and connection.status,
        "expires_at": onboarding.until,
    })  # fmt: skip


def groups_out(groups: Mapping[Sort, Sequence[Group]], onboarding: Onboarding) -> GroupsOut:
    """The groups, and what is missing."""
    return GroupsOut(
        groups={sort: [group_out(group) for group in there] for sort, there in groups.items()},
        missing=[sort for sort, there in groups.items() if not there],
        chosen=onboarding.groups(),
    )


def group_out(group: Group) -> GroupOut:
    """One group."""
    return GroupOut(number=str(group.number), name=group.name)
