"""What a person does in the program itself: edits without rights, limits and sessions, but with the same rules."""

from __future__ import annotations

from typing import Any, Literal

from sandbox.tripletex.bodies import parse_body
from sandbox.tripletex.company import Company
from sandbox.tripletex.endpoints.catalogue import KINDS
from sandbox.tripletex.errors import not_found
from sandbox.tripletex.kinds import Kind
from sandbox.tripletex.reading import Reader
from sandbox.tripletex.rows import Row
from sandbox.tripletex.schema import Type
from sandbox.tripletex.selection import ALL, Selection
from sandbox.tripletex.world import TripletexWorld
from sandbox.tripletex.writing import create, delete, update

Action = Literal["create", "update", "delete"]


def edit(
    world: TripletexWorld,
    company_id: int,
    kind_name: str,
    action: Action,
    row_id: int | None = None,
    fields: dict[str, Any] | None = None,
    *,
    force: bool = False,
) -> dict[str, Any] | None:
    """Create, change or delete a row; webhooks fire. Gives the row as state shows it, None after a deletion.

    Fields are as on the wire and may include read-only ones. `force` deletes what is in use. Raises
    TripletexError as the API would, KeyError for an unknown company or kind.
    """
    kind = KINDS[kind_name]
    with world.lock:
        company = world.companies[company_id]
        with world.by_hand(company) as transaction:
            if action == "create":
                sent = parse_body(kind.model, fields or {}, by_hand=True)
                return raw(company, kind, create(transaction, kind, sent))
            row = company.row(kind.schema, row_id)
            if row is None:
                raise not_found()
            if action == "update":
                update(transaction, kind, row, parse_body(kind.model, fields or {}, by_hand=True))
                return raw(company, kind, row)
            if force:
                transaction.delete(kind.schema, row)
            else:
                delete(transaction, kind, row)
            return None


def raw(company: Company, kind: Kind, row: Row) -> dict[str, Any]:
    """A row with everything it owns expanded, and with what reads never show."""
    owned = {
        field.name: ALL
        for field in kind.model.fields.values()
        if field.owned or (field.on_demand and field.type in (Type.REF, Type.REFS))
    }
    selection = Selection(everything=True, inner={**dict.fromkeys(owned, ALL)})
    shown = Reader(company, kind.model, selection).show(row)
    hidden = {name: value for name, value in row.values.items() if name.startswith("_") or name == "userType"}
    return {**shown, **hidden}


def rows_of(world: TripletexWorld, company_id: int, kind_name: str) -> list[dict[str, Any]]:
    """All rows of a kind, by id. KeyError for an unknown company or kind."""
    kind = KINDS[kind_name]
    with world.lock:
        company = world.companies[company_id]
        return [raw(company, kind, row) for row in company.table(kind.schema) if kind.member(row)]
