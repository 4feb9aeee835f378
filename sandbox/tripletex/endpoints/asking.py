"""Query parameters of actions."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal, InvalidOperation

from sandbox.tripletex.bodies import is_day
from sandbox.tripletex.calls import Call
from sandbox.tripletex.errors import bad_parameter, missing_parameters, no_number


def needed(call: Call, *names: str) -> None:
    """Raises 422/15000 with all that are missing."""
    missing = [name for name in names if not call.query.get(name)]
    if missing:
        raise missing_parameters(missing)


def day(call: Call, name: str) -> str:
    """A date that must be given. Raises 422/15000."""
    needed(call, name)
    text = call.query[name]
    if not is_day(text):
        raise bad_parameter(name, "bad_date")
    return text


def day_or(call: Call, name: str, otherwise: str) -> str:
    """A date, or another where none is given. Raises 422/15000."""
    return day(call, name) if call.query.get(name) else otherwise


def whole(call: Call, name: str) -> int:
    """A whole number, 0 where none is given. Raises 422/21000."""
    text = call.query.get(name) or "0"
    if not text.isdecimal():
        raise no_number(text)
    return int(text)


def amount(call: Call, name: str) -> Decimal | None:
    """A number. Raises 422/21000."""
    text = call.query.get(name)
    if not text:
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        raise no_number(text) from None


def word(call: Call, name: str, words: Collection[str]) -> str:
    """One of some words, empty where none is given. Raises 422/15000."""
    text = call.query.get(name, "")
    if text and text not in words:
        raise bad_parameter(name, "unknown_send_type")
    return text
