"""The last word on each record in DynamoDB, with folded text to search in."""

from collections.abc import Sequence

from pynamodb.expressions.condition import Condition

from samspill.exceptions import Bug
from samspill.model.changes import RecordKey
from samspill.model.history import Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.store.pages import page
from samspill.store.search_text import fold, searchable
from samspill.store.tables.records import FATES, RecordItem, fate_key


class DynamoFates:
    """Fates of one connection; see `samspill.sync.ports.Journal`."""

    def __init__(self, connection: str) -> None:
        self._connection = connection

    def set_fates(self, fates: Sequence[Fate]) -> None:
        """Overwrite the last word on each record; of several on one record the last."""
        last = {fate.key: fate for fate in fates}
        items = [self._item(fate) for fate in last.values()]
        with RecordItem.batch_write() as batch:
            for item in items:
                batch.save(item)

    def fates(self, keys: Sequence[RecordKey]) -> dict[RecordKey, Fate]:
        """The last word on those records that have one."""
        wanted = [(self._connection, fate_key(key)) for key in keys]
        found = (_fate(item) for item in RecordItem.batch_get(wanted, consistent_read=True))
        return {fate.key: fate for fate in found}

    def search(
        self,
        *,
        kind: Kind | None = None,
        side: Side | None = None,
        q: str = "",
        standing: Standing | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> tuple[list[Fate], str | None]:
        """A page of fates whose name or number contains `q`. Raises ValueError for a bad cursor."""
        filters: list[Condition] = []
        if q.strip():
            filters.append(RecordItem.search.contains(fold(q.strip())))
        if standing is not None:
            filters.append(RecordItem.standing == standing.value)
        prefix = f"{FATES}{kind.value}#{f'{side.value}#' if side else ''}" if kind else FATES
        items, further = page(
            RecordItem,
            self._connection,
            prefix,
            filters,
            limit=limit,
            cursor=cursor,
            sort_key=lambda item: item.sk,
        )
        return [_fate(item) for item in items], further

    def _item(self, fate: Fate) -> RecordItem:
        if fate.connection != self._connection:
            raise Bug(f"fate of {fate.key} belongs to another connection")
        return RecordItem(
            self._connection,
            fate_key(fate.key),
            data=fate.model_dump_json(),
            search=searchable(fate.name, fate.number) or None,
            standing=fate.standing.value,
        )


def _fate(item: RecordItem) -> Fate:
    return Fate.model_validate_json(item.data)
