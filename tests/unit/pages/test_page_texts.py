"""Nothing a page says stands outside its catalogue, and nothing stands in it that no page says."""

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from samspill import messages, pages
from samspill.pages.words import AREAS, domain_of
from tests.unit.messages.catalogues import LOCALE
from tests.unit.pages.endings import ENDINGS

HERE = Path(pages.__file__).parent
TEMPLATES = sorted((HERE / "templates").glob("*.html"))
SOURCES = [*TEMPLATES, *HERE.glob("*.py")]
DOMAINS = ("pages", *(f"page_{area}" for area in AREAS))
#: Names that are the same in every language.
NAMES = {"Tripletex", "Samspill", "⇄", "·", "–", ":"}


def catalogue(language: str, domain: str) -> dict[str, str]:
    with (LOCALE / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
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


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_norwegian_catalogue_says_what_pages_ask_for_and_nothing_else(domain: str) -> None:
    asked = {each for each in said() if domain_of(each.removeprefix("page.")) == domain}
    assert set(catalogue("nb", domain)) == asked


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", [each for each in messages.LANGUAGES if each != "nb"])
def test_a_translation_is_complete_and_names_the_same_facts(language: str, domain: str) -> None:
    def facts(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    norwegian, other = catalogue("nb", domain), catalogue(language, domain)
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
