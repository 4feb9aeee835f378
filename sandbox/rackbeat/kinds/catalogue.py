"""All kinds by their keys."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.rackbeat.kinds import documents, items, parties, settings
from sandbox.rackbeat.kinds.kind import Kind

#: In an order in which none refers to one that comes after it, but for the parts of a whole.
KINDS: Mapping[str, Kind] = {
    kind.key: kind for kind in (*settings.KINDS, *parties.KINDS, *items.KINDS, *documents.KINDS)
}
#: Documents that are drafted and booked name the party they are made out to in this field.
PARTY: Mapping[str, str] = {
    "customer_invoice": "customer_id",
    "order": "customer_id",
    "supplier_invoice": "supplier_id",
    "purchase_order": "supplier_id",
}
