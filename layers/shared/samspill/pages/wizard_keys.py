"""The wizard's keys: pasted, checked, and both companies shown by name."""

from samspill.exceptions import SamspillError
from samspill.model.connection import Keys
from samspill.model.onboarding import Step
from samspill.pages.answers import Page
from samspill.pages.key_findings import APPLICATIONS, pasted
from samspill.pages.routing import ONBOARDING, Audience, Route
from samspill.pages.visiting import OnboardingVisit
from samspill.pages.wizard_refusals import FINE, Refusal, at_fields, refusal
from samspill.pages.wizard_steps import closed, stepped
from samspill.tasks.onboarding import are_alike, say_keys

#: Fields of the form, named as findings name them.
FIELDS = ("keys.app", "keys.tripletex")


def show(visit: OnboardingVisit) -> Page:
    """Where to find both keys, and where to paste them."""
    return closed(visit, Step.KEYS) or _form(visit, FINE)


def say(visit: OnboardingVisit) -> Page:
    """Check and keep them. Keys never come back to a page."""
    elsewhere = closed(visit, Step.KEYS)
    if elsewhere is not None:
        return elsewhere
    words = visit.look.words
    app_key, tripletex_key = (pasted(visit.asked, name) for name in FIELDS)
    if app_key is None or tripletex_key is None:
        given = zip(FIELDS, (app_key, tripletex_key), strict=True)
        missing = {name: words.t("wizard.keys.missing") for name, key in given if key is None}
        return _form(visit, at_fields(words.t("wizard.keys.again"), missing))
    try:
        say_keys(visit.app, visit.onboarding, Keys(tripletex=tripletex_key, app=app_key))
    except SamspillError as error:
        return _form(visit, refusal(words, error))
    return visit.back("/companies")


def companies(visit: OnboardingVisit) -> Page:
    """Whose keys they are, and whether both seem to be the same company's: a person decides."""
    elsewhere = closed(visit, Step.KEYS)
    if elsewhere is not None:
        return elsewhere
    if Step.KEYS not in visit.onboarding.said:
        return visit.back("/keys", "wizard.keys_first")
    alike = are_alike(visit.onboarding.tripletex_company, visit.onboarding.app_company)
    return stepped(visit, Step.KEYS, "wizard_companies.html", alike=alike)


def _form(visit: OnboardingVisit, refused: Refusal) -> Page:
    application = APPLICATIONS.get(visit.onboarding.integration)
    return stepped(
        visit, Step.KEYS, "wizard_keys.html", refused, set(FIELDS), names=FIELDS, application=application
    )  # fmt: skip


ROUTES = (
    Route("GET", f"{ONBOARDING}/keys", show, Audience.ONBOARDING),
    Route("POST", f"{ONBOARDING}/keys", say, Audience.ONBOARDING),
    Route("GET", f"{ONBOARDING}/companies", companies, Audience.ONBOARDING),
)
