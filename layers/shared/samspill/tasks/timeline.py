"""What happened to a record and its partner, in both systems: one line after another, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from samspill.model.changes import RecordKey
from samspill.model.history import Entry
from samspill.model.kinds import Side
from samspill.model.links import Link
from samspill.sync.ports import Journal

#: Lines on a page, and how many more are read so that none of one moment is torn from the others.
AT_ONCE, OF_A_MOMENT = 50, 25


@dataclass(frozen=True)
class Timeline:
    """Some lines, newest first; `earlier` is the time before which there are more (UTC)."""

    lines: tuple[Entry, ...]
    earlier: datetime | None = None


def timeline(
    journal: Journal, key: RecordKey, link: Link | None, before: datetime | None = None, limit: int = AT_ONCE
) -> Timeline:
    """The lines of both halves from before that time. Where a record had other ids, what was done to this pair under
    those too: whoever else had one of them has another link."""
    found = sorted(
        chain.from_iterable(_lines(journal, each, link, before, limit + OF_A_MOMENT) for each in _halves(key, link)),
        key=lambda line: line.at,
        reverse=True,
    )
    lines = _told_once(found)
    if len(lines) <= limit:
        return Timeline(tuple(lines))
    end = limit
    while end < len(lines) and lines[end].at == lines[end - 1].at:
        end += 1
    return Timeline(tuple(lines[:end]), lines[end - 1].at if end < len(lines) else None)


def _halves(key: RecordKey, link: Link | None) -> list[RecordKey]:
    if link is None or link.kind is not key.kind:
        return [key]
    return [RecordKey(kind=link.kind, side=side, id=link.half(side).id) for side in Side]


def _lines(
    journal: Journal, key: RecordKey, link: Link | None, before: datetime | None, limit: int
) -> Iterator[Entry]:  # fmt: skip
    yield from journal.history(key, limit, before)
    for former in link.half(key.side).former if link is not None else ():
        under = journal.history(key.model_copy(update={"id": former}), limit, before)
        yield from (line for line in under if link is not None and line.link == link.id)


def _told_once(lines: list[Entry]) -> list[Entry]:
    """Without the second of two lines that tell the same of both halves."""
    told: set[tuple[str, str]] = set()
    kept = []
    for line in lines:
        of_both = (line.what, line.link or "") if line.what == "unlinked" else None
        if of_both is None or of_both not in told:
            kept.append(line)
        if of_both is not None:
            told.add(of_both)
    return kept
