"""What is wrong with keys that were pasted, in words, each at the field that it is about."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from samspill.exceptions import ConfigurationWrong, RetryLater, RevisionConflict, SamspillError
from samspill.messages import ProblemTexts
from samspill.model.problems import CATALOGUE
from samspill.pages.asked import Asked
from samspill.pages.words import Words
from samspill.tasks.key_check import KeysRefused
from samspill.tasks.limits import TooMany

#: The names of fields; findings name them likewise.
TRIPLETEX, APP = "tripletex", "app"
#: Under which name an app stands in Tripletex's list of applications (reference: Rackbeat's guide); others do not
#: stand there and are typed by hand (reference: Svenn's guide).
APPLICATIONS = {"rackbeat": "Rackbeat WMS"}
#: Keys hold no spaces: those are of how it was copied.
_KEY = re.compile(r"[\x21-\x7e]{1,1500}", re.ASCII)


@dataclass(frozen=True)
class Findings:
    """What is wrong, by field; `whole` is about neither. The keys themselves are not in it."""

    fields: Mapping[str, tuple[ProblemTexts, ...]] = field(default_factory=dict)
    whole: ProblemTexts | str | None = None
    missing: frozenset[str] = frozenset()

    def wrong(self, name: str) -> bool:
        """Whether something is wrong with the field of that name."""
        return name in self.missing or name in self.fields


def pasted(asked: Asked, name: str) -> str | None:
    """The key that was pasted into a field, without the spaces and line ends that came along; None for none."""
    key = "".join(asked.form.get(name, "").split())
    return key if _KEY.fullmatch(key) else None


def findings_of(words: Words, error: SamspillError, company: str = "") -> Findings:
    """Why keys were refused. Raises `error` itself when it is about something else."""
    if isinstance(error, KeysRefused):
        return Findings({name: _told(words, error, name) for name in (TRIPLETEX, APP) if _about(error, name)})
    if isinstance(error, TooMany):
        return Findings(whole=words.t("turn_on.too_many", time=words.time(error.until)))
    if isinstance(error, RetryLater | RevisionConflict):
        return Findings(whole=words.t("turn_on.busy"))
    if error.code in CATALOGUE:
        return Findings(whole=words.reason(error.code, {"company": company, **error.facts}))
    raise error


def _about(error: KeysRefused, name: str) -> list[ConfigurationWrong]:
    return [each.error for each in error.findings if each.field == f"keys.{name}"]


def _told(words: Words, error: KeysRefused, name: str) -> tuple[ProblemTexts, ...]:
    """One reason a code: several rights that are missing are named together."""
    by_code: dict[str, list[ConfigurationWrong]] = {}
    for each in _about(error, name):
        by_code.setdefault(each.code, []).append(each)
    told = []
    for code, errors in by_code.items():
        rights = ", ".join(each.facts["right"] for each in errors if "right" in each.facts)
        told.append(words.reason(code, {**errors[0].facts, **({"right": rights} if rights else {})}))
    return tuple(told)
