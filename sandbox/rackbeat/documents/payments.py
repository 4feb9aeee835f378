"""Payments of invoices."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sandbox.rackbeat.errors import broken
from sandbox.rackbeat.kinds.holds import decimal
from sandbox.rackbeat.reading import NOTHING
from sandbox.rackbeat.rows import Row

if TYPE_CHECKING:
    from sandbox.rackbeat.account import Account

PAYMENTS = "payments"


def payments(row: Row) -> list[dict[str, Any]]:
    """The payments of an invoice."""
    return list(row.values.get(PAYMENTS, ()))


def paid(row: Row) -> Decimal:
    """What they come to."""
    return sum((each["amount"] for each in payments(row)), Decimal(0))


def pay(account: Account, row: Row, body: object) -> dict[str, Any]:
    """A payment of a booked invoice, of any amount."""
    given = body if isinstance(body, dict) else {}
    if not row["is_booked"]:
        raise broken(row.kind.key, "not_booked", name=row.number)
    amount = decimal(given.get("amount"))
    if amount is None:
        raise broken("amount", "required" if given.get("amount") in NOTHING else "number")
    made = {"number": len(payments(row)) + 1, "amount": amount, f"{row.kind.key}_id": row.number}
    account.alter(row, {PAYMENTS: [*payments(row), made]})
    return made
