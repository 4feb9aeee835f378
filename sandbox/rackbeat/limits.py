"""The rate limit: so many calls of a key in each minute (reference 2a)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sandbox.rackbeat.errors import RackbeatError

WINDOW_SECONDS = 60


@dataclass
class MinuteWindow:
    """The calls of a key in the minute that began with the first of them."""

    began: float = 0.0
    used: int = 0

    def spend(self, limit: int, now: datetime, *, retry_after: bool) -> dict[str, str]:
        """Count a call and give the headers; 429 when none is left, saying for how long if `retry_after`."""
        seconds = now.timestamp()
        if not 0 <= seconds - self.began < WINDOW_SECONDS:
            self.began, self.used = seconds, 0
        spent = self.used >= limit
        self.used += 0 if spent else 1
        headers = {"X-RateLimit-Limit": str(limit), "X-RateLimit-Remaining": str(limit - self.used)}
        if spent:
            left = str(max(1, ceil(self.began + WINDOW_SECONDS - seconds)))
            raise RackbeatError(429, "too_many", headers=headers | ({"Retry-After": left} if retry_after else {}))
        return headers
