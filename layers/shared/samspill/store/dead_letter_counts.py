"""How many dead letters each connection has, as last counted, in the table `sessions`.

Asking the queues for each look at a connection would be slow; the tick counts them each minute while there are any. A
count that nobody renews is forgotten, so nothing has to be set back to zero.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from samspill.store.tables.sessions import SessionItem

#: Two ticks and a half: one may be late.
KEPT = timedelta(seconds=150)
_COUNT = "count"


class DeadLetterCounts:
    """Counts by connection."""

    def note(self, counts: Mapping[str, int], now: datetime) -> None:
        """Store what was counted at `now` (UTC)."""
        expires = int((now + KEPT).timestamp())
        for connection, count in counts.items():
            SessionItem(_partition(connection), _COUNT, used=count, expires=expires).save()

    def of(self, connection: str, now: datetime) -> int:
        """What was counted last; 0 when that is long ago."""
        try:
            item = SessionItem.get(_partition(connection), _COUNT)
        except SessionItem.DoesNotExist:
            return 0
        return int(item.used or 0) if int(item.expires or 0) > now.timestamp() else 0


def _partition(connection: str) -> str:
    return f"dead_letters#{connection}"
