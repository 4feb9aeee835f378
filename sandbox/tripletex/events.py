"""The events that can be subscribed to, and how an event becomes a body."""

from __future__ import annotations

import json
from typing import Any

from sandbox.tripletex.reading import Reader
from sandbox.tripletex.schema import SCHEMAS
from sandbox.tripletex.selection import parse_selection
from sandbox.tripletex.transaction import Event

_VERBS = {"create": "created", "update": "updated", "delete": "deleted"}
# Object → the model that deliveries carry.
_OBJECTS = {
    "customer": "Customer",
    "supplier": "Supplier",
    "product": "Product",
    "project": "Project",
    "employee": "Employee",
    "contact": "Contact",
    "order": "Order",
    "voucher": "Voucher",
    "account": "Account",
    "archiverelation": "ArchiveRelation",
}
_SINGLE = {
    "invoice.charged": ("a new invoice has been created and charged", "Invoice"),
    "voucherstatus.ready": ("a voucher is ready in the voucher reception", "VoucherStatus"),
    "notification.sent": ("a notification was sent to the owner of the token", "Notification"),
    "closeGroup.create": ("postings were matched", "CloseGroup"),
    "closeGroup.delete": ("matched postings were reopened", "CloseGroup"),
}

# Event key → (description, model).
CATALOGUE: dict[str, tuple[str, str]] = {
    f"{name}.{verb}": (f"{name} {done}", model) for name, model in _OBJECTS.items() for verb, done in _VERBS.items()
} | _SINGLE


def delivery_value(event: Event, fields: str) -> dict[str, Any] | None:
    """What `value` shows: the object filtered by the subscription's `fields`, null after a deletion."""
    if event.row is None:
        return None
    schema = SCHEMAS[event.schema]
    return Reader(event.company, schema, parse_selection(fields, schema)).show(event.row)


def delivery_body(event: Event, subscription_id: int, fields: str) -> bytes:
    """The JSON text of a delivery. No event id, no time and no company are in it."""
    body = {
        "value": delivery_value(event, fields),
        "event": event.key,
        "subscriptionId": subscription_id,
        "id": event.id,
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
