"""How long edits take: each is followed until both sides agree on what was typed, or a reason says why not."""

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Protocol

import httpx

from local.chaos.duty import Duty
from local.chaos.hands import Hands
from local.chaos.sight import Explanations, Sight
from local.product import ApiRefused

#: Seconds between two looks at the sandboxes: times are that exact. The API is asked more rarely.
LOOK_SECONDS, ASK_SECONDS = 1.0, 4.0


class Awaited(Protocol):
    """Something that people did and that is to come to something on the other side."""

    @property
    def firm(self) -> int:
        """Whose."""

    def settled(self, sight: Sight, told: Explanations) -> bool | None:
        """Whether it has, or somebody is told why not; None when it no longer can."""


@dataclass(frozen=True)
class Followed:
    """An edit under way, since when (monotonic seconds), and what sort it was."""

    awaited: Awaited
    sort: str
    since: float


@dataclass
class Watch:
    """A thread that looks at both sides of all firms, and has the person on duty of each look after it."""

    firms: Sequence[Hands]
    duties: Sequence[Duty]
    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    open: list[Followed] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)
    _ended: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def follow(self, sort: str, awaited: Sequence[Awaited]) -> None:
        """Begin to measure."""
        now = time.monotonic()
        with self._lock:
            self.open.extend(Followed(each, sort, now) for each in awaited)

    def start(self) -> None:
        """Look on from now on."""
        self._thread = Thread(target=self._run, name="watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        asked, told = 0.0, [Explanations() for _ in self.firms]
        took = 0.0
        while not self._ended.wait(max(LOOK_SECONDS, 2 * took)):  # large registers are looked at more rarely
            begun = time.monotonic()
            if time.monotonic() - asked > ASK_SECONDS:
                asked, told = time.monotonic(), self._ask(told)
            self._look(told)
            took = time.monotonic() - begun

    def _ask(self, before: list[Explanations]) -> list[Explanations]:
        """What the product says now, where it can be asked."""
        told = []
        for duty, last in zip(self.duties, before, strict=True):
            try:
                duty.attend()
                told.append(Explanations.of(duty.connected))
            except (ApiRefused, httpx.HTTPError):
                told.append(last)
        return told

    def _look(self, told: Sequence[Explanations]) -> None:
        with self._lock:
            waiting, self.open = self.open, []
        concerned = {each.awaited.firm for each in waiting}
        sights = {firm: Sight.of(self.firms[firm]) for firm in concerned}
        now = time.monotonic()
        kept = []
        for each in waiting:
            firm = each.awaited.firm
            match each.awaited.settled(sights[firm], told[firm]):
                case True:
                    self.taken[each.sort].append(now - each.since)
                case False:
                    kept.append(each)
        with self._lock:
            self.open = kept + self.open
