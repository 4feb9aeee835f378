"""List, read, create, change and delete: the same for every kind."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.rackbeat.account import Account
from sandbox.rackbeat.answers import Answer, Call, Operation
from sandbox.rackbeat.documents import drafts
from sandbox.rackbeat.errors import not_found
from sandbox.rackbeat.kinds.catalogue import PARTY
from sandbox.rackbeat.kinds.items import ITEM
from sandbox.rackbeat.kinds.kind import Kind
from sandbox.rackbeat.listing import key_of, page_of, sparse
from sandbox.rackbeat.records import create, delete, update
from sandbox.rackbeat.rows import Row
from sandbox.rackbeat.showing import shown


def find(account: Account, kind: Kind, number: str) -> Row:
    """The record that a path names, or 404."""
    row = account.find(kind.numbered_in if kind is not ITEM else "item", number)
    if row is None or (row.kind is not kind and kind is not ITEM):
        raise not_found(kind.key)
    return row


def one(account: Account, row: Row, status: int = 200, names: list[str] | None = None) -> Answer:
    """A record in its envelope."""
    return Answer(status, {key_of(account, row.kind): sparse(shown(account, row), names or [])})


def register_operations(kind: Kind) -> list[Operation]:
    """What can be done with records of a kind, by its table."""

    def index(call: Call) -> Answer:
        return Answer(206, page_of(call.account, kind, dict(call.query), call.twist.shift))

    def read(call: Call) -> Answer:
        names = [name for name in call.query.get("fields", "").split(",") if name]
        if call.account.switches.shows_deleted and call.account.find(kind.numbered_in, call.path["number"]) is None:
            gone = call.account.registers.find_deleted(kind, call.path["number"]) if kind is not ITEM else None
            if gone is not None:
                return one(call.account, gone, names=names)
        row = find(call.account, kind, call.path["number"])
        body = sparse(shown(call.account, row), names)
        return Answer(200, {key_of(call.account, kind): body})

    def store(call: Call) -> Answer:
        if kind.key in PARTY:
            return one(call.account, drafts.draft(call.account, kind, call.body, needs_lines=True), 201)
        return one(call.account, create(call.account, kind, call.body), 201)

    def change(call: Call) -> Answer:
        row = find(call.account, kind, call.path["number"])
        (drafts.change if kind.key in PARTY else update)(call.account, row, call.body)
        return one(call.account, row)

    def remove(call: Call) -> Answer:
        row = find(call.account, kind, call.path["number"])
        (drafts.delete if kind.key in PARTY else delete)(call.account, row)
        return Answer(204)

    many, single = f"/{kind.path}", f"/{kind.path}/{{number}}"
    writes: dict[str, tuple[str, Callable[[Call], Answer]]] = {
        "POST": (many, store),
        "PUT": (single, change),
        "DELETE": (single, remove),
    }
    return [
        Operation("GET", many, kind.scope, index),
        Operation("GET", single, kind.scope, read),
        *(
            Operation(method, path, kind.scope, act)
            for method, (path, act) in writes.items()
            if method in kind.methods
        ),
    ]
