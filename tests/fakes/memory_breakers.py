"""Breakers of one connection, in memory."""

from threading import RLock

from samspill.exceptions import RevisionConflict
from samspill.model.breakers import Breaker
from samspill.model.kinds import Kind


class MemoryBreakers:
    """See `samspill.sync.ports.Breakers`."""

    def __init__(self) -> None:
        self._breakers: dict[Kind, Breaker] = {}
        self._lock = RLock()

    def get(self, kind: Kind) -> Breaker:
        return self._breakers.get(kind) or Breaker(kind=kind)

    def all(self) -> list[Breaker]:
        return list(self._breakers.values())

    def save(self, breaker: Breaker) -> Breaker:
        with self._lock:
            if self.get(breaker.kind).revision != breaker.revision:
                raise RevisionConflict("the breaker was saved by somebody else")
            saved = breaker.model_copy(update={"revision": breaker.revision + 1})
            self._breakers[breaker.kind] = saved
            return saved

    def drop(self, kind: Kind) -> None:
        self._breakers.pop(kind, None)
