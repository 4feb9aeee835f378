"""What the last comparison of each kind found, in memory."""

from samspill.model.drift import Drift
from samspill.model.kinds import Kind


class MemoryDrifts:
    """Drifts of one connection in a dict."""

    def __init__(self) -> None:
        self._drifts: dict[Kind, Drift] = {}

    def put(self, drift: Drift) -> None:
        self._drifts[drift.kind] = drift

    def all(self) -> list[Drift]:
        return [self._drifts[kind] for kind in sorted(self._drifts)]
