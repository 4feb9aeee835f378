"""Order and order line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.tripletex.amounts import exact
from sandbox.tripletex.bodies import Sent
from sandbox.tripletex.company import Company
from sandbox.tripletex.due import due_date
from sandbox.tripletex.errors import Complaint, complaint
from sandbox.tripletex.kinds import Draft, Kind, operations
from sandbox.tripletex.order_lines import GROSS, NET, complete_line, includes_vat, vat_type_of
from sandbox.tripletex.register_rows import OUTGOING_VAT
from sandbox.tripletex.rows import Row
from sandbox.tripletex.transaction import Transaction

# An order's line is spoken of by every path that leads to it.
_EMBEDDED = ("orderGroups.orderLines.", "orderLines.")
_IN_PROJECT = (
    "project.orderLines.",
    "project.invoicingPlan.orders.orderGroups.orderLines.",
    "project.invoicingPlan.orders.orderLines.",
    "project.invoicingPlan.orderLines.",
    *_EMBEDDED,
)
_ALONE = ("",)
# Order's field → the customer's that it takes where nothing was sent.
_OF_CUSTOMER = {
    "currency": "currency",
    "invoicesDueIn": "invoicesDueIn",
    "invoicesDueInType": "invoicesDueInType",
    "discountPercentage": "discountPercentage",
}
_MODE = "isPrioritizeAmountsIncludingVat"


def _check_order(draft: Draft) -> Iterator[Complaint]:
    if draft.get("customer") is None:
        yield complaint("customer.id", "fill")
    number = draft.get("number")
    if number and draft.changes("number") and _is_taken(draft, number):
        yield complaint("number", "project_number_in_use")
    order = {**draft.values, _MODE: _prices_with_vat(draft)}
    paths = _IN_PROJECT if draft.get("project") else _EMBEDDED
    for part in draft.sent.parts.get("orderLines", ()):
        yield from line_complaints(draft.company, order, part, draft.company.row("OrderLine", part.id), paths)


def _is_taken(draft: Draft, number: str) -> bool:
    orders = (row for row in draft.company.table("Order").having("number", number) if row.id != draft.row_id)
    return any(orders) or draft.company.find("Project", "number", (number,)) is not None


def _prices_with_vat(draft: Draft) -> bool:
    """What was sent or is stored; the account's invoice settings where nothing was sent with a new order."""
    if draft.creating and draft.sent.values.get(_MODE) is None:
        return draft.company.switches.prices_include_vat
    return bool(draft.get(_MODE))


def line_complaints(
    company: Company, order: dict[str, Any], sent: Sent, before: Row | None, paths: tuple[str, ...]
) -> Iterator[Complaint]:
    """What is wrong with a line of an order with these values; `before` is the line as it is stored."""
    line = {**(before.values if before else {}), **sent.values}
    if not line.get("description") and not line.get("product"):
        for name in ("description", "product.id"):
            yield complaint(_named(paths, name), "line_needs_text")
    # Which field the real one names is not known, only the text. A price read and sent back is not given anew.
    other, key = (NET, "inclusive_line_price") if includes_vat(order) else (GROSS, "exclusive_line_price")
    if exact(sent.values.get(other)) and not (before and before.get(other) == sent.values[other]):
        yield complaint(_named(paths, other), key)
    vat_type = vat_type_of(company, sent, before.values if before else None)
    yield from _vat_complaints(company, vat_type, company.row("Product", line.get("product")), paths)


def _vat_complaints(
    company: Company, vat_type: int, product: Row | None, paths: tuple[str, ...]
) -> Iterator[Complaint]:
    vat = company.row("VatType", vat_type)
    name = vat.get("displayName", "") if vat else ""
    account = company.row("Account", product.get("account")) if product else None
    if product and account and account.get("vatLocked") and account.get("vatType", 0) != vat_type:
        text = f"{product.get('number', '')} {product.get('name', '')}".strip()
        yield complaint(None, "no_account_for_product", product=text, vat=name)
    if vat is None or vat_type not in OUTGOING_VAT or vat.get("number") in company.switches.vat_codes_off:
        yield complaint(_named(paths, "vatType.id"), "bad_vat")


def _named(paths: tuple[str, ...], name: str) -> str:
    return ",".join(path + name for path in paths)


def _complete_order(draft: Draft) -> None:
    if draft.creating:
        _take_over(draft)
    if draft.get("number"):
        draft.company.note_number("Order", "number", draft.get("number"))
        return
    number = str(draft.company.next_number("Order", "number", 1))
    while draft.company.find("Project", "number", (number,)):
        number = str(draft.company.next_number("Order", "number", 1))
    draft.values["number"] = number


def _take_over(draft: Draft) -> None:
    """What a new order has of its customer and of the account where the body says nothing."""
    customer = draft.company.row("Customer", draft.get("customer"))
    for name, source in _OF_CUSTOMER.items():
        if customer is not None and name not in draft.sent.names and source in customer.values:
            draft.values[name] = customer.values[source]
    if _prices_with_vat(draft):
        draft.values[_MODE] = True


def _draft_invoice(transaction: Transaction, row: Row) -> None:
    """An order has a draft invoice from the beginning; it is not charged and lists do not show it."""
    values = {
        "invoiceDate": row.get("orderDate"),
        "invoiceDueDate": due_date(row, row.get("orderDate")),
        "customer": row.get("customer"),
        "orders": (row.id,),
        "orderLines": row.get("orderLines", ()),
        "deliveryDate": row.get("deliveryDate"),
        # Recorded so: nothing to pay looks like a credit note.
        "isCreditNote": True,
    }
    row.values["preliminaryInvoice"] = transaction.insert("Invoice", values, 2).id


def _order_in_use(company: Company, row: Row) -> list[str]:
    charged = (each for each in company.table("Invoice").having("customer", row.get("customer")))
    used = any(row.id in each.get("orders", ()) and each.get("isCharged") for each in charged)
    return ["invoices_registered"] if used else []


def _take_along(transaction: Transaction, row: Row) -> None:
    company = transaction.company
    for schema, ids in (("OrderLine", row.get("orderLines", ())), ("Invoice", (row.get("preliminaryInvoice"),))):
        for each in ids:
            if (below := company.row(schema, each)) is not None:
                transaction.delete(schema, below)


ORDER = Kind(
    path="order",
    schema="Order",
    operations=operations("post", "put", "delete", "post_list"),
    right="order",
    required={"orderDate": ("null", "field"), "deliveryDate": ("null", "field")},
    check=_check_order,
    complete=_complete_order,
    complete_parts={"orderLines": complete_line},
    in_use=_order_in_use,
    after_create=_draft_invoice,
    after_delete=_take_along,
    first_version=1,
    # Stored, and yet the answer shows none.
    empty_after_post=frozenset({"orderLines"}),
    # Only with `updateLinesAndGroups=true`: see `endpoints/orders.py`.
    ignores_on_put=frozenset({"orderLines", "orderGroups"}),
)


def _check_line(draft: Draft) -> Iterator[Complaint]:
    order = draft.company.row("Order", draft.get("order"))
    if order is None:
        yield complaint("order.id", "fill")
    yield from line_complaints(draft.company, order.values if order else {}, draft.sent, draft.before, _ALONE)


def _complete_line(draft: Draft) -> None:
    order = draft.company.row("Order", draft.get("order"))
    # The body of a PUT need not repeat the id that its path has.
    sent = Sent(draft.sent.schema, draft.row_id or None, None, draft.sent.values)
    complete_line(draft.company, order.values if order else {}, sent, draft.values)


def _join_order(transaction: Transaction, row: Row) -> None:
    """The line counts as a change of its order."""
    order = transaction.company.row("Order", row.get("order"))
    if order is not None:
        values = {**order.values, "orderLines": (*order.get("orderLines", ()), row.id)}
        transaction.touch("Order", order, values)


def _leave_order(transaction: Transaction, row: Row) -> None:
    order = transaction.company.row("Order", row.get("order"))
    if order is not None:
        lines = tuple(each for each in order.get("orderLines", ()) if each != row.id)
        transaction.touch("Order", order, {**order.values, "orderLines": lines})


ORDER_LINE = Kind(
    path="order/orderline",
    schema="OrderLine",
    operations=operations("post", "put", "delete", "post_list") - {"list"},
    right="order",
    check=_check_line,
    complete=_complete_line,
    after_create=_join_order,
    after_delete=_leave_order,
    first_version=1,
)
