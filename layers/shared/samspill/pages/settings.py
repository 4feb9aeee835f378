"""Settings: shown as forms, previewed where something would be lost, changed.

There are two forms: what a company chooses by itself, and what names something in one of the systems
(`settings_by_name`). Both end here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from samspill.exceptions import ConfigurationWrong, RetryLater, RevisionConflict
from samspill.model.consequences import Consequence
from samspill.model.deeds import What
from samspill.model.settings import Settings
from samspill.pages.answers import Page
from samspill.pages.routing import OWN, Route
from samspill.pages.settings_form import Control, Section, controls_of, sections, shown, typed
from samspill.pages.visiting import Visit
from samspill.pages.words import Words
from samspill.tasks import deeds
from samspill.tasks.refusals import SettingsRefused
from samspill.tasks.settings import NeedsConfirmation, change_settings, preview

PLACE = "/settings"


@dataclass(frozen=True)
class Filled:
    """A control with what it shows, and what is wrong with that."""

    control: Control
    value: str
    wrong: str | None = None


@dataclass(frozen=True)
class Form:
    """One that was sent: its place, what it says, and how it is shown again with what is wrong, by field."""

    place: str
    sections: Sequence[Section]
    again: Callable[[Mapping[str, str]], Page]


def show(visit: Visit) -> Page:
    """The form."""
    return _form(visit, {control.field: shown(visit.connection.settings, control) for control in _controls(visit)})


def change(visit: Visit) -> Page:
    """What was sent: shown with what is wrong, or with what it would do, or done."""
    form = visit.asked.form
    return changed(visit, Form(PLACE, _sections(visit), lambda wrong: _form(visit, form, wrong)))


def changed(visit: Visit, form: Form) -> Page:
    """What came of a form with settings."""
    words, fields = visit.look.words, visit.asked.form
    try:
        wanted = typed(visit.connection.settings, form.sections, fields)
    except ValidationError as error:
        places = {".".join(map(str, each["loc"])) for each in error.errors()}
        return form.again({control.field: words.t("set.wrong") for control in controls_of(form.sections)
                           if any(place.startswith(control.field) for place in places)})  # fmt: skip
    except ValueError:
        return form.again({"breaker_share": words.t("set.wrong"), "breaker_count": words.t("set.wrong")})
    if wanted == visit.connection.settings:
        return visit.back(form.place, "unchanged")
    try:
        return _done(visit, wanted, form)
    except SettingsRefused as error:
        return form.again(
            {each.field: words.term(f"api.{each.code}.detail", **each.facts) for each in error.findings}
        )  # fmt: skip
    except RevisionConflict:
        return visit.back(form.place, "changed_meanwhile")
    except (ConfigurationWrong, RetryLater):  # a system would have to be asked: what was typed is kept for then
        return form.again({"": words.t("said.not_possible_now")})


def _done(visit: Visit, wanted: Settings, form: Form) -> Page:
    """Asked about once, when it does anything that has to be told; done then."""
    fields = visit.asked.form
    foreseen = preview(visit.app, visit.connection, wanted)
    if foreseen.consequences and "confirm" not in fields:
        return _confirm(visit, form, foreseen.consequences, foreseen.confirm)
    try:
        change_settings(visit.app, visit.connection, wanted, fields.get("confirm") or None)
    except NeedsConfirmation as error:  # it would do something else by now
        return _confirm(visit, form, error.foreseen.consequences, error.foreseen.confirm)
    deeds.note(visit.app, visit.connection.id, What.SETTINGS, visit.visitor.by)
    return visit.back(form.place, "changed")


def _confirm(visit: Visit, form: Form, consequences: tuple[Consequence, ...], confirm: str | None) -> Page:
    words, fields = visit.look.words, visit.asked.form
    kept = {each.field: fields[each.field] for each in controls_of(form.sections) if each.field in fields}
    return visit.page(
        "settings", "settings_confirm.html", place=form.place,
        kept=kept, confirm=confirm or "", told=[(each, _said(words, each)) for each in consequences],
        lost=any(each.loss for each in consequences),
    )  # fmt: skip


def _said(words: Words, each: Consequence) -> str:
    facts = {"count": each.count, "kinds": each.kind.value if each.kind else "", **each.facts}
    return words.term(f"consequence.{each.code.value}", **facts)


def _form(visit: Visit, values: Mapping[str, str], wrong: Mapping[str, str] | None = None) -> Page:
    told = wrong or {}
    found = [
        (section.name, [Filled(each, values.get(each.field, ""), told.get(each.field)) for each in section.controls])
        for section in _sections(visit)
    ]
    named = {each.field for each in _controls(visit)}
    others = [text for field, text in told.items() if field not in named]
    status = 422 if wrong is not None else 200
    return visit.page("settings", "settings.html", status, sections=found, others=others, wrong=wrong is not None)


def _sections(visit: Visit) -> list[Section]:
    return sections(visit.app.integration(visit.connection.integration))


def _controls(visit: Visit) -> list[Control]:
    return controls_of(_sections(visit))


ROUTES = (
    Route("GET", f"{OWN}{PLACE}", show),
    Route("POST", f"{OWN}{PLACE}", change),
)
