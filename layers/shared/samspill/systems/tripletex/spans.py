"""Lists that insist on days: read in one, or halved where the peer's cap is in the way."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from samspill.exceptions import ConfigurationWrong
from samspill.systems.tripletex.registers import TOO_LARGE

W = TypeVar("W")

#: No document is of an earlier day, none of the last one or later.
FIRST, LAST = date(1970, 1, 1), date(2100, 1, 1)


def between(first: date, last: date, read: Callable[[date, date], list[W]]) -> list[W]:
    """All rows of the days from `first` up to `last`, which is exclusive. Every row has one day. Raises
    ConfigurationWrong(register_too_large) where a single day has too many."""
    try:
        return read(first, last)
    except ConfigurationWrong as error:
        middle = first + (last - first) // 2
        if error.code != TOO_LARGE or middle <= first:
            raise
        return between(first, middle, read) + between(middle, last, read)
