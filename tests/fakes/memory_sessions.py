"""Session tokens and rate limit permits, in memory."""

from collections.abc import Callable
from datetime import datetime, timedelta


class MemoryTokenCache:
    """Tokens in a dict; the clock tells when they have expired."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._tokens: dict[str, tuple[str, datetime]] = {}
        self._locks: dict[str, datetime] = {}

    def get(self, name: str) -> str | None:
        token, expires = self._tokens.get(name, (None, None))
        return token if expires is not None and expires > self._clock() else None

    def put(self, name: str, token: str, expires: datetime) -> None:
        self._tokens[name] = (token, expires)
        self._locks.pop(name, None)

    def drop(self, name: str) -> None:
        self._tokens.pop(name, None)
        self._locks.pop(name, None)

    def lock(self, name: str, now: datetime, lease: timedelta) -> bool:
        if name in self._locks and self._locks[name] > now:
            return False
        self._locks[name] = now + lease
        return True


class MemoryPermits:
    """Counts in a dict; `used` shows them."""

    def __init__(self) -> None:
        self.used: dict[tuple[str, str], int] = {}

    def lease(self, owner: str, window: str, limit: int, want: int) -> int:
        used = self.used.get((owner, window), 0)
        granted = max(0, min(want, limit - used))
        self.used[owner, window] = used + granted
        return granted

    def report(self, owner: str, window: str, used: int) -> None:
        self.used[owner, window] = max(used, self.used.get((owner, window), 0))
