"""The names of events (reference 3)."""

from __future__ import annotations

#: Named by the documentation, or seen in running code.
CONFIRMED = frozenset(
    (
        "delivery_terms.created", "delivery_terms.updated", "employee.created", "employee.updated",
        "payment_terms.created", "payment_terms.updated", "order.created", "product.created", "product.updated",
        "plugin.uninstalled",
    )
)  # fmt: skip
#: Guessed after the pattern; nobody has seen them.
UNCONFIRMED = frozenset(
    (
        *(f"{name}.{verb}" for name in ("customer", "supplier", "lot", "product_group")
          for verb in ("created", "updated", "deleted")),
        *(f"{name}.{verb}" for name in ("customer_invoice", "supplier_invoice", "credit_note")
          for verb in ("created", "booked")),
        "order.updated", "order.booked", "product.deleted",
    )
)  # fmt: skip


def known_events(*, unconfirmed: bool) -> frozenset[str]:
    """What a webhook can be made for."""
    return CONFIRMED | UNCONFIRMED if unconfirmed else CONFIRMED
