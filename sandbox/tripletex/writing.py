"""Creating, changing and deleting rows: parse, check, complete, store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.tripletex.bodies import Sent, length_complaints, parse_body
from sandbox.tripletex.company import Company
from sandbox.tripletex.errors import (
    Complaint,
    TripletexError,
    bad_values,
    broken_rules,
    complaint,
    stale,
)
from sandbox.tripletex.kinds import Draft, Kind
from sandbox.tripletex.parts import store_parts
from sandbox.tripletex.rows import Row
from sandbox.tripletex.schema import Schema, Type
from sandbox.tripletex.texts import say
from sandbox.tripletex.transaction import Transaction


def create(transaction: Transaction, kind: Kind, sent: Sent) -> Row:
    """Store a new row. Raises 422/18000 with all broken rules of one stage: field rules first, then business."""
    if sent.id or sent.version is not None:
        found = [complaint("id", "id_on_create")] if sent.id else []
        if sent.version is not None:
            found.append(complaint("version", "version_on_create"))
        raise broken_rules(found)
    draft = _draft(transaction.company, kind, None, sent)
    _check(draft)
    kind.prepare(transaction, sent)
    kind.complete(draft)
    row = transaction.insert(kind.schema, draft.values, kind.first_version)
    store_parts(transaction, kind.model, row, sent, born_with=kind.born_with, completing=kind.complete_parts)
    kind.after_create(transaction, row)
    return row


def update(transaction: Transaction, kind: Kind, row: Row, sent: Sent) -> Row:
    """Change the fields that were sent. Raises 409/8000 when a version was sent that is not the current one."""
    if sent.version is not None and sent.version != row.version:
        raise stale()
    for name in kind.ignores_on_put & sent.names:
        sent.values.pop(name, None)
        sent.parts.pop(name, None)
    draft = _draft(transaction.company, kind, row, sent)
    _check(draft)
    kind.complete(draft)
    parts_changed = store_parts(transaction, kind.model, row, sent, into=draft.values, completing=kind.complete_parts)
    if parts_changed:
        transaction.touch(kind.schema, row, draft.values)
    else:
        transaction.update(kind.schema, row, draft.values)
    return row


def delete(transaction: Transaction, kind: Kind, row: Row) -> None:
    """Take a row out. Raises 422/18000 with an HTML list of what is registered on it."""
    reasons = kind.in_use(transaction.company, row)
    if reasons:
        raise in_use(reasons, transaction.company)
    transaction.delete(kind.schema, row)
    kind.after_delete(transaction, row)


def in_use(reasons: list[str], company: Company) -> TripletexError:
    """The answer to deleting what others refer to."""
    lines = "\n".join(f"<li>{say(reason, company.language)}</li>" for reason in reasons)
    return broken_rules([complaint("Internt felt (id)", "html", html=f"<ul>{lines}</ul>")])


def parse_and_create(transaction: Transaction, kind: Kind, body: object) -> Row:
    """`create` from a JSON object."""
    return create(transaction, kind, parse_body(kind.model, body))


def _draft(company: Company, kind: Kind, before: Row | None, sent: Sent) -> Draft:
    values = dict(before.values) if before else {}
    if before is not None and kind.zero_is_null:
        sent.values = {name: None if value == 0 else value for name, value in sent.values.items()}
    for name, value in sent.values.items():
        put_value(values, kind.model, name, value)
    return Draft(company, kind, before, sent, values)


def put_value(values: dict[str, Any], schema: Schema, name: str, value: object) -> None:
    """Set a field; null and the default are stored as nothing."""
    if value is None or value == schema.fields[name].default:
        values.pop(name, None)
    else:
        values[name] = value


def _check(draft: Draft) -> None:
    field_rules = [*_missing(draft, "field"), *length_complaints(draft.sent), *_references(draft)]
    if field_rules:
        raise bad_values(field_rules)
    business = [*_missing(draft, "rule"), *draft.kind.check(draft)]
    if business:
        raise broken_rules(business)


def _missing(draft: Draft, style: str) -> Iterator[Complaint]:
    for name, (key, how) in draft.kind.required.items():
        if how != style or name in draft.sent.parts or not (draft.creating or name in draft.sent.values):
            continue
        given = draft.sent.values.get(name)
        # Empty text is not null, but does not fill a field either.
        if given is None or (key == "fill" and given == ""):
            yield complaint(name, key, f"null.{name}" if style == "field" else None)


def _references(draft: Draft) -> Iterator[Complaint]:
    for name, value in draft.sent.values.items():
        known = draft.kind.model.fields[name]
        if known.type is not Type.REF or value is None:
            continue
        if draft.company.row(known.target, value) is None and known.target not in ("Company",):
            yield complaint(name, "bad_reference", f"null.{name}")
