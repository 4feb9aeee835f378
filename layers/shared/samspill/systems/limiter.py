"""Who may call a peer now: permits leased in tens from a window that all workers share.

Both peers count calls in fixed windows per key. The shared counter (`Permits`) is corrected from the headers of
each answer, so calls that somebody else made with the same key count too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from samspill.exceptions import RateLimited
from samspill.model.changes import Priority
from samspill.systems.ports import Permits

Clock = Callable[[], datetime]
Sleep = Callable[[float], None]
Random = Callable[[], float]

#: How much of a window each priority may use up; the rest is kept for those who go before it.
SHARES: dict[Priority, float] = {
    Priority.PERSON: 1.0,
    Priority.CHANGE: 0.95,
    Priority.FIRST_SYNC: 0.8,
    Priority.RECONCILE: 0.6,
}

#: Permits are leased in tens; the first of a window in fewer, since what a worker does not use is lost to others.
LEASE, FIRST_LEASE = 10, 2
LONGEST_SLEEP = 2.0
#: Sleeping is counted over this long, so that a process kept warm gets its two seconds again.
SLEEP_COUNTED_OVER = timedelta(minutes=1)


@dataclass(frozen=True)
class Window:
    """The peer's rule: `limit` calls in each `seconds`, windows starting at full multiples of `seconds`."""

    seconds: int
    limit: int

    def start(self, now: datetime) -> datetime:
        """When the window that `now` is in began (UTC)."""
        return datetime.fromtimestamp(now.timestamp() // self.seconds * self.seconds, UTC)

    def end(self, now: datetime) -> datetime:
        """When the window that `now` is in ends (UTC)."""
        return self.start(now) + timedelta(seconds=self.seconds)


class Limiter:
    """Permits of one key owner at one priority. `clock` gives UTC, `sleep` takes seconds, `random` gives 0..1."""

    def __init__(
        self, permits: Permits, owner: str, window: Window, priority: Priority,
        *, clock: Clock, sleep: Sleep, random: Random,
    ) -> None:  # fmt: skip
        self._permits, self._owner, self._window, self._priority = permits, owner, window, priority
        self._clock, self._sleep, self._random = clock, sleep, random
        self._leased_in = ""
        self._held = 0
        self._next_lease = FIRST_LEASE
        self._shut_until: datetime | None = None
        self._taken_at = datetime.min.replace(tzinfo=UTC)
        self._slept: list[tuple[datetime, float]] = []

    def take(self) -> None:
        """Use one permit, sleeping for it at most two seconds a minute in all. Raises RateLimited."""
        while not self._try_take(now := self._clock()):
            self._wait(now, self._opens(now))

    def learn(self, limit: int | None, remaining: int | None, reset: float | None) -> None:
        """Correct the shared counter from an answer's headers; `reset` is in seconds. None: not given.

        The headers tell of the window in which the call was made, which may have ended before its answer came.
        """
        if limit and limit != self._window.limit:
            self._window = Window(self._window.seconds, limit)
        if remaining is None:
            return
        self._permits.report(self._owner, self._name(self._taken_at), max(0, self._window.limit - remaining))
        if remaining <= 0:
            self._shut_until = self._after(reset)

    def refused(self, after_seconds: float | None) -> RateLimited:
        """The peer answered 429: nobody gets a permit until it opens again. The exception says when.

        Without a header the next window's start counts (Tripletex leaves it out: issue 103).
        """
        self._held = 0
        self._permits.report(self._owner, self._name(self._taken_at), self._window.limit)
        self._shut_until = self._after(after_seconds)
        return RateLimited(self._spread(self._shut_until), "the peer answered 429")

    def _try_take(self, now: datetime) -> bool:
        if self._shut_until and now < self._shut_until:
            return False
        self._shut_until = None
        if self._leased_in != self._name(now):
            self._leased_in, self._held, self._next_lease = self._name(now), 0, FIRST_LEASE
        if self._held == 0:
            allowed = max(1, int(self._window.limit * SHARES[self._priority]))
            want = min(self._next_lease, allowed)
            self._held = self._permits.lease(self._owner, self._leased_in, allowed, want)
            self._next_lease = min(LEASE, 2 * self._next_lease)
        if self._held <= 0:
            return False
        self._held -= 1
        self._taken_at = now
        return True

    def _name(self, now: datetime) -> str:
        return self._window.start(now).isoformat()

    def _opens(self, now: datetime) -> datetime:
        return self._shut_until or self._window.end(now)

    def _after(self, seconds: float | None) -> datetime:
        if seconds is not None:
            return self._clock() + timedelta(seconds=seconds)
        return self._window.end(self._taken_at)

    def _spread(self, until: datetime) -> datetime:
        return until + timedelta(seconds=self._random())

    def _wait(self, now: datetime, until: datetime) -> None:
        self._slept = [(at, seconds) for at, seconds in self._slept if now - at < SLEEP_COUNTED_OVER]
        left = LONGEST_SLEEP - sum(seconds for _, seconds in self._slept)
        seconds = (until - now).total_seconds() + 0.05 * self._random()
        if seconds > left:
            raise RateLimited(self._spread(until))
        self._slept.append((now, max(0.0, seconds)))
        self._sleep(max(0.0, seconds))
