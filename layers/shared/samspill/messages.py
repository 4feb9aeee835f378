"""What people read, from the message catalogues: nothing else in Samspill makes sentences.

The catalogues are gettext: `locale/<language>/LC_MESSAGES/samspill.po`, looked up by message id. A message names
its facts in braces, as `str.format` does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations, translation
from pathlib import Path

from samspill.model.kinds import Kind
from samspill.model.problems import Problem

LANGUAGES = ("nb", "en", "sv", "da")
DEFAULT = "nb"

_FOLDER = Path(__file__).parent / "locale"
#: Facts whose values are words of ours, and the messages that say them.
_WORDS = {
    "kind": "kind.{}",
    "right": "kind.{}.plural",
    "kinds": "kind.{}.plural",
    "field": "field.{}",
    "status": "status.{}",
    "choices": "choice.{}",
    "parent_code": "problem.{}.title",
    "direction": "flow.{}",
    "steps": "step.{}",
    "part": "part.{}",
}
#: Other names people's browsers use for our languages.
_ALSO = {"no": "nb", "nn": "nb"}


@dataclass(frozen=True)
class ProblemTexts:
    """What a person is told about a problem: what it is, why, and what to do."""

    title: str
    explanation: str
    remedy: str


def language_of(wanted: str | None) -> str:
    """The best of our languages for a tag ('en-GB') or an Accept-Language header; 'nb' when none fits."""
    offers: list[tuple[float, int, str]] = []
    for place, part in enumerate((wanted or "").split(",")):
        tag, _, parameters = part.strip().partition(";")
        primary = tag.strip().lower().replace("_", "-").split("-")[0]
        language = _ALSO.get(primary, primary)
        if language in LANGUAGES:
            offers.append((-_weight(parameters), place, language))
    return min(offers)[2] if offers else DEFAULT


def text(message_id: str, language: str, **facts: object) -> str:
    """The message in `language` (unknown: Norwegian) with its facts filled in.

    Never raises: a fact that is missing shows as ‹its name›, a message that is missing as its id.
    """
    return filled(message_id, language, facts)


def filled(message_id: str, language: str, facts: Mapping[str, object], domain: str = "samspill") -> str:
    """`text` for facts that are already a mapping. Texts of the pages are a domain of their own."""
    catalogue = _catalogue(_FOLDER, language_of(language), "samspill")
    template = _catalogue(_FOLDER, language_of(language), domain).gettext(message_id)
    try:
        return template.format_map(_Facts(_worded(facts, catalogue)))
    except (ValueError, IndexError, AttributeError, TypeError):  # a faulty template must not hide the problem
        return template


def reason_texts(code: str, language: str, facts: Mapping[str, object]) -> ProblemTexts:
    """The three texts of a catalogued reason."""
    title, explanation, remedy = (
        filled(f"problem.{code}.{part}", language, facts) for part in ("title", "explanation", "remedy")
    )
    return ProblemTexts(title, explanation, remedy)


def record_facts(app: str, kind: Kind, number: str | None, name: str, language: str) -> dict[str, object]:
    """What any text about a record may use: the app's name, the record's kind, number and name."""
    return {
        "app": app,
        "kind": text(f"kind.{kind.value}", language),
        "number": number or "–",
        "name": name or number or "–",
    }


def problem_texts(problem: Problem, language: str, app: str) -> ProblemTexts:
    """The three texts of a record's problem. `app` is the name of the app that people know."""
    facts = record_facts(app, problem.key.kind, problem.number, problem.name, language)
    return reason_texts(problem.code, language, {**facts, **problem.facts})


def _worded(facts: Mapping[str, object], catalogue: NullTranslations) -> dict[str, object]:
    """Facts that are words of ours (a kind, a field, a code ...) in the reader's language; others as they are."""

    def word(name: str, value: str) -> str:
        message_id = _WORDS[name].format(value)
        found = catalogue.gettext(message_id)
        return value if found == message_id else found

    return {
        name: ", ".join(word(name, each) for each in value.split(", "))
        if name in _WORDS and isinstance(value, str)
        else value
        for name, value in facts.items()
    }


class _Facts(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return f"‹{name}›"


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


@cache
def _catalogue(folder: Path, language: str, domain: str) -> NullTranslations | GNUTranslations:
    """One language's catalogue; a message it lacks comes from the Norwegian one."""
    found = translation(domain, folder, [language], fallback=True)
    if language != DEFAULT:
        found.add_fallback(_catalogue(folder, DEFAULT, domain))
    return found
