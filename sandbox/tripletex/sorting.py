"""`sorting`: a comma separated list of fields, `-` for descending, a dot into sub-objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.tripletex.company import Company
from sandbox.tripletex.errors import bad_sorting
from sandbox.tripletex.reading import Reader
from sandbox.tripletex.rows import Row
from sandbox.tripletex.schema import SCHEMAS, Schema, Type
from sandbox.tripletex.selection import parse_selection

SortKey = Callable[[Row], Any]


def sort_keys(text: str, schema: Schema, company: Company) -> list[tuple[SortKey, bool]]:
    """The keys of `sorting` and whether each is descending. Raises 422/17000 for names that do not exist."""
    keys = []
    for part in filter(None, (each.strip() for each in text.split(","))):
        name = part.removeprefix("-")
        keys.append((_sort_key(name, schema, company), part.startswith("-")))
    return keys


def _sort_key(name: str, schema: Schema, company: Company) -> SortKey:
    head, _, rest = name.partition(".")
    field = schema.fields.get(head)
    if field is None:
        raise bad_sorting(name)
    if head in ("id", "version"):
        return lambda row: getattr(row, head)
    if rest:
        if field.type is not Type.REF:
            raise bad_sorting(name)
        inner = _sort_key(rest, SCHEMAS[field.target], company)
        empty = Row(0, 0, {})
        return lambda row: inner(company.row(field.target, row.values.get(head)) or empty)
    reader = Reader(company, schema, parse_selection(head, schema))
    return lambda row: _comparable(reader.show(row)[head])


def _comparable(value: Any) -> tuple[int, Any]:
    """None first; objects by their id."""
    if value is None:
        return (0, 0)
    if isinstance(value, dict):
        return (1, value.get("id", 0))
    return (1, value.casefold() if isinstance(value, str) else value)
