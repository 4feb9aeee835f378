"""The wizard's start-up: what the first sync creates in the app, once, and what that gets there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samspill.exceptions import SamspillError
from samspill.model.kinds import Kind
from samspill.model.onboarding import PLACES, Step
from samspill.model.settings import Settings
from samspill.model.settings_documents import AppDefaults, StartUp
from samspill.pages.answers import Page
from samspill.pages.routing import ONBOARDING, Audience, Route
from samspill.pages.visiting import OnboardingVisit
from samspill.pages.wizard_refusals import FINE, Refusal, refusal
from samspill.pages.wizard_steps import closed, stepped, unavailable
from samspill.sync.ports.start_up import GroupSort
from samspill.tasks.mappings import Choice, Proposals
from samspill.tasks.onboarding_choices import REGISTERS, proposals_for, say_start_up

#: Kinds in the order of the page, and what is chosen for them here beside their group: a field of `AppDefaults` each.
KINDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.CUSTOMER: ("payment_terms", "layout"), Kind.SUPPLIER: ("payment_terms", "layout"), Kind.PRODUCT: ("unit",),
    Kind.EMPLOYEE: (),
}  # fmt: skip
_LISTS = {"payment_terms": "terms", "layout": "layouts", "unit": "units"}
_SWITCHES = ("stock", "payment_terms")
_LONGEST = 50


@dataclass(frozen=True)
class Chosen:
    """A choice of one of the app's registers; `path` is that of the setting, `name` its field."""

    path: str
    name: str
    options: Sequence[Choice]
    value: str


@dataclass(frozen=True)
class Creating:
    """A kind that start-up may create. `groups` are the sorts it needs a group of, with the one that was chosen."""

    kind: Kind
    on: bool
    groups: Sequence[tuple[str, str, str | None]]
    choices: Sequence[Chosen]


def show(visit: OnboardingVisit) -> Page:
    """What can be created, and what was chosen."""
    return closed(visit, Step.START_UP) or _form(visit, _typed_before(visit.onboarding.settings))


def say(visit: OnboardingVisit) -> Page:
    """Keep it, when the app has everything that is needed for it."""
    elsewhere = closed(visit, Step.START_UP)
    if elsewhere is not None:
        return elsewhere
    form = visit.asked.form
    start_up = StartUp(
        kinds={kind: True for kind in _kinds(visit) if f"start_up.kinds.{kind.value}" in form},
        **{name: f"start_up.{name}" in form for name in _SWITCHES},
    )
    defaults = {kind: AppDefaults(**{name: _said(form, _path(kind, name)) for name in names})
                for kind, names in KINDS.items() if names and kind in _kinds(visit)}  # fmt: skip
    try:
        say_start_up(visit.app, visit.onboarding, start_up, defaults)
    except SamspillError as error:
        return _form(visit, form, refusal(visit.look.words, error))
    return visit.back("", "wizard.saved")


def _form(visit: OnboardingVisit, typed: Mapping[str, str], refused: Refusal = FINE) -> Page:
    try:
        offered = proposals_for(visit.app, visit.onboarding)
    except SamspillError as error:
        return unavailable(visit, Step.START_UP, error, typed if visit.asked.method == "POST" else {})
    kinds = [_creating(visit, kind, offered, typed) for kind in _kinds(visit)]
    paths = {path for each in kinds for path, _, _ in each.groups} | {
        choice.path for each in kinds for choice in each.choices
    }
    switches = [(name, f"start_up.{name}" in typed) for name in _SWITCHES]
    return stepped(visit, Step.START_UP, "wizard_start_up.html", refused, paths, kinds=kinds, switches=switches)


def _creating(visit: OnboardingVisit, kind: Kind, offered: Proposals, typed: Mapping[str, str]) -> Creating:
    chosen = visit.onboarding.groups()
    groups = [
        (_path(kind, field), field, _name_of(offered, REGISTERS[sort][0], chosen.get(sort)))
        for sort, (of, field) in PLACES.items() if of is kind
    ]  # fmt: skip
    choices = []
    for name in KINDS[kind]:
        options: Sequence[Choice] = getattr(offered, _LISTS[name])
        value = typed.get(_path(kind, name), "")
        sole = options[0].number if name == "payment_terms" and len(options) == 1 else ""
        choices.append(Chosen(_path(kind, name), name, options, value or sole))
    return Creating(kind, f"start_up.kinds.{kind.value}" in typed, groups, choices)


def _name_of(offered: Proposals, register: GroupSort, number: str | None) -> str | None:
    """What people call the chosen group; its number when it is gone."""
    names = {each.number: f"{each.number} {each.name}" for each in offered.groups.get(register, ())}
    return None if number is None else names.get(number, number)


def _typed_before(settings: Settings) -> dict[str, str]:
    """The settings as the form would have sent them."""
    chosen = {_path(kind, name): getattr(settings.app_defaults.get(kind, AppDefaults()), name) or ""
              for kind, names in KINDS.items() for name in names}  # fmt: skip
    kinds = {f"start_up.kinds.{kind.value}": "on" for kind in KINDS if settings.start_up.creates(kind)}
    return {**chosen, **kinds, **{f"start_up.{name}": "on" for name in _SWITCHES if getattr(settings.start_up, name)}}


def _kinds(visit: OnboardingVisit) -> list[Kind]:
    return [kind for kind in KINDS if kind in visit.app.integration(visit.onboarding.integration).kinds]


def _path(kind: Kind, name: str) -> str:
    return f"app_defaults.{kind.value}.{name}"


def _said(form: Mapping[str, str], path: str) -> str | None:
    return form.get(path, "")[:_LONGEST] or None


ROUTES = (
    Route("GET", f"{ONBOARDING}/start-up", show, Audience.ONBOARDING),
    Route("POST", f"{ONBOARDING}/start-up", say, Audience.ONBOARDING),
)
