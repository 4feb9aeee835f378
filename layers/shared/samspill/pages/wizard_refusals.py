"""Why a step of the wizard was refused, in the words of its reader, each where it belongs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from samspill.exceptions import (
    ConfigurationWrong,
    DataRefused,
    RetryLater,
    RevisionConflict,
    SamspillError,
    WrongStatus,
)
from samspill.model.problems import CATALOGUE
from samspill.pages.words import Words
from samspill.tasks.key_check import KeysRefused
from samspill.tasks.limits import TooMany
from samspill.tasks.refusals import Invalid, Refused, SettingsRefused


@dataclass(frozen=True)
class Refusal:
    """What is wrong: `whole` with the step, `fields` with a field of its form. `status` is the answer's."""

    status: int = 200
    whole: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)

    def beside(self, names: set[str]) -> tuple[str, ...]:
        """What is said of fields that the form does not have, and of the whole."""
        others = (text for name, text in self.fields.items() if name not in names)
        return tuple(dict.fromkeys((*((self.whole,) if self.whole else ()), *others)))


#: Nothing is wrong.
FINE = Refusal()


def refusal(words: Words, error: SamspillError) -> Refusal:
    """The refusal in words. Raises `error` itself when no step can be refused so."""
    found = next((tell for kind, tell in _TOLD if isinstance(error, kind)), None)
    if found is None:
        raise error
    return found(words, error)


def _keys(words: Words, error: Any) -> Refusal:
    fields: dict[str, str] = {}
    for each in error.findings:
        told = _reason(words, each.error.code, each.error.facts)
        fields[each.field] = "\n".join(dict.fromkeys((*fields.get(each.field, "").splitlines(), *told.splitlines())))
    return Refusal(422, words.t("wizard.keys.again"), fields)


def _settings(words: Words, error: Any) -> Refusal:
    return Refusal(422, words.t("set.refused"),
                   {each.field: _reason(words, each.code, each.facts) for each in error.findings})  # fmt: skip


def _reason(words: Words, code: str, facts: Mapping[str, object]) -> str:
    """A catalogued reason with its remedy, or what the API says."""
    if code not in CATALOGUE:
        return words.term(f"api.{code}.detail", **facts)
    texts = words.reason(code, facts)
    return f"{texts.explanation}\n{texts.remedy}".strip()


#: The first class that fits tells.
_TOLD: tuple[tuple[type[SamspillError], Callable[[Words, Any], Refusal]], ...] = (
    (KeysRefused, _keys),
    (SettingsRefused, _settings),
    (Invalid, lambda words, error: Refusal(422, None, {error.field: _reason(words, error.code, error.facts)})),
    (TooMany, lambda words, error: Refusal(429, words.t("wizard.too_many", when=words.time(error.until)))),
    (RetryLater, lambda words, _: Refusal(503, words.t("wizard.unavailable.text"))),
    (WrongStatus, lambda words, _: Refusal(409, words.t("wizard.said.approved_already"))),
    (RevisionConflict, lambda words, _: Refusal(409, words.t("wizard.meanwhile"))),
    (Refused, lambda words, error: Refusal(409, _reason(words, error.code, error.facts))),
    (ConfigurationWrong, lambda words, error: Refusal(422, _reason(words, error.code, error.facts))),
    (DataRefused, lambda words, error: Refusal(422, _reason(words, error.code, error.facts))),
)
