"""Cutting a query over too many rows into parts that together go over the same rows (reference/tripletex.md 3.1).

Only filters that every row answers one way or the other are used: a part that missed rows would make them look
deleted. Customers have none: their numbers are no ranges, `changedSince` is ignored (issue 113), names are searched
by what they contain.
"""

from collections.abc import Callable, Mapping
from datetime import date

#: Parameters of a list query.
Query = Mapping[str, str]

#: Between these a range without end is cut.
_EARLIEST, _LATEST = date(1990, 1, 1), date(2090, 1, 1)


def uncut(_query: Query) -> tuple[Query, ...]:
    """Nothing to cut by."""
    return ()


def by_start_date(query: Query) -> tuple[Query, ...]:
    """Halves of the range of start dates, which every project has; nothing for a single day. `...To` is exclusive."""
    first, last = _date(query.get("startDateFrom"), _EARLIEST), _date(query.get("startDateTo"), _LATEST)
    middle = first + (last - first) // 2
    if middle <= first:
        return ()
    day = middle.isoformat()
    return {**query, "startDateTo": day}, {**query, "startDateFrom": day}


def by_flags(*names: str) -> Callable[[Query], tuple[Query, ...]]:
    """True and false of the first of these flags that the query does not have yet; nothing when it has them all."""

    def narrower(query: Query) -> tuple[Query, ...]:
        name = next((name for name in names if name not in query), None)
        return () if name is None else ({**query, name: "true"}, {**query, name: "false"})

    return narrower


def _date(text: str | None, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise
