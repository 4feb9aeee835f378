"""Everybody has a turn, a few at a time, until the time is over; somebody who takes for ever holds up nobody else."""

from collections.abc import Callable, Iterator
from threading import Lock, Thread
from typing import Generic, TypeVar

#: How many turns are taken at a time: they mostly wait for DynamoDB or a peer.
HANDS = 16
#: Longer than any function may run, in seconds: a thread cannot be waited for without an end.
_LONGEST = 900.0

_Thing = TypeVar("_Thing")


class Turns(Generic[_Thing]):
    """Gives each of `things` its turn: `work`, which must not raise. `seconds_left` is asked before each turn.

    `last` is who began a turn last, None before the first; `left_out` tells whether time ran out before somebody's.
    """

    def __init__(
        self, things: Iterator[_Thing], work: Callable[[_Thing], None], seconds_left: Callable[[], float]
    ) -> None:  # fmt: skip
        self._things, self._work, self._seconds_left = things, work, seconds_left
        self._lock = Lock()
        self.last: _Thing | None = None
        self.left_out = False
        self._error: Exception | None = None

    def take(self) -> None:
        """Return when all have had their turn or the time is over; turns under way are then left to themselves.
        Raises what finding out who is next raised."""
        hands = [Thread(target=self._lend_a_hand, daemon=True) for _ in range(HANDS)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join(max(0.0, min(self._seconds_left(), _LONGEST)))
        if self._error is not None:
            raise self._error

    def _lend_a_hand(self) -> None:
        while (thing := self._next()) is not None:
            self._work(thing)

    def _next(self) -> _Thing | None:
        with self._lock:
            try:
                thing = next(self._things, None)
            except Exception as error:  # noqa: BLE001 - raised where somebody hears it
                self._error = error
                return None
            if thing is None:
                return None
            if self.left_out or self._seconds_left() <= 0:
                self.left_out = True
                return None
            self.last = thing
            return thing
