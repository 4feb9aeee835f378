"""What was read a moment ago, for as long as it may be used again."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

#: How long what changes seldom is used again.
FRESH = timedelta(minutes=1)


class RecentlyRead(Generic[K, V]):
    """Values by key. `clock` gives UTC."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._read: dict[K, tuple[datetime, V]] = {}

    def missing(self, keys: Iterable[K]) -> list[K]:
        """Those that must be read, each once."""
        latest = self._clock() - FRESH
        self._read = {key: (at, value) for key, (at, value) in self._read.items() if at > latest}
        return [key for key in dict.fromkeys(keys) if key not in self._read]

    def note(self, key: K, value: V) -> None:
        """It was read just now."""
        self._read[key] = (self._clock(), value)

    def __getitem__(self, key: K) -> V:
        return self._read[key][1]

    def forget(self) -> None:
        """Read everything anew."""
        self._read = {}

    def drop(self, key: K) -> None:
        """It is known to be otherwise now."""
        self._read.pop(key, None)
