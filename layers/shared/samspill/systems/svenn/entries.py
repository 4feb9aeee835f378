"""Reading what people entered in Svenn. A day is always read whole, out of one answer."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from samspill.exceptions import RetryLater
from samspill.model.hours import Day, Entry
from samspill.model.kinds import Kind
from samspill.sync.ports.hours import Wanted
from samspill.systems.svenn.client import Client
from samspill.systems.svenn.filters import DAYS, IDS, is_id
from samspill.systems.svenn.mapping import LISTS, entry_of
from samspill.systems.svenn.spans import Span, from_day, spans_of
from samspill.systems.svenn.wire import EntryPage
from samspill.systems.transport import Request

#: The most entries a page may have.
PAGE = 1000


class Entries:
    """Reads entries of one account."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def of_days(self, days: Sequence[Day]) -> dict[Day, list[Entry]]:
        """Each day with all its entries.

        Whoever goes on behind a page sees a row at its border twice or never when rows move meanwhile, and a row
        that is missed looks like one that was deleted. So the day that a page ends with is read anew, from its
        beginning: of a thousand entries that costs the few of one day.
        """
        read: dict[Day, list[Entry]] = {day: [] for day in days}
        left = spans_of(day for day in read if is_id(day.employee))
        while left:
            whole, left = self._some_days(left)
            for entry in whole:
                if entry.day in read:
                    read[entry.day].append(entry)
        return read

    def all(self, wanted: Wanted) -> Iterator[Entry]:
        """Page by page, by employee, then date, then id."""
        if wanted.employee is not None and not is_id(wanted.employee):
            return
        query = {
            "from": wanted.first and wanted.first.isoformat(),
            "to": wanted.last and wanted.last.isoformat(),
            "employee_id": wanted.employee,
            "approved": _flag(wanted.approved),
            "exported": _flag(wanted.exported),
        }
        yield from self._to_the_end({name: value for name, value in query.items() if value is not None})

    def by_id(self, ids: Sequence[str]) -> dict[str, Entry]:
        """Those that exist. A query never has more than a page of them."""
        portions = IDS.queries([each for each in ids if is_id(each)])
        return {e.id: e for portion in portions for e in self._page({IDS.parameter: portion})[0]}

    def _some_days(self, spans: list[Span]) -> tuple[list[Entry], list[Span]]:
        """Entries of the first days, each complete, and what is left to be read."""
        asked = next(DAYS.queries([str(span) for span in spans]))
        entries, cursor = self._page({DAYS.parameter: asked})
        if cursor is None:
            return entries, spans[len(asked) :]
        if not entries or any(one > other for one, other in pairwise(map(_place, entries))):
            raise RetryLater(detail="entries are not listed by employee and day")
        torn = entries[-1].day
        whole = [entry for entry in entries if entry.day != torn]
        if whole:
            return whole, from_day(spans, torn)
        # More than a page on a single day.
        only = Span(torn.employee, torn.on, torn.on)
        next_day = Day(employee=torn.employee, on=torn.on + timedelta(days=1))
        return list(self._to_the_end({DAYS.parameter: [str(only)]})), from_day(spans, next_day)

    def _to_the_end(self, query: dict[str, Any]) -> Iterator[Entry]:
        cursor: str | None = None
        last = ("", "", "")
        while True:
            entries, cursor = self._page(query, cursor)
            for entry in entries:
                # A row shown twice at a page's border.
                if _place(entry) > last:
                    yield entry
                    last = _place(entry)
            if cursor is None:
                return

    def _page(self, query: dict[str, Any], cursor: str | None = None) -> tuple[list[Entry], str | None]:
        params = {**query, "limit": PAGE, **({"cursor": cursor} if cursor else {})}
        path = LISTS[Kind.HOURS]
        page = self._client.ask(Request("GET", path, params, subject=Kind.HOURS.value), EntryPage)
        return [entry_of(row) for row in page.items], page.next_cursor


def _place(entry: Entry) -> tuple[str, str, str]:
    return entry.employee, entry.on.isoformat(), entry.id


def _flag(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()
