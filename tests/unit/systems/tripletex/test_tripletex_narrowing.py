"""Parts of a query that is too large go over every row once, however often they are cut."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspill.systems.tripletex.narrowing import Query, by_amount, by_flags, in_order

AMOUNT = "price"
CUT = in_order(by_flags("isInactive", "isStockItem"), by_amount(AMOUNT))
Row = tuple[bool, bool, Decimal]
ROWS = st.lists(st.tuples(st.booleans(), st.booleans(), st.decimals(0, 10**6, places=2)), max_size=60)


def holds(query: Query, row: Row) -> bool:
    flags = {"isInactive": row[0], "isStockItem": row[1]}
    return (
        all(query.get(name, str(value).lower()) == str(value).lower() for name, value in flags.items())
        and row[2] >= Decimal(query.get(f"{AMOUNT}From", "-Infinity"))
        and row[2] < Decimal(query.get(f"{AMOUNT}To", "Infinity"))
    )


def read(query: Query, rows: list[Row], cap: int) -> list[Row]:
    found = [row for row in rows if holds(query, row)]
    parts = CUT(query) if len(found) > cap else ()
    return [row for part in parts for row in read(part, rows, cap)] if parts else found


@given(ROWS, st.integers(0, 5))
def test_no_row_is_missed_or_read_twice(rows: list[Row], cap: int) -> None:
    assert sorted(read({}, rows, cap)) == sorted(rows)


@given(ROWS)
def test_rows_of_different_prices_come_apart(rows: list[Row]) -> None:
    seen: list[int] = []

    def leaves(query: Query) -> None:
        found = [row for row in rows if holds(query, row)]
        parts = CUT(query) if len(set(found)) > 1 else ()
        for part in parts:
            leaves(part)
        if not parts:
            seen.append(len(set(found)))

    leaves({})
    assert max(seen) <= 1


@pytest.mark.parametrize("query", [{"priceTo": "0.01"}, {"priceFrom": "5", "priceTo": "5.01"}])
def test_a_single_price_cannot_be_cut(query: Query) -> None:
    assert by_amount(AMOUNT)(query) == ()


def test_cutting_prices_without_end_comes_to_an_end() -> None:
    query: Query = {}
    for _ in range(60):
        parts = by_amount(AMOUNT)(query)
        if not parts:
            return
        query = parts[1]
    pytest.fail("still cutting")
