"""Pages of a list: filters, order, envelope (reference 2b and 2c)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import chain
from math import ceil
from typing import Any

from sandbox.rackbeat.account import Account
from sandbox.rackbeat.errors import broken
from sandbox.rackbeat.filters import read_filters, value_of
from sandbox.rackbeat.kinds.catalogue import KINDS
from sandbox.rackbeat.kinds.items import ITEM
from sandbox.rackbeat.kinds.kind import Kind
from sandbox.rackbeat.reading import own_name
from sandbox.rackbeat.rows import Row
from sandbox.rackbeat.showing import shown

LIMIT = 20


def page_of(
    account: Account, kind: Kind, params: Mapping[str, str], shift: int = 0, rows: list[Row] | None = None
) -> dict[str, object]:
    """A page in its envelope; `rows` instead of all of the kind. `shift` moves the page's border by a row, as the
    hostile mode does."""
    fits = read_filters(account, kind, params)
    wanted = [row for row in (_all(account, kind) if rows is None else rows) if all(each(row) for each in fits)]
    if not kind.paged:
        return {kind.plural: [shown(account, row) for row in wanted]}
    _order(account, kind, wanted, params)
    limit, page = _limit(account, params), _whole(params, "page", 1)
    start = max(0, (page - 1) * limit + (shift if page > 1 else 0))
    names = [name for name in params.get("fields", "").split(",") if name]
    return {
        plural(account, kind): [sparse(shown(account, row), names) for row in wanted[start : start + limit]],
        "total": len(wanted),
        "pages": max(1, ceil(len(wanted) / limit)),
        "limit": limit,
        "page": page,
    }


def whole_page(name: str, rows: list[dict[str, Any]]) -> dict[str, object]:
    """Few rows that come on one page whatever is asked."""
    return {name: rows, "total": len(rows), "pages": 1, "limit": max(LIMIT, len(rows)), "page": 1}


def key_of(account: Account, kind: Kind) -> str:
    """What one record is called in its envelope."""
    return account.switches.adjustment_key if kind.key == "inventory_adjustment" else kind.key


def plural(account: Account, kind: Kind) -> str:
    """What several are called."""
    return kind.plural if key_of(account, kind) == kind.key else f"{key_of(account, kind)}s"


def sparse(body: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """Only the fields that were asked for."""
    return {name: value for name, value in body.items() if name in names} if names else body


def _all(account: Account, kind: Kind) -> list[Row]:
    kinds = (KINDS["product"], KINDS["lot"]) if kind is ITEM else (kind,)
    return list(chain.from_iterable(account.registers.living(each) for each in kinds))


def _order(account: Account, kind: Kind, rows: list[Row], params: Mapping[str, str]) -> None:
    """Descending unless it says otherwise, as in the SDK; by number unless it names a field."""
    field = own_name(kind, params.get("order_by") or kind.key_name, account.switches)
    known = {each.name for each in kind.fields} | {kind.key_name, "id", "number", "created_at", "updated_at"}
    if field not in known:
        raise broken("order_by", "invalid")
    direction = params.get("order_direction", "DESC").upper()
    if direction not in ("ASC", "DESC"):
        raise broken("order_direction", "invalid")

    def place(row: Row) -> tuple[Any, ...]:
        value = row.uid if field == "id" else value_of(account, row, field)
        # Nothing comes first; numbers before texts, since a list may hold both.
        kind_of = 0 if value is None else 1 if isinstance(value, int | Decimal) else 2
        return (kind_of, 0 if value is None else value if kind_of == 1 else str(value), row.uid)

    rows.sort(key=place, reverse=direction == "DESC")


def _limit(account: Account, params: Mapping[str, str]) -> int:
    limit, most = _whole(params, "limit", LIMIT), account.switches.max_limit
    if limit > most and account.switches.limit_above_max == "refused":
        raise broken("limit", "invalid")
    return min(limit, most)


def _whole(params: Mapping[str, str], name: str, default: int) -> int:
    text = params.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) < 8 and int(text) > 0):
        raise broken(name, "whole")
    return int(text)
