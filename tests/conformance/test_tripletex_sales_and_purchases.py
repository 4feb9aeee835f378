"""Orders, invoices, credit notes and purchase orders of the sandbox keep the official specification."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.serve import serve
from sandbox.tripletex.app import make_app
from sandbox.tripletex.clock import Clock
from sandbox.tripletex.opening import NewCompany
from sandbox.tripletex.world import TEST_CONSUMER, TripletexWorld
from tests.conformance.allowances import not_allowed
from tests.conformance.openapi import OpenApi
from tests.conformance.test_tripletex_exchanges import of_different_shape

NOW = datetime(2026, 7, 28, 12, 30, tzinfo=UTC)
DAYS = {"orderDate": "2026-07-01", "deliveryDate": "2026-07-15"}
LINES = [
    {"description": "Vare", "count": 2, "unitPriceExcludingVatCurrency": 99.99, "discount": 10},
    {"description": "Mat", "count": 1.5, "unitPriceExcludingVatCurrency": 10, "vatType": {"id": 31}},
]
SILENT = {"sendToCustomer": "false"}


@dataclass(frozen=True)
class Firm:
    """An account of the sandbox, logged in; `recordings` is where its exchanges are written."""

    client: httpx.Client
    recordings: Path
    owner: int

    def ask(self, method: str, path: str, body: object = None, **params: str) -> Any:
        answer = self.client.request(method, f"/v2{path}", json=body, params=params)
        assert answer.is_success, answer.text
        return answer.json().get("value") if answer.content else None


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    world = TripletexWorld(Clock(lambda: NOW))
    switches: dict[str, object] = {"session_creation_seconds": 0, "logistics": True}
    company = world.create_company(NewCompany(switches=switches))
    token, account = next(iter(company.tokens.items()))
    with serve(make_app(world, exchanges=tmp_path)) as url, httpx.Client(base_url=url) as client:
        body = {"consumerToken": TEST_CONSUMER, "employeeToken": token, "expirationDate": "2026-08-01"}
        session = client.post("/v2/token/session/:create", json=body).json()["value"]["token"]
        client.auth = httpx.BasicAuth("0", session)
        yield Firm(client, tmp_path, account.owner_id)


def sell(firm: Firm) -> None:
    customer = {"id": firm.ask("POST", "/customer", {"name": "Kunde AS", "email": "post@kunde.no"})["id"]}
    order = firm.ask("POST", "/order", {"customer": customer, "reference": "R-1", "orderLines": LINES, **DAYS})
    firm.ask("POST", "/order/orderline", {"order": {"id": order["id"]}, "description": "Frakt", "count": 1})
    firm.ask("GET", f"/order/{order['id']}", fields="*,orderLines(*,vatType(*)),preliminaryInvoice(*)")
    firm.ask("GET", "/order", orderDateFrom="2026-07-01", orderDateTo="2026-07-02", number=order["number"])
    invoice = firm.ask("PUT", f"/order/{order['id']}/:invoice", invoiceDate="2026-07-20", **SILENT)
    firm.ask("GET", f"/invoice/{invoice['id']}", fields="*,orderLines(*),orders(*),voucher(*),postings(*)")
    firm.ask("PUT", f"/invoice/{invoice['id']}/:send", sendType="EMAIL")
    firm.ask("PUT", f"/invoice/{invoice['id']}/:createCreditNote", date="2026-07-21", **SILENT)
    inline = {"customer": customer, "orderLines": LINES, "currency": {"id": 5}, **DAYS}
    days = {"invoiceDate": "2026-07-20", "invoiceDueDate": "2026-08-20"}
    firm.ask("POST", "/invoice", {"invoiceNumber": 77, "orders": [inline], **days}, **SILENT)
    firm.ask("POST", "/invoice/list", [{"orders": [inline], **days}], **SILENT)
    firm.ask("GET", "/invoice", invoiceDateFrom="2026-07-01", invoiceDateTo="2026-08-01", fields="*")


def buy(firm: Firm) -> None:
    supplier = firm.ask("POST", "/supplier", {"name": "Leverandør AS"})["id"]
    wanted = {"supplier": {"id": supplier}, "ourContact": {"id": firm.owner}, "deliveryDate": "2026-08-01"}
    order = firm.ask("POST", "/purchaseOrder", wanted)["id"]
    line = {"purchaseOrder": {"id": order}, "description": "Skrue", "count": 3, "unitPriceExcludingVatCurrency": 4}
    firm.ask("POST", "/purchaseOrder/orderline/list", [line, line])
    firm.ask("GET", f"/purchaseOrder/{order}", fields="*,orderLines(*)")
    firm.ask("PUT", f"/purchaseOrder/{order}/:send", sendType="EMAIL")
    firm.ask("DELETE", f"/purchaseOrder/{order}")


def look_up(firm: Firm) -> None:
    firm.ask("GET", "/currency/5/rate", date="2026-07-20")
    firm.ask("GET", "/currency/5/exchangeRate", amount="100", date="2026-07-20")
    firm.ask("GET", "/invoice/paymentType", fields="*,debitAccount(number)")
    firm.ask("GET", "/product/logisticsSettings")


@pytest.mark.parametrize("act", [sell, buy, look_up])
def test_what_is_said_of_documents_keeps_the_specification(firm: Firm, tripletex: OpenApi, act: Any) -> None:
    act(firm)
    said = list(of_different_shape(firm.recordings.glob("*.jsonl"), tripletex))
    assert said
    assert not_allowed([finding for each in said for finding in tripletex.findings(each)]) == []
