"""How records look in answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sandbox.rackbeat.account import Account
from sandbox.rackbeat.documents.showing import document_parts, line_parts
from sandbox.rackbeat.kinds.documents import BOOKABLE
from sandbox.rackbeat.kinds.holds import Ref
from sandbox.rackbeat.reading import wire_name
from sandbox.rackbeat.rows import Row
from sandbox.rackbeat.texts import term_type

#: `self` names the real host, whoever asks.
HOST = "https://app.rackbeat.com/api"


def shown(account: Account, row: Row, depth: int = 1) -> dict[str, Any]:
    """A record. Records that it refers to are shown whole, without those that they refer to (depth 1)."""
    kind = row.kind
    body: dict[str, Any] = {kind.key_name: row.number}
    for each in kind.fields:
        value = row.values.get(each.name)
        if isinstance(each.holds, Ref):
            target = None if value is None else account.registers.by_uid(value)
            value = target.number if target else None
            if depth and each.holds.embeds:
                body[each.holds.embeds] = shown(account, target, depth - 1) if target else None
        body[each.name] = value
    body |= _COMPUTED.get(kind.key, _nothing)(account, row)
    if kind.has_lines and depth:
        body["lines"] = [line_parts(account, row, line) for line in row.lines]
    body |= {
        "is_deleted": row.deleted_at is not None,
        "deleted_at": stamp(account, row.deleted_at) if row.deleted_at else None,
        "created_at": stamp(account, row.created_at),
        "updated_at": stamp(account, row.updated_at),
        "self": f"{HOST}/{kind.path}/{quote(str(row.number), safe='')}",
    }
    return _renamed(account, row, body)


def stamp(account: Account, at: datetime) -> str:
    """`YYYY-MM-DD HH:MM:SS` in the account's zone, which it does not name."""
    return at.astimezone(ZoneInfo(account.switches.time_zone)).strftime("%Y-%m-%d %H:%M:%S")


def as_json(body: object) -> str:
    """JSON text; amounts become the floats that Rackbeat answers."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=_plain)


def moment(at: datetime) -> str:
    """For control routes: RFC 3339 in UTC."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _renamed(account: Account, row: Row, body: dict[str, Any]) -> dict[str, Any]:
    if not account.switches.field_names:
        return body
    names = {name: wire_name(row.kind, name, account.switches) for name in body}
    return {names[name]: value for name, value in body.items() if names[name]}


def _nothing(_account: Account, _row: Row) -> Mapping[str, Any]:
    return {}


def _term(account: Account, row: Row) -> Mapping[str, Any]:
    name = row["type"]
    codes = account.switches.term_types
    return {"type": codes.get(name, name), "type_translated": term_type(name, account.language)}


def _group(account: Account, row: Row) -> Mapping[str, Any]:
    return {"num_products": account.products_of(row)}


def _item(account: Account, row: Row) -> Mapping[str, Any]:
    group = account.registers.by_uid(row["group_id"])
    return {
        "id": row.uid,
        "type": row.kind.key,
        "urlfriendly_number": quote(str(row.number), safe=""),
        "inventory_enabled": group["has_inventory"],
        "is_convertable": row.kind.key == "product",
        "department_id": None,
        "picture_url": None,
        "pictures": [],
        "field_values": [],
        **account.stock.quantities(row),
    }


def _lot(account: Account, row: Row) -> Mapping[str, Any]:
    parts = [(line.quantity, account.registers.by_uid(line.item)) for line in row.lines]
    return {
        **_item(account, row),
        "cost_price": sum((count * (part.values.get("cost_price") or 0) for count, part in parts), Decimal(0)),
        "total_price": sum((count * (part["sales_price"] or 0) for count, part in parts), Decimal(0)),
    }


_COMPUTED: Mapping[str, Callable[[Account, Row], Mapping[str, Any]]] = {
    "payment_term": _term,
    "product_group": _group,
    "product": _item,
    "lot": _lot,
    **{kind.key: document_parts for kind in BOOKABLE},
}
