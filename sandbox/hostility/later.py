"""Things to be done in a few seconds, in a thread that lives as long as there are any."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

Act = Callable[[], object]
_logger = logging.getLogger(__name__)


@dataclass
class _Waiting:
    due: float
    act: Act


class Later:
    """A list of acts with the times they are due. Acts are done one after the other, the one due first first."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._changed = threading.Condition()
        self._waiting: dict[int, _Waiting] = {}
        self._last = 0
        self._doing = 0
        self._alive = False

    @property
    def pending(self) -> int:
        """Acts that are not done yet."""
        with self._changed:
            return len(self._waiting) + self._doing

    def put(self, act: Act, seconds: float) -> int:
        """Do it in that many seconds; returns a ticket for `hasten`."""
        with self._changed:
            self._last += 1
            self._waiting[self._last] = _Waiting(self._monotonic() + seconds, act)
            if not self._alive:
                self._alive = True
                threading.Thread(target=self._run, name="hostility-later", daemon=True).start()
            self._changed.notify_all()
            return self._last

    def waits(self, ticket: int) -> bool:
        """Whether the act is still to be done."""
        with self._changed:
            return ticket in self._waiting

    def hasten(self, ticket: int, seconds: float) -> None:
        """Make an act due in that many seconds at the latest; one that is done or dropped is left alone."""
        with self._changed:
            waiting = self._waiting.get(ticket)
            if waiting is not None:
                waiting.due = min(waiting.due, self._monotonic() + seconds)
                self._changed.notify_all()

    def hasten_all(self) -> None:
        """Make everything due now."""
        with self._changed:
            for ticket in self._waiting:
                self.hasten(ticket, 0)

    def drop(self) -> None:
        """Forget what waits."""
        with self._changed:
            self._waiting.clear()
            self._changed.notify_all()

    def wait_until_done(self, timeout: float) -> bool:
        """Whether nothing was pending within that many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and not self._doing, timeout)

    def _run(self) -> None:
        while (act := self._next()) is not None:
            try:
                act()
            except Exception:
                _logger.exception("what was put off could not be done")
            finally:
                with self._changed:
                    self._doing -= 1
                    self._changed.notify_all()

    def _next(self) -> Act | None:
        with self._changed:
            while self._waiting:
                number = min(self._waiting, key=lambda each: (self._waiting[each].due, each))
                left = self._waiting[number].due - self._monotonic()
                if left <= 0:
                    self._doing += 1
                    return self._waiting.pop(number).act
                self._changed.wait(left)
            self._alive = False
            return None
