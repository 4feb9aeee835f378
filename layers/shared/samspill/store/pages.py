"""One page of a query, and the cursor to the next: only a partition is read, never the table."""

from collections.abc import Callable
from functools import reduce
from typing import Any, TypeVar

from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from samspill.store.opaque import decode_cursor, encode_cursor

#: How many items a request looks at when only some of them fit: at first so many times what is wanted, for most look
#: for what is often there, then more and more.
_AT_FIRST, _MORE, _AT_MOST = 4, 3, 2000

_Item = TypeVar("_Item", bound=Model)


def page(
    model: type[_Item],
    partition: str,
    prefix: str,
    filters: list[Condition],
    *,
    limit: int,
    cursor: str | None,
    newest_first: bool = False,
    sort_key: Callable[[_Item], str],
) -> tuple[list[_Item], str | None]:
    """Up to `limit` items whose sort keys begin with `prefix` and for which all `filters` hold, after `cursor`.

    Raises ValueError for a limit below one, or a cursor that is damaged or another listing's.
    """
    if limit < 1:
        raise ValueError("limit must be at least 1")
    start = _start(partition, decode_cursor(cursor, prefix)) if cursor is not None else None
    size, items = (limit * _AT_FIRST if filters else limit + 1), list[_Item]()
    while True:
        looked_at = model.query(
            partition,
            _begins_with(model, prefix),
            filter_condition=reduce(lambda one, other: one & other, filters) if filters else None,
            scan_index_forward=not newest_first,
            last_evaluated_key=start,
            page_size=size,
        ).page_iter
        items += [model.from_raw_data(raw) for raw in next(looked_at)["Items"]]
        start, size = looked_at.last_evaluated_key, min(size * _MORE, _AT_MOST)
        if start is None or len(items) > limit:
            return items[:limit], encode_cursor(sort_key(items[limit - 1])) if len(items) > limit else None


def _start(partition: str, position: str) -> dict[str, dict[str, Any]]:
    return {"pk": {"S": partition}, "sk": {"S": position}}


def _begins_with(model: type[_Item], prefix: str) -> Condition:
    condition: Condition = model.sk.startswith(prefix)  # type: ignore[attr-defined]
    return condition
