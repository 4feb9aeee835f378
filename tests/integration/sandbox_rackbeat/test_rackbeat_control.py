"""What tests, the demo and benchmarks do to a Rackbeat, and the peer they do it with."""

import httpx
import pytest

from local.peers import PeerRefused, RackbeatPeer
from tests.integration.sandbox_rackbeat.harness import FURNITURE, RunningRackbeat, line
from tests.integration.sandbox_svenn.harness import HOOKS, Receiver


@pytest.fixture
def peer(rackbeat: RunningRackbeat) -> RackbeatPeer:
    return RackbeatPeer(rackbeat.url)


def test_an_account_is_opened_with_keys_and_numbers_and_filled(peer: RackbeatPeer, rackbeat: RunningRackbeat) -> None:
    opened = peer.open_account(
        {"name": "Bakke AS", "keys": {"bakke": ["sales"]}, "next_numbers": {"customer_invoice": 10001}}
    )
    products = [{**FURNITURE["products"][0], "stock_quantity": 7}]
    invoice = {"customer_id": 1, "lines": [line(quantity=2)], "is_booked": True}
    peer.seed(opened["id"], {**FURNITURE, "products": products, "customer_invoices": [invoice]})
    assert opened["keys"] == ["bakke"]
    assert [row["stock_quantity"] for row in peer.rows(opened["id"], "product")] == [5]
    assert [(row["number"], row["is_booked"]) for row in peer.rows(opened["id"], "customer_invoice")] == [
        (10001, True)
    ]
    assert rackbeat.client.get("/suppliers", headers={"Authorization": "Bearer bakke"}).status_code == 403
    peer.set_key(opened["id"], "bakke", ["purchase"])
    assert rackbeat.client.get("/suppliers", headers={"Authorization": "Bearer bakke"}).status_code == 206


def test_a_seed_that_cannot_be_stored_says_where(peer: RackbeatPeer) -> None:
    opened = peer.open_account()
    with pytest.raises(PeerRefused, match=r"products\[0\]"):
        peer.seed(opened["id"], {"products": [{"number": "X", "name": "Ny", "group_id": 7, "sales_price": 1}]})
    with pytest.raises(PeerRefused, match="elephants"):
        peer.seed(opened["id"], {"elephants": []})


def test_a_person_edits_books_and_credits(peer: RackbeatPeer, rackbeat: RunningRackbeat) -> None:
    account = rackbeat.account.company.id
    peer.edit(account, "customer", "update", 1, {"name": "Fjord AS"})
    made = peer.edit(account, "customer_invoice", "create", data={"customer_id": 1, "lines": [line(line_price=9.99)]})
    assert peer.edit(account, "customer_invoice", "book", made["number"])["total_subtotal"] == 9.99
    note = peer.edit(account, "customer_invoice", "credit", made["number"])
    assert (note["type"], note["total_subtotal"]) == ("credit_note", -9.99)
    assert rackbeat.get("/customers/1")["customer"]["name"] == "Fjord AS"


def test_a_person_orders_ships_receives_and_counts(peer: RackbeatPeer, rackbeat: RunningRackbeat) -> None:
    account = rackbeat.account.company.id
    for kind, party, follower in (("order", "customer_id", "ship"), ("purchase_order", "supplier_id", "expect")):
        peer.edit(account, kind, "create", data={party: 1, "lines": [line(quantity=3)]})
        peer.edit(account, kind, "book", 1)
        peer.edit(account, kind, follower, 1)
    peer.edit(account, "purchase_order_receipt", "receive", 1)
    assert peer.edit(account, "order", "convert", 1, {"book": True})["is_booked"] is True
    assert rackbeat.stock() == 0
    assert peer.edit(account, "product", "adjust", "SKR 4/40", {"quantity": 2.5})["stock_quantity"] == 2.5


def test_an_edit_is_refused_as_the_api_would(peer: RackbeatPeer, rackbeat: RunningRackbeat) -> None:
    account = rackbeat.account.company.id
    for kind, op, number in (("customer", "update", 77), ("customer", "dance", 1), ("elephant", "create", None)):
        with pytest.raises(PeerRefused):
            peer.edit(account, kind, op, number)


def test_edits_are_told_and_imports_are_not(
    peer: RackbeatPeer, rackbeat: RunningRackbeat, receiver: Receiver
) -> None:
    rackbeat.create("/webhooks", event="product.created", url=f"{HOOKS}/rackbeat")
    data = {"name": "Ny", "group_id": 1, "sales_price": 1}
    for op in ("create", "import"):
        peer.edit(rackbeat.account.company.id, "product", op, data={"number": op, **data})
    assert rackbeat.world.wait_for_deliveries()
    assert [each.body for each in receiver.received] == [b'{"key_name":"number","key":"create"}']


def test_switches_are_read_and_turned(peer: RackbeatPeer, rackbeat: RunningRackbeat) -> None:
    turned = peer.set_switches(rackbeat.account.company.id, unconfirmed_events=True)
    assert (turned["unconfirmed_events"], turned["webhook_body"]) == (True, "observed")
    with pytest.raises(PeerRefused, match="webhook_body"):
        peer.set_switches(rackbeat.account.company.id, webhook_body="poetic")


def test_the_outbox_and_the_webhooks_can_be_looked_at(peer: RackbeatPeer, rackbeat: RunningRackbeat) -> None:
    account = rackbeat.account.company.id
    rackbeat.create("/employees", name="Ola", contact_email="ola@nordlys.example", should_notify=True)
    rackbeat.create("/webhooks", event="product.created", url=f"{HOOKS}/rackbeat")
    assert [(mail["to"], mail["template"]) for mail in peer.outbox(account)] == [
        ("ola@nordlys.example", "invitation")
    ]
    assert [each["event"] for each in peer.webhooks(account)] == ["product.created"]


def test_calls_are_counted_by_route(peer: RackbeatPeer, rackbeat: RunningRackbeat) -> None:
    rackbeat.get("/customers/1")
    rackbeat.change("/customers/1", name="Fjord AS")
    rackbeat.create("/webhooks", event="product.created", url=f"{HOOKS}/rackbeat")
    counted = peer.ask("GET", "/_control/rackbeat/calls")["routes"]
    assert counted == {"GET /api/customers/{number}": 1, "PUT /api/customers/{number}": 1, "POST /api/webhooks": 1}
    assert peer.writes() == 1


@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
@pytest.mark.parametrize("answer", [500, 429, "page"])
def test_planned_failures_come_before_or_after_the_write(
    peer: RackbeatPeer, rackbeat: RunningRackbeat, when: str, made: int, answer: object
) -> None:
    peer.ask("POST", "/_control/rackbeat/faults", {"route": "POST /api/units", "when": when, "answer": answer})
    assert rackbeat.client.post("/units", json={"name": "meter"}).status_code >= 429
    assert rackbeat.get("/units")["total"] == 1 + made
    assert peer.ask("GET", "/_control/rackbeat/faults") == {"left": 0}


def test_an_answer_can_be_cut_off(peer: RackbeatPeer, rackbeat: RunningRackbeat) -> None:
    peer.ask("POST", "/_control/rackbeat/faults", {"when": "after", "answer": "cut"})
    with pytest.raises(httpx.RemoteProtocolError):
        rackbeat.client.post("/units", json={"name": "meter"})
    assert rackbeat.get("/units")["total"] == 2


def test_a_reset_empties_everything(peer: RackbeatPeer, rackbeat: RunningRackbeat) -> None:
    peer.ask("POST", "/_control/rackbeat/reset")
    assert peer.ask("GET", "/_control/rackbeat/accounts") == {"items": []}
    assert rackbeat.client.get("/self").status_code == 401


def test_time_can_be_moved_on(peer: RackbeatPeer, rackbeat: RunningRackbeat) -> None:
    peer.ask("POST", "/_control/rackbeat/clock", {"seconds": 3600})
    assert rackbeat.change("/customers/1", name="Fjord AS")["updated_at"] == "2026-03-02 10:00:00"
