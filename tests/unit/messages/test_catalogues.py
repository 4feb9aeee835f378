"""The four message catalogues: complete, equal in shape, and true to the tables they speak of."""

import gettext
import re
from itertools import combinations
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.mofile import write_mo

from samspill.model.problems import CATALOGUE, Actor, Choice
from tests.unit.messages.catalogues import TEXTS, catalogue
from tests.unit.messages.expected import ALIKE, EXTRA_FACTS, LANGUAGES, expected_ids, known_facts

QUOTES = {"nb": "«»", "en": "“”", "sv": "”", "da": "»«"}
QUOTED = {"nb": "«([^»]*)»", "en": "“([^”]*)”", "sv": "”([^”]*)”", "da": "»([^«]*)«"}
NOBODY_ACTS = {
    "nb": "Ingen trenger å gjøre noe",
    "en": "Nobody has to do anything",
    "sv": "Ingen behöver göra något",
    "da": "Ingen behøver at gøre noget",
}
CONNECTED = {
    "nb": "der {app} og Tripletex kobles sammen.",
    "en": "where {app} and Tripletex are connected.",
    "sv": "där {app} och Tripletex kopplas ihop.",
    "da": "hvor {app} og Tripletex kobles sammen.",
}
SUPPORT = {"nb": "undestøtte", "en": "upport", "sv": "undsupport", "da": "undesupport"}


def facts(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_message_and_no_other(language: str) -> None:
    assert set(TEXTS[language]) == expected_ids()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_catalogues_keep_the_same_order(language: str) -> None:
    assert list(TEXTS[language]) == list(TEXTS["nb"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_nothing_fuzzy_or_obsolete(language: str) -> None:
    read = catalogue(language)
    assert not read.obsolete
    assert [message.id for message in read if message.id and message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_says_something(language: str) -> None:
    silent = [i for i, text in TEXTS[language].items() if not text or text != text.strip() or text == i]
    assert silent == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_uses_only_facts_that_its_code_has(language: str) -> None:
    unknown = {i: facts(text) - known_facts(i) for i, text in TEXTS[language].items()}
    assert {i: names for i, names in unknown.items() if names} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_facts_are_plain_names_without_format_or_conversion(language: str) -> None:
    for message_id, text in TEXTS[language].items():
        for _, name, spec, conversion in Formatter().parse(text):
            assert name is None or name.isidentifier(), message_id
            assert not spec, message_id
            assert not conversion, message_id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_uses_the_same_facts_in_every_language(language: str) -> None:
    other = {i for i, text in TEXTS[language].items() if facts(text) != facts(TEXTS["nb"][i])}
    assert other == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_are_the_same_in_every_language(language: str) -> None:
    def steps(text: str) -> list[str]:
        return [line[:2] if re.match(r"\d\.", line) else "" for line in text.splitlines()]

    assert {i for i, text in TEXTS[language].items() if steps(text) != steps(TEXTS["nb"][i])} == set()


def test_only_listed_texts_are_alike_in_two_languages() -> None:
    copies: dict[str, set[str]] = {}
    for one, two in combinations(LANGUAGES, 2):
        for message_id, text in TEXTS[one].items():
            if text == TEXTS[two][message_id]:
                copies.setdefault(message_id, set()).update((one, two))
    assert copies == {message_id: set(languages) for message_id, languages in ALIKE.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_quotes_as_its_language_does(language: str) -> None:
    foreign = set("«»“”„\"'") - set(QUOTES[language]) - {"'"}
    assert {i: text for i, text in TEXTS[language].items() if foreign & set(text)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_explanations_are_sentences_and_titles_are_not(language: str) -> None:
    for message_id, text in TEXTS[language].items():
        if message_id.endswith((".explanation", ".remedy", ".detail")):
            assert text.endswith((".", "}")), message_id
        elif message_id.endswith((".title", ".subject")):
            assert not text.endswith("."), message_id


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CATALOGUE)
def test_a_remedy_names_only_choices_that_the_problem_offers(language: str, code: str) -> None:
    labels = {TEXTS[language][f"choice.{choice}"]: choice for choice in Choice}
    quoted = re.findall(QUOTED[language], TEXTS[language][f"problem.{code}.remedy"])
    assert {labels[words] for words in quoted if words in labels} <= set(CATALOGUE[code].choices)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [code for code, kind in CATALOGUE.items() if len(kind.choices) > 2])
def test_a_remedy_with_many_choices_explains_when_to_take_which(language: str, code: str) -> None:
    remedy = TEXTS[language][f"problem.{code}.remedy"]
    explained = [choice for choice in CATALOGUE[code].choices if TEXTS[language][f"choice.{choice}"] in remedy]
    assert len(explained) >= 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [code for code, kind in CATALOGUE.items() if kind.actor is Actor.NOBODY])
def test_where_nobody_acts_the_remedy_says_so_first(language: str, code: str) -> None:
    assert TEXTS[language][f"problem.{code}.remedy"].startswith(NOBODY_ACTS[language])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [code for code, kind in CATALOGUE.items() if kind.actor is Actor.SUPPORT])
def test_where_support_acts_the_remedy_names_it(language: str, code: str) -> None:
    assert SUPPORT[language] in TEXTS[language][f"problem.{code}.remedy"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [code for code, kind in CATALOGUE.items() if kind.actor is Actor.PRODUCT])
def test_where_the_app_acts_the_remedy_begins_with_its_name(language: str, code: str) -> None:
    assert TEXTS[language][f"problem.{code}.remedy"].startswith("{app}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["tripletex_key_wrong", "right_missing", "own_key_wrong", "own_right_missing"])
def test_a_new_key_is_pasted_where_both_are_connected_which_need_not_be_in_the_app(language: str, code: str) -> None:
    assert TEXTS[language][f"problem.{code}.remedy"].endswith(CONNECTED[language])


def test_facts_are_only_promised_where_a_text_uses_them() -> None:
    for code, promised in EXTRA_FACTS.items():
        used = facts(TEXTS["en"][f"problem.{code}.explanation"]) | facts(TEXTS["en"][f"problem.{code}.remedy"])
        assert promised <= used, code


@pytest.mark.parametrize("language", LANGUAGES)
def test_gettext_finds_every_text_in_the_compiled_catalogue(language: str, tmp_path: Path) -> None:
    folder = tmp_path / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "samspill.mo").open("wb") as file:
        write_mo(file, catalogue(language))
    found = gettext.translation("samspill", tmp_path, [language])
    assert {i: found.gettext(i) for i in expected_ids()} == TEXTS[language]
