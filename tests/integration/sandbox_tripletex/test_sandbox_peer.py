"""Documents as demo, tests and benchmarks see and make them: through control routes only."""

from __future__ import annotations

from typing import Any

import pytest

from local.peers import PeerRefused, TripletexPeer
from sandbox.tripletex.company import Company
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import Api

ORDER = {
    "orderDate": "2026-07-01",
    "deliveryDate": "2026-07-15",
    "reference": "R-1",
    "orderLines": [{"description": "Vare", "count": 1, "unitPriceExcludingVatCurrency": 100}],
}


@pytest.fixture
def peer(url: str, world: TripletexWorld, company: Company) -> TripletexPeer:
    return TripletexPeer(url)


@pytest.fixture
def customer(peer: TripletexPeer, company: Company) -> dict[str, Any]:
    made = peer.edit(company.id, "customer", "create", fields={"name": "Kunde AS", "email": "post@kunde.no"})
    assert made is not None
    return {"id": made["id"]}


def test_orders_of_others_may_have_the_same_reference(
    peer: TripletexPeer, company: Company, customer: dict[str, Any]
) -> None:
    for _ in range(2):
        peer.edit(company.id, "order", "create", fields={**ORDER, "customer": customer})
    found = peer.orders(company.id)
    assert [row["reference"] for row in found] == ["R-1", "R-1"]
    assert found[0]["orderLines"][0]["amountIncludingVatCurrency"] == 125


def test_an_order_is_changed_by_hand(peer: TripletexPeer, company: Company, customer: dict[str, Any]) -> None:
    order = peer.edit(company.id, "order", "create", fields={**ORDER, "customer": customer})
    assert order is not None
    peer.edit(company.id, "order", "update", order["id"], {"reference": "R-2"})
    assert [row["reference"] for row in peer.orders(company.id)] == ["R-2"]


def test_an_order_is_charged_and_its_invoice_credited_by_hand(
    peer: TripletexPeer, company: Company, customer: dict[str, Any]
) -> None:
    order = peer.edit(company.id, "order", "create", fields={**ORDER, "customer": customer})
    assert order is not None
    assert peer.invoices(company.id) == []
    invoice = peer.edit(company.id, "order", "charge", order["id"], {"invoiceDate": "2026-07-20"})
    assert invoice is not None
    peer.edit(company.id, "invoice", "credit", invoice["id"], {"date": "2026-07-21"})
    assert [row["amount"] for row in peer.invoices(company.id)] == [125, -125]
    with pytest.raises(PeerRefused, match="sum of the credit notes"):
        peer.edit(company.id, "invoice", "credit", invoice["id"], {"date": "2026-07-21"})


def test_only_orders_are_charged(peer: TripletexPeer, company: Company, customer: dict[str, Any]) -> None:
    with pytest.raises(PeerRefused, match="400"):
        peer.edit(company.id, "customer", "charge", customer["id"])


def test_what_was_sent_is_seen(peer: TripletexPeer, company: Company, customer: dict[str, Any], api: Api) -> None:
    order = peer.edit(company.id, "order", "create", fields={**ORDER, "customer": customer})
    assert order is not None
    assert peer.outbox(company.id) == []
    assert api.put(f"/order/{order['id']}/:invoice", params={"invoiceDate": "2026-07-20"}).status_code == 200
    assert [(each["document"], each["send_type"]) for each in peer.outbox(company.id)] == [("invoice", "EMAIL")]


def test_switches_are_those_of_one_account(peer: TripletexPeer, company: Company) -> None:
    switches = peer.set_switches(company.id, prices_include_vat=True, locked_until="2026-06-30", logistics=True)
    assert (switches["prices_include_vat"], switches["locked_until"]) == (True, "2026-06-30")
    with pytest.raises(PeerRefused):
        peer.set_switches(company.id, locked_until="yesterday")


def test_what_lies_on_the_shelf_is_seen_although_reads_do_not_show_it(peer: TripletexPeer, company: Company) -> None:
    peer.edit(company.id, "product", "create", fields={"name": "Hylle", "isStockItem": True, "stockOfGoods": 12})
    (row,) = peer.rows(company.id, "product")
    assert (row["isStockItem"], row["stockOfGoods"]) == (True, 12)
