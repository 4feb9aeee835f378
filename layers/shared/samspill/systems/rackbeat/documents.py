"""Rackbeat's invoices, credit notes and purchase orders -> our documents (reference 4g, 4h).

Amounts are decimals of the JSON text, so nothing is rounded on the way. How a credit note is marked, and which sign
its amounts have, is not confirmed: whatever tells is asked, and a document of ours has the signs of an invoice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from samspill.model.documents import Document, DocumentLine, UnreadableLine
from samspill.model.kinds import Kind
from samspill.model.oslo import from_oslo
from samspill.systems.rackbeat.conversions import decimal, flag
from samspill.systems.rackbeat.wire import Row, number_of


@dataclass(frozen=True)
class DocumentList:
    """A register of documents; `party` is what its records are made out to."""

    path: str
    party: str


INVOICES = DocumentList("/customer-invoices", "customer")
PURCHASE_ORDERS = DocumentList("/purchase-orders", "supplier")
#: Credit notes live in the register of invoices.
LISTS: dict[Kind, DocumentList] = {
    Kind.INVOICE: INVOICES,
    Kind.CREDIT_NOTE: INVOICES,
    Kind.PURCHASE_ORDER: PURCHASE_ORDERS,
}

#: Parts of the words for a type, whatever the language; that of a credit note may hold the one for an invoice.
_CREDITS, _BILLS = ("credit", "kredit"), ("invoice", "faktura")


#: What every line has, and what it is called among our fields.
_NEEDED = {"quantity": "quantity", "line_price": "price", "vat_percentage": "vat_rate"}


@dataclass(frozen=True)
class Beside:
    """What a document's row does not hold: `groups` tells a product's group, `zone` is that of its party, `reference`
    who it is signed by."""

    groups: Mapping[str, str]
    zone: str
    reference: str = ""


def document_of(list_: DocumentList, row: Row, beside: Beside) -> Document:
    """The document. Raises ValueError for a row that lacks what every document has; a line that does is told of."""
    kind = Kind.PURCHASE_ORDER if list_ is PURCHASE_ORDERS else _kind(row)
    sign = _sign(row) if kind is Kind.CREDIT_NOTE else 1
    number = number_of(row)
    day = _day(row.get("invoice_date")) or _day(row.get("created_at"))
    if day is None:
        raise ValueError("a document has a day")
    return Document(
        kind=kind,
        id=number,
        number=number,
        open=flag(row.get("is_booked")) is not True,
        party=party_of(list_, row),
        day=day,
        due=_day(row.get("due_date")),
        delivery=_day(row.get("preferred_delivery_date")),
        currency=_text(row.get("currency")).upper() or None,
        reference=beside.reference,
        their_reference=_text(row.get("their_reference")),
        heading=_text(row.get("heading")),
        comment=_text(row.get("note")),
        project=_reference(row, "project"),
        credits=_reference(row, "credited_invoice") if kind is Kind.CREDIT_NOTE else None,
        net=sign * _amount(row, "total_subtotal"),
        gross=sign * _amount(row, "total_total"),
        lines=tuple(_line(line, sign, beside) for line in lines_of(row) if not _lacks(line)),
        unreadable=tuple(_unreadable(row)),
        created_at=_earliest(row.get("created_at")),
    )


def lines_of(row: Row) -> list[Row]:
    """Its lines. Raises ValueError for a row without: a document would seem empty."""
    lines = row.get("lines")
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        raise ValueError("a document has lines")
    return lines


def product_of(line: Row) -> str | None:
    """The number of a line's product or BOM; None for a line of text."""
    found = (_text(line.get(name)) for name in ("child_id", "item_id", "product_id", "lot_id"))
    return next(filter(None, found), None)


def party_of(list_: DocumentList, row: Row) -> str:
    """The number of who it is made out to. Raises ValueError."""
    found = _reference(row, list_.party)
    if found is None:
        raise ValueError(f"a document has a {list_.party}")
    return found


def zone_of(list_: DocumentList, row: Row) -> str | None:
    """The VAT zone of its party, where the row shows it."""
    party = row.get(list_.party)
    return (_text(party.get("vat_zone")) or None) if isinstance(party, dict) else None


def _line(line: Row, sign: int, beside: Beside) -> DocumentLine:
    product, net = product_of(line), decimal(line.get("line_total"))
    return DocumentLine(
        id=number_of(line, "id"),
        product=product,
        description=_text(line.get("name")),
        quantity=sign * _amount(line, "quantity"),
        unit_price=_amount(line, "line_price"),
        discount=decimal(line.get("discount_percentage")) or Decimal(0),
        vat_rate=_amount(line, "vat_percentage"),
        vat_key=f"{beside.groups.get(product, '') if product else ''}/{beside.zone}",
        unit=_text(line.get("unit")) or None,
        net=None if net is None else sign * net,
    )


def _lacks(line: Row) -> tuple[str, ...]:
    return tuple(field for name, field in _NEEDED.items() if decimal(line.get(name)) is None)


def _unreadable(row: Row) -> Iterator[UnreadableLine]:
    for place, line in enumerate(lines_of(row), start=1):
        if lacks := _lacks(line):
            yield UnreadableLine(place=place, text=_text(line.get("name")), lacks=lacks)


def _kind(row: Row) -> Kind:
    word = _text(row.get("type")).casefold()
    if any(part in word for part in _CREDITS):
        return Kind.CREDIT_NOTE
    if _reference(row, "credited_invoice") is not None:
        return Kind.CREDIT_NOTE
    told = any(part in word for part in _BILLS)
    return Kind.CREDIT_NOTE if not told and _sign(row) < 0 else Kind.INVOICE


def _sign(row: Row) -> int:
    """-1 where what is given back is negative: the total tells, else the first line that has a quantity."""
    amounts = [decimal(row.get("total_total")), *(decimal(line.get("quantity")) for line in lines_of(row))]
    first = next((amount for amount in amounts if amount), Decimal(1))
    return -1 if first < 0 else 1


def _reference(row: Row, name: str) -> str | None:
    """The number of a record that is referred to as `x_id`, `x_number`, or shown whole as `x`."""
    for key in (f"{name}_id", f"{name}_number"):
        if _text(row.get(key)):
            return _text(row[key])
    shown = row.get(name)
    return (_text(shown.get("number")) or None) if isinstance(shown, dict) else None


def _amount(row: Row, name: str) -> Decimal:
    found = decimal(row.get(name))
    if found is None:
        raise ValueError(f"a document has {name}")
    return found


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def _earliest(value: Any) -> datetime | None:
    """The time (UTC) it means at the earliest: it may be Copenhagen's or UTC, and the former comes first."""
    try:
        time = datetime.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
    if time is None or len(str(value)) <= len("2026-03-02"):  # a mere day
        return None
    return time.astimezone(UTC) if time.tzinfo is not None else from_oslo(time)


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return ""
    return str(value).strip()
