"""The wizard's groups: which group of the app what is created there goes into. *I have groups, next*."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samspill.exceptions import SamspillError
from samspill.model.onboarding import Sort, Step
from samspill.pages.answers import Page
from samspill.pages.routing import ONBOARDING, Audience, Route
from samspill.pages.visiting import OnboardingVisit
from samspill.pages.wizard_refusals import FINE, Refusal, Wrong, at_fields, refusal
from samspill.pages.wizard_steps import closed, stepped, unavailable
from samspill.sync.ports.start_up import Group
from samspill.tasks.onboarding_choices import groups_of, make_group, say_groups

_NAME = re.compile(r"[^\x00-\x1f\x7f]{1,80}")


@dataclass(frozen=True)
class Asked:
    """One sort: the groups that there are, the one that is chosen (by number), and the name of one to make."""

    sort: Sort
    groups: Sequence[Group]
    chosen: str
    new: str


def show(visit: OnboardingVisit) -> Page:
    """All sorts with their groups."""
    elsewhere = closed(visit, Step.GROUPS)
    if elsewhere is not None:
        return elsewhere
    try:
        there = groups_of(visit.app, visit.onboarding)
    except SamspillError as error:
        return unavailable(visit, Step.GROUPS, error)
    return _form(visit, there, _chosen(visit, there), {})


def say(visit: OnboardingVisit) -> Page:
    """Make the groups that were named, and keep what was chosen. A name that is there already is that group."""
    elsewhere = closed(visit, Step.GROUPS)
    if elsewhere is not None:
        return elsewhere
    form, words = visit.asked.form, visit.look.words
    chosen = {sort: form.get(f"group.{sort.value}", "") for sort in Sort}
    named = {sort: name for sort in Sort if (name := form.get(f"new.{sort.value}", "").strip())}
    wrong = {f"new.{sort.value}": words.t("wizard.groups.wrong_name")
             for sort, name in named.items() if not _NAME.fullmatch(name)}  # fmt: skip
    if wrong:
        return _again(visit, chosen, named, at_fields(words.t("set.refused"), wrong))
    for sort, name in list(named.items()):
        try:
            chosen[sort] = str(make_group(visit.app, visit.onboarding, sort, name).number)
        except SamspillError as error:
            refused = refusal(words, error)
            # The catalogued remedies are about records.
            at_field = {f"new.{sort.value}": Wrong(refused.whole.what)} if refused.whole else refused.fields
            return _again(visit, chosen, named, Refusal(refused.status, None, at_field))
        del named[sort]
    try:
        say_groups(visit.app, visit.onboarding, {sort: number or None for sort, number in chosen.items()})
    except SamspillError as error:
        refused = refusal(words, error)
        fields = {f"group.{name}": wrong for name, wrong in refused.fields.items()}
        return _again(visit, chosen, named, Refusal(refused.status, refused.whole, fields))
    return visit.back("", "wizard.saved")


def _again(visit: OnboardingVisit, chosen: Mapping[Sort, str], named: Mapping[Sort, str], refused: Refusal) -> Page:
    """The form as it was sent, with what is wrong."""
    try:
        there = groups_of(visit.app, visit.onboarding)
    except SamspillError as error:
        return unavailable(visit, Step.GROUPS, error, visit.asked.form)
    return _form(visit, there, chosen, named, refused)


def _chosen(visit: OnboardingVisit, there: Mapping[Sort, Sequence[Group]]) -> dict[Sort, str]:
    """What was said; before that, a sort's only group."""
    if Step.GROUPS in visit.onboarding.said:
        return dict(visit.onboarding.groups())
    return {sort: str(groups[0].number) for sort, groups in there.items() if len(groups) == 1}


def _form(
    visit: OnboardingVisit, there: Mapping[Sort, Sequence[Group]], chosen: Mapping[Sort, str],
    named: Mapping[Sort, str], refused: Refusal = FINE,
) -> Page:  # fmt: skip
    sorts = [Asked(sort, there[sort], chosen.get(sort, ""), named.get(sort, "")) for sort in Sort]
    fields = {f"{start}.{sort.value}" for sort in Sort for start in ("group", "new")}
    return stepped(visit, Step.GROUPS, "wizard_groups.html", refused, fields, sorts=sorts)


ROUTES = (
    Route("GET", f"{ONBOARDING}/groups", show, Audience.ONBOARDING),
    Route("POST", f"{ONBOARDING}/groups", say, Audience.ONBOARDING),
)
