"""Lists: filters, sorting, paging, checksum, and the envelope with its inexact size."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from starlette.datastructures import QueryParams

from sandbox.tripletex.calls import Answer, Call
from sandbox.tripletex.company import Company
from sandbox.tripletex.errors import (
    broken_rules,
    complaint,
    missing_parameters,
    no_number,
    too_large,
)
from sandbox.tripletex.filters import Asked, Filter, Predicate, java_day
from sandbox.tripletex.kinds import everyone, no_totals
from sandbox.tripletex.reading import Reader
from sandbox.tripletex.rows import Row, Table
from sandbox.tripletex.schema import Schema
from sandbox.tripletex.selection import parse_selection
from sandbox.tripletex.sorting import sort_keys

NOT_ASKED = "'If-None-Match' header not specified"
NOT_SUPPORTED = "Checksum not yet supported for this endpoint"
DEFAULT_COUNT = 1000


def answer_list(
    call: Call,
    schema: Schema,
    filters: dict[str, Filter],
    rows: Iterable[Row],
    *,
    today: date,
    checksum: bool = True,
    default_fields: str = "",
    only: Predicate = everyone,
    totals: Callable[[Company, list[Row]], dict[str, Any]] = no_totals,
) -> Answer:
    """A list answer of the rows that pass `only` and the filters. Raises the errors of section 3."""
    company, query = call.company, call.query
    selection = parse_selection(query.get("fields", "") or default_fields, schema)
    order = sort_keys(query.get("sorting", ""), schema, company)
    start, count = _whole(query, "from", 0), _whole(query, "count", DEFAULT_COUNT)
    table = company.table(schema.name)
    digest = _digest(call, table) if checksum and call.if_none_match else None
    if digest is not None and digest == call.if_none_match.strip('"'):
        return Answer(304)
    found = _remembered(call, schema, filters, table, rows, today, only)
    cap = company.switches.register_cap
    if cap is not None and len(found) > cap:
        raise too_large(cap)
    for key, descending in reversed(order):
        found = sorted(found, key=key, reverse=descending)
    # In hostile mode rows move between two pages: the page begins a row too early or too late.
    first = max(0, start + call.twist.shift)
    page = found[first : first + count]
    hidden = company.switches.hidden_fields.get(schema.path, ())
    reader = Reader(company, schema, selection, hidden)
    body: dict[str, Any] = {
        # Not exact by the vendor's own words: a full page only tells that there is more.
        "fullResultSize": len(found) if start + count >= len(found) else start + count + 1,
        "from": start,
        "count": len(page),
        "versionDigest": digest or (NOT_ASKED if checksum else NOT_SUPPORTED),
        "values": [reader.show(row) for row in page],
        **totals(company, found),
    }
    return Answer(body=body)


def shown_rows(call: Call, schema: Schema, rows: Iterable[Row]) -> list[Row]:
    """The rows without those that rights hide."""
    hidden = set(call.company.switches.hidden_rows.get(schema.path, ()))
    return [row for row in rows if row.id not in hidden]


def _remembered(
    call: Call,
    schema: Schema,
    filters: dict[str, Filter],
    table: Table,
    rows: Iterable[Row],
    today: date,
    only: Predicate,
) -> list[Row]:
    """The rows of the page before, when nothing changed since: a register is read page by page."""
    if rows is not table:
        return _found(call, schema, filters, table, rows, today, only)
    company, apart = call.company, {"from", "count", "fields", "sorting"}
    asked = tuple(pair for pair in sorted(call.query.multi_items()) if pair[0] not in apart)
    key = (call.route, asked, today, call.me.token.token, company.revision, company.switches)
    if company.last_found is None or company.last_found[0] != key:
        company.last_found = (key, _found(call, schema, filters, table, rows, today, only))
    return company.last_found[1]


def _found(
    call: Call,
    schema: Schema,
    filters: dict[str, Filter],
    table: Table,
    rows: Iterable[Row],
    today: date,
    only: Predicate,
) -> list[Row]:
    missing = [name for name, each in filters.items() if each.required and name not in call.query]
    if missing:
        raise missing_parameters(missing)
    predicates: list[Predicate] = [] if only is everyone else [only]
    for name, each in filters.items():
        text = call.query.get(name, each.default)
        if text is None:
            continue
        texts = tuple(call.query.getlist(name)) or (text,)
        asked = Asked(name, text, texts, schema, call.company, call.language, today)
        predicates.append(each.make(asked))
        if rows is table and each.keys and (each.field == "id" or table.indexes(each.field)):
            rows = _looked_up(table, each.field, each.keys(asked))
    _check_ranges(call.query, filters)
    found = (row for row in rows if all(predicate(row) for predicate in predicates))
    return shown_rows(call, schema, found)


def _looked_up(table: Table, field: str, keys: set[object]) -> list[Row]:
    if field == "id":
        found = [row for key in keys if isinstance(key, int) and (row := table.get(key)) is not None]
    else:
        found = [row for key in keys for row in table.having(field, key)]
    return sorted({row.id: row for row in found}.values(), key=lambda row: row.id)


def _check_ranges(query: QueryParams, filters: dict[str, Filter]) -> None:
    for name in filters:
        last = f"{name[:-4]}To" if name == "dateFrom" or name.endswith("DateFrom") else ""
        first, end = query.get(name), query.get(last)
        if first and end and first >= end and not filters[last].last_day_too:
            text = (
                f"'From and including' value ({java_day(first)}) is greater than or equal "
                f"'To and excluding' value ({java_day(end)}) in filter."
            )
            raise broken_rules([complaint(None, "html", html=text)])


def _whole(query: QueryParams, name: str, default: int) -> int:
    text = query.get(name)
    if text is None or text == "":
        return default
    try:
        number = int(text)
    except ValueError:
        raise no_number(text) from None
    if number < 0:
        raise broken_rules([complaint(f"arg:{name}", f"{name}_integer")])
    return number


def _digest(call: Call, table: Table) -> str:
    # Made of more than the answer: any change in the register changes it, which the vendor allows for.
    asked = "&".join(sorted(f"{name}={text}" for name, text in call.query.multi_items()))
    made_of = f"{call.route}?{asked}#{call.company.id}:{table.name}:{table.revision}"
    return hashlib.sha256(made_of.encode()).hexdigest()[:32]
