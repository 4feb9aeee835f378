"""The companies' own time. A runtime need not have a database of zones, and this zone's rule is short.

Summer time, two hours before UTC instead of one, lasts from the last Sunday of March to the last one of October,
01:00 UTC each (directive 2000/84/EC). Rackbeat's home, Copenhagen, has the same.
"""

from datetime import UTC, date, datetime, timedelta

_WINTER, _SUMMER = timedelta(hours=1), timedelta(hours=2)


def day_in_oslo(at: datetime) -> date:
    """The day it is there at that time, which names its zone."""
    return in_oslo(at).date()


def in_oslo(at: datetime) -> datetime:
    """What a clock shows there at that time, which names its zone; the answer names none."""
    utc = at.astimezone(UTC)
    return (utc + _ahead(utc)).replace(tzinfo=None)


def from_oslo(local: datetime) -> datetime:
    """The time (UTC) that a clock there showed as `local`, which names no zone; the first of two."""
    summer = (local - _SUMMER).replace(tzinfo=UTC)
    return summer if _ahead(summer) == _SUMMER else (local - _WINTER).replace(tzinfo=UTC)


def _ahead(utc: datetime) -> timedelta:
    begins, ends = (_last_sunday(utc.year, month) for month in (3, 10))
    return _SUMMER if begins <= utc < ends else _WINTER


def _last_sunday(year: int, month: int) -> datetime:
    """01:00 UTC on it; the month has 31 days."""
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)
