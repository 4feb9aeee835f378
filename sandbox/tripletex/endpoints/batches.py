"""What list endpoints do with several rows at once: a most of rows, all or none, or what goes well."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.tripletex.bodies import Sent, parse_bodies
from sandbox.tripletex.calls import Call
from sandbox.tripletex.errors import (
    TripletexError,
    bad_id_list,
    bad_mapping,
    broken_rules,
    complaint,
    missing_parameters,
)
from sandbox.tripletex.rows import Row
from sandbox.tripletex.schema import Schema
from sandbox.tripletex.transaction import Transaction
from sandbox.tripletex.world import TripletexWorld

Store = Callable[[Transaction, Sent], Row]


def listed_ids(call: Call) -> list[int]:
    """`?ids=1,2`. Raises 422/15000 when it is missing and 422/12000 when it is no list of numbers."""
    text = call.query.get("ids")
    if not text:
        raise missing_parameters(["ids"])
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() for part in parts):
        raise bad_id_list("ids", call.language)
    return [int(part) for part in parts]


def store_all(world: TripletexWorld, call: Call, schema: Schema, store: Store) -> list[Row]:
    """Store every row of the body, in one transaction or one each (it is not known which Tripletex does).

    Raises the error of the first bad row; without `batch_atomic` the good rows stay stored all the same.
    """
    switches, bodies = call.company.switches, call.json()
    if not isinstance(bodies, list):
        raise bad_mapping([complaint(None, "wrong_type")])
    if len(bodies) > switches.batch_most_rows:
        raise broken_rules([complaint(None, "long_list", most=switches.batch_most_rows)])
    parsed = parse_bodies(schema, bodies)
    if switches.batch_atomic:
        with world.transaction(call.me) as transaction:
            return [_stored(call, store, transaction, *each) for each in enumerate(parsed)]
    return _one_by_one(world, call, store, parsed)


def _stored(call: Call, store: Store, transaction: Transaction, place: int, sent: Sent) -> Row:
    if place == call.twist.bad_row:
        raise broken_rules([complaint("Internt felt", "fill")])
    return store(transaction, sent)


def _one_by_one(world: TripletexWorld, call: Call, store: Store, parsed: list[Sent]) -> list[Row]:
    rows: list[Row] = []
    first_error: TripletexError | None = None
    for place, sent in enumerate(parsed):
        try:
            with world.transaction(call.me) as transaction:
                rows.append(_stored(call, store, transaction, place, sent))
        except TripletexError as error:
            first_error = first_error or error
    if first_error is not None:
        raise first_error
    return rows
