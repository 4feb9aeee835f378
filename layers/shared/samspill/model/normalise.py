"""Normalisers decide when two values mean the same. They never change what is written."""

import re
import unicodedata

from samspill.model.records import Value

_SPACES = re.compile(r"\s+")
_NOT_DIGITS = re.compile(r"\D")


def text(value: Value) -> Value:
    """Trimmed, inner white space collapsed; nothing, empty text and missing are the same."""
    if value is None:
        return None
    return _SPACES.sub(" ", unicodedata.normalize("NFC", str(value))).strip() or None


def folded(value: Value) -> Value:
    """Like `text`, upper and lower case alike: e-mails."""
    cleaned = text(value)
    return cleaned.casefold() if isinstance(cleaned, str) else None


def number(value: Value) -> Value:
    """Numbers of records: text, where 0 stands for "none" (Tripletex returns 0 for no number)."""
    cleaned = text(value)
    return None if cleaned in (None, "0") else cleaned


def organization_number(value: Value) -> Value:
    """Digits only: "NO 987 654 325 MVA" is 987654325."""
    return _NOT_DIGITS.sub("", str(value or "")) or None


def phone(value: Value) -> Value:
    """Digits with country code; Norwegian eight-digit numbers get 47, a leading 00 counts as plus."""
    raw = str(value or "").strip()
    digits = _NOT_DIGITS.sub("", raw)
    if digits.startswith("00"):
        digits = digits[2:]
    return (f"47{digits}" if len(digits) == 8 else digits) or None


def country(value: Value) -> Value:
    """ISO code in capitals; no country means Norway, as in both systems."""
    cleaned = text(value)
    return str(cleaned).upper() if cleaned else "NO"


def flag(value: Value) -> Value:
    """True or False; nothing is False."""
    return bool(value)


def same(value: Value) -> Value:
    """The value itself: dates and references."""
    return value or None
