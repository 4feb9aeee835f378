"""How query parameters narrow a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sandbox.tripletex.bodies import is_day
from sandbox.tripletex.clock import OSLO
from sandbox.tripletex.company import Company
from sandbox.tripletex.errors import bad_id_list, bad_parameter, no_number
from sandbox.tripletex.rows import Row, index_key
from sandbox.tripletex.schema import Schema
from sandbox.tripletex.texts import Language

Predicate = Callable[[Row], bool]


@dataclass(frozen=True)
class Asked:
    """A query parameter as it was sent, and what is needed to understand it."""

    name: str
    text: str
    texts: tuple[str, ...]
    schema: Schema
    company: Company
    language: Language
    today: date

    def value(self, field: str) -> Callable[[Row], Any]:
        """Reads a field of a row, with its default."""
        default = self.schema.fields[field].default if field in self.schema.fields else None
        return lambda row: row.values.get(field, default)

    def numbers(self) -> frozenset[int]:
        """A comma separated list of positive integers. Raises 422/12000."""
        parts = [part.strip() for part in self.text.split(",") if part.strip()]
        if not parts or not all(part.isdecimal() for part in parts):
            raise bad_id_list(self.name, self.language)
        return frozenset(map(int, parts))

    def words(self) -> frozenset[str]:
        """A comma separated list of texts, without regard to case."""
        return frozenset(part.strip().casefold() for text in self.texts for part in text.split(","))

    def day(self) -> str:
        """A date. Raises 422/15000."""
        if not is_day(self.text):
            raise bad_parameter(self.name, "bad_date")
        return self.text

    def truth(self) -> bool:
        """True or false; anything but "true" is false."""
        return self.text.lower() == "true"

    def number(self) -> float:
        """A number. Raises 422/21000."""
        try:
            return float(self.text)
        except ValueError:
            raise no_number(self.text) from None


@dataclass(frozen=True)
class Filter:
    """`make` gives the predicate. Where the field must have one of some values, `field` names it and `keys` gives
    them, so that not every row has to be looked at ("id": the row's own). `default` is what an absent parameter
    stands for; `required` ones must be sent (422/15000); `last_day_too` is an end that is included."""

    make: Callable[[Asked], Predicate]
    field: str = ""
    keys: Callable[[Asked], set[object]] | None = None
    default: str | None = None
    required: bool = False
    last_day_too: bool = False


def ids(field: str = "", *, required: bool = False) -> Filter:
    """A list of ids, of the row itself or of what a field refers to."""

    def make(asked: Asked) -> Predicate:
        wanted = asked.numbers()
        if not field:
            return lambda row: row.id in wanted
        read = asked.value(field)
        return lambda row: read(row) in wanted

    return Filter(make, field=field or "id", keys=lambda asked: set(asked.numbers()), required=required)


def numbers(field: str) -> Filter:
    """A list of whole numbers that a field may have, as number or text."""

    def make(asked: Asked) -> Predicate:
        wanted = {str(each) for each in asked.numbers()}
        read = asked.value(field)
        return lambda row: str(read(row)) in wanted

    return Filter(make, field=field, keys=lambda asked: {*asked.numbers(), *map(str, asked.numbers())})


def words(field: str) -> Filter:
    """A list of texts that a field may have; the parameter may be repeated."""

    def make(asked: Asked) -> Predicate:
        wanted = asked.words()
        read = asked.value(field)
        return lambda row: str(read(row)).casefold() in wanted

    return Filter(make, field=field, keys=lambda asked: set(asked.words()))


def equals(field: str) -> Filter:
    """The same text, whatever its case; numbers by their digits."""

    def make(asked: Asked) -> Predicate:
        wanted = index_key(asked.text)
        read = asked.value(field)
        return lambda row: index_key(str(read(row))) == wanted

    return Filter(
        make, field=field, keys=lambda asked: {asked.text, *_as_number(asked.text)} if asked.text else set()
    )


def _as_number(text: str) -> tuple[int, ...]:
    return (int(text),) if text.isdecimal() else ()


def contains(field: str) -> Filter:
    """The text occurs in the field."""

    def make(asked: Asked) -> Predicate:
        wanted = asked.text.casefold()
        read = asked.value(field)
        return lambda row: wanted in str(read(row)).casefold()

    return Filter(make)


def truth(field: str, default: str | None = None) -> Filter:
    """True or false."""

    def make(asked: Asked) -> Predicate:
        wanted = asked.truth()
        read = asked.value(field)
        return lambda row: bool(read(row)) is wanted

    return Filter(make, default=default)


def since(field: str, *, required: bool = False) -> Filter:
    """From and including a date; rows without a date are not in it."""

    def make(asked: Asked) -> Predicate:
        first = asked.day()
        read = asked.value(field)
        return lambda row: (read(row) or "") >= first

    return Filter(make, required=required)


def until(field: str, *, required: bool = False) -> Filter:
    """To and excluding a date."""

    def make(asked: Asked) -> Predicate:
        end = asked.day()
        read = asked.value(field)
        return lambda row: "" < (read(row) or "") < end

    return Filter(make, required=required)


def up_to(field: str) -> Filter:
    """To and including a date."""

    def make(asked: Asked) -> Predicate:
        last = asked.day()
        read = asked.value(field)
        return lambda row: "" < (read(row) or "") <= last

    return Filter(make, last_day_too=True)


def at_least(field: str) -> Filter:
    """From and including a number."""

    def make(asked: Asked) -> Predicate:
        least, read = asked.number(), asked.value(field)
        return lambda row: (read(row) or 0) >= least

    return Filter(make)


def below(field: str) -> Filter:
    """To and excluding a number."""

    def make(asked: Asked) -> Predicate:
        end, read = asked.number(), asked.value(field)
        return lambda row: (read(row) or 0) < end

    return Filter(make)


def ignored() -> Filter:
    """Accepted and without effect, such as `changedSince` (issue 113)."""
    return Filter(lambda _asked: lambda _row: True)


def java_day(text: str) -> str:
    """`Thu Mar 19 00:00:00 CET 2026`, as messages about ranges write a date."""
    moment = datetime.combine(date.fromisoformat(text), time(), OSLO)
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()]
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    month = names[moment.month - 1]
    return f"{weekday} {month} {moment.day:02} 00:00:00 {moment.tzname()} {moment.year}"
