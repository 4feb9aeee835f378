"""Pages of a register: filters, cursors and the order of changes."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from starlette.datastructures import QueryParams

from sandbox.svenn.fields import Kind
from sandbox.svenn.filters import FILTERS, Wanted, employees_in, read_filters
from sandbox.svenn.orders import AS_CHANGED, START, USUAL, Order, Place
from sandbox.svenn.problems import invalid
from sandbox.svenn.register import Register
from sandbox.svenn.rows import Row, shown, tombstone

SINGLE = ("limit", "cursor", "updated_since")
_RFC3339 = r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)"


@dataclass(frozen=True)
class ListQuery:
    """What a list request asks for. `after` is the place in the order that the last page ended at; `shift` moves
    this border by a row, as hostile mode does. Only rows of `employees` can fit (None: anybody's)."""

    limit: int
    order: Order
    after: Place
    since: datetime | None
    filters: tuple[Wanted, ...]
    employees: frozenset[str] | None = None
    shift: int = 0

    def wants(self, row: Row) -> bool:
        """Whether the row belongs on one of the pages."""
        recent = self.since is None or row.updated_at >= self.since
        return recent and all(fits(row) for fits in self.filters)


def read_list_query(kind: Kind, params: QueryParams) -> ListQuery:
    """The query parameters; `validation_failed` for one that is unknown, repeated or of a wrong form."""
    for name in params:
        if name not in SINGLE and name not in FILTERS[kind]:
            raise invalid(name, "is not a parameter of this list")
        if name in SINGLE and len(params.getlist(name)) > 1:
            raise invalid(name, "must be given once")
    since = _since(params.get("updated_since"))
    order = AS_CHANGED if since else USUAL[kind]
    return ListQuery(
        limit=_limit(params.get("limit", "100")),
        order=order,
        after=_after(params.get("cursor"), order),
        since=since,
        filters=read_filters(kind, params),
        employees=employees_in(params),
    )


def page(register: Register, kind: Kind, query: ListQuery) -> dict[str, object]:
    """One page as the API answers it."""

    def rows(after: Place) -> Iterable[Row]:
        return filter(query.wants, query.order.rows(register, kind, query.employees, after))

    after = query.after
    if query.shift:
        after = _moved(after, query.shift, map(query.order.place, rows(START)))
    found = list(islice(rows(after), query.limit + 1))
    items = found[: query.limit]
    return {
        "items": [tombstone(row) if row.deleted else shown(row) for row in items],
        "next_cursor": _cursor(query.order, items[-1]) if len(found) > query.limit else None,
    }


def _moved(border: Place, shift: int, places: Iterable[Place]) -> Place:
    """The border a row further on (`shift` 1) or back (-1)."""
    before: list[Place] = [START]
    behind: list[Place] = []
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


def _cursor(order: Order, last: Row) -> str:
    return base64.urlsafe_b64encode(order.cursor(last).encode()).decode()


def _after(cursor: str | None, order: Order) -> Place:
    if cursor is None:
        return START
    try:
        after = order.behind(base64.b64decode(cursor, altchars=b"-_", validate=True).decode())
    except ValueError:
        after = None
    if after is None:
        raise invalid("cursor", "is not one that this list gave")
    return after
