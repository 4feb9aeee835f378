"""Webhooks: made, told, retried, logged."""

import json

import pytest

from tests.integration.sandbox_rackbeat.harness import Json, RunningRackbeat, line
from tests.integration.sandbox_svenn.harness import HOOKS, Receiver

URL = f"{HOOKS}/rackbeat/c1"


def subscribe(rackbeat: RunningRackbeat, event: str = "product.updated") -> Json:
    return rackbeat.create("/webhooks", event=event, url=URL)


def bodies(rackbeat: RunningRackbeat, receiver: Receiver) -> list[Json]:
    """What arrived, once nothing is pending."""
    assert rackbeat.world.wait_for_deliveries()
    return [json.loads(each.body) for each in receiver.received]


def test_a_webhook_has_one_event_and_shows_its_token_only_when_made(rackbeat: RunningRackbeat) -> None:
    made = subscribe(rackbeat)
    assert (made["event"], made["is_active"], made["failures_since_last_success"]) == ("product.updated", True, 0)
    assert len(made["token"]) == 32
    assert "token" not in rackbeat.get(f"/webhooks/{made['id']}")["webhook"]
    assert rackbeat.get("/webhooks")["total"] == 1


@pytest.mark.parametrize("repeated", [True, False])
def test_the_same_event_and_url_is_the_same_webhook(rackbeat: RunningRackbeat, repeated: bool) -> None:
    rackbeat.switch(token_on_repeat=repeated)
    made = subscribe(rackbeat)
    rackbeat.change(f"/webhooks/{made['id']}", is_active=False)
    again = rackbeat.client.post("/webhooks", json={"event": "product.updated", "url": URL})
    webhook = again.json()["webhook"]
    assert (again.status_code, webhook["id"], webhook["is_active"]) == (200, made["id"], True)
    assert webhook.get("token") == (made["token"] if repeated else None)


def test_wrong_webhooks_are_refused(rackbeat: RunningRackbeat) -> None:
    assert set(rackbeat.wrong("POST", "/webhooks")) == {"event", "url"}
    assert set(rackbeat.wrong("POST", "/webhooks", event="orders.created", url="ftp://x")) == {"event", "url"}


@pytest.mark.parametrize("event", ["customer.created", "customer_invoice.booked", "supplier.updated", "lot.created"])
def test_names_that_nobody_has_confirmed_exist_only_by_switch(rackbeat: RunningRackbeat, event: str) -> None:
    assert set(rackbeat.wrong("POST", "/webhooks", event=event, url=URL)) == {"event"}
    rackbeat.switch(unconfirmed_events=True)
    subscribe(rackbeat, event)


@pytest.mark.parametrize(
    "event", ["payment_terms.created", "delivery_terms.updated", "employee.created", "order.created"]
)
def test_confirmed_names_always_exist(rackbeat: RunningRackbeat, event: str) -> None:
    subscribe(rackbeat, event)


def test_a_delivery_carries_token_event_and_account_in_its_headers(
    rackbeat: RunningRackbeat, receiver: Receiver
) -> None:
    made = subscribe(rackbeat)
    rackbeat.change("/products/KAFFE", name="Espresso")
    bodies(rackbeat, receiver)
    (delivery,) = receiver.received
    names = ("rackbeat-webhook-token", "rackbeat-webhook-event", "rackbeat-account-id", "user-agent")
    expected = (made["token"], "product.updated", str(rackbeat.account.company.id), "Rackbeat Webhook")
    assert tuple(delivery.headers[name] for name in names) == expected


def test_the_observed_body_names_the_key_and_nothing_else(rackbeat: RunningRackbeat, receiver: Receiver) -> None:
    subscribe(rackbeat)
    rackbeat.change("/products/KAFFE", name="Espresso")
    assert bodies(rackbeat, receiver) == [{"key_name": "number", "key": "KAFFE"}]


def test_the_documented_body_tells_what_changed(rackbeat: RunningRackbeat, receiver: Receiver) -> None:
    rackbeat.switch(webhook_body="documented")
    subscribe(rackbeat)
    changed = rackbeat.change("/products/KAFFE", name="Espresso", number="ESPRESSO")
    (body,) = bodies(rackbeat, receiver)
    assert body == {
        "key": "ESPRESSO", "key_name": "number", "event": "product.updated", "data": changed,
        "old_key": "KAFFE", "new_key": "ESPRESSO", "changed": ["number", "name"],
    }  # fmt: skip


def test_a_created_record_has_no_old_key(rackbeat: RunningRackbeat, receiver: Receiver) -> None:
    rackbeat.switch(webhook_body="documented")
    subscribe(rackbeat, "order.created")
    made = rackbeat.create("/orders", customer_id=1, lines=[line()])
    assert bodies(rackbeat, receiver) == [{"key": 1, "key_name": "number", "event": "order.created", "data": made}]


def test_booking_is_told_as_booked_and_of_credit_notes_under_both_names(
    rackbeat: RunningRackbeat, receiver: Receiver
) -> None:
    rackbeat.switch(unconfirmed_events=True)
    for event in ("customer_invoice.booked", "credit_note.booked"):
        subscribe(rackbeat, event)
    rackbeat.book(rackbeat.invoice(line()))
    rackbeat.book(rackbeat.create("/customer-invoices/1/create-creditnote"))
    bodies(rackbeat, receiver)
    told = sorted(
        (each.headers["rackbeat-webhook-event"], json.loads(each.body)["key"]) for each in receiver.received
    )
    assert told == [("credit_note.booked", "2"), ("customer_invoice.booked", "1"), ("customer_invoice.booked", "2")]


@pytest.mark.parametrize("where", ["query", "body"])
def test_a_write_can_suppress_its_webhooks(rackbeat: RunningRackbeat, receiver: Receiver, where: str) -> None:
    subscribe(rackbeat)
    if where == "query":
        rackbeat.change("/products/KAFFE?suppress_webhooks=true", name="Espresso")
    else:
        rackbeat.change("/products/KAFFE", name="Espresso", suppress_webhooks=True)
    assert bodies(rackbeat, receiver) == []
    rackbeat.change("/products/KAFFE", name="Kaffe")
    assert len(bodies(rackbeat, receiver)) == 1


def test_a_put_of_nothing_new_is_not_told(rackbeat: RunningRackbeat, receiver: Receiver) -> None:
    subscribe(rackbeat)
    rackbeat.change("/products/KAFFE", name="Kaffe")
    assert bodies(rackbeat, receiver) == []


def test_a_failed_delivery_is_tried_again_and_counted_until_it_succeeds(
    rackbeat: RunningRackbeat, receiver: Receiver
) -> None:
    rackbeat.switch(webhook_time_scale=0)
    receiver.answers = [500, 302, 404]
    made = subscribe(rackbeat)
    rackbeat.change("/products/KAFFE", name="Espresso")
    assert len(bodies(rackbeat, receiver)) == 4
    assert rackbeat.get(f"/webhooks/{made['id']}")["webhook"]["failures_since_last_success"] == 0
    (log,) = rackbeat.get(f"/webhooks/{made['id']}/logs")["logs"]
    assert (log["status"], log["failures"], log["retries"], log["key"]) == (204, 3, 3, "KAFFE")
    assert rackbeat.get(f"/webhooks/logs/{log['id']}")["log"] == log


def test_a_webhook_that_keeps_failing_stays_on(rackbeat: RunningRackbeat, receiver: Receiver) -> None:
    rackbeat.switch(webhook_time_scale=0)
    receiver.answers = [500] * 11
    made = subscribe(rackbeat)
    rackbeat.change("/products/KAFFE", name="Espresso")
    assert len(bodies(rackbeat, receiver)) == 11
    webhook = rackbeat.get(f"/webhooks/{made['id']}")["webhook"]
    assert (webhook["failures_since_last_success"], webhook["is_active"]) == (11, True)


def test_it_may_be_turned_off_after_failures_and_on_again(rackbeat: RunningRackbeat, receiver: Receiver) -> None:
    rackbeat.switch(webhook_time_scale=0, webhook_off_after=3)
    receiver.answers = [500] * 3
    made = subscribe(rackbeat)
    rackbeat.change("/products/KAFFE", name="Espresso")
    assert len(bodies(rackbeat, receiver)) == 3
    assert rackbeat.get(f"/webhooks/{made['id']}")["webhook"]["is_active"] is False
    on = rackbeat.change(f"/webhooks/{made['id']}", is_active=True)
    assert (on["is_active"], on["failures_since_last_success"]) == (True, 0)


def test_a_deleted_webhook_is_told_nothing(rackbeat: RunningRackbeat, receiver: Receiver) -> None:
    made = subscribe(rackbeat)
    assert rackbeat.client.delete(f"/webhooks/{made['id']}").status_code == 204
    rackbeat.change("/products/KAFFE", name="Espresso")
    assert bodies(rackbeat, receiver) == []
    assert rackbeat.client.get(f"/webhooks/{made['id']}").status_code == 404


def test_a_webhook_made_again_after_its_deletion_has_another_token(rackbeat: RunningRackbeat) -> None:
    first = subscribe(rackbeat)
    rackbeat.client.delete(f"/webhooks/{first['id']}")
    assert subscribe(rackbeat)["token"] != first["token"]


def test_stock_may_be_told_without_a_key(rackbeat: RunningRackbeat, receiver: Receiver) -> None:
    subscribe(rackbeat)
    rackbeat.book(rackbeat.invoice(line()))
    assert bodies(rackbeat, receiver) == []
    rackbeat.switch(stock_events=True)
    rackbeat.book(rackbeat.invoice(line(), line("MONT")))
    assert bodies(rackbeat, receiver) == [{"item": "SKR 4/40", "item_type": "product", "type": "stock"}]
