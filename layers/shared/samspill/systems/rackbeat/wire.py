"""Envelopes of Rackbeat's answers (reference 2b).

What a record or a list is called in its envelope is not certain for every kind, so what is looked for is the one
object, or the one list, that an envelope holds. Rows stay as they were answered: `columns` says what stands where.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: A record as it was answered.
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Page:
    """Some rows of a list. `pages` and `total` are None where a list comes without paging; `limit` is what a page
    holds at most, which may be less than was asked for."""

    rows: tuple[Row, ...]
    pages: int | None = None
    total: int | None = None
    limit: int | None = None


def one(body: object) -> Row:
    """The record of an envelope. Raises ValueError."""
    found = [value for value in body.values() if isinstance(value, dict)] if isinstance(body, dict) else []
    if len(found) != 1:
        raise ValueError("an envelope with one record")
    return found[0]


def identified(body: object) -> Row:
    """As `one`, of a record that has a number. Raises ValueError."""
    row = one(body)
    number_of(row)
    return row


def page(body: object) -> Page:
    """The rows of an envelope. Raises ValueError."""
    lists = [value for value in body.values() if isinstance(value, list)] if isinstance(body, dict) else []
    if not isinstance(body, dict) or len(lists) != 1 or not all(isinstance(row, dict) for row in lists[0]):
        raise ValueError("an envelope with one list")
    return Page(tuple(lists[0]), _count(body, "pages"), _count(body, "total"), _count(body, "limit"))


def number_of(row: Row, name: str = "number") -> str:
    """What identifies a record. Raises ValueError for a row without."""
    number = row.get(name)
    if isinstance(number, bool) or not isinstance(number, int | str) or number == "":
        raise ValueError(f"a row with {name}")
    return str(number)


def is_deleted(row: Row) -> bool:
    """Whether a row only tells that its record is gone (reference 4: is_deleted, deleted_at)."""
    return bool(row.get("is_deleted") or row.get("deleted_at"))


def _count(body: Mapping[str, Any], name: str) -> int | None:
    value = body.get(name)
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()) else None
