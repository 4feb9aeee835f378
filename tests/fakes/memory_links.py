"""Links and intents of one connection, in memory."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import RLock

from samspill.exceptions import Bug, RevisionConflict
from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link, LinkState
from samspill.model.records import Values
from samspill.sync.ports import Claim


@dataclass(frozen=True)
class _Intent:
    claim: Claim
    lease_until: datetime


class MemoryIntents:
    """Intents in a dict; `open` shows those that exist, `sources` whose record each intent ever was for."""

    def __init__(self, meant: Callable[[RecordKey], RecordKey] = lambda key: key) -> None:
        self._meant = meant
        self._intents: dict[RecordKey, _Intent] = {}
        self.sources: dict[str, RecordKey] = {}
        self.lock = RLock()

    def claim(self, key: RecordKey, values: Values, intent_id: str, now: datetime, lease: timedelta) -> Claim | None:
        with self.lock:
            held = self._intents.get(key)
            if held is None:
                claim = Claim(intent_id, key, dict(values), attempt=1, fence=_fence(now), first_at=now)
            elif held.lease_until > now:
                return None
            else:
                fence = max(held.claim.fence + 1, _fence(now))
                claim = replace(held.claim, attempt=held.claim.attempt + 1, fence=fence)
            claim = replace(claim, until=now + lease)
            self._intents[key] = _Intent(claim, now + lease)
            self.sources.setdefault(claim.id, self._meant(key))
            return claim

    def send(self, claim: Claim, values: Values) -> Claim:
        with self.lock:
            if not self.holds(claim):
                raise RevisionConflict("the intent is another's by now")
            sending = replace(claim, values=dict(values))
            self._intents[claim.key] = replace(self._intents[claim.key], claim=sending)
            return sending

    def move(self, claim: Claim, key: RecordKey) -> Claim:
        with self.lock:
            if not self.holds(claim) or key in self._intents:
                raise RevisionConflict("the intent is another's by now")
            moved = replace(claim, key=key, fence=claim.fence + 1)
            del self._intents[claim.key]
            self._intents[key] = _Intent(moved, claim.until)
            return moved

    def release(self, claim: Claim) -> None:
        with self.lock:
            if self.holds(claim):
                del self._intents[claim.key]

    def give_back(self, claim: Claim, at: datetime) -> None:
        with self.lock:
            if claim.attempt == 1:
                self.release(claim)
            elif self.holds(claim):
                self._intents[claim.key] = _Intent(replace(claim, attempt=claim.attempt - 1, until=at), at)

    def expire(self, claim: Claim, at: datetime) -> None:
        with self.lock:
            if self.holds(claim):
                self._intents[claim.key] = _Intent(replace(self._intents[claim.key].claim, until=at), at)

    def holds(self, claim: Claim) -> bool:
        """Whether the intent still is the claimer's."""
        held = self._intents.get(claim.key)
        return held is not None and (held.claim.id, held.claim.fence) == (claim.id, claim.fence)

    def open(self, keys: Sequence[RecordKey]) -> dict[RecordKey, Claim]:
        return {key: self._intents[key].claim for key in keys if key in self._intents}

    def pending(self, kind: Kind, side: Side) -> list[Claim]:
        with self.lock:
            keys = [key for key in self._intents if (key.kind, key.side) == (kind, side)]
            return [self._intents[key].claim for key in sorted(keys, key=str)]


class MemoryLinks:
    """Links in two dicts: by id, and by each side's record id. `ever` holds every pair that was linked once."""

    def __init__(
        self, connection: str, intents: MemoryIntents, meant: Callable[[RecordKey], RecordKey] = lambda key: key
    ) -> None:
        self._connection = connection
        self._meant = meant
        self._intents = intents
        self._links: dict[tuple[Kind, str], Link] = {}
        self._by_side: dict[tuple[Kind, Side, str], str] = {}
        self.ever: set[tuple[RecordKey, RecordKey]] = set()

    def by_ids(self, kind: Kind, side: Side, ids: Sequence[str]) -> dict[str, Link]:
        with self._intents.lock:
            found = {i: self._by_side[kind, side, i] for i in ids if (kind, side, i) in self._by_side}
            return {i: self._links[kind, link_id] for i, link_id in found.items()}

    def add(self, link: Link, claim: Claim | None = None) -> Link:
        self._check(link)
        with self._intents.lock:
            if (link.kind, link.id) in self._links or any(side in self._by_side for side in _sides(link)):
                raise RevisionConflict("linked already")
            if claim is not None and not self._intents.holds(claim):
                raise RevisionConflict("the intent is another's by now")
            self._store(link)
            self._remember(link)
            if claim is not None:
                self._intents.release(claim)
            return link

    def save(self, link: Link) -> Link:
        self._check(link)
        with self._intents.lock:
            stored = self._links.get((link.kind, link.id))
            if stored is None or stored.revision != link.revision:
                raise RevisionConflict("saved by somebody else")
            if _sides(stored) != _sides(link):
                raise RevisionConflict("the ids of a saved link stay")
            saved = link.model_copy(update={"revision": link.revision + 1})
            self._store(saved)
            return saved

    def rekey(self, side: Side, moves: Sequence[tuple[Link, str]]) -> list[Link]:
        with self._intents.lock:
            moving = {link.id for link, _ in moves}
            for link, new in moves:
                self._check(link)
                stored = self._links.get((link.kind, link.id))
                if stored is None or stored.revision != link.revision or _sides(stored) != _sides(link):
                    raise RevisionConflict("saved by somebody else")
                if self._by_side.get((link.kind, side, new), link.id) not in moving:
                    raise RevisionConflict("linked already")
            for link, _ in moves:
                del self._by_side[link.kind, side, link.half(side).id]
            saved = [_rekeyed(link, side, new) for link, new in moves]
            for link in saved:
                self._store(link)
                self._remember(link)
            return saved

    def remove(self, link: Link) -> None:
        self._check(link)
        with self._intents.lock:
            stored = self._links.get((link.kind, link.id))
            if stored is None or stored.revision != link.revision or _sides(stored) != _sides(link):
                raise RevisionConflict("saved by somebody else")
            del self._links[link.kind, link.id]
            for side in _sides(stored):
                del self._by_side[side]

    def all(self, kind: Kind, after: str = "") -> Iterator[Link]:
        return iter([link for (of, name), link in sorted(self._links.items()) if of is kind and name > after])

    def count(self) -> dict[Kind, int]:
        live = [link.kind for link in self._links.values() if link.state is LinkState.LIVE]
        return {kind: live.count(kind) for kind in Kind if kind in live}

    def live(self, kind: Kind) -> int:
        return self.count().get(kind, 0)

    def _store(self, link: Link) -> None:
        self._links[link.kind, link.id] = link
        self._by_side.update(dict.fromkeys(_sides(link), link.id))

    def _remember(self, link: Link) -> None:
        one, two = (RecordKey(kind=link.kind, side=side, id=link.half(side).id) for side in Side)
        self.ever.add((self._meant(one), self._meant(two)))

    def _check(self, link: Link) -> None:
        if link.connection != self._connection:
            raise Bug(f"link {link.id} belongs to another connection")


def _sides(link: Link) -> list[tuple[Kind, Side, str]]:
    return [(link.kind, side, link.half(side).id) for side in Side]


def _rekeyed(link: Link, side: Side, record_id: str) -> Link:
    moved = link.with_half(side, link.half(side).moved(record_id))
    return moved.model_copy(update={"revision": link.revision + 1})


def _fence(now: datetime) -> int:
    return int(now.timestamp() * 1_000_000)
