"""What a poll has seen of a register, as the text that one call hands to the next.

finished   [[page, ...] of each query]
stopped    the fields of `Poll`

page       [checksum, packed rows], or [checksum] where only that was kept
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from samspill.systems.tripletex.page_rows import Rows, unpacked

#: Characters. A cursor that would be longer (some 100,000 rows) goes without rows: DynamoDB takes 400 KB an item.
LONGEST = 300_000


@dataclass(frozen=True)
class Seen:
    """A page as it was last seen; `packed` rows are None where only its checksum was kept."""

    digest: str
    packed: str | None

    @property
    def rows(self) -> Rows:
        """The rows of a page that has them."""
        return unpacked(self.packed) if self.packed else {}


@dataclass
class Poll:
    """A poll under way, at page `page` of query `query`.

    `pages` of each query are as they are now before that place, and as they were from it on. `new` are the places of
    those that are not as they were, `gone` what was there before. The `first` poll has nothing to compare with.
    """

    pages: list[list[Seen]]
    first: bool
    query: int = 0
    page: int = 0
    new: list[tuple[int, int]] = field(default_factory=list)
    gone: list[Seen] = field(default_factory=list)

    @property
    def before(self) -> Seen | None:
        """The page at this place as it was."""
        known = self.pages[self.query]
        return known[self.page] if self.page < len(known) else None

    def see(self, now: Seen, *, last: bool) -> None:
        """Go on behind the page at this place as it is `now`: `before` itself when it did not change. `last` says
        whether a changed page is the last one of its query; behind one that did not change is what was."""
        known, before = self.pages[self.query], self.before
        known[self.page : self.page + 1] = [now]
        if now is not before:
            self.new.append((self.query, self.page))
            self.gone += [before] if before else []
        self.page += 1
        if last if now is not before else self.page >= len(known):
            self.gone += known[self.page :]
            del known[self.page :]
            self.query, self.page = self.query + 1, 0


def begun(cursor: str, queries: int) -> Poll:
    """The poll of so many queries that goes on from `cursor`, or begins behind a finished one."""
    found = json.loads(cursor) if cursor else []
    stopped = found if isinstance(found, dict) else {}
    pages = [_pages(each) for each in (stopped["pages"] if stopped else found)]
    pages += [[] for _ in range(queries - len(pages))]
    if not stopped:
        return Poll(pages, first=not cursor)
    new = [(query, page) for query, page in stopped["new"]]
    return Poll(pages, stopped["first"], stopped["query"], stopped["page"], new, _pages(stopped["gone"]))


def finished(poll: Poll) -> str:
    """The cursor behind a finished poll."""
    whole = _text([_written(pages) for pages in poll.pages])
    return whole if len(whole) <= LONGEST else _text([_bare(pages) for pages in poll.pages])


def stopped(poll: Poll) -> str:
    """The cursor of a poll that has not come to its end."""
    place = {"query": poll.query, "page": poll.page, "new": poll.new, "first": poll.first}
    whole = _text({**place, "pages": [_written(pages) for pages in poll.pages], "gone": _written(poll.gone)})
    if len(whole) <= LONGEST:
        return whole
    return _text({**place, "pages": [_bare(pages) for pages in poll.pages], "gone": _bare(poll.gone)})


def _pages(found: Iterable[list[str]]) -> list[Seen]:
    return [Seen(digest, rows[0] if rows else None) for digest, *rows in found]


def _written(pages: Iterable[Seen]) -> list[tuple[str, ...]]:
    return [(seen.digest, *([] if seen.packed is None else [seen.packed])) for seen in pages]


def _bare(pages: Iterable[Seen]) -> list[tuple[str, ...]]:
    return [(seen.digest,) for seen in pages]


def _text(found: Any) -> str:
    return json.dumps(found, separators=(",", ":"))
