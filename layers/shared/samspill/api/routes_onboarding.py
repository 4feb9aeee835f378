"""Onboarding without staff: a company connects its app and Tripletex itself, step by step.

What it does with the plan afterwards are the routes of the plan, with the same token.
"""

from aws_lambda_powertools.event_handler import Response, content_types

from samspill.api.asking import asking, visit
from samspill.api.endpoints import CUSTOMER_ONLY, PUBLIC, SMALL_BODY, endpoint, new_router
from samspill.api.models_connections import KeysIn, SettingsIn
from samspill.api.models_onboarding import (
    BegunOut,
    GroupOut,
    GroupsIn,
    GroupsOut,
    NewGroup,
    NewOnboarding,
    OnboardingId,
    OnboardingOut,
    StartUpIn,
    begun_out,
    group_out,
    groups_out,
    onboarding_out,
)
from samspill.api.models_settings import ProposalsOut, proposals_out
from samspill.api.routes_connections import KEY_PROBLEMS, SETTINGS_PROBLEMS
from samspill.model.onboarding import Onboarding
from samspill.model.settings import Settings
from samspill.tasks import onboarding as steps
from samspill.tasks import onboarding_choices as choices
from samspill.tasks.sessions import made_of

router = new_router()

_ONE = "/v1/onboardings/<onboarding_id>"
#: What any look into the systems can come to once the keys were checked.
_ASKING_PROBLEMS = ("not_found", "keys_first", *KEY_PROBLEMS)
_SAYING_PROBLEMS = (*_ASKING_PROBLEMS, "wrong_status", "revision_conflict")
_START_UP_PROBLEMS = ("start_up_not_chosen", "start_up_not_there", "start_up_wrong_group")
_UNREADY = ("onboarding_incomplete", "address_not_confirmed")
_TAKEN = ("company_already_connected", "account_already_connected")


@endpoint(
    router, "POST", "/v1/onboardings", tag="onboarding", roles=PUBLIC, status=201, largest=SMALL_BODY,
    problems=("integration_not_offered", "too_many_requests"),
)  # fmt: skip
def begin_onboarding(new: NewOnboarding) -> Response[BegunOut]:
    """Begin an onboarding.

    The answer holds its token, which is shown only this once. A mail with a link to come back is sent.
    """
    here = visit(router)
    typed = steps.Beginning(new.integration, new.company, new.contact, new.email, new.language)
    begun, opened = steps.begin(here.app, typed, here.source)
    return Response(
        status_code=201,
        content_type=content_types.APPLICATION_JSON,
        body=begun_out(begun, opened),
        headers={"location": f"/v1/onboardings/{begun.id}"},
    )


@endpoint(router, "GET", _ONE, tag="onboarding", roles=CUSTOMER_ONLY, problems=("not_found",))
def get_onboarding(onboarding_id: OnboardingId) -> OnboardingOut:
    """Show what was said, which companies the keys belong to, and what comes next."""
    return _shown(asking(router).own_onboarding(onboarding_id))


@endpoint(
    router, "PUT", f"{_ONE}/keys", tag="onboarding", roles=CUSTOMER_ONLY,
    problems=(*(p for p in _SAYING_PROBLEMS if p != "keys_first"), *_TAKEN, "too_many_requests"),
)  # fmt: skip
def put_onboarding_keys(onboarding_id: OnboardingId, keys: KeysIn) -> OnboardingOut:
    """Say both keys.

    They are checked first: everything that is wrong with them is in `errors`, and nothing is stored. The answer names
    both companies.
    """
    ask = asking(router)
    return _shown(steps.say_keys(ask.app, ask.own_onboarding(onboarding_id), keys.keys()))


@endpoint(
    router, "GET", f"{_ONE}/groups", tag="onboarding", roles=CUSTOMER_ONLY,
    problems=(*_ASKING_PROBLEMS, "setting_not_offered"),
)  # fmt: skip
def list_onboarding_groups(onboarding_id: OnboardingId) -> GroupsOut:
    """List the app's groups of customers, suppliers, products and services, and name what is missing."""
    ask = asking(router)
    onboarding = ask.own_onboarding(onboarding_id)
    return groups_out(choices.groups_of(ask.app, onboarding), onboarding)


@endpoint(
    router, "POST", f"{_ONE}/groups", tag="onboarding", roles=CUSTOMER_ONLY, status=201,
    problems=(*_SAYING_PROBLEMS, "setting_not_offered", "data_refused"),
)  # fmt: skip
def make_onboarding_group(onboarding_id: OnboardingId, new: NewGroup) -> Response[GroupOut]:
    """Make a group in the app. One that is called so is answered instead of made twice."""
    ask = asking(router)
    made = choices.make_group(ask.app, ask.own_onboarding(onboarding_id), new.sort, new.name)
    return Response(
        status_code=201,
        content_type=content_types.APPLICATION_JSON,
        body=group_out(made),
        headers={"location": f"/v1/onboardings/{onboarding_id}/groups"},
    )


@endpoint(
    router, "PUT", f"{_ONE}/groups", tag="onboarding", roles=CUSTOMER_ONLY,
    problems=(*_SAYING_PROBLEMS, "setting_not_offered", "not_found_in_app"),
)  # fmt: skip
def put_onboarding_groups(onboarding_id: OnboardingId, groups: GroupsIn) -> OnboardingOut:
    """Say which groups records created in the app go into."""
    ask = asking(router)
    return _shown(choices.say_groups(ask.app, ask.own_onboarding(onboarding_id), groups.chosen()))


@endpoint(
    router, "PUT", f"{_ONE}/start-up", tag="onboarding", roles=CUSTOMER_ONLY,
    problems=(*_SAYING_PROBLEMS, *SETTINGS_PROBLEMS, *_START_UP_PROBLEMS),
)  # fmt: skip
def put_onboarding_start_up(onboarding_id: OnboardingId, start_up: StartUpIn) -> OnboardingOut:
    """Say what the first sync creates in the app, if anything.

    It does so once; afterwards things travel as the directions in the settings say.
    """
    ask = asking(router)
    onboarding = ask.own_onboarding(onboarding_id)
    return _shown(choices.say_start_up(ask.app, onboarding, start_up.start_up(), start_up.app_defaults))


@endpoint(router, "GET", f"{_ONE}/proposals", tag="onboarding", roles=CUSTOMER_ONLY, problems=_ASKING_PROBLEMS)
def propose_onboarding_settings(onboarding_id: OnboardingId) -> ProposalsOut:
    """Propose mappings of VAT codes and payment terms from what both systems say, advise what becomes of totals that
    would differ, and list what can be chosen."""
    ask = asking(router)
    return proposals_out(choices.proposals_for(ask.app, ask.own_onboarding(onboarding_id)), ask.language)


@endpoint(
    router, "PUT", f"{_ONE}/settings", tag="onboarding", roles=CUSTOMER_ONLY,
    problems=(*_SAYING_PROBLEMS, *SETTINGS_PROBLEMS, *_START_UP_PROBLEMS),
)  # fmt: skip
def put_onboarding_settings(onboarding_id: OnboardingId, settings: SettingsIn) -> OnboardingOut:
    """Say all other settings. Groups and start-up stay as they were said, unless they are in the request too."""
    ask = asking(router)
    said = Settings.model_validate(settings.model_dump(exclude_unset=True))
    return _shown(choices.say_settings(ask.app, ask.own_onboarding(onboarding_id), said))


@endpoint(
    router, "POST", f"{_ONE}/plan", tag="onboarding", roles=CUSTOMER_ONLY, status=202,
    problems=(*_SAYING_PROBLEMS, *_TAKEN, *SETTINGS_PROBLEMS, *_START_UP_PROBLEMS, *_UNREADY),
)  # fmt: skip
def make_onboarding_plan(onboarding_id: OnboardingId) -> OnboardingOut:
    """Have the plan made: both systems are read, and what the first sync will do is shown for approval.

    Asked again it goes on with what is there. Other answers afterwards give the plan up.
    """
    ask = asking(router)
    onboarding, connection = choices.say_plan(ask.app, ask.own_onboarding(onboarding_id))
    return onboarding_out(onboarding, connection)


def _shown(onboarding: Onboarding) -> OnboardingOut:
    return onboarding_out(onboarding, made_of(asking(router).app, onboarding))
