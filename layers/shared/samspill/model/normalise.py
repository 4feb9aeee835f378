"""Normalisers decide when two values mean the same. They never change what is written."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

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


def currency(value: Value) -> Value:
    """ISO code in capitals."""
    cleaned = text(value)
    return str(cleaned).upper() if cleaned else None


def amount(value: Value) -> Value:
    """A price, per cent or quantity as its shortest exact text: "10.50" is "10.5". 0 is nothing, as in both systems,
    which show 0 where nobody entered anything. What is no number stays as it is."""
    cleaned = text(value)
    if cleaned is None:
        return None
    try:
        number = Decimal(str(cleaned))
    except InvalidOperation:
        return cleaned
    return (exact(number) if number else None) if number.is_finite() else cleaned


def exact(number: Decimal) -> str:
    """Decimal text without exponent and without zeros at its end; as records hold amounts."""
    return format(number.normalize() if number else Decimal(0), "f")


def flag(value: Value) -> Value:
    """True or False; nothing is False."""
    return bool(value)


def same(value: Value) -> Value:
    """The value itself: dates and references."""
    return value or None
