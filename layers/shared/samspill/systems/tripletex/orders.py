"""Orders: made with our key, found again by it, taken back.

Prices are without VAT and the order always says so: whatever the account's own choice is, its orders and our prices
never clash (reference/tripletex.md 8.9). Terms that would come from the customer or a product are all given.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from samspill.exceptions import NotFound, SamspillError
from samspill.model.kinds import Kind
from samspill.sync.ports.documents import Order, OrderDraft, OrderLine
from samspill.systems.transport import Request
from samspill.systems.tripletex import books_wire as wire
from samspill.systems.tripletex.account_rounding import AccountRounding
from samspill.systems.tripletex.answers import one
from samspill.systems.tripletex.books_terms import Terms
from samspill.systems.tripletex.books_writes import unread, write
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.conversions import amount_number
from samspill.systems.tripletex.paging import everything
from samspill.systems.tripletex.spans import FIRST, LAST, between

_SUBJECT = Kind.ORDER.value
#: The list insists on days.
_ANY_DAY = {"orderDateFrom": FIRST.isoformat(), "orderDateTo": LAST.isoformat()}
#: Of an order that does not say its own; Tripletex' always do.
_SOME_DAY = date(2000, 1, 1)
#: The longest that an order can ask for (reference/tripletex.md 8.1).
_LONGEST_DUE = 10_000


class Orders:
    """Those of one company."""

    def __init__(self, client: Client, terms: Terms) -> None:
        self._client, self._terms, self._rounding = client, terms, AccountRounding(client)

    def order(self, order_id: str) -> Order | None:
        """See the port."""
        try:
            return self._order(self._read(order_id))
        except NotFound:
            return None

    def find_orders(self, key: str, party: str) -> list[Order]:
        """See the port. No filter knows our key: of all orders of the party the comment is read."""
        rows = between(FIRST, LAST, partial(self._dated, party))
        found = (self.order(str(row.id)) for row in rows if has_key(row.internal_comment, key))
        return [replace(order, key=key) for order in found if order is not None]

    def orders_numbered(self, number: str, party: str) -> list[Order]:
        """See the port."""
        if not number:  # an empty filter is none
            return []
        query = {"number": number, "customerId": party, **_ANY_DAY, "fields": wire.ORDER_FIELDS}
        return [self._order(row) for row in everything(self._client, "/order", wire.Order, query, _SUBJECT)]

    def create_order(self, draft: OrderDraft) -> Order:
        """See the port. What was computed is only in a second answer: the first shows no lines."""
        request = Request("POST", "/order", body=self._body(draft), subject=_SUBJECT)
        made = one(write(self._client, request), wire.Order, request)
        try:
            return self._order(self._read(str(made.id)), draft.key)
        except SamspillError as error:
            raise unread(request, error) from error

    def delete_order(self, order: Order) -> None:
        """See the port. Raises DataRefused when an invoice was made of it."""
        try:
            self._client.send(Request("DELETE", f"/order/{order.id}", subject=_SUBJECT))
        except NotFound:
            return

    def close_order(self, order: Order) -> None:
        """See the port."""
        now = self._read(order.id)
        if not now.is_closed:
            body = {"id": now.id, "version": now.version, "isClosed": True}
            self._client.send(Request("PUT", f"/order/{order.id}", body=body, subject=_SUBJECT))

    def _dated(self, party: str, first: date, last: date) -> list[wire.Order]:
        """`last` is exclusive."""
        query = {
            "customerId": party,
            "orderDateFrom": first.isoformat(),
            "orderDateTo": last.isoformat(),
            "fields": wire.KEY_FIELDS,
        }
        return everything(self._client, "/order", wire.Order, query, _SUBJECT)

    def _read(self, order_id: str) -> wire.Order:
        request = Request("GET", f"/order/{order_id}", {"fields": wire.ORDER_FIELDS}, subject=_SUBJECT)
        return one(self._client.send(request), wire.Order, request)

    def _order(self, row: wire.Order, key: str | None = None) -> Order:
        lines = lines_of(row.order_lines)
        net, gross = self._totals(row)
        return Order(
            id=str(row.id),
            version=row.version,
            number=row.number or "",
            key=key or (row.internal_comment or "").strip(),
            party=str(row.customer.id) if row.customer else "",
            day=row.order_date or _SOME_DAY,
            net=net,
            gross=gross,
            lines=lines,
            currency=row.currency.code if row.currency else None,
            closed=bool(row.is_closed),
            # Recorded: an order that was invoiced has no draft invoice any more.
            invoiced=row.preliminary_invoice is None or any(line.is_charged for line in row.order_lines),
        )

    def _totals(self, row: wire.Order) -> tuple[Decimal, Decimal]:
        """What its draft invoice comes to, where that tells; else what the account's invoices lead to expect."""
        draft = row.preliminary_invoice
        if draft is not None and (draft.amount_currency or draft.amount_excluding_vat_currency):
            return draft.amount_excluding_vat_currency or wire.NOTHING, draft.amount_currency or wire.NOTHING
        net = sum((line.amount_excluding_vat_currency or wire.NOTHING for line in row.order_lines), wire.NOTHING)
        currency = row.currency.code if row.currency else None
        return net, self._rounding.gross(row.order_lines, currency, row.order_date or _SOME_DAY)

    def _body(self, draft: OrderDraft) -> dict[str, Any]:
        number = {"number": draft.number} if draft.number else {}
        project = {"project": {"id": int(draft.project)}} if draft.project else {}
        return {
            "customer": {"id": int(draft.party)},
            "orderDate": draft.day.isoformat(),
            "deliveryDate": draft.delivery.isoformat(),
            "currency": {"id": self._terms.currency_id(draft.currency)},
            "isPrioritizeAmountsIncludingVat": False,
            "internalComment": draft.key,
            "reference": draft.reference,
            "invoiceComment": draft.comment,
            "discountPercentage": 0,
            "markUpOrderLines": 0,
            "orderLineSorting": "CUSTOM",
            "orderLines": [self._line(place, line) for place, line in enumerate(draft.lines)],
            **number,
            **project,
            **_due(draft),
        }

    def _line(self, place: int, line: OrderLine) -> dict[str, Any]:
        product = {"product": {"id": int(line.product)}} if line.product else {}
        vat = {"vatType": {"id": self._terms.vat_id(line.vat_code)}} if line.vat_code else {}
        return {
            **product,
            "description": line.description,
            "count": amount_number("quantity", line.quantity),
            "unitPriceExcludingVatCurrency": amount_number("price", line.unit_price),
            "discount": amount_number("discount", line.discount),
            "sortIndex": place,
            **vat,
        }


def has_key(comment: str | None, key: str) -> bool:
    """Whether a comment holds our key, also when people wrote something beside it."""
    return key in (comment or "").split()


def lines_of(rows: Iterable[wire.Line]) -> tuple[OrderLine, ...]:
    """Lines as people see them, in their order."""
    return tuple(_line(row) for row in sorted(rows, key=lambda row: (row.sort_index or 0, row.id)))


def _due(draft: OrderDraft) -> dict[str, Any]:
    """An invoice of the order falls due so many days after its own day, which is the order's."""
    if draft.due is None:
        return {}
    days = (draft.due - draft.day).days
    return {"invoicesDueIn": min(max(days, 0), _LONGEST_DUE), "invoicesDueInType": "DAYS"}


def _line(row: wire.Line) -> OrderLine:
    return OrderLine(
        product=str(row.product.id) if row.product else None,
        description=row.description or "",
        quantity=row.count or wire.NOTHING,
        unit_price=row.unit_price_excluding_vat_currency or wire.NOTHING,
        discount=row.discount or wire.NOTHING,
        vat_code=row.vat_type.number if row.vat_type else None,
        net=row.amount_excluding_vat_currency,
        gross=row.amount_including_vat_currency,
    )
