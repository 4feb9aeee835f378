"""GET, POST, PUT and DELETE of a kind, single and as lists, made from its description."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.tripletex.bodies import Sent, parse_body
from sandbox.tripletex.calls import NO_CONTENT, Answer, Call, value
from sandbox.tripletex.endpoints.batches import Store, listed_ids, store_all
from sandbox.tripletex.errors import (
    broken_rules,
    complaint,
    forbidden,
    not_found,
)
from sandbox.tripletex.kinds import Kind, Operation
from sandbox.tripletex.listing import answer_list
from sandbox.tripletex.reading import Reader
from sandbox.tripletex.routes import RouteTable
from sandbox.tripletex.rows import Row
from sandbox.tripletex.searches import SEARCHES
from sandbox.tripletex.selection import parse_selection
from sandbox.tripletex.transaction import Transaction
from sandbox.tripletex.world import TripletexWorld
from sandbox.tripletex.writing import create, delete, update

# The right of registers that everybody may read.
FREE = "register"

Handler = Callable[[TripletexWorld, Call], Answer]


class Register:
    """The handlers of one kind."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind

    def add_to(self, table: RouteTable[Handler]) -> None:
        """Register the routes that the kind has."""
        base = f"/v2/{self._kind.path}"
        routes: tuple[tuple[Operation, str, str, Handler], ...] = (
            ("list", "GET", base, self.search),
            ("get", "GET", f"{base}/{{id}}", self.get),
            ("post", "POST", base, self.post),
            ("put", "PUT", f"{base}/{{id}}", self.put),
            ("delete", "DELETE", f"{base}/{{id}}", self.delete),
            ("post_list", "POST", f"{base}/list", self.post_list),
            ("put_list", "PUT", f"{base}/list", self.put_list),
            ("delete_list", "DELETE", f"{base}/list", self.delete_list),
        )
        for operation, method, template, handler in routes:
            if operation in self._kind.operations:
                table.add(method, template, handler)

    def search(self, world: TripletexWorld, call: Call) -> Answer:
        """GET of the list."""
        kind = self._kind
        rows = call.company.table(kind.schema)
        return answer_list(
            call,
            kind.model,
            SEARCHES[kind.path],
            rows if may_read(call, kind) else (),
            today=world.clock.today(),
            checksum=kind.checksum,
            only=kind.member,
            totals=kind.totals,
        )

    def get(self, _world: TripletexWorld, call: Call) -> Answer:
        """GET of one row."""
        selection = parse_selection(call.query.get("fields", ""), self._kind.model)
        if not may_read(call, self._kind):
            raise not_found()
        row = self._row(call, call.number())
        if row.id in call.company.switches.hidden_rows.get(self._kind.path, ()):
            raise not_found()
        hidden = call.company.switches.hidden_fields.get(self._kind.path, ())
        return value(Reader(call.company, self._kind.model, selection, hidden).show(row))

    def post(self, world: TripletexWorld, call: Call) -> Answer:
        """POST of one row."""
        must_write(call, self._kind)
        sent = parse_body(self._kind.model, call.json())
        with world.transaction(call.me) as transaction:
            row = create(transaction, self._kind, sent)
            return value(self._created(call, row), 201)

    def put(self, world: TripletexWorld, call: Call) -> Answer:
        """PUT of one row: only what is sent changes."""
        must_write(call, self._kind)
        row = self._row(call, call.number())
        sent = parse_body(self._kind.model, call.json())
        with world.transaction(call.me) as transaction:
            update(transaction, self._kind, row, sent)
            return value(self._shown(call, row))

    def delete(self, world: TripletexWorld, call: Call) -> Answer:
        """DELETE of one row."""
        must_write(call, self._kind)
        row = self._row(call, call.number())
        with world.transaction(call.me) as transaction:
            delete(transaction, self._kind, row)
        return NO_CONTENT

    def post_list(self, world: TripletexWorld, call: Call) -> Answer:
        """POST of several rows."""
        must_write(call, self._kind)

        def store(transaction: Transaction, sent: Sent) -> Row:
            return create(transaction, self._kind, sent)

        return self.store_list(world, call, store)

    def put_list(self, world: TripletexWorld, call: Call) -> Answer:
        """PUT of several rows; each body names its row by id."""
        must_write(call, self._kind)

        def store(transaction: Transaction, sent: Sent) -> Row:
            if not sent.id:
                raise broken_rules([complaint("id", "null")])
            return update(transaction, self._kind, self._row(call, sent.id), sent)

        return self.store_list(world, call, store, 200)

    def delete_list(self, world: TripletexWorld, call: Call) -> Answer:
        """DELETE of `?ids=`; all or none."""
        must_write(call, self._kind)
        return self.delete_rows(world, call, listed_ids(call))

    def delete_rows(self, world: TripletexWorld, call: Call, row_ids: list[int]) -> Answer:
        """Take out several rows; all or none."""
        with world.transaction(call.me) as transaction:
            for row_id in row_ids:
                delete(transaction, self._kind, self._row(call, row_id))
        return NO_CONTENT

    def store_list(self, world: TripletexWorld, call: Call, store: Store, status: int = 201) -> Answer:
        """Store every row of the body with `store`, and answer them."""
        rows = store_all(world, call, self._kind.model, store)
        reader = Reader(call.company, self._kind.model)
        # The size of a batch answer was seen to be 0 although rows were in it.
        body = {
            "fullResultSize": 0,
            "from": 0,
            "count": len(rows),
            "versionDigest": None,
            "values": [reader.show(row) for row in rows],
        }
        return Answer(status, body)

    def _created(self, call: Call, row: Row) -> dict[str, Any]:
        selection = parse_selection(self._kind.post_fields, self._kind.model)
        shown = Reader(call.company, self._kind.model, selection).show(row)
        return {**shown, **{name: [] for name in self._kind.empty_after_post}}

    def _shown(self, call: Call, row: Row) -> dict[str, Any]:
        return Reader(call.company, self._kind.model).show(row)

    def _row(self, call: Call, row_id: int) -> Row:
        row = call.company.row(self._kind.schema, row_id)
        if row is None or not self._kind.member(row):
            raise not_found()
        return row


def may_read(call: Call, kind: Kind) -> bool:
    """False when the right is missing and its rows are hidden; raises 403/9000 when that is refused, and without the
    module."""
    _must_have_module(call, kind)
    if kind.right == FREE or call.me.token.may("read", kind.right):
        return True
    if call.company.switches.missing_rights == "refuse":
        raise forbidden()
    return False


def must_write(call: Call, kind: Kind) -> None:
    """Raises 403/9000 without the right to write, or without the module."""
    _must_have_module(call, kind)
    if not call.me.token.may("write", kind.right):
        raise forbidden()


def _must_have_module(call: Call, kind: Kind) -> None:
    if kind.module and not getattr(call.company.switches, kind.module):
        raise forbidden()
