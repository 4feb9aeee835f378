"""Cutting a query over too many rows into parts that together go over the same rows (reference/tripletex.md 3.1).

Only filters that every row answers one way or the other are used: a part that missed rows would make them look
deleted. Customers have none: their numbers are no ranges, `changedSince` is ignored (issue 113), names are searched
by what they contain.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_DOWN, Decimal

#: Parameters of a list query.
Query = Mapping[str, str]

#: Between these a range without end is cut.
_EARLIEST, _LATEST = date(1990, 1, 1), date(2090, 1, 1)
#: Amounts are cut by these.
_LEAST, _MOST = Decimal("0.01"), Decimal(10) ** 12


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


def in_order(*narrowers: Callable[[Query], tuple[Query, ...]]) -> Callable[[Query], tuple[Query, ...]]:
    """The first of them that still finds something to cut by."""

    def narrower(query: Query) -> tuple[Query, ...]:
        return next((parts for each in narrowers if (parts := each(query))), ())

    return narrower


def by_amount(name: str) -> Callable[[Query], tuple[Query, ...]]:
    """Halves of the range of an amount that every row has; nothing for a single hundredth. `...To` is exclusive.

    Most amounts are small, so a range without end is cut at ten times its beginning. Whoever entered none has 0, so
    these come apart from the others early; they cannot be cut further.
    """
    low, high = f"{name}From", f"{name}To"

    def narrower(query: Query) -> tuple[Query, ...]:
        first, last = query.get(low), query.get(high)
        if first is None:
            middle = Decimal(10) if last is None else _LEAST
        elif last is None:
            middle = Decimal(first) * 10
        else:
            middle = ((Decimal(first) + Decimal(last)) / 2).quantize(_LEAST, ROUND_DOWN)
        inside = (first is None or Decimal(first) < middle) and (last is None or middle < Decimal(last))
        if not inside or middle > _MOST:
            return ()
        return {**query, high: str(middle)}, {**query, low: str(middle)}

    return narrower


def _date(text: str | None, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise
