"""One page of a query, and the cursor to the next: only a partition is read, never the table."""

from collections.abc import Callable
from functools import reduce
from itertools import islice
from typing import Any, TypeVar

from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from samspill.store.opaque import decode_cursor, encode_cursor

#: How many items one request looks at when only some of them fit.
_LOOKED_AT = 1000

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
    found = model.query(
        partition,
        _begins_with(model, prefix),
        filter_condition=reduce(lambda one, other: one & other, filters) if filters else None,
        scan_index_forward=not newest_first,
        last_evaluated_key=start,
        page_size=_LOOKED_AT if filters else limit + 1,
    )
    items = list(islice(found, limit + 1))
    return items[:limit], encode_cursor(sort_key(items[limit - 1])) if len(items) > limit else None


def _start(partition: str, position: str) -> dict[str, dict[str, Any]]:
    return {"pk": {"S": partition}, "sk": {"S": position}}


def _begins_with(model: type[_Item], prefix: str) -> Condition:
    condition: Condition = model.sk.startswith(prefix)  # type: ignore[attr-defined]
    return condition
