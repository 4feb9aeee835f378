"""What people do in Rackbeat by hand: the same rules and webhooks as through the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from sandbox.rackbeat.account import Account
from sandbox.rackbeat.documents import drafts
from sandbox.rackbeat.documents.booking import book, unbook
from sandbox.rackbeat.documents.credit_notes import credit
from sandbox.rackbeat.documents.following import convert_to_invoice, ship
from sandbox.rackbeat.documents.receiving import expect, receive
from sandbox.rackbeat.errors import not_found
from sandbox.rackbeat.inventory import book_adjustment, move
from sandbox.rackbeat.kinds.catalogue import KINDS, PARTY
from sandbox.rackbeat.kinds.items import ADJUSTMENT
from sandbox.rackbeat.kinds.kind import Kind
from sandbox.rackbeat.records import create, delete, update
from sandbox.rackbeat.rows import Row

Data = Mapping[str, Any]


def edit(account: Account, op: str, kind_key: str, number: object, data: Data) -> Row:
    """Do it and give the record that came of it. ValueError for an unknown kind or act; refusals as in the API.

    `create` takes the body of a POST; `update`, `delete`, `book`, `unbook`, `credit`, `convert`, `ship`, `expect`,
    `receive` and `adjust` (`quantity`, booked at once) are about the record with that number. `import` creates like a
    CSV file: no webhooks.
    """
    kind = KINDS.get(kind_key)
    if kind is None or op not in (*_NEW, *_ACTS):
        raise ValueError(f"there is no {op} of {kind_key}")
    if op in _NEW:
        with account.silence(op == "import"):
            return new(account, kind, data)
    row = account.find(kind.numbered_in, number)
    if row is None or row.kind is not kind:
        raise not_found(kind.key)
    return _ACTS[op](account, row, data)


def new(account: Account, kind: Kind, data: Data) -> Row:
    """A new record of any kind."""
    if kind.key in PARTY:
        return drafts.draft(account, kind, dict(data), needs_lines=False)
    if kind.key == "inventory_movement":
        return move(account, dict(data))
    return create(account, kind, dict(data))


def _update(account: Account, row: Row, data: Data) -> Row:
    (drafts.change if row.kind.key in PARTY else update)(account, row, dict(data))
    return row


def _delete(account: Account, row: Row, _data: Data) -> Row:
    (drafts.delete if row.kind.key in PARTY else delete)(account, row)
    return row


def _book(account: Account, row: Row, data: Data) -> Row:
    if row.kind is ADJUSTMENT:
        book_adjustment(account, row)
    else:
        book(account, row, data)
    return row


def _unbook(account: Account, row: Row, _data: Data) -> Row:
    unbook(account, row)
    return row


def _convert(account: Account, row: Row, data: Data) -> Row:
    return convert_to_invoice(account, row, booked=bool(data.get("book")))


def _receive(account: Account, row: Row, _data: Data) -> Row:
    receive(account, row)
    return row


def _adjust(account: Account, row: Row, data: Data) -> Row:
    quantity = Decimal(str(data["quantity"]))
    body = {"item_id": row.number, "adjustment_type": "quantity", "quantity": quantity, "reason": "By hand"}
    made = create(account, ADJUSTMENT, {**body, **data, "quantity": quantity})
    book_adjustment(account, made)
    return row


_NEW = ("create", "import")
_ACTS: Mapping[str, Callable[[Account, Row, Data], Row]] = {
    "update": _update,
    "delete": _delete,
    "book": _book,
    "unbook": _unbook,
    "credit": lambda account, row, _data: credit(account, row),
    "convert": _convert,
    "ship": lambda account, row, _data: ship(account, row),
    "expect": lambda account, row, _data: expect(account, row),
    "receive": _receive,
    "adjust": _adjust,
}
