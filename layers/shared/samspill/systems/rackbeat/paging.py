"""Reading lists: pages in the order of their numbers, no row twice (reference 2b: pages can drift)."""

from collections.abc import Iterator, Mapping
from typing import Any

from samspill.exceptions import RetryLater
from samspill.systems.rackbeat.client import Client
from samspill.systems.rackbeat.errors import QueryRefused
from samspill.systems.rackbeat.wire import Page, Row, number_of, page
from samspill.systems.transport import Request

#: Rows of a page, tried in turn: the most that was ever documented, what the SDK asks for, the default. An account
#: may refuse what is too many, or give less than was asked for.
LIMITS = (1000, 200, 20)
#: So often a list whose pages drifted is read again by who needs every row.
TRIES = 3

BY_NUMBER = {"order_by": "number", "order_direction": "ASC"}


class Lists:
    """Lists of one account; what size a page may have is learned once."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._limits: tuple[int, ...] = LIMITS

    def page(self, path: str, subject: str, number: int, query: Mapping[str, Any]) -> Page:
        """A page, the first is 1. Raises QueryRefused for a filter or an order that the list does not have."""
        while True:
            params = {**query, "limit": self._limits[0], "page": number}
            try:
                return self._client.ask(Request("GET", path, params, subject=subject), page)
            except QueryRefused as error:
                if "limit" not in error.fields or len(self._limits) == 1 or number > 1:
                    raise
                self._limits = self._limits[1:]

    def first(self, path: str, subject: str) -> Row | None:
        """Any row, where there is one: who may not read the list is told so."""
        request = Request("GET", path, {**BY_NUMBER, "limit": 1, "page": 1}, subject=subject)
        rows = self._client.ask(request, page).rows
        return rows[0] if rows else None

    def pages(self, path: str, subject: str, query: Mapping[str, Any], first: int = 1) -> Iterator[tuple[int, Page]]:
        """All pages from `first` on, each with its number."""
        number = first
        while True:
            found = self.page(path, subject, number, query)
            yield number, found
            if not more_after(found, number):
                return
            number += 1

    def rows(self, path: str, subject: str, query: Mapping[str, Any] | None = None, key: str = "number") -> list[Row]:
        """All rows, in the order of `key`, each once: the last word counts."""
        ordered = {**(query or {}), "order_by": key, "order_direction": "ASC"}
        found: dict[str, Row] = {}
        for _, each in self.pages(path, subject, ordered):
            found |= {number_of(row, key): row for row in each.rows}
        return list(found.values())

    def every_row(self, path: str, subject: str, key: str) -> list[Row]:
        """As `rows`, for who must not miss one: read again while the list tells that there are more. Raises
        RetryLater when it never comes out."""
        for _ in range(TRIES):
            found: dict[str, Row] = {}
            total = 0
            for _, each in self.pages(path, subject, {"order_by": key, "order_direction": "ASC"}):
                found |= {number_of(row, key): row for row in each.rows}
                total = each.total or 0
            if len(found) >= total:
                return list(found.values())
        raise RetryLater(detail=f"GET {path}: its pages do not hold all of its rows")


def more_after(found: Page, number: int) -> bool:
    """Whether there is a page behind this one."""
    if found.pages is not None:
        return number < found.pages
    return False
