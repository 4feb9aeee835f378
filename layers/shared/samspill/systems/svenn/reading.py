"""Reading Svenn's rows: by id, by what people know them by, whole registers, what changed."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from samspill.exceptions import NotFound
from samspill.model.kinds import Kind
from samspill.model.records import Record
from samspill.sync.ports import Changed, RegisterPage
from samspill.systems.svenn.client import Client
from samspill.systems.svenn.filters import FILTERS, IDS, is_id
from samspill.systems.svenn.mapping import LISTS, PATHS, record_of
from samspill.systems.svenn.wire import Page, Row
from samspill.systems.transport import Request

#: The most rows a page may have.
PAGE = 1000
#: Polls overlap, so that a row written while the last one ran is not missed; looking twice does no harm.
OVERLAP = timedelta(seconds=30)


class Reader:
    """Reads rows of one account."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def get(self, kind: Kind, ids: Sequence[str]) -> dict[str, Record | None]:
        """Each id with its record; None only when a GET of that very id said 404."""
        wanted = list(dict.fromkeys(ids))
        several = [each for each in wanted if is_id(each)]
        found: dict[str, Record] = {}
        if len(several) > 1:
            for portion in IDS.queries(several):
                found |= {record.id: record for record in self._records(kind, {IDS.parameter: portion})}
        return {each: found[each] if each in found else self._one(kind, each) for each in wanted}

    def find(self, kind: Kind, field: str, values: Sequence[str]) -> list[Record]:
        """Records that have one of `values` in `field`; a field that Svenn has no filter for finds nothing."""
        filter_ = FILTERS[kind].get(field)
        if filter_ is None:
            return []
        queries = ({filter_.parameter: portion} for portion in filter_.queries(values))
        found = {record.id: record for query in queries for record in self._records(kind, query)}
        return list(found.values())

    def read_page(self, kind: Kind, cursor: str) -> RegisterPage:
        """A thousand rows of the register; Svenn's own cursor reads on."""
        page = self._page(kind, {}, cursor or None)
        return RegisterPage([record_of(kind, row) for row in page.items], page.next_cursor)

    def changed_since(self, kind: Kind, cursor: str, now: datetime) -> Changed:
        """Rows written after `cursor`, a time; an empty one means: from now on. Of hours they are entries."""
        if not cursor:
            return Changed(cursor=now.isoformat())
        since = (datetime.fromisoformat(cursor) - OVERLAP).isoformat()
        # A row that changes while the pages are read comes again further on: the last word counts.
        rows = {row.id: row for page in self._pages(kind, {"updated_since": since}) for row in page}
        changed = tuple(row.id for row in rows.values() if not row.deleted)
        deleted = tuple(row.id for row in rows.values() if row.deleted)
        return Changed(changed, deleted, cursor=now.isoformat())

    def _one(self, kind: Kind, row_id: str) -> Record | None:
        path = f"{PATHS[kind]}/{quote(row_id, safe='')}"
        try:
            return record_of(kind, self._client.ask(Request("GET", path, subject=kind.value), Row))
        except NotFound:
            return None

    def _records(self, kind: Kind, query: dict[str, Any]) -> Iterator[Record]:
        return (record_of(kind, row) for rows in self._pages(kind, query) for row in rows)

    def _pages(self, kind: Kind, query: dict[str, Any]) -> Iterator[tuple[Row, ...]]:
        cursor: str | None = None
        while True:
            page = self._page(kind, query, cursor)
            yield page.items
            cursor = page.next_cursor
            if cursor is None:
                return

    def _page(self, kind: Kind, query: dict[str, Any], cursor: str | None) -> Page:
        params = {**query, "limit": PAGE, **({"cursor": cursor} if cursor else {})}
        return self._client.ask(Request("GET", LISTS[kind], params, subject=kind.value), Page)
