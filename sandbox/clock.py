"""The sandbox's time: that of the machine, or of a test, moved on when asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def utc_now() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


class MovableClock:
    """Another clock and what it was moved on by."""

    def __init__(self, source: Callable[[], datetime]) -> None:
        self._source = source
        self._moved = timedelta()

    def __call__(self) -> datetime:
        """The time in UTC."""
        return self._source() + self._moved

    def advance(self, seconds: float) -> None:
        """Moves the time on; ValueError for moving it back, which no time does."""
        if seconds < 0:
            raise ValueError("time is not moved back")
        self._moved += timedelta(seconds=seconds)
