"""What happens to webhooks on their way out."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sandbox.hostility.faults import FAULTS, Meets
from sandbox.hostility.hostility import Hostility

#: Seconds that a webhook held back waits for another to overtake it.
OVERTAKEN_WITHIN = 1.0
#: Seconds by which the other is ahead then: enough to arrive first.
AHEAD_BY = 0.05

_NAMES = tuple(name for name, fault in FAULTS.items() if fault.meets is Meets.WEBHOOK)


class Posting:
    """Hands webhooks to whoever sends them, or does not."""

    def __init__(self, hostility: Hostility) -> None:
        self._hostility = hostility
        self._lock = threading.Lock()
        # The ticket of the one that waits to be overtaken.
        self._held = 0

    def hand_over(self, send: Callable[[], None], disable: Callable[[], None]) -> None:
        """Send a webhook in the ordinary way, or as was drawn; `disable` ends its subscription."""
        if not self._hostility.on:
            send()
            return
        struck = self._hostility.draw(_NAMES)
        if "webhook_disabled" in struck:
            self._hostility.count("webhook_disabled")
            disable()
        elif "webhook_lost" in struck:
            self._hostility.count("webhook_lost")
        else:
            self._send(send, struck)
            if "webhook_duplicated" in struck:
                self._hostility.count("webhook_duplicated")
                send()

    def _send(self, send: Callable[[], None], struck: dict[str, float]) -> None:
        later = self._hostility.later
        if "webhook_late" in struck:
            self._hostility.count("webhook_late")
            later.put(send, self._hostility.settings.late_seconds * (0.25 + 0.75 * struck["webhook_late"]))
            return
        with self._lock:
            held, self._held = self._held, 0
            if not later.waits(held) and "webhook_reordered" in struck:
                self._hostility.count("webhook_reordered")
                self._held = later.put(send, OVERTAKEN_WITHIN)
                return
        send()
        later.hasten(held, AHEAD_BY)
