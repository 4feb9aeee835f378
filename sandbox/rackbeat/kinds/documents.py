"""Orders, invoices and what goes with them (reference 4g to 4i)."""

from __future__ import annotations

from typing import Any

from sandbox.rackbeat.kinds.holds import Amount, Day, Flag, Ref, Text
from sandbox.rackbeat.kinds.kind import READ_ONLY, Field, Kind
from sandbox.rackbeat.kinds.parties import ADDRESS, ADDRESS_LINES


def _set(*names: str) -> tuple[Field, ...]:
    """Flags that only the sandbox sets."""
    return tuple(Field(name, Flag(), default=False, writable=False) for name in names)


def _document(party: str, heading: int) -> tuple[Field, ...]:
    return (
        Field(f"{party}_id", Ref(party, party), "always"),
        Field("currency", Ref("currency")),
        Field("currency_rate", Amount(), writable=False),
        Field("heading", Text(heading)),
        Field("note", Text(800)),
        Field("our_reference", Ref("employee"), also=("employee_id",)),
        Field("their_reference", Text(80)),
        Field("project_id", Ref("project", "project")),
        Field("payment_terms_id", Ref("payment_term", "payment_terms")),
        *ADDRESS_LINES,
        *_set("is_booked"),
    )


def _invoice(party: str, order: str) -> tuple[Field, ...]:
    return (
        *_document(party, 60),
        Field("invoice_date", Day()),
        Field("due_date", Day()),
        Field(f"{order}_id", Ref(order), writable=False),
    )


_ORDER: dict[str, Any] = {"filters": frozenset(("number",)), "has_lines": True}
# The plain filters that users of /orders met (2c) are these and no more.
_ORDER_SIMPLE = frozenset(("number", "created_at", "updated_at"))
_DATES = {"date": "created_at", "invoice_date": "invoice_date"}

CUSTOMER_INVOICE = Kind(
    "customer_invoice",
    "customer-invoices",
    (
        *_invoice("customer", "order"),
        Field("type", Text(), writable=False),
        Field("credited_invoice_number", Ref("customer_invoice"), writable=False),
    ),
    scope="sales",
    filters=frozenset(("number", "is_booked", "is_paid", "customer_number", "order_number")),
    ranges={
        **_DATES,
        "customer": "customer_id.number",
        "customer_group": "customer_id.customer_group_id.number",
        "employee": "our_reference.number",
    },
    simple=frozenset(("number", "created_at", "updated_at")),
    events="customer_invoice",
    has_lines=True,
)
SUPPLIER_INVOICE = Kind(
    "supplier_invoice",
    "supplier-invoices",
    _invoice("supplier", "purchase_order"),
    scope="purchase",
    filters=frozenset(("number", "is_booked", "is_paid")),
    ranges=_DATES,
    simple=frozenset(("number", "created_at", "updated_at")),
    events="supplier_invoice",
    has_lines=True,
)
ORDER = Kind(
    "order",
    "orders",
    (
        *_document("customer", 255),
        Field("deliver_at", Day()),
        Field("billing_address", ADDRESS),
        Field("delivery_address", ADDRESS),
        *_set("is_cancelled", "is_archived"),
    ),
    scope="sales",
    ranges={"date": "created_at", "customer": "customer_id.number", "employee": "our_reference.number"},
    simple=_ORDER_SIMPLE,
    events="order",
    **_ORDER,
)
PURCHASE_ORDER = Kind(
    "purchase_order",
    "purchase-orders",
    (
        *_document("supplier", 255),
        Field("preferred_delivery_date", Day()),
        *_set("is_sent"),
    ),
    scope="purchase",
    ranges={"date": "created_at"},
    simple=_ORDER_SIMPLE,
    **{**_ORDER, "filters": frozenset(("number", "is_received"))},
)
SHIPMENT = Kind(
    "order_shipment",
    "order-shipments",
    (Field("order_id", Ref("order"), writable=False), *_set("is_picked", "is_shipped")),
    scope="sales",
    key_name="id",
    simple=frozenset(("id",)),
    methods=READ_ONLY,
    has_lines=True,
)
RECEIPT = Kind(
    "purchase_order_receipt",
    "purchase-order-receipts",
    (
        Field("purchase_order_id", Ref("purchase_order", "purchase_order"), writable=False),
        *_set("is_received"),
        Field("received_at", Day(), writable=False),
    ),
    scope="purchase",
    filters=frozenset(("is_received",)),
    simple=frozenset(("number",)),
    methods=READ_ONLY,
    has_lines=True,
)

#: The four that are drafted, filled with lines and booked.
BOOKABLE = (CUSTOMER_INVOICE, SUPPLIER_INVOICE, ORDER, PURCHASE_ORDER)
KINDS = (*BOOKABLE, SHIPMENT, RECEIPT)
