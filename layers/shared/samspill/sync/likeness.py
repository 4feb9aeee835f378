"""When two records with the same number are clearly two different things, and which others look alike. Pure."""

import re
from difflib import SequenceMatcher

from samspill.model import normalise
from samspill.model.kinds import Kind
from samspill.model.records import Record, Value
from samspill.model.rules import KindRule

#: Below this likeness two names are clearly not the same. Spelling variants and added suffixes stay above 0.6.
CLEARLY_OTHER = 0.5
_FORMS = re.compile(r"\b(as|asa|ans|da|enk|sa|nuf|ba|stiftelsen|aps|a/s|ab)\b")
_WORD = re.compile(r"\w+")


def clearly_other(kind: Kind, one: Record, two: Record) -> bool:
    """Whether `one` and `two` cannot be the same although their numbers are equal.

    Equal organisation numbers or e-mails settle that they are the same, different organisation numbers that
    they are not; otherwise the names decide.
    """
    mine, theirs = one.values(), two.values()
    organizations = [normalise.organization_number(v.get("organization_number")) for v in (mine, theirs)]
    if all(organizations):
        return organizations[0] != organizations[1]
    emails = [normalise.folded(v.get("email")) for v in (mine, theirs)]
    if kind is not Kind.PROJECT and all(emails) and emails[0] == emails[1]:
        return False
    names = [plain(record.label) for record in (one, two)]
    return all(names) and _likeness(names[0], names[1]) < CLEARLY_OTHER


def looks_alike(rule: KindRule, one: Record, two: Record) -> bool:
    """Whether one of the rule's `near` fields is filled and equal on both."""
    return any(_near(name, one) and _near(name, one) == _near(name, two) for name in rule.near)


def looked_up(name: str, record: Record) -> str | None:
    """What to ask a system for to find records with the same `name` field; None when there is nothing to ask for."""
    value = record.values().get(name)
    if name == "organization_number":
        cleaned = normalise.organization_number(value)
    else:
        cleaned = normalise.number(value) if name == "number" else normalise.text(value)
    return str(cleaned) if cleaned else None


def _near(name: str, record: Record) -> Value:
    value = record.values().get(name)
    return normalise.organization_number(value) if name == "organization_number" else normalise.folded(value)


def plain(name: str) -> str:
    """The words of a company's name without its legal form, in lower case."""
    return " ".join(_WORD.findall(_FORMS.sub(" ", name.casefold())))


def _likeness(one: str, two: str) -> float:
    """1.0 for equal words in any order, or one name containing the other; else the letters in common."""
    words = [set(one.split()), set(two.split())]
    if words[0] <= words[1] or words[1] <= words[0]:
        return 1.0
    return SequenceMatcher(None, " ".join(sorted(words[0])), " ".join(sorted(words[1]))).ratio()
