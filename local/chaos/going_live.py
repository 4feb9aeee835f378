"""First syncs: one in fair weather, the others in the storm; who is on duty starts again what failed."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from local.chaos.duty import Duty
from local.chaos.quiet import NeverQuiet
from local.chaos.trouble import Trouble

#: All of them together are given so many seconds, and a worker dies this often meanwhile.
SECONDS = 600.0
SECONDS_BETWEEN_KILLS = 5.0

#: A step is tried again with longer and longer pauses: who kills it for ever, on a slow machine, never sees it end.
MOST_KILLS = 4


@dataclass
class GoingLive:
    """Turns all firms on. `turn_hostile` ends the fair weather; `tell` gets a line a firm."""

    duties: Sequence[Duty]
    trouble: Trouble
    dice: random.Random
    turn_hostile: Callable[[], None]
    tell: Callable[[str], None]

    def run(self) -> None:
        """Until every firm is live. Raises NeverQuiet when that takes too long."""
        first, *others = self.duties
        self._turn_on(first)
        self._until_live([first], lambda: None)
        self.turn_hostile()
        for duty in others:
            self._turn_on(duty)
        self._until_live(others, lambda: self.trouble.kill(self.dice))

    def _turn_on(self, duty: Duty) -> None:
        duty.turn_on()
        self.tell(f"{duty.company.name} is turned on")

    def _until_live(self, duties: Sequence[Duty], meanwhile: Callable[[], None]) -> None:
        begun, waiting, kills = time.monotonic(), list(duties), 0
        next_kill = begun + SECONDS_BETWEEN_KILLS
        while waiting := [duty for duty in waiting if not _is_live(duty)]:
            if time.monotonic() - begun > SECONDS:
                names = ", ".join(duty.company.name for duty in waiting)
                raise NeverQuiet(f"first sync: not within {SECONDS:.0f} s: {names}")
            if time.monotonic() > next_kill and kills < MOST_KILLS:
                meanwhile()
                kills += 1
                next_kill = time.monotonic() + SECONDS_BETWEEN_KILLS
            time.sleep(0.5)


def _is_live(duty: Duty) -> bool:
    now = duty.attend()
    return now is not None and bool(now["live"]) and now["status"] == "active"
