"""A record or document as its system shows it this moment, as values that anybody can read."""

from collections.abc import Callable, Mapping
from typing import cast

from samspill.model.kinds import Kind, Side
from samspill.model.records import Values
from samspill.sync.ports import System
from samspill.sync.ports.documents import Books, Invoice, Order, Source

#: What documents have become in Tripletex, by the kind of their link.
_IN_BOOKS: Mapping[Kind, Callable[[Books, str], Order | Invoice | None]] = {
    Kind.ORDER: lambda books, thing_id: books.order(thing_id),
    Kind.INVOICE: lambda books, thing_id: books.invoice(thing_id),
    Kind.CREDIT_NOTE: lambda books, thing_id: books.invoice(thing_id),
    Kind.PURCHASE_ORDER: lambda books, thing_id: books.purchase_order(thing_id),
}


def values_of(system: System, kind: Kind, side: Side, record_id: str) -> Values | None:
    """None when it does not exist. Raises what the systems raise, and KeyError for a kind that nobody shows."""
    if kind.is_document and side is Side.APP:
        document = cast(Source, system).documents(kind, [record_id]).get(record_id)
        left_out = {"kind", "id", "lines", "unreadable"}
        shown = document.model_dump(mode="json", exclude=left_out) if document is not None else None
        return {**shown, "lines": len(document.lines)} if document is not None and shown is not None else None
    if kind in _IN_BOOKS:
        thing = _IN_BOOKS[kind](cast(Books, system), record_id)
        return None if thing is None else _said(thing)
    record = system.get(kind, [record_id])[record_id]
    return record.values() if record is not None else None


def _said(thing: Order | Invoice) -> Values:
    said: Values = {"number": thing.number, "day": thing.day.isoformat(), "currency": thing.currency}
    return {**said, "net": str(thing.net), "gross": str(thing.gross)}
