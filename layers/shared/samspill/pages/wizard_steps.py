"""The steps of the wizard: where each has its page, and which of them can be gone to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samspill.exceptions import NotFound, SamspillError
from samspill.model.connection import Connection
from samspill.model.onboarding import Onboarding, Step
from samspill.pages.answers import Page
from samspill.pages.visiting import OnboardingVisit
from samspill.pages.wizard_refusals import FINE, Refusal, refusal

#: Steps that the company answers, below the wizard's own address; the others are its first page.
PATHS = {Step.KEYS: "/keys", Step.GROUPS: "/groups", Step.START_UP: "/start-up", Step.SETTINGS: "/settings"}


@dataclass(frozen=True)
class Place:
    """A step in the list: `done`, `now` or `ahead`; with a path it can be gone to."""

    name: str
    state: str
    path: str | None


def places(onboarding: Onboarding, connection: Connection | None, here: Step) -> list[Place]:
    """All steps in their order, as somebody at `here` sees them."""
    following = onboarding.step(connection)
    steps = [step for step in Step if step in onboarding.asked or step not in PATHS]
    return [
        Place(step.value, _state(onboarding, step, here, following), _path(onboarding, connection, step, following))
        for step in steps
    ]


def _state(onboarding: Onboarding, step: Step, here: Step, following: Step) -> str:
    order = list(Step)
    if step is here:
        return "now"
    done = step in onboarding.said if step in PATHS else order.index(step) < order.index(following)
    return "done" if done else "ahead"


def _path(onboarding: Onboarding, connection: Connection | None, step: Step, following: Step) -> str | None:
    if step in PATHS:
        open_ = step is Step.KEYS or Step.KEYS in onboarding.said
        return PATHS[step] if open_ and is_changeable(connection) else None
    return "" if step is following else None


def is_changeable(connection: Connection | None) -> bool:
    """Whether what was said can be said again: nobody has approved a plan of it yet."""
    return connection is None or (connection.approved_at is None and not connection.live)


def closed(visit: OnboardingVisit, step: Step) -> Page | None:
    """Where to go instead of a step whose time has not come or is over; None for one that is open. Raises NotFound
    for one that the integration does not have."""
    onboarding = visit.onboarding
    if step not in onboarding.asked:
        raise NotFound(step.value)
    if not is_changeable(visit.made):
        return visit.back("", "wizard.approved_already")
    if step is not Step.KEYS and Step.KEYS not in onboarding.said:
        return visit.back(PATHS[Step.KEYS], "wizard.keys_first")
    return None


def stepped(
    visit: OnboardingVisit, here: Step, template: str, refused: Refusal = FINE, fields: set[str] | None = None,
    **values: Any,
) -> Page:  # fmt: skip
    """A page of the wizard. `fields` are those that say themselves what is wrong with them."""
    onboarding, connection = visit.onboarding, visit.made
    return visit.page(
        "wizard", template, refused.status, onboarding=onboarding, made=connection,
        steps=places(onboarding, connection, here), here=here.value, wrong=refused.fields,
        troubles=refused.beside(fields or set()), **values,
    )  # fmt: skip


def unavailable(
    visit: OnboardingVisit, here: Step, error: SamspillError, kept: Mapping[str, str] | None = None
) -> Page:
    """The step cannot be shown: a system does not answer, or does not take the key any more. What was typed (`kept`)
    is sent again with the next try."""
    typed = {name: text for name, text in (kept or {}).items() if name != "csrf"}
    refused = refusal(visit.look.words, error)
    return stepped(visit, here, "wizard_unavailable.html", refused, path=PATHS[here], kept=typed)
