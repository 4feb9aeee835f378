"""What changed in a list since a poll before.

The times of Rackbeat's rows do not say of which zone they are (reference 2c), so they are only ever compared with
each other: a poll goes on from the latest time that it has seen, as the account's own clock shows it, and looks again
at more than an hour before that, since a clock may be set back by an hour in autumn and a row may be stored a little
later than it is stamped. What that shows again is told from what changed by what the rows held.

Whether a list can be asked for what was updated since is confirmed for invoices only (reference 8.3). Ways are tried
in turn, and rows are looked at whatever the list made of the question.
"""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from samspill.sync.ports import Changed
from samspill.systems.rackbeat.errors import QueryRefused
from samspill.systems.rackbeat.paging import BY_NUMBER, Lists, more_after
from samspill.systems.rackbeat.poll_cursor import Cursor, Round
from samspill.systems.rackbeat.wire import Page, Row, is_deleted, number_of

OVERLAP = timedelta(minutes=75)
#: "From now on" begins so long ago, which is before now in every zone: what is found there counts as seen.
EARLIEST_ZONE = timedelta(hours=12)
#: Pages that one call reads; another one goes on.
PAGES = 20


@dataclass(frozen=True)
class Source:
    """A list to poll. `content` tells, as text, what of a row counts as changed."""

    path: str
    subject: str
    content: Callable[[Row], str]


@dataclass(frozen=True)
class Way:
    """How to ask. `newest_first`: behind a row that is too old all are."""

    asked: Callable[[str], dict[str, Any]]
    newest_first: bool = False


WAYS = (
    Way(lambda since: {"updated_at_from": since, **BY_NUMBER}),
    Way(lambda _since: {"order_by": "updated_at", "order_direction": "DESC"}, newest_first=True),
    Way(lambda _since: BY_NUMBER),
)


@dataclass
class _Found:
    ids: dict[str, None] = field(default_factory=dict)
    deleted: dict[str, None] = field(default_factory=dict)


def cursor_from(day: date) -> str:
    """Where a poll of one list begins that tells of all that was written on that day, in whatever zone, or later."""
    return Cursor([Round(top=_text(datetime.combine(day, time()) - EARLIEST_ZONE))]).text


class Poller:
    """Polls lists of one account."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._ways: dict[str, int] = {}

    def poll(self, sources: Sequence[Source], text: str, now: datetime) -> Changed:
        """What changed in the lists together; `text` is the cursor of the call before, '' means from now on."""
        cursor, found = Cursor.parse(text, len(sources)), _Found()
        for _ in range(PAGES):
            source, round_ = sources[cursor.place], cursor.rounds[cursor.place]
            round_.begin(_back(round_.top) if round_.top else _text(now - EARLIEST_ZONE))
            if self._read(source, round_, found):
                round_.end(_back)
                cursor.place = (cursor.place + 1) % len(sources)
                if cursor.place == 0:
                    return Changed(tuple(found.ids), tuple(found.deleted), cursor.text)
        return Changed(tuple(found.ids), tuple(found.deleted), cursor.text, more=True)

    def _read(self, source: Source, round_: Round, found: _Found) -> bool:
        """A page of the round; whether it was the last."""
        way, page = self._page(source, round_)
        for row in page.rows:
            updated = str(row.get("updated_at") or round_.since)
            if updated >= round_.since and round_.see(updated, _digest(source, row)):
                (found.deleted if is_deleted(row) else found.ids)[number_of(row)] = None
        last = not more_after(page, round_.page) or (way.newest_first and _reaches(page, round_.since))
        round_.page += 1
        return last

    def _page(self, source: Source, round_: Round) -> tuple[Way, Page]:
        while True:
            known = self._ways.get(source.path, 0)
            try:
                query = WAYS[known].asked(round_.since)
                return WAYS[known], self._lists.page(source.path, source.subject, round_.page, query)
            except QueryRefused:
                if known + 1 == len(WAYS):
                    raise
                self._ways[source.path], round_.page = known + 1, 1


def _digest(source: Source, row: Row) -> str:
    told = repr((number_of(row), is_deleted(row), source.content(row)))
    return base64.b64encode(sha256(told.encode()).digest()[:6]).decode()


def _reaches(page: Page, since: str) -> bool:
    """Whether a page really comes newest first and goes further back than is asked for."""
    times = [str(row.get("updated_at") or "") for row in page.rows]
    return bool(times) and times == sorted(times, reverse=True) and times[-1] < since


def _back(stamp: str) -> str:
    """The overlap before a time of the account's clock; the time itself in a form that is not known."""
    try:
        return _text(datetime.fromisoformat(stamp) - OVERLAP)
    except ValueError:
        return stamp


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")
