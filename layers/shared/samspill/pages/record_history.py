"""The history of a record and its partner, as its page tells it."""

from dataclasses import dataclass

from samspill.model.changes import RecordKey
from samspill.model.history import Entry
from samspill.model.kinds import Side
from samspill.model.problems import CATALOGUE
from samspill.pages.visiting import Visit
from samspill.pages.words import Words
from samspill.tasks.records import Explained
from samspill.tasks.support import ASKED

#: What happens to records, in the words of history; each has a text.
HAPPENED = frozenset({
    "linked", "unlinked", "created", "updated", "deleted", "restored", "conflict", "held", "solved", "stopped",
    "released", "renumbered", "numbered", "decided", ASKED,
})  # fmt: skip
#: What happens to a pair, or is said of it, rather than in one of the systems.
_OF_BOTH = frozenset({"linked", "unlinked", "restored", "decided", "released", "stopped", ASKED})


@dataclass(frozen=True)
class HistoryLine:
    """A line: what happened, and on which side where it happened on one; why in a few words; with whom (`called` is
    what people know that one by); when it had been noticed; the names of the fields whose values it holds."""

    entry: Entry
    what: str
    side: Side | None
    title: str | None
    partner: RecordKey | None
    called: str
    noticed: str
    fields: tuple[str, ...]


def shown_history(visit: Visit, explained: Explained) -> list[HistoryLine]:
    """The lines in words, newest first."""
    lines = explained.history.lines
    partners = {key for line in lines if (key := _partner(line)) is not None}
    journal = visit.app.stores(visit.connection.id).journal
    fates = journal.fates(sorted(partners, key=str)) if partners else {}
    called = {key: " ".join(filter(None, (fate.number, fate.name))) for key, fate in fates.items()}
    return [_told(visit, line, called) for line in lines]


def _told(visit: Visit, line: Entry, called: dict[RecordKey, str]) -> HistoryLine:
    partner, words = _partner(line), visit.look.words
    return HistoryLine(
        entry=line,
        what=line.what if line.what in HAPPENED else "changed",
        side=None if line.what in _OF_BOTH else line.side,
        title=words.reason(line.code, {}).title if line.code in CATALOGUE else None,
        partner=partner,
        called=(called.get(partner) or partner.id) if partner is not None else "",
        noticed=_when(words, line),
        fields=tuple(sorted({*line.written, *line.lost})),
    )


def _when(words: Words, line: Entry) -> str:
    """When it had been noticed; on the same day only the time of day."""
    if line.noticed is None:
        return ""
    when = words.time(line.noticed.at)
    return when.rpartition(" ")[2] if words.day(line.noticed.at) == words.day(line.at) else when


def _partner(line: Entry) -> RecordKey | None:
    if line.partner is None:
        return None
    return RecordKey(kind=line.key.kind, side=line.key.side.other, id=line.partner)
