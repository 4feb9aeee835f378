"""Time, which tests and people may move forward."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")


def system_time() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


class Clock:
    """A source of UTC time plus a distance that `advance` adds to."""

    def __init__(self, source: Callable[[], datetime] = system_time) -> None:
        self._source = source
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The time here, UTC."""
        return self._source() + self._ahead

    def today(self) -> date:
        """The date in Norway."""
        return self.now().astimezone(OSLO).date()

    def advance(self, seconds: float) -> datetime:
        """Move forward; returns the new time."""
        self._ahead += timedelta(seconds=seconds)
        return self.now()

    def restart(self) -> None:
        """Back to the source's own time."""
        self._ahead = timedelta()


def midnight(day: date) -> datetime:
    """The start of a day in Norway, as UTC: when a session that expires on that day ends."""
    return datetime.combine(day, time(), OSLO).astimezone(UTC)


def stamp(moment: datetime) -> str:
    """As `changes` write it: `2025-03-12T15:09:57+01:00`."""
    return moment.astimezone(OSLO).isoformat(timespec="seconds")
