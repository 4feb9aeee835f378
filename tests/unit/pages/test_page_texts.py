"""Nothing a page says stands outside its catalogue, and nothing stands in it that no page says."""

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from samspill import messages, pages
from samspill.integrations import INTEGRATIONS
from samspill.model.consequences import Loss
from samspill.model.hours import Move
from samspill.model.hours_imports import ImportState
from samspill.model.hours_runs import RunKind
from samspill.model.kinds import Side
from samspill.model.problems import ProblemState
from samspill.model.status import Status
from samspill.pages.overview import STEPS
from samspill.pages.records import HAPPENED
from samspill.pages.settings_form import sections
from samspill.pages.visiting import SAYINGS
from samspill.tasks.hours import RunState
from samspill.tasks.hours_weeks import HourStanding
from tests.unit.messages.catalogues import LOCALE

HERE = Path(pages.__file__).parent
TEMPLATES = sorted((HERE / "templates").glob("*.html"))
SOURCES = [*TEMPLATES, *HERE.glob("*.py")]
#: Names that are the same in every language.
NAMES = {"Tripletex", "⇄", "·", "–", ":"}
SECTIONS = [section for integration in INTEGRATIONS.values() for section in sections(integration)]
CONTROLS = [control for section in SECTIONS for control in section.controls]
NAMED = {control.name for control in CONTROLS if control.kind is None}
#: What stands behind the part of an id that a template puts together.
ENDINGS = {
    "tab.": {"overview", "records", "logs", "hours", "settings"},
    "set.loss.": {loss.value for loss in Loss},
    "set.section.": {f"{section.name}{part}" for section in SECTIONS for part in ("", ".text")},
    "set.": {*NAMED, *(f"{each.name}.{option or 'unset'}" for each in CONTROLS for option in each.options)},
    "hours.standing.": {standing.value for standing in HourStanding},
    "hours.move.": {move.value for move in Move},
    "hours.run.": {*(kind.value for kind in RunKind), "far", "looking", "nothing"},
    "hours.file.state.": {state.value for state in ImportState},
    "hours.state.": {state.value for state in RunState},
    "language.": set(messages.LANGUAGES),
    "said.": set(SAYINGS),
    "failed.": {f"{name}.{part}" for name in
                ("not_found", "signed_out", "entry_gone", "form_too_old", "too_large", "internal", "left",
                 "onboarding_elsewhere") for part in ("title", "text")},
    "stands.": {f"{status.value}.{part}" for status in Status for part in ("title", "text")},
    "step.": set(STEPS),
    "state.": {f"{state.value}{part}" for state in ProblemState for part in ("", ".many")},
    "in.": {side.value for side in Side},
    "side.": {side.value for side in Side},
    "what.": {*HAPPENED, "changed"},
    "ago.": {f"{unit}{part}" for unit in ("days", "hours", "minutes") for part in ("", ".one")},
    "column.": {"kind", "number", "name", "reason", "what_happened", "who_acts", "what_to_do", "since", "seen"},
}  # fmt: skip


def catalogue(language: str) -> dict[str, str]:
    with (LOCALE / language / "LC_MESSAGES" / "pages.po").open("rb") as file:
        return {str(each.id): str(each.string) for each in read_po(file, locale=language) if each.id}


def said() -> set[str]:
    """Ids that templates and code ask for, those put together included."""
    source = "\n".join(path.read_text() for path in SOURCES)
    whole = set(re.findall(r"""\bt\(f?['"]([a-z_.]+)['"]""", source))
    either = {
        name for pair in re.findall(r"\bt\('([a-z_.]+)' if [^()]*? else '([a-z_.]+)'\)", source) for name in pair
    }
    ids = {name for name in whole | either if name not in ENDINGS}
    return {f"page.{name}" for name in ids} | {
        f"page.{start}{end}" for start, ends in ENDINGS.items() for end in ends
    }


def test_the_norwegian_catalogue_says_what_pages_ask_for_and_nothing_else() -> None:
    assert set(catalogue("nb")) == said()


@pytest.mark.parametrize("language", [each for each in messages.LANGUAGES if each != "nb"])
def test_a_translation_is_complete_and_names_the_same_facts(language: str) -> None:
    def facts(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    norwegian, other = catalogue("nb"), catalogue(language)
    assert list(other) == list(norwegian)
    assert {name for name, text in other.items() if not text.strip()} == set()
    assert {name for name, text in other.items() if facts(text) != facts(norwegian[name])} == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_text_stands_in_a_template(template: Path) -> None:
    text = re.sub(r"{[{%#].*?[}%#]}", " ", template.read_text(), flags=re.DOTALL)
    words = re.sub(r"<[^>]*>", " ", text).split()
    assert [word for word in words if word not in NAMES] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_text_stands_in_an_attribute_that_is_read_out(template: Path) -> None:
    read = re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*)"', template.read_text())
    assert [each for each in read if not each.startswith("{{")] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_a_script_or_style_of_its_own(template: Path) -> None:
    text = template.read_text()
    assert re.search(r"<style|<script(?![^>]*src=)|\son[a-z]+=|\sstyle=|javascript:|\|\s*safe", text) is None
