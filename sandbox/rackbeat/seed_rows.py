"""Filling an account with many records at once: no webhooks, references by number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sandbox.rackbeat.account import Account
from sandbox.rackbeat.documents.booking import book
from sandbox.rackbeat.edits import new
from sandbox.rackbeat.errors import RackbeatError
from sandbox.rackbeat.kinds.catalogue import KINDS
from sandbox.rackbeat.kinds.kind import Kind

_BY_PLURAL: Mapping[str, Kind] = {kind.plural: kind for kind in KINDS.values()}


def plant(account: Account, rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> int:
    """Store rows by the plural of their kind; how many there were.

    A row is the body of a POST. Products may say `stock_quantity`, documents `is_booked`. Raises ValueError that says
    which row cannot be stored.
    """
    if unknown := set(rows) - set(_BY_PLURAL):
        raise ValueError(f"unknown in a seed: {', '.join(sorted(unknown))}")
    planted = 0
    with account.silence():
        for plural, kind in _BY_PLURAL.items():
            for place, row in enumerate(rows.get(plural, ())):
                try:
                    _plant(account, kind, row)
                except RackbeatError as error:
                    raise ValueError(f"{plural}[{place}]: {error}") from error
                planted += 1
    return planted


def _plant(account: Account, kind: Kind, row: Mapping[str, Any]) -> None:
    made = new(account, kind, row)
    if row.get("stock_quantity"):
        account.stock.move(made, Decimal(str(row["stock_quantity"])))
    if row.get("is_booked"):
        book(account, made, {})
