"""How long edits take: each is followed until both sides agree on what was typed, or a reason says why not."""

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

import httpx

from local.chaos.duty import Duty
from local.chaos.edits import Edited
from local.chaos.hands import Hands
from local.chaos.sight import Explanations, Sight
from local.product import ApiRefused
from samspill.model.kinds import Side

#: Seconds between two looks at the sandboxes: times are that exact. The API is asked more rarely.
LOOK_SECONDS, ASK_SECONDS = 1.0, 4.0


@dataclass(frozen=True)
class Followed:
    """An edit under way, since when (monotonic seconds), and what sort it was."""

    edited: Edited
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

    def follow(self, sort: str, edits: Sequence[Edited]) -> None:
        """Begin to measure."""
        now = time.monotonic()
        with self._lock:
            self.open.extend(Followed(edited, sort, now) for edited in edits)

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
        concerned = {each.edited.subject.firm for each in waiting}
        sights = {firm: Sight.of(self.firms[firm]) for firm in concerned}
        now = time.monotonic()
        kept = []
        for each in waiting:
            firm = each.edited.subject.firm
            match settled(each.edited, sights[firm], told[firm]):
                case True:
                    self.taken[each.sort].append(now - each.since)
                case False:
                    kept.append(each)
        with self._lock:
            self.open = kept + self.open


def settled(edited: Edited, sight: Sight, told: Explanations) -> bool | None:
    """Whether both sides agree on the edit or somebody is told why not; None when a delete has overtaken it."""
    subject = edited.subject
    if told.of_subject(subject, sight) is not None:
        return True
    here, there = (sight.found(subject, side) for side in (edited.side, edited.side.other))
    if subject.deleted:
        is_delete = not edited.fields
        return not there if is_delete else None
    if not here or not there:
        return False
    return all(_agreed(edited, sight, name) for name in edited.fields)


def _agreed(edited: Edited, sight: Sight, name: str) -> bool:
    subject = edited.subject
    meant = [sight.means(subject.kind, side, name, sight.found(subject, side)[0].values().get(name)) for side in Side]
    return meant[0] == meant[1]
