"""Tripletex' books on bad days: answers get lost, writes end late, somebody else has the last word."""

from collections.abc import Callable
from datetime import datetime, timedelta

from samspill.exceptions import RetryLater, SamspillError
from tests.fakes.books import Answer, MemoryBooks
from tests.fakes.hostile import Late, RowFault


class HostileBooks(MemoryBooks):
    """Loses the answers of the next writes (`faults`, None lets one through) and carries writes out late; `busy` is
    how long one may still go on after its client gave up."""

    def __init__(self, clock: Callable[[], datetime], busy: timedelta) -> None:
        super().__init__()
        self._clock, self._busy = clock, busy
        self.faults: list[RowFault | None] = []
        self.late: list[Late] = []

    def later(self, carry_out: Callable[[], object]) -> None:
        """The client gave up; the write is carried out until `busy` has passed."""
        self.late.append(Late(self._clock() + self._busy, carry_out))

    def carry_out_late(self, until: datetime | None = None) -> None:
        """Carry out the oldest late write, or with `until` all whose deadline comes no later than that."""
        ready = self.late[:1] if until is None else [late for late in self.late if late.deadline <= until]
        for late in ready:
            self.late.remove(late)
            try:
                late.carry_out()
            except SamspillError:
                continue  # nobody hears that any more

    def calm_down(self) -> None:
        """No fault is planned any more."""
        self.faults.clear()
        self.refusing_next.clear()

    def _write(self, carry_out: Callable[[], Answer]) -> Answer:
        match self.faults.pop(0) if self.faults else None:
            case RowFault.DONE:
                super()._write(carry_out)
            case RowFault.LATE:
                self.later(lambda: super(HostileBooks, self)._write(carry_out))
            case None:
                return super()._write(carry_out)
        raise RetryLater(uncertain=True)
