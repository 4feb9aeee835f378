"""The rate limit: a fixed window of a minute for each token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sandbox.svenn.problems import ProblemError

WINDOW_SECONDS = 60


@dataclass
class RequestWindow:
    """How many requests a token made in the minute it is in."""

    minute: int = 0
    used: int = 0

    def spend(self, limit: int, now: datetime) -> dict[str, str]:
        """Counts one request and returns the RateLimit headers; `rate_limited` when none is left."""
        seconds = now.timestamp()
        minute = int(seconds // WINDOW_SECONDS)
        if minute != self.minute:
            self.minute, self.used = minute, 0
        reset = max(1, int((minute + 1) * WINDOW_SECONDS - seconds + 0.999))
        spent = self.used >= limit
        self.used += 0 if spent else 1
        headers = {
            "RateLimit-Limit": str(limit),
            "RateLimit-Remaining": str(limit - self.used),
            "RateLimit-Reset": str(reset),
        }
        if spent:
            raise ProblemError(
                "rate_limited",
                f"{limit} requests a minute are allowed; {reset} s until there are more",
                headers={**headers, "Retry-After": str(reset)},
            )
        return headers
