"""Settings that name something in Tripletex or the app, by name. Both systems are asked when the page is opened: it
takes as long as they take, and one that does not answer leaves what is set to be kept or typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from samspill.pages.answers import Page
from samspill.pages.routing import OWN, Route
from samspill.pages.settings import Form, changed
from samspill.pages.settings_choices import Choosing, groups, said
from samspill.pages.settings_form import shown
from samspill.pages.visiting import Visit
from samspill.tasks.choosing import choices_of

PLACE = "/settings/choices"


@dataclass(frozen=True)
class Filled:
    """A choice with what it shows, and what is wrong with that. `new`: it is proposed and not set yet."""

    choosing: Choosing
    value: str
    new: bool = False
    wrong: str | None = None

    @property
    def known(self) -> bool:
        """Whether what it shows is one of those to choose from."""
        return not self.value or self.value in {entry.value for entry in self.choosing.entries or ()}


def show(visit: Visit) -> Page:
    """What is set, and what there is to choose from."""
    return _page(visit, {}, None)


def change(visit: Visit) -> Page:
    """What was sent: shown with what is wrong, or with what it would do, or done."""
    form = visit.asked.form
    sections = said(visit.app.integration(visit.connection.integration), form)
    return changed(visit, Form(PLACE, sections, lambda wrong: _page(visit, form, wrong)))


def _page(visit: Visit, form: Mapping[str, str], wrong: Mapping[str, str] | None) -> Page:
    settings, told = visit.connection.settings, wrong or {}
    choices = choices_of(visit.app, visit.connection)
    integration = visit.app.integration(visit.connection.integration)
    found = groups(integration, settings, choices, visit.look.words)
    filled = [
        (group, [_filled(visit, each, form, told.get(each.control.field)) for each in group.choices])
        for group in found
    ]  # fmt: skip
    fields = {each.choosing.control.field for _, row in filled for each in row}
    return visit.page(
        "settings", "settings_choices.html", 422 if wrong is not None else 200, groups=filled, silent=choices.silent,
        whole=choices.hours is None or choices.hours.whole,
        proposed=any(each.new for _, row in filled for each in row),
        wrong=wrong is not None, others=[text for field, text in told.items() if field not in fields],
    )  # fmt: skip


def _filled(visit: Visit, choosing: Choosing, form: Mapping[str, str], wrong: str | None) -> Filled:
    control = choosing.control
    if control.field in form:
        return Filled(choosing, form[control.field], wrong=wrong)
    chosen = shown(visit.connection.settings, control)
    return Filled(choosing, chosen or choosing.proposed, new=bool(choosing.proposed and not chosen), wrong=wrong)


ROUTES = (
    Route("GET", f"{OWN}{PLACE}", show),
    Route("POST", f"{OWN}{PLACE}", change),
)
