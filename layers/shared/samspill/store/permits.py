"""Rate limit permits shared by all processes, in the table `sessions`: one item an owner and window."""

from datetime import UTC, datetime, timedelta

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from samspill.store.tables.sessions import SessionItem
from samspill.store.tables.table import condition_failed

#: Windows are minutes at most; an item is kept a day to be looked at.
_KEPT = timedelta(days=1)
_TRIES = 10


class DynamoPermits:
    """See `samspill.systems.ports.Permits`. Under heavy contention a lease may grant nothing although something
    is left: the caller then waits for the next window, which is safe."""

    def lease(self, owner: str, window: str, limit: int, want: int) -> int:
        wanted = min(want, limit)
        for _ in range(_TRIES):
            if wanted <= 0:
                return 0
            fits = SessionItem.used.does_not_exist() | (SessionItem.used <= limit - wanted)
            if _update(owner, window, SessionItem.used.add(wanted), fits):
                return wanted
            wanted = min(wanted, limit - _used(owner, window))
        return 0

    def report(self, owner: str, window: str, used: int) -> None:
        less = SessionItem.used.does_not_exist() | (SessionItem.used < used)
        _update(owner, window, SessionItem.used.set(used), less)

    def fullest(self, owner: str, since: datetime) -> tuple[datetime, int] | None:
        """The beginning of the window from `since` (UTC) on in which most was used, the last of several, and how
        much; None when nothing was. Not part of the port: only people ask."""
        windows = SessionItem.query(_partition(owner), SessionItem.sk >= since.isoformat())
        used = [(int(item.used or 0), datetime.fromisoformat(item.sk)) for item in windows]
        most = max(used, default=(0, since))
        return (most[1], most[0]) if most[0] else None


def _update(owner: str, window: str, count: Action, condition: Condition) -> bool:
    """Change the count if `condition` holds; whether it did."""
    start = datetime.fromisoformat(window)
    start = start if start.tzinfo else start.replace(tzinfo=UTC)
    expires = SessionItem.expires.set(int((start + _KEPT).timestamp()))
    try:
        SessionItem(_partition(owner), window).update([count, expires], condition=condition)
    except UpdateError as error:
        if not condition_failed(error):
            raise
        return False
    return True


def _used(owner: str, window: str) -> int:
    try:
        return int(SessionItem.get(_partition(owner), window, consistent_read=True).used or 0)
    except SessionItem.DoesNotExist:
        return 0


def _partition(owner: str) -> str:
    return f"permit#{owner}"
