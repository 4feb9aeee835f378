"""Adjustments and movements of stock (reference 4j)."""

from __future__ import annotations

from sandbox.rackbeat.account import Account
from sandbox.rackbeat.errors import broken
from sandbox.rackbeat.kinds.items import MOVEMENT
from sandbox.rackbeat.records import create
from sandbox.rackbeat.rows import Row


def book_adjustment(account: Account, row: Row) -> None:
    """What an adjustment says is added to the stock, once."""
    if row["is_booked"]:
        raise broken(row.kind.key, "booked", name=row.number)
    account.stock.move(account.registers.by_uid(row["item_id"]), row["quantity"], row["location"])
    account.alter(row, {"is_booked": True})


def move(account: Account, body: object) -> Row:
    """Carry goods from one location to another."""
    row = create(account, MOVEMENT, body)
    item = account.registers.by_uid(row["item_id"])
    account.stock.move(item, -row["quantity"], row["from_location_id"])
    account.stock.move(item, row["quantity"], row["to_location_id"])
    return row
