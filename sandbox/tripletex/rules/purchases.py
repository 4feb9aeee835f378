"""Purchase order and its lines: only in accounts with Logistics."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.tripletex.amounts import exact, other_price, wire
from sandbox.tripletex.errors import Complaint, complaint
from sandbox.tripletex.kinds import Draft, Kind, operations
from sandbox.tripletex.order_lines import STANDARD_VAT, vat_rate
from sandbox.tripletex.rows import Row
from sandbox.tripletex.transaction import Transaction


def _check(draft: Draft) -> Iterator[Complaint]:
    # Required in the specification of 2023; how the real one words it is not known.
    for name in ("supplier", "ourContact"):
        if draft.get(name) is None:
            yield complaint(f"{name}.id", "fill")


def _complete(draft: Draft) -> None:
    if not draft.creating:
        return
    company = draft.company
    draft.values["number"] = str(company.next_number("PurchaseOrder", "number", 1))
    draft.values.setdefault("creationDate", company.now().date().isoformat())
    supplier = company.row("Supplier", draft.get("supplier"))
    if supplier is not None and "currency" not in draft.sent.names and "currency" in supplier.values:
        draft.values["currency"] = supplier.values["currency"]


def _take_along(transaction: Transaction, row: Row) -> None:
    for each in row.get("orderLines", ()):
        if (line := transaction.company.row("PurchaseOrderline", each)) is not None:
            transaction.delete("PurchaseOrderline", line)


PURCHASE_ORDER = Kind(
    path="purchaseOrder",
    schema="PurchaseOrder",
    operations=operations("post", "put", "delete"),
    right="purchaseOrder",
    module="logistics",
    required={"deliveryDate": ("null", "field")},
    check=_check,
    complete=_complete,
    after_delete=_take_along,
)


def _check_line(draft: Draft) -> Iterator[Complaint]:
    if draft.company.row("PurchaseOrder", draft.get("purchaseOrder")) is None:
        yield complaint("purchaseOrder.id", "fill")
    if not draft.get("description") and draft.get("product") is None:
        for name in ("description", "product.id"):
            yield complaint(name, "line_needs_text")


def _complete_line(draft: Draft) -> None:
    """The price is that of the product's purchase where none was sent; the order's currency holds."""
    company, net = draft.company, "unitPriceExcludingVatCurrency"
    order, product = (
        company.row("PurchaseOrder", draft.get("purchaseOrder")),
        company.row("Product", draft.get("product")),
    )
    if order is not None and order.get("currency"):
        draft.values["currency"] = order.get("currency")
    if draft.creating and draft.sent.values.get(net) is None and product is not None:
        draft.values[net] = product.get("costExcludingVatCurrency", 0)
    vat = vat_rate(company, product.get("vatType", STANDARD_VAT) if product else STANDARD_VAT)
    if price := exact(draft.get(net)):
        draft.values["unitPriceIncVatCurrency"] = wire(other_price(price, vat, with_vat=False))


def _join(transaction: Transaction, row: Row) -> None:
    order = transaction.company.row("PurchaseOrder", row.get("purchaseOrder"))
    if order is not None:
        values = {**order.values, "orderLines": (*order.get("orderLines", ()), row.id)}
        transaction.touch("PurchaseOrder", order, values)


def _leave(transaction: Transaction, row: Row) -> None:
    order = transaction.company.row("PurchaseOrder", row.get("purchaseOrder"))
    if order is not None:
        lines = tuple(each for each in order.get("orderLines", ()) if each != row.id)
        transaction.touch("PurchaseOrder", order, {**order.values, "orderLines": lines})


PURCHASE_ORDER_LINE = Kind(
    path="purchaseOrder/orderline",
    schema="PurchaseOrderline",
    operations=operations("post", "put", "delete", "post_list", "put_list") - {"list"},
    right="purchaseOrder",
    module="logistics",
    check=_check_line,
    complete=_complete_line,
    after_create=_join,
    after_delete=_leave,
)
