"""Settings: shown as a form, previewed where something would be lost, changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from samspill.exceptions import ConfigurationWrong, RetryLater, RevisionConflict
from samspill.model.consequences import Consequence
from samspill.model.settings import Settings
from samspill.pages.answers import Page
from samspill.pages.routing import OWN, Route
from samspill.pages.settings_form import Control, Section, sections, shown, typed
from samspill.pages.visiting import Visit
from samspill.pages.words import Words
from samspill.tasks.refusals import SettingsRefused
from samspill.tasks.settings import NeedsConfirmation, change_settings, preview


@dataclass(frozen=True)
class Filled:
    """A control with what it shows, and what is wrong with that."""

    control: Control
    value: str
    wrong: str | None = None


def show(visit: Visit) -> Page:
    """The form."""
    return _form(visit, {control.path: shown(visit.connection.settings, control) for control in _controls(visit)})


def change(visit: Visit) -> Page:
    """What was sent: shown with what is wrong, or with what it would do, or done."""
    form, words = visit.asked.form, visit.look.words
    try:
        wanted = typed(visit.connection.settings, _sections(visit), form)
    except ValidationError as error:
        places = {".".join(map(str, each["loc"])) for each in error.errors()}
        return _form(visit, form, {control.path: words.t("set.wrong") for control in _controls(visit)
                                   if any(place.startswith(control.path) for place in places)})  # fmt: skip
    except ValueError:
        return _form(visit, form, {"breaker_share": words.t("set.wrong"), "breaker_count": words.t("set.wrong")})
    if wanted == visit.connection.settings:
        return visit.back("/settings", "unchanged")
    try:
        return _done(visit, wanted, form)
    except SettingsRefused as error:
        wrong = {each.field: words.term(f"api.{each.code}.detail", **each.facts) for each in error.findings}
        return _form(visit, form, wrong)
    except RevisionConflict:
        return visit.back("/settings", "changed_meanwhile")
    except (ConfigurationWrong, RetryLater):
        return visit.back("/settings", "not_possible_now")


def _done(visit: Visit, wanted: Settings, form: Mapping[str, str]) -> Page:
    """Asked about once, when it does anything that has to be told; done then."""
    foreseen = preview(visit.app, visit.connection, wanted)
    if foreseen.consequences and "confirm" not in form:
        return _confirm(visit, form, foreseen.consequences, foreseen.confirm)
    try:
        change_settings(visit.app, visit.connection, wanted, form.get("confirm") or None)
    except NeedsConfirmation as error:  # it would do something else by now
        return _confirm(visit, form, error.foreseen.consequences, error.foreseen.confirm)
    return visit.back("/settings", "changed")


def _confirm(
    visit: Visit, form: Mapping[str, str], consequences: tuple[Consequence, ...], confirm: str | None
) -> Page:  # fmt: skip
    words = visit.look.words
    kept = {control.path: form[control.path] for control in _controls(visit) if control.path in form}
    return visit.page(
        "settings", "settings_confirm.html",
        kept=kept, confirm=confirm or "", told=[(each, _said(words, each)) for each in consequences],
        lost=any(each.loss for each in consequences),
    )  # fmt: skip


def _said(words: Words, each: Consequence) -> str:
    facts = {"count": each.count, "kinds": each.kind.value if each.kind else "", **each.facts}
    return words.term(f"consequence.{each.code.value}", **facts)


def _form(visit: Visit, values: Mapping[str, str], wrong: Mapping[str, str] | None = None) -> Page:
    found = [
        (section.name, [Filled(each, values.get(each.path, ""), _first(wrong, each)) for each in section.controls])
        for section in _sections(visit)
    ]
    named = {each.path for each in _controls(visit)}
    others = [text for path, text in (wrong or {}).items() if path not in named]
    page = visit.page("settings", "settings.html", sections=found, others=others, wrong=bool(wrong))
    return Page(page.body, 422 if wrong else 200, language=page.language)


def _first(wrong: Mapping[str, str] | None, control: Control) -> str | None:
    return (wrong or {}).get(control.path)


def _sections(visit: Visit) -> list[Section]:
    return sections(visit.app.integration(visit.connection.integration))


def _controls(visit: Visit) -> list[Control]:
    return [control for section in _sections(visit) for control in section.controls]


ROUTES = (
    Route("GET", f"{OWN}/settings", show),
    Route("POST", f"{OWN}/settings", change),
)
