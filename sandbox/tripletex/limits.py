"""The rate limit: a fixed window per employee and consumer, that begins at full multiples of its length."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sandbox.tripletex.switches import Switches


@dataclass(frozen=True, slots=True)
class Allowance:
    """The state of a window after a request was counted; `reset` is None where the header is left out."""

    limit: int
    remaining: int
    reset: int | None
    refused: bool

    def headers(self) -> dict[str, str]:
        """The three headers."""
        shown = {"X-Rate-Limit-Limit": str(self.limit), "X-Rate-Limit-Remaining": str(self.remaining)}
        if self.reset is not None:
            shown["X-Rate-Limit-Reset"] = str(self.reset)
        return shown


class RateLimits:
    """Counts requests in the current window of each (employee, consumer)."""

    def __init__(self) -> None:
        self._windows: dict[tuple[int, str], tuple[int, int]] = {}

    def count(self, employee_id: int, consumer: str, now: datetime, switches: Switches) -> Allowance:
        """Count one request. Refused requests count as well: all fail until the window ends."""
        length = switches.rate_window_seconds
        window = int(now.timestamp() // length)
        key = (employee_id, consumer)
        before, used = self._windows.get(key, (window, 0))
        used = 1 if before != window else used + 1
        self._windows[key] = (window, used)
        refused = used > switches.rate_limit
        left = ceil((window + 1) * length - now.timestamp())
        if left >= length and not refused:
            # In the first second of a window the header was seen to say 0, not 10.
            left = 0
        reset = None if refused and not switches.reset_header_on_429 else left
        return Allowance(switches.rate_limit, max(0, switches.rate_limit - used), reset, refused)

    def forget(self) -> None:
        """Start all windows anew."""
        self._windows.clear()
