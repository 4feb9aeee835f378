"""Finding the right text in the right language, whatever is missing."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from samspill import messages

TEXTS = {
    "nb": {"greeting": "Hei, {name}", "only": "Bare norsk", "braces": "feil {", "position": "{0} {}"},
    "en": {
        "greeting": "Hello, {name}",
        "missing": "Missing: {right}",
        "offered": "Choices: {choices}",
        "kind.customer.plural": "customers",
        "choice.link": "link them",
    },
}


@pytest.fixture(autouse=True)
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for language, texts in TEXTS.items():
        catalogue = Catalog(locale=language)
        for message_id, text in texts.items():
            catalogue.add(message_id, text)
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        with (folder / "samspill.mo").open("wb") as file:
            write_mo(file, catalogue)
    monkeypatch.setattr(messages, "_FOLDER", tmp_path)


def test_a_text_is_filled_with_its_facts() -> None:
    assert messages.text("greeting", "en", name="Kari") == "Hello, Kari"


def test_a_fact_that_is_missing_shows_its_name() -> None:
    assert messages.text("greeting", "nb") == "Hei, ‹name›"


def test_a_fact_is_never_read_as_a_template() -> None:
    assert messages.text("greeting", "en", name="{secret}") == "Hello, {secret}"


def test_a_fact_that_is_a_word_of_ours_is_said_in_the_readers_language() -> None:
    assert messages.text("missing", "en", right="customer") == "Missing: customers"
    assert messages.text("offered", "en", choices="link, leave_out") == "Choices: link them, leave_out"


def test_a_name_that_happens_to_be_a_word_of_ours_stays_a_name() -> None:
    assert messages.text("greeting", "en", name="customer") == "Hello, customer"


def test_an_unknown_language_is_norwegian() -> None:
    assert messages.text("greeting", "fr", name="Kari") == "Hei, Kari"


def test_a_text_that_a_language_lacks_comes_in_norwegian() -> None:
    assert messages.text("only", "en") == "Bare norsk"


def test_a_text_that_nobody_has_is_its_id() -> None:
    assert messages.text("nothing.at.all", "en") == "nothing.at.all"


@pytest.mark.parametrize("faulty", ["braces", "position"])
def test_a_faulty_template_is_shown_as_it_is(faulty: str) -> None:
    assert messages.text(faulty, "nb") == TEXTS["nb"][faulty]


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (None, "nb"),
        ("", "nb"),
        ("en", "en"),
        ("en-GB", "en"),
        ("no", "nb"),
        ("nn-NO", "nb"),
        ("fr, sv;q=0.5", "sv"),
        ("sv;q=0.2, da;q=0.9", "da"),
        ("en;q=wrong, da", "da"),
        ("fr", "nb"),
        (";;,=,", "nb"),
    ],
)
def test_the_best_of_our_languages_is_chosen(wanted: str | None, language: str) -> None:
    assert messages.language_of(wanted) == language
