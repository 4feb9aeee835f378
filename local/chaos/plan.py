"""What happens when in a storm, drawn beforehand: the same seed is the same plan. Pure."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

#: Acts that are not edits: seconds between two of a sort, on average.
PACE: Final[Mapping[str, float]] = {"kill": 6.0, "duplicate": 4.0, "meet": 10.0}
SECONDS_BETWEEN_EDITS: Final = 1.0
#: The same of invoices, where a firm has any.
SECONDS_BETWEEN_PAPERS: Final = 1.5

#: How often people do what, in parts of the whole.
EDITS: Final[Mapping[str, int]] = {
    "create": 16,
    "change": 30,
    "change on both sides": 8,
    "clear": 6,
    "renumber": 8,
    "swap numbers": 4,
    "deactivate or activate": 5,
    "close or re-open": 6,
    "move to another customer": 7,
    "delete": 6,
}

#: How often people do what with invoices, in parts of the whole.
PAPERS: Final[Mapping[str, int]] = {
    "invoice": 30,
    "draft an invoice": 10,
    "change a draft": 4,
    "book a draft": 14,
    "open an invoice again": 4,
    "delete a draft": 2,
    "credit an invoice": 16,
    "credit a part": 4,
}

#: Fault of the sandboxes -> how often it strikes a call it can strike.
TRIPLETEX: Final[Mapping[str, float]] = {
    "delay": 0.05, "error_page": 0.02, "error_json": 0.02, "rate_limit": 0.004, "dropped": 0.02, "lost_answer": 0.05,
    "late_commit": 0.05, "batch_partial": 0.2, "shifting_rows": 0.3, "expired_session": 0.01, "revoked_key": 0.01,
    "normalised": 0.1, "webhook_lost": 0.05, "webhook_duplicated": 0.1, "webhook_reordered": 0.1,
    "webhook_late": 0.05, "webhook_disabled": 0.01,
}  # fmt: skip
SVENN: Final[Mapping[str, float]] = {
    name: odds for name, odds in TRIPLETEX.items() if name != "expired_session"
}  # fmt: skip
RACKBEAT: Final[Mapping[str, float]] = {
    name: odds for name, odds in SVENN.items() if name != "batch_partial"
}  # fmt: skip


@dataclass(frozen=True)
class Act:
    """Something that happens `at` so many seconds after the storm began; `dice` decides the rest."""

    at: float
    name: str
    dice: int


def plan(seed: int, seconds: float) -> tuple[Act, ...]:
    """Every act of a storm, in order. Each sort has dice of its own: more of one does not move the others."""
    acts = [
        Act(at, name, dice)
        for name, pause in PACE.items()
        for at, dice in _moments(random.Random(f"{seed} {name}"), seconds, pause)  # noqa: S311 - not for secrets
    ]
    works = (("edits", EDITS, SECONDS_BETWEEN_EDITS), ("papers", PAPERS, SECONDS_BETWEEN_PAPERS))
    for work, sorts, pause in works:
        for at, dice in _moments(random.Random(f"{seed} {work}"), seconds, pause):  # noqa: S311
            chosen = random.Random(f"{dice} sort").choices(list(sorts), list(sorts.values()))  # noqa: S311
            acts.append(Act(at, chosen[0], dice))
    return tuple(sorted(acts, key=lambda act: act.at))


def _moments(randomness: random.Random, seconds: float, pause: float) -> list[tuple[float, int]]:
    """Moments with `pause` seconds between them on average, each with its dice."""
    found, at = [], randomness.expovariate(1 / pause)
    while at < seconds:
        found.append((at, randomness.getrandbits(32)))
        at += randomness.expovariate(1 / pause)
    return found
