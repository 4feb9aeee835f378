"""Pages of a register: filters, cursors and the order of changes."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from operator import attrgetter

from starlette.datastructures import QueryParams

from sandbox.svenn.fields import Kind
from sandbox.svenn.filters import FILTERS, Wanted, read_filters
from sandbox.svenn.problems import invalid
from sandbox.svenn.register import Register
from sandbox.svenn.rows import Row, shown, tombstone

SINGLE = ("limit", "cursor", "updated_since")
_RFC3339 = r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)"


@dataclass(frozen=True)
class ListQuery:
    """What a list request asks for. `after` is the place in the order that the last page ended at; `shift` moves
    this border by a row, as hostile mode does."""

    limit: int
    after: int
    since: datetime | None
    filters: tuple[Wanted, ...]
    shift: int = 0

    def wants(self, row: Row) -> bool:
        """Whether the row belongs on one of the pages."""
        recent = self.since is None or row.updated_at >= self.since
        return recent and all(wanted.fits(row) for wanted in self.filters)


def read_list_query(kind: Kind, params: QueryParams) -> ListQuery:
    """The query parameters; `validation_failed` for one that is unknown, repeated or of a wrong form."""
    for name in params:
        if name not in SINGLE and name not in FILTERS[kind]:
            raise invalid(name, "is not a parameter of this list")
        if name in SINGLE and len(params.getlist(name)) > 1:
            raise invalid(name, "must be given once")
    since = _since(params.get("updated_since"))
    return ListQuery(
        limit=_limit(params.get("limit", "100")),
        after=_after(params.get("cursor"), "c" if since else "m"),
        since=since,
        filters=read_filters(kind, params),
    )


def page(register: Register, kind: Kind, query: ListQuery) -> dict[str, object]:
    """One page as the API answers it."""
    by_change = query.since is not None
    place: Callable[[Row], int] = attrgetter("changed" if by_change else "made")

    def rows() -> Iterable[Row]:
        return register.changed(kind) if by_change else register.living(kind)

    shown_places = map(place, filter(query.wants, rows()))
    after = _moved(query.after, query.shift, shown_places) if query.shift else query.after
    wanted = (row for row in rows() if place(row) > after and query.wants(row))
    found = list(islice(wanted, query.limit + 1))
    items = found[: query.limit]
    more = len(found) > query.limit
    last = place(items[-1]) if items else 0
    return {
        "items": [tombstone(row) if row.deleted else shown(row) for row in items],
        "next_cursor": _cursor("c" if by_change else "m", last) if more else None,
    }


def _moved(border: int, shift: int, places: Iterable[int]) -> int:
    """The border a row further on (`shift` 1) or back (-1)."""
    before: list[int] = [0]
    behind: list[int] = []
    for place in places:
        (before if place <= border else behind).append(place)
    return (behind[0] if behind else border) if shift > 0 else before[max(-2, -len(before))]


def _limit(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= 1000:
        raise invalid("limit", "must be a whole number from 1 to 1000")
    return int(text)


def _since(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        if not re.fullmatch(_RFC3339, text, re.ASCII):
            raise ValueError(text)
        return datetime.fromisoformat(text.upper())
    except ValueError:
        raise invalid(
            "updated_since", "must be an RFC 3339 time such as 2026-01-31T12:00:00Z (a + is written %2B)"
        ) from None


def _cursor(order: str, place: int) -> str:
    return base64.urlsafe_b64encode(f"{order}{place}".encode()).decode()


def _after(cursor: str | None, order: str) -> int:
    if cursor is None:
        return 0
    try:
        text = base64.b64decode(cursor, altchars=b"-_", validate=True).decode()
    except ValueError:
        text = ""
    if not re.fullmatch(rf"{order}[0-9]{{1,15}}", text, re.ASCII):
        raise invalid("cursor", "is not one that this list gave")
    return int(text[1:])
