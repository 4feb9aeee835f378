"""How many dead letters each connection has and what they are, as last counted, in the table `sessions`.

Asking the queues for each look at a connection would be slow; the tick counts them each minute while there are any. A
count that nobody renews is forgotten, so nothing has to be set back to zero. The letters themselves are kept longer,
with the time they were seen: of a clock that stands still people should see the last it told.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from samspill.model.dead_letters import DeadLetter
from samspill.store.tables.sessions import SessionItem

#: Two ticks and a half: one may be late.
KEPT = timedelta(seconds=150)
_COUNT = "count"
_SEEN, _SEEN_KEPT = "seen", timedelta(days=1)
#: So many letters, each with so much of its body, fit into one item (400 kB) with room to spare.
_LETTERS, _BODY = 300, 300


@dataclass(frozen=True)
class Sight:
    """Letters as somebody saw them `at` (UTC), oldest first; about `total` were there."""

    at: datetime
    letters: tuple[DeadLetter, ...] = ()
    total: int = 0


_SIGHT = TypeAdapter(Sight)


class DeadLetterCounts:
    """Counts by connection, and what was seen."""

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

    def keep(self, letters: Sequence[DeadLetter], total: int, now: datetime) -> None:
        """These were seen at `now` (UTC)."""
        oldest = sorted(letters, key=lambda letter: letter.cause.at)[:_LETTERS]
        _put(Sight(now, tuple(replace(letter, body=letter.body[:_BODY]) for letter in oldest), total))

    def kept(self, now: datetime) -> Sight | None:
        """What was seen last; None when that is too long ago."""
        try:
            item = SessionItem.get(_partition(""), _SEEN, consistent_read=True)
        except SessionItem.DoesNotExist:
            return None
        known = _SIGHT.validate_json(item.data or "{}")
        return known if now - known.at < _SEEN_KEPT else None

    def dealt_with(self, ids: Collection[str], now: datetime) -> None:
        """Those are gone: nobody need wait for the next count to see it."""
        known = self.kept(now)
        if known is None or not ids:
            return
        left = tuple(letter for letter in known.letters if letter.id not in ids)
        gone = len(known.letters) - len(left)
        _put(Sight(known.at, left, max(len(left), known.total - gone)))


def _put(sight: Sight) -> None:
    data, expires = _SIGHT.dump_json(sight).decode(), int((sight.at + _SEEN_KEPT).timestamp())
    SessionItem(_partition(""), _SEEN, data=data, expires=expires).save()


def _partition(connection: str) -> str:
    return f"dead_letters#{connection}"
