"""Creating, changing and deleting records that are no documents, by the rules of each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.rackbeat.account import Account
from sandbox.rackbeat.documents.lines import Terms, read_lines
from sandbox.rackbeat.errors import Complaint, broken, label, refused
from sandbox.rackbeat.kinds.holds import Ref
from sandbox.rackbeat.kinds.kind import Kind
from sandbox.rackbeat.reading import Given, read_body
from sandbox.rackbeat.rows import Line, Row


def create(account: Account, kind: Kind, body: object) -> Row:
    """A new record, or 422."""
    given = read_body(account, kind, body)
    lines = _lines(account, kind, body, given, None)
    _judge(account, None, kind, given)
    return account.add(kind, given.number, given.values, lines)


def update(account: Account, row: Row, body: object) -> None:
    """Change the fields that the body names; another number renumbers the record."""
    given = read_body(account, row.kind, body, row)
    lines = _lines(account, row.kind, body, given, row)
    _judge(account, row, row.kind, given)
    account.alter(row, given.values, given.number, lines)


def delete(account: Account, row: Row) -> None:
    """Delete what nothing refers to and what never moved."""
    if row.kind.numbered_in == "item" and account.stock.moved(row):
        raise broken(row.kind.key, "moved", label=label(row.kind.key), name=row.number)
    if row.values.get("is_booked") or any(_refers(each, row) for each in account.registers.everything()):
        raise broken(row.kind.key, "in_use", label=label(row.kind.key), name=row.number)
    account.remove(row)


def _lines(account: Account, kind: Kind, body: object, given: Given, row: Row | None) -> list[Line] | None:
    """The parts of a BOM."""
    if not kind.has_lines or not isinstance(body, dict):
        return None
    if body.get("lines") is None:
        given.complaints += [Complaint("lines", "required")] if row is None else []
        return None
    lines, wrong = read_lines(account, body["lines"], Terms(), row.lines if row else ())
    given.complaints += wrong
    given.complaints += [
        Complaint(f"lines.{place}.product_id", "invalid")
        for place, line in enumerate(lines)
        if account.registers.by_uid(line.item).kind is kind
    ]
    return lines


def _judge(account: Account, row: Row | None, kind: Kind, given: Given) -> None:
    rule = _RULES.get(kind.key)
    if rule is not None and not given.complaints:
        given.complaints += rule(account, row, given.values)
    if given.complaints:
        raise refused(given.complaints)


def _group(account: Account, row: Row | None, values: Mapping[str, Any]) -> list[Complaint]:
    """has_inventory is locked after the first transaction (hd/ht-00064)."""
    if row is None or values.get("has_inventory", row["has_inventory"]) == row["has_inventory"]:
        return []
    return [Complaint("has_inventory", "inventory_locked")] if account.stock.group_moved(row) else []


def _adjustment(account: Account, _row: Row | None, values: Mapping[str, Any]) -> list[Complaint]:
    item = account.registers.by_uid(values["item_id"])
    if not values["quantity"]:
        return [Complaint("quantity", "no_change")]
    if item.kind.key != "product" or not account.stock.kept(item):
        return [Complaint("item_id", "no_inventory", {"label": label(item.kind.key), "name": item["name"]})]
    return []


_RULES: Mapping[str, Callable[[Account, Row | None, Mapping[str, Any]], list[Complaint]]] = {
    "product_group": _group,
    "inventory_adjustment": _adjustment,
    "inventory_movement": _adjustment,
}


def _refers(other: Row, row: Row) -> bool:
    if any(row.uid in (line.item, line.location) for line in other.lines):
        return True
    return any(isinstance(each.holds, Ref) and other.values.get(each.name) == row.uid for each in other.kind.fields)
