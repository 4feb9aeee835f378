"""What the tests of orders and invoices have in common: an order to invoice, and actions that must succeed."""

from __future__ import annotations

from typing import Any

from tests.integration.sandbox_tripletex.client import Api

DAYS = {"orderDate": "2026-07-01", "deliveryDate": "2026-07-15"}
YEAR = {"invoiceDateFrom": "2026-01-01", "invoiceDateTo": "2027-01-01"}
CHARGE = {"invoiceDate": "2026-07-20", "sendToCustomer": "false"}
NET = "unitPriceExcludingVatCurrency"


def ordered(api: Api, customer: dict[str, int], *prices: float, count: float = 1, **terms: Any) -> Any:
    lines = [{"description": "Vare", "count": count, NET: each} for each in prices]
    return api.create("/order", customer=customer, orderLines=lines, **DAYS, **terms)


def act(api: Api, path: str, **params: Any) -> Any:
    answer = api.put(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["value"]
