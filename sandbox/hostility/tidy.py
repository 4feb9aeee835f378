"""Text as a tidy system stores it: without needless blanks, numbers in its own form, cut to what fits."""

from __future__ import annotations

import re
from collections.abc import Callable

_BLANKS = re.compile(r"[ \t]+")
_NOT_DIGITS = re.compile(r"\D")
_PHONE = re.compile(r"(\+|00)?[\d ().-]{5,}")


def tidy_text(name: str, text: str, limit: int | None) -> str:
    """The text of a field as it is stored; `limit` is the most characters that the field holds."""
    trimmed = _BLANKS.sub(" ", text).strip()
    for part, form in _FORMS:
        if part in name.lower():
            trimmed = form(trimmed)
    return trimmed[:limit].rstrip()


def _phone(text: str) -> str:
    """+4791234567 → +47 91 23 45 67; what is no number stays."""
    if not _PHONE.fullmatch(text):
        return text
    international = text.startswith(("+", "00"))
    digits = _NOT_DIGITS.sub("", text).removeprefix("00" if text.startswith("00") else "")
    pairs = " ".join(digits[place : place + 2] for place in range(0, len(digits), 2))
    return f"+{pairs}" if international else pairs


def _organization_number(text: str) -> str:
    """NO 987 654 325 MVA → 987654325."""
    digits = _NOT_DIGITS.sub("", text)
    return digits if len(digits) == 9 else text


# Part of a field's name, in lower case → form.
_FORMS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("phone", _phone),
    ("mobile", _phone),
    ("email", str.lower),
    ("organizationnumber", _organization_number),
    ("organization_number", _organization_number),
)
