"""What a field can hold, and how a value of a request is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from sandbox.rackbeat.rows import Number, Row
from sandbox.rackbeat.switches import Switches


class Reading(Protocol):
    """What reading a value needs to know of the account."""

    switches: Switches

    def find(self, space: str, number: object) -> Row | None:
        """The living record with that number."""


class WrongValueError(Exception):
    """A value that does not fit; `message` is one of texts.py."""

    def __init__(self, message: str, parts: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.message, self.parts = message, dict(parts or {})


class Holds(Protocol):
    """A type of values."""

    def read(self, value: object, reading: Reading) -> Any:
        """The value as it is stored, or WrongValueError. Nothing (null, empty text) does not come here."""


@dataclass(frozen=True)
class Text:
    """Text of at most so many characters; `in_2018` is the length of the old API where it differs."""

    most: int = 255
    in_2018: int | None = None

    def read(self, value: object, reading: Reading) -> str:
        """See Holds."""
        if not isinstance(value, str):
            raise WrongValueError("text")
        most = self.in_2018 if self.in_2018 and reading.switches.limits_of_2018 else self.most
        if len(value) > most:
            raise WrongValueError("too_long", {"most": most})
        return value


@dataclass(frozen=True)
class Whole:
    """A whole number of 0 up to so many digits."""

    digits: int = 9

    def read(self, value: object, _reading: Reading) -> int:
        """See Holds."""
        found = decimal(value)
        if found is None or found != found.to_integral_value() or not 0 <= found < 10**self.digits:
            raise WrongValueError("whole")
        return int(found)


@dataclass(frozen=True)
class Amount:
    """A number of up to six decimals (hd/ht-00034), at most `most` on either side of 0: what can be counted with."""

    most: int = 10**8

    def read(self, value: object, _reading: Reading) -> Decimal:
        """See Holds."""
        found = decimal(value)
        if found is None or abs(found) > self.most:
            raise WrongValueError("number")
        return round(found, 6).normalize() + 0


@dataclass(frozen=True)
class Flag:
    """True or false; 1 and 0 will do."""

    def read(self, value: object, _reading: Reading) -> bool:
        """See Holds."""
        if value not in (True, False, "1", "0", "true", "false"):
            raise WrongValueError("flag")
        return value in (True, "1", "true")


@dataclass(frozen=True)
class Day:
    """A date; a time of day behind it is dropped."""

    def read(self, value: object, _reading: Reading) -> date:
        """See Holds."""
        found = read_time(value)
        if found is None:
            raise WrongValueError("date")
        return found.date()


@dataclass(frozen=True)
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, value: object, _reading: Reading) -> str:
        """See Holds."""
        if not isinstance(value, str) or value not in self.words:
            raise WrongValueError("invalid")
        return value


@dataclass(frozen=True)
class TermType:
    """A payment term's type, stored by its name in the interface."""

    def read(self, value: object, reading: Reading) -> str:
        """See Holds."""
        for name, code in reading.switches.term_types.items():
            if value == code:
                return name
        raise WrongValueError("invalid")


@dataclass(frozen=True)
class Ref:
    """The number of another record, stored as its uid. `embeds`: the name under which answers show it whole."""

    space: str
    embeds: str = ""

    def read(self, value: object, reading: Reading) -> int:
        """See Holds."""
        found = reading.find(self.space, value)
        if found is None:
            raise WrongValueError("invalid")
        return found.uid


@dataclass(frozen=True)
class Part:
    """An object of texts and numbers, such as an address."""

    fields: Mapping[str, Text | Amount]

    def read(self, value: object, reading: Reading) -> dict[str, Any]:
        """See Holds."""
        if not isinstance(value, dict):
            raise WrongValueError("list")
        given = {name: holds for name, holds in self.fields.items() if value.get(name) not in (None, "")}
        return dict.fromkeys(self.fields) | {name: holds.read(value[name], reading) for name, holds in given.items()}


def decimal(value: object) -> Decimal | None:
    """A JSON number, or text that is one; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value, re.ASCII):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < 10**15 else None


def read_time(value: object) -> datetime | None:
    """A date or a time that people could mean; None for anything else."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and 1900 <= found.year <= 2100 else None


def as_number(value: object, textual: bool) -> Number | None:
    """The number of a record as it stands in a body or a path."""
    if textual:
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None
    found = decimal(value)
    return int(found) if found is not None and found == found.to_integral_value() else None
