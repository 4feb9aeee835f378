"""The state of the hostile mode of one sandbox: what is set, what was drawn and injected, what is put off."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sandbox.hostility.faults import FAULTS
from sandbox.hostility.later import Later
from sandbox.hostility.settings import Settings

#: Seconds that acts put off get to be carried out when the mode ends.
END_WITHIN = 30.0


@dataclass(frozen=True)
class Spell:
    """A time during which a key meets one fault; `how` is what was drawn for it."""

    until: float
    how: float


class Hostility:
    """Off until `begin`. Safe to use from several threads. `without` names faults that the system does not have."""

    def __init__(self, without: Iterable[str] = (), monotonic: Callable[[], float] = time.monotonic) -> None:
        self.known: Mapping[str, str] = {
            name: fault.sentence for name, fault in FAULTS.items() if name not in frozenset(without)
        }
        self.settings = Settings()
        self.injected: Counter[str] = Counter()
        self.later = Later(monotonic)
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._randoms: dict[str, random.Random] = {}
        self._spells: dict[tuple[str, str], Spell] = {}

    @property
    def on(self) -> bool:
        """Whether anything can happen."""
        return bool(self.settings.odds)

    def begin(self, settings: Settings) -> None:
        """Take other settings and count anew; what is put off stays so. Raises ValueError for unknown faults."""
        unknown = sorted(settings.odds.keys() - self.known.keys())
        if unknown:
            raise ValueError(f"no such faults here: {', '.join(unknown)}")
        if not settings.odds:
            self.end()
            return
        with self._lock:
            # One source a fault: the odds of one do not move what another draws.
            self._randoms = {name: random.Random(f"{settings.seed}:{name}") for name in settings.odds}
            self._spells.clear()
            self.injected.clear()
            self.settings = settings

    def end(self) -> bool:
        """No more faults; what is put off is done now, before this returns (False: not within `END_WITHIN`).
        Counts stay."""
        self._turn_off()
        self.later.hasten_all()
        return self.later.wait_until_done(END_WITHIN)

    def forget(self) -> None:
        """As if the mode had never been on: what is put off is dropped."""
        self._turn_off()
        self.later.drop()
        self.injected.clear()

    def _turn_off(self) -> None:
        with self._lock:
            self.settings = self.settings.model_copy(update={"odds": {}})
            self._spells.clear()

    def draw(self, names: Iterable[str]) -> dict[str, float]:
        """Which of these faults strike, each with a number in [0, 1) that says how.

        Both numbers are drawn whether it strikes or not, so that a seed gives one sequence per fault.
        """
        struck: dict[str, float] = {}
        with self._lock:
            for name in names:
                odds, source = self.settings.odds.get(name), self._randoms.get(name)
                if odds is None or source is None:
                    continue
                chance, how = source.random(), source.random()
                if chance < odds:
                    struck[name] = how
        return struck

    def count(self, name: str) -> None:
        """Note that a fault was injected."""
        with self._lock:
            self.injected[name] += 1

    def cast(self, name: str, key: str, seconds: float, how: float) -> None:
        """Begin a spell for a key."""
        with self._lock:
            self._spells[name, key] = Spell(self._monotonic() + seconds, how)

    def spell(self, name: str, key: str) -> tuple[float, float] | None:
        """Seconds left and `how` of a spell that a key is under."""
        with self._lock:
            found = self._spells.get((name, key))
        left = found.until - self._monotonic() if found else 0.0
        return (left, found.how) if found and left > 0 else None

    def shown(self) -> dict[str, object]:
        """As the control route tells it."""
        with self._lock:
            injected = dict(sorted(self.injected.items()))
        return {**self.settings.model_dump(), "injected": injected, "pending": self.later.pending}
