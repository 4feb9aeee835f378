"""Owned objects sent inside another one: addresses, employments, order lines, postings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.tripletex.bodies import Sent
from sandbox.tripletex.company import Company
from sandbox.tripletex.errors import bad_values, complaint
from sandbox.tripletex.rows import Row
from sandbox.tripletex.schema import SCHEMAS, Field, Schema, Type
from sandbox.tripletex.transaction import Transaction

# Fills in an owned object's values, from its owner's and from what was sent of it.
CompletePart = Callable[[Company, Mapping[str, Any], Sent, dict[str, Any]], None]
_NOTHING: Mapping[str, CompletePart] = {}

# (owner, field) → the owned object's field that points back.
BACK: dict[tuple[str, str], str] = {
    ("Employee", "employments"): "employee",
    ("Employment", "employmentDetails"): "employment",
    ("Order", "orderLines"): "order",
    ("Voucher", "postings"): "voucher",
    ("Project", "participants"): "project",
    ("Project", "projectHourlyRates"): "project",
}

# Owned fields that may also take in an object that exists already.
ADOPTING = frozenset({("Invoice", "orders"), ("Customer", "deliveryAddress"), ("Supplier", "deliveryAddress")})


def store_parts(
    transaction: Transaction,
    schema: Schema,
    owner: Row,
    sent: Sent,
    *,
    into: dict[str, Any] | None = None,
    born_with: tuple[str, ...] = (),
    completing: Mapping[str, CompletePart] = _NOTHING,
) -> bool:
    """Create or change the owned objects of `owner`; says whether anything below it changed.

    `into`: the values the owner is about to get (its own, when it is new). An owned object with an id must
    belong to the owner already; one without an id is new, and takes the place of a single one. `completing` has,
    by field, what completes owned objects.
    """
    values = owner.values if into is None else into
    changed = False
    for name, parts in sent.parts.items():
        known = schema.fields[name]
        before = _ids(known, values)
        ids = []
        for part in parts:

            def complete(part_values: dict[str, Any], name: str = name, part: Sent = part) -> None:
                if name in completing:
                    completing[name](transaction.company, values, part, part_values)

            part_id, part_changed = _store(transaction, schema, owner, known, part, before, complete)
            ids.append(part_id)
            changed = changed or part_changed
        if known.type is Type.REF:
            values[name] = ids[0]
        else:
            values[name] = tuple(dict.fromkeys((*before, *ids)))
    for name in born_with:
        if name not in values:
            values[name] = transaction.company.new_id()
    return changed


def _ids(known: Field, values: dict[str, Any]) -> tuple[int, ...]:
    value = values.get(known.name)
    if value is None:
        return ()
    return tuple(value) if known.type is Type.REFS else (value,)


def _store(
    transaction: Transaction,
    schema: Schema,
    owner: Row,
    known: Field,
    part: Sent,
    before: tuple[int, ...],
    complete: Callable[[dict[str, Any]], None],
) -> tuple[int, bool]:
    target = SCHEMAS[known.target]
    wanted = {name: value for name, value in part.values.items() if value is not None}
    back = BACK.get((schema.name, known.name))
    if back:
        wanted[back] = owner.id
    if not part.id:
        complete(wanted)
        row = transaction.insert(target.name, _without_defaults(target, wanted))
        store_parts(transaction, target, row, part)
        return row.id, True
    if (schema.name, known.name) in ADOPTING and transaction.company.row(target.name, part.id):
        return part.id, part.id not in before
    if part.id not in before:
        raise bad_values([complaint(known.name, "bad_reference", f"null.{known.name}")])
    existing = transaction.company.row(target.name, part.id)
    if existing is None:
        # An address that came with its owner has no row until something is in it.
        kept = _without_defaults(target, wanted)
        if not kept:
            return part.id, False
        transaction.insert(target.name, kept, row_id=part.id)
        return part.id, True
    cleared = {name for name, value in part.values.items() if value is None}
    values = {**{k: v for k, v in existing.values.items() if k not in cleared}, **wanted}
    complete(values)
    deeper = store_parts(transaction, target, existing, part, into=values)
    values = _without_defaults(target, values)
    if values == existing.values and not deeper:
        return part.id, False
    transaction.touch(target.name, existing, values)
    return part.id, True


def _without_defaults(schema: Schema, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value != schema.fields[name].default}
