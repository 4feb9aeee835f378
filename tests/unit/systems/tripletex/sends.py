"""Calls of Tripletex that send something to customers by themselves unless they are told not to."""

from __future__ import annotations

import re

#: Method and path, as OpenAPI 2.75.00 has them: those with `sendToCustomer`.
MAY_SEND = (
    "POST /invoice",
    "POST /invoice/list",
    "PUT /order/{id}/:invoice",
    "PUT /order/:invoiceMultipleOrders",
    "PUT /invoice/{id}/:createCreditNote",
)
#: Those that do nothing else: we have no business there.
ALWAYS_SENDS = (
    "PUT /invoice/{id}/:send",
    "PUT /invoice/{id}/:createReminder",
    "PUT /purchaseOrder/{id}/:send",
    "PUT /purchaseOrder/{id}/:sendByEmail",
)


def is_one_of(route: str, templates: tuple[str, ...]) -> bool:
    """Whether a route such as "PUT /order/7/:invoice" is one of the templates."""
    return any(re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), route) for template in templates)
