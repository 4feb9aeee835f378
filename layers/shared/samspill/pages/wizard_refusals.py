"""Why a step of the wizard was refused, in the words of its reader, each where it belongs."""

from collections.abc import Callable, Iterable, Mapping
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
class Wrong:
    """What is wrong, and how it is put right where that is known."""

    what: tuple[str, ...]
    remedy: str = ""

    def __or__(self, other: "Wrong") -> "Wrong":
        """Both, nothing said twice."""
        remedies = dict.fromkeys(each for each in (self.remedy, other.remedy) if each)
        return Wrong(tuple(dict.fromkeys((*self.what, *other.what))), "\n".join(remedies))


@dataclass(frozen=True)
class Refusal:
    """What is wrong: `whole` with the step, `fields` with a field of its form. `status` is the answer's."""

    status: int = 200
    whole: Wrong | None = None
    fields: Mapping[str, Wrong] = field(default_factory=dict)

    def beside(self, names: Iterable[str]) -> tuple[Wrong, ...]:
        """What is said of fields that the form does not have, and of the whole."""
        others = (wrong for name, wrong in self.fields.items() if name not in names)
        return tuple(dict.fromkeys((*((self.whole,) if self.whole else ()), *others)))


#: Nothing is wrong.
FINE = Refusal()


def at_fields(whole: str | None, fields: Mapping[str, str]) -> Refusal:
    """Fields of a form that cannot be what was typed."""
    return Refusal(422, (whole and Wrong((whole,))) or None, {name: Wrong((text,)) for name, text in fields.items()})


def refusal(words: Words, error: SamspillError) -> Refusal:
    """The refusal in words. Raises `error` itself when no step can be refused so."""
    found = next((tell for kind, tell in _TOLD if isinstance(error, kind)), None)
    if found is None:
        raise error
    return found(words, error)


def _keys(words: Words, error: Any) -> Refusal:
    fields: dict[str, Wrong] = {}
    for each in error.findings:
        reason = _reason(words, each.error.code, each.error.facts)
        fields[each.field] = fields.get(each.field, reason) | reason
    return Refusal(422, Wrong((words.t("wizard.keys.again"),)), fields)


def _settings(words: Words, error: Any) -> Refusal:
    fields = {each.field: _reason(words, each.code, each.facts) for each in error.findings}
    return Refusal(422, Wrong((words.t("set.refused"),)), fields)


def _reason(words: Words, code: str, facts: Mapping[str, object]) -> Wrong:
    """A catalogued reason with its remedy, or what the API says."""
    if code not in CATALOGUE:
        return Wrong((words.term(f"api.{code}.detail", **facts),))
    texts = words.reason(code, facts)
    return Wrong((texts.explanation,), texts.remedy)


def _coded(status: int) -> Callable[[Words, Any], Refusal]:
    return lambda words, error: Refusal(status, _reason(words, error.code, error.facts))


#: The first class that fits tells.
_TOLD: tuple[tuple[type[SamspillError], Callable[[Words, Any], Refusal]], ...] = (
    (KeysRefused, _keys),
    (SettingsRefused, _settings),
    (Invalid, lambda words, error: Refusal(422, None, {error.field: _reason(words, error.code, error.facts)})),
    (TooMany, lambda words, error: Refusal(429, Wrong((words.t("wizard.too_many", when=words.time(error.until)),)))),
    (RetryLater, lambda words, _: Refusal(503, Wrong((words.t("wizard.unavailable.text"),)))),
    (WrongStatus, lambda words, _: Refusal(409, Wrong((words.t("wizard.said.approved_already"),)))),
    (RevisionConflict, lambda words, _: Refusal(409, Wrong((words.t("wizard.meanwhile"),)))),
    (Refused, _coded(409)),
    (ConfigurationWrong, _coded(422)),
    (DataRefused, _coded(422)),
)
