"""A company connects itself, step by step: the step that is next, the plan, and what comes of it."""

from dataclasses import replace
from datetime import timedelta

from samspill.exceptions import SamspillError
from samspill.model.connection import Connection
from samspill.model.onboarding import Step
from samspill.model.status import Status
from samspill.pages import wizard_door, wizard_groups, wizard_keys, wizard_settings, wizard_start_up
from samspill.pages.answers import Page
from samspill.pages.overview import attention_of
from samspill.pages.routing import ONBOARDING, Audience, Route
from samspill.pages.visiting import OnboardingVisit
from samspill.pages.wizard_refusals import FINE, Refusal, refusal
from samspill.pages.wizard_steps import PATHS, is_changeable, stepped
from samspill.tasks.first_sync_progress import phases_of
from samspill.tasks.onboarding_choices import say_plan

#: No plan takes so long: then it is looked whether it is still being made.
_PATIENCE = timedelta(minutes=15)


def home(visit: OnboardingVisit) -> Page:
    """The step that is next."""
    step = visit.onboarding.step(visit.made)
    if step in PATHS:
        return visit.back(PATHS[step], visit.asked.query.get("said"))
    return _stands(visit, FINE)


def plan(visit: OnboardingVisit) -> Page:
    """Have the plan made, or made again."""
    if not is_changeable(visit.made):
        return visit.back("", "wizard.approved_already")
    if visit.onboarding.step(visit.made) in PATHS:  # an answer is missing
        return home(visit)
    try:
        say_plan(visit.app, visit.onboarding)
    except SamspillError as error:
        refused = refusal(visit.look.words, error)
        return _stands(visit, replace(refused, whole=None) if refused.fields else refused)  # this page has no fields
    return visit.back("")


def _stands(visit: OnboardingVisit, refused: Refusal) -> Page:
    connection = visit.made
    step = visit.onboarding.step(connection)
    making = step is Step.PLAN and connection is not None and _is_making(visit, connection)
    return stepped(
        visit, step, "wizard_stands.html", refused,
        making=making, moving=making or step is Step.SYNC, phases=phases_of(connection) if connection else (),
        attention=connection and attention_of(visit.look.words, connection),
    )  # fmt: skip


def _is_making(visit: OnboardingVisit, connection: Connection) -> bool:
    """Whether a plan is being made. Asked of the state machine only where it could have stopped unseen."""
    if connection.status is not Status.DRAFT or connection.execution is None:
        return False
    could_have_ended = connection.plan is not None or visit.app.clock() - connection.updated_at > _PATIENCE
    return not could_have_ended or visit.app.machine.is_running(connection.execution)


ROUTES: tuple[Route, ...] = (
    *wizard_door.ROUTES,
    Route("GET", ONBOARDING, home, Audience.ONBOARDING),
    Route("GET", f"{ONBOARDING}/plan", home, Audience.ONBOARDING),
    Route("POST", f"{ONBOARDING}/plan", plan, Audience.ONBOARDING),
    *wizard_keys.ROUTES,
    *wizard_groups.ROUTES,
    *wizard_start_up.ROUTES,
    *wizard_settings.ROUTES,
)
