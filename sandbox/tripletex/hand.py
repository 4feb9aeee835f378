"""What a person does in the program itself: edits without rights, limits and sessions, but with the same rules."""

from __future__ import annotations

from typing import Any, Literal

from sandbox.tripletex.bodies import parse_body
from sandbox.tripletex.company import Company
from sandbox.tripletex.endpoints.catalogue import KINDS
from sandbox.tripletex.endpoints.orders import charge_order
from sandbox.tripletex.errors import not_found
from sandbox.tripletex.kinds import Kind
from sandbox.tripletex.people_filters import entitle
from sandbox.tripletex.reading import Reader
from sandbox.tripletex.rows import Row
from sandbox.tripletex.rules.crediting import credit
from sandbox.tripletex.selection import ALL, Selection
from sandbox.tripletex.transaction import Transaction
from sandbox.tripletex.world import TripletexWorld
from sandbox.tripletex.writing import create, delete, update

Action = Literal["create", "update", "delete", "charge", "credit"]


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

    "charge" makes an invoice of an order (`fields` may have `invoiceDate`), "credit" a credit note of an invoice
    (`date`, `comment`); both give the invoice that came of it, and nothing is sent.

    Fields are as on the wire and may include read-only ones; `isProjectManager` says whether an employee may be
    chosen as project manager. `force` deletes what is in use. Raises TripletexError as the API would, KeyError
    for an unknown company or kind.
    """
    kind, plain = KINDS[kind_name], dict(fields or {})
    entitled = plain.pop("isProjectManager", None) if kind_name == "employee" else None
    with world.lock:
        company = world.companies[company_id]
        row = company.row(kind.schema, row_id)
        if row is None and action != "create":
            raise not_found()
        with world.by_hand(company) as transaction:
            if action in ("charge", "credit") and row is not None:
                document = _DOCUMENTS[kind_name, action](transaction, row, plain, world.clock.today().isoformat())
                return raw(company, KINDS["invoice"], document)
            if row is None:
                row = create(transaction, kind, parse_body(kind.model, plain, by_hand=True))
            elif action == "update":
                update(transaction, kind, row, parse_body(kind.model, plain, by_hand=True))
            elif force:
                transaction.delete(kind.schema, row)
            else:
                delete(transaction, kind, row)
        if entitled is not None:
            entitle(company, row, entitled)
        return None if action == "delete" else raw(company, kind, row)


def _charge(transaction: Transaction, order: Row, fields: dict[str, Any], today: str) -> Row:
    return charge_order(transaction, order, fields.get("invoiceDate", today))


def _credit(transaction: Transaction, invoice: Row, fields: dict[str, Any], today: str) -> Row:
    return credit(transaction, invoice, fields.get("date", today), fields.get("comment", ""))


_DOCUMENTS = {("order", "charge"): _charge, ("invoice", "credit"): _credit}


def raw(company: Company, kind: Kind, row: Row) -> dict[str, Any]:
    """A row with everything it owns expanded, with what reads show only when it is named, and what they never do."""
    fields = kind.model.fields.values()
    inner: dict[str, Selection | None] = {
        each.name: None for each in fields if each.on_demand and each.name != "changes"
    }
    inner |= {each.name: ALL for each in fields if each.owned}
    shown = Reader(company, kind.model, Selection(everything=True, inner=inner)).show(row)
    hidden = {name: value for name, value in row.values.items() if name.startswith("_") or name == "userType"}
    return {**shown, **hidden}


def rows_of(world: TripletexWorld, company_id: int, kind_name: str) -> list[dict[str, Any]]:
    """All rows of a kind, by id. KeyError for an unknown company or kind."""
    kind = KINDS[kind_name]
    with world.lock:
        company = world.companies[company_id]
        return [raw(company, kind, row) for row in company.table(kind.schema) if kind.member(row)]
