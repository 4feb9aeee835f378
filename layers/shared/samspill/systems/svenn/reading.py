"""Reading Svenn's rows: by id, by number, whole registers, what changed."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from samspill.exceptions import NotFound
from samspill.model.kinds import Kind
from samspill.model.records import Record
from samspill.sync.ports import Changed
from samspill.systems.svenn.client import Client
from samspill.systems.svenn.mapping import PATHS, record_of
from samspill.systems.transport import Request

#: The most rows a page may have, and ids or numbers a query.
PAGE, MANY = 1000, 100
#: Polls overlap, so that a row written while the last one ran is not missed; looking twice does no harm.
OVERLAP = timedelta(seconds=30)


class Reader:
    """Reads rows of one account."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def get(self, kind: Kind, ids: Sequence[str]) -> dict[str, Record | None]:
        """Each id with its record; None only when a GET of that very id said 404."""
        wanted = list(dict.fromkeys(ids))
        found: dict[str, Record] = {}
        if len(wanted) > 1:
            for start in range(0, len(wanted), MANY):
                query = {"ids": wanted[start : start + MANY], "limit": MANY}
                found |= {record.id: record for page in self._pages(kind, query) for record in page}
        return {each: found[each] if each in found else self._one(kind, each) for each in wanted}

    def find(self, kind: Kind, field: str, values: Sequence[str]) -> list[Record]:
        """By number; Svenn cannot look up other fields, so e-mail and organisation number search the register."""
        if field == "number":
            parts = (values[start : start + MANY] for start in range(0, len(values), MANY))
            return [r for part in parts for page in self._pages(kind, {"number": part, "limit": PAGE}) for r in page]
        wanted = {_comparable(field, value) for value in values}
        whole = (record for page in self.read_all(kind) for record in page)
        return [record for record in whole if _comparable(field, record.values().get(field)) in wanted]

    def read_all(self, kind: Kind) -> Iterator[list[Record]]:
        """The whole register in pages of a thousand."""
        return self._pages(kind, {"limit": PAGE})

    def changed_since(self, kind: Kind, cursor: str, now: datetime) -> Changed:
        """Rows written after `cursor`, a time; an empty one means: from now on."""
        if not cursor:
            return Changed(cursor=now.isoformat())
        since = (datetime.fromisoformat(cursor) - OVERLAP).isoformat()
        rows = [row for page in self._rows(kind, {"updated_since": since, "limit": PAGE}) for row in page]
        gone = tuple(row["id"] for row in rows if row.get("deleted"))
        return Changed(tuple(row["id"] for row in rows if not row.get("deleted")), gone, now.isoformat())

    def _one(self, kind: Kind, row_id: str) -> Record | None:
        try:
            answer = self._client.send(Request("GET", f"{PATHS[kind]}/{row_id}", subject=kind.value))
        except NotFound:
            return None
        return record_of(kind, answer.body)

    def _pages(self, kind: Kind, query: dict[str, Any]) -> Iterator[list[Record]]:
        return ([record_of(kind, row) for row in rows] for rows in self._rows(kind, query))

    def _rows(self, kind: Kind, query: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
        cursor: str | None = None
        while True:
            params = {**query, "cursor": cursor} if cursor else query
            body = self._client.send(Request("GET", PATHS[kind], params, subject=kind.value)).body
            yield body["items"]
            cursor = body["next_cursor"]
            if cursor is None:
                return


def _comparable(field: str, value: object) -> str:
    text = str(value or "").strip()
    return "".join(filter(str.isdigit, text)) if field == "organization_number" else text.casefold()
