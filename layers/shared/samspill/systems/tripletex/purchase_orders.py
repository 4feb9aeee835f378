"""Purchase orders: only companies with Logistics have them (reference/tripletex.md, OpenAPI 2.75.00).

Their lines cannot come with them: they are posted afterwards, all in one call. One of ours that has no lines at all
is thus half made: it is not found as ours, and making it goes on with it, or begins anew when it is to be another.
"""

from datetime import date, timedelta
from functools import partial
from typing import Any

from samspill.exceptions import ConfigurationWrong, DataRefused, NotFound, RetryLater, SamspillError, VersionConflict
from samspill.model.kinds import Kind
from samspill.sync.ports.documents import Order, OrderDraft, OrderLine
from samspill.systems.transport import Request
from samspill.systems.tripletex import books_wire as wire
from samspill.systems.tripletex.answers import one, page
from samspill.systems.tripletex.books_terms import Terms
from samspill.systems.tripletex.books_writes import unread, write
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.conversions import amount_number
from samspill.systems.tripletex.orders import has_key, lines_of
from samspill.systems.tripletex.paging import everything
from samspill.systems.tripletex.spans import FIRST, LAST, between

_PATH, _SUBJECT = "/purchaseOrder", Kind.PURCHASE_ORDER.value


class PurchaseOrders:
    """Those of one company."""

    def __init__(self, client: Client, terms: Terms) -> None:
        self._client, self._terms = client, terms

    def purchase_order(self, order_id: str) -> Order | None:
        """See the port."""
        row = self._find(order_id)
        return None if row is None else _order(row)

    def find_purchase_orders(self, key: str, party: str) -> list[Order]:
        """See the port."""
        return [_order(row, key) for row in self._with_key(key, party) if row.order_lines]

    def purchase_orders_numbered(self, number: str, party: str) -> list[Order]:
        """See the port."""
        return [_order(row) for row in self._rows({"number": number, "supplierId": party})] if number else []

    def create_purchase_order(self, draft: OrderDraft) -> Order:
        """See the port."""
        begun = next((row for row in self._with_key(draft.key, draft.party) if not row.order_lines), None)
        if begun is not None and not self._is_begun(begun, draft):
            self._delete(begun.id)
            begun = None
        order_id = begun.id if begun else self._begin(draft)
        self._add_lines(order_id, draft)
        try:
            return _order(self._read(str(order_id)), draft.key)
        except SamspillError as error:
            raise unread(Request("POST", _PATH), error) from error

    def _is_begun(self, row: wire.PurchaseOrder, draft: OrderDraft) -> bool:
        """Whether what one without lines says of itself is what the draft does."""
        begun = (
            row.creation_date,
            row.delivery_date,
            row.project.id if row.project else None,
            row.currency.id if row.currency else None,
        )
        project = int(draft.project) if draft.project else None
        return begun == (draft.day, draft.delivery, project, self._terms.currency_id(draft.currency))

    def _begin(self, draft: OrderDraft) -> int:
        request = Request("POST", _PATH, body=self._body(draft), subject=_SUBJECT)
        try:
            return one(write(self._client, request), wire.PurchaseOrder, request).id
        except ConfigurationWrong as error:
            raise _without_logistics(error) from error

    def _add_lines(self, order_id: int, draft: OrderDraft) -> None:
        body = [_line_body(order_id, line) for line in draft.lines]
        request = Request("POST", f"{_PATH}/orderline/list", body=body, subject=_SUBJECT)
        try:
            page(self._client.send(request), wire.Line, request)
        except (DataRefused, NotFound, VersionConflict) as error:
            self._take_back(order_id)
            raise (
                error if isinstance(error, DataRefused) else DataRefused("data_refused", "", error.detail)
            ) from error

    def _take_back(self, order_id: int) -> None:
        """An order without its lines is of no use to anybody; where that fails, the next try goes on with it."""
        try:
            self._delete(order_id)
        except (RetryLater, DataRefused, VersionConflict):
            return

    def _delete(self, order_id: int) -> None:
        """One that is gone is fine."""
        try:
            self._client.send(Request("DELETE", f"{_PATH}/{order_id}", subject=_SUBJECT))
        except NotFound:
            return

    def _with_key(self, key: str, party: str) -> list[wire.PurchaseOrder]:
        rows = between(FIRST, LAST, partial(self._dated, party))
        found = (self._find(str(row.id)) for row in rows if has_key(row.internal_comment, key))
        return [row for row in found if row is not None]

    def _dated(self, party: str, first: date, last: date) -> list[wire.PurchaseOrder]:
        """`last` is exclusive, in the query it is not."""
        until = last - timedelta(days=1)
        days = {"creationDateFrom": first.isoformat(), "creationDateTo": until.isoformat()}
        return self._rows({"supplierId": party, **days}, wire.KEY_FIELDS)

    def _rows(
        self, query: dict[str, str], fields: str = wire.PURCHASE_ORDER_FIELDS
    ) -> list[wire.PurchaseOrder]:  # fmt: skip
        asked = {**query, "fields": fields}
        try:
            return everything(self._client, _PATH, wire.PurchaseOrder, asked, _SUBJECT)
        except ConfigurationWrong as error:
            raise _without_logistics(error) from error

    def _find(self, order_id: str) -> wire.PurchaseOrder | None:
        try:
            return self._read(order_id)
        except NotFound:
            return None

    def _read(self, order_id: str) -> wire.PurchaseOrder:
        request = Request("GET", f"{_PATH}/{order_id}", {"fields": wire.PURCHASE_ORDER_FIELDS}, subject=_SUBJECT)
        return one(self._client.send(request), wire.PurchaseOrder, request)

    def _body(self, draft: OrderDraft) -> dict[str, Any]:
        project = {"project": {"id": int(draft.project)}} if draft.project else {}
        contact = self._terms.own_employee()
        return {
            "supplier": {"id": int(draft.party)},
            # Somebody has to be our contact.
            **({"ourContact": {"id": contact}} if contact else {}),
            "creationDate": draft.day.isoformat(),
            "deliveryDate": draft.delivery.isoformat(),
            "currency": {"id": self._terms.currency_id(draft.currency)},
            "internalComment": draft.key,
            "comments": "\n".join(filter(None, (draft.reference, draft.comment))),
            "discount": 0,
            **project,
        }


def _line_body(order_id: int, line: OrderLine) -> dict[str, Any]:
    product = {"product": {"id": int(line.product)}} if line.product else {}
    return {
        "purchaseOrder": {"id": order_id},
        **product,
        "description": line.description,
        "count": amount_number("quantity", line.quantity),
        "unitPriceExcludingVatCurrency": amount_number("price", line.unit_price),
        "discount": amount_number("discount", line.discount),
    }


def _without_logistics(error: ConfigurationWrong) -> ConfigurationWrong:
    """How Tripletex tells that the module is missing is not known: a refusal of the right to all of it is what its
    descriptions lead to expect."""
    if error.code != "right_missing":
        return error
    return ConfigurationWrong("module_missing", error.detail, error.facts)


def _order(row: wire.PurchaseOrder, key: str | None = None) -> Order:
    lines = lines_of(row.order_lines)
    return Order(
        id=str(row.id),
        version=row.version,
        number=row.number or "",
        key=key or (row.internal_comment or "").strip(),
        party=str(row.supplier.id) if row.supplier else "",
        day=row.creation_date or date.min,
        net=sum((line.net or wire.NOTHING for line in lines), wire.NOTHING),
        gross=sum((line.gross or wire.NOTHING for line in lines), wire.NOTHING),
        lines=lines,
        currency=row.currency.code if row.currency else None,
        closed=bool(row.is_closed),
    )
