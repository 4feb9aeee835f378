"""Subscriptions and deliveries."""

import base64
import hashlib
import hmac
import json

from tests.integration.sandbox_svenn.harness import HOOKS, Received, Receiver, RunningSvenn

ALL = [f"{kind}.{verb}" for kind in ("customer", "project", "employee") for verb in ("created", "updated", "deleted")]


def subscribe(svenn: RunningSvenn, *events: str) -> dict[str, str]:
    body = {"url": f"{HOOKS}/svenn/c1", "events": list(events) or ALL}
    answer = svenn.client.post("/v1/webhooks", json=body)
    assert answer.status_code == 201, answer.text
    webhook: dict[str, str] = answer.json()
    return webhook


def delivered(svenn: RunningSvenn) -> None:
    assert svenn.world.wait_for_deliveries()


def signed_with(secret: str, delivery: Received) -> str:
    """The signature worked out from the standard's text alone."""
    signed = f"{delivery.headers['webhook-id']}.{delivery.headers['webhook-timestamp']}.".encode() + delivery.body
    key = base64.b64decode(secret.split("_", 1)[1])
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def test_every_write_through_the_api_is_told(svenn: RunningSvenn, receiver: Receiver) -> None:
    subscribe(svenn)
    row = svenn.create("customers", name="Nord")
    svenn.change("customers", row, name="Sør")
    svenn.client.delete(f"/v1/customers/{row['id']}")
    delivered(svenn)
    events = [json.loads(d.body) for d in receiver.received]
    assert {(e["type"], e["data"]["version"]) for e in events} == {
        ("customer.created", 1),
        ("customer.updated", 2),
        ("customer.deleted", 3),
    }
    assert {e["data"]["id"] for e in events} == {row["id"]}


def test_what_a_person_edits_is_told_too(svenn: RunningSvenn, receiver: Receiver) -> None:
    subscribe(svenn)
    svenn.world.seed(svenn.account.id, {"customers": [{"number": "7", "name": "Nord"}]})
    svenn.world.edit(svenn.account.id, "update", "customer", number="7", data={"name": "Sør"})
    delivered(svenn)
    assert [json.loads(d.body)["type"] for d in receiver.received] == ["customer.updated"]


def test_only_the_events_asked_for_are_told(svenn: RunningSvenn, receiver: Receiver) -> None:
    subscribe(svenn, "project.created")
    svenn.create("customers", name="Nord")
    svenn.create("projects", name="Tak")
    delivered(svenn)
    assert [json.loads(d.body)["type"] for d in receiver.received] == ["project.created"]


def test_a_change_of_nothing_is_not_told(svenn: RunningSvenn, receiver: Receiver) -> None:
    row = svenn.create("customers", name="Nord")
    subscribe(svenn)
    svenn.change("customers", row, name="Nord")
    delivered(svenn)
    assert receiver.received == []


def test_a_delivery_is_signed_with_the_webhooks_secret(svenn: RunningSvenn, receiver: Receiver) -> None:
    webhook = subscribe(svenn)
    svenn.create("customers", name="Nord")
    delivered(svenn)
    (delivery,) = receiver.received
    assert delivery.headers["webhook-signature"] == signed_with(webhook["secret"], delivery)
    assert delivery.headers["webhook-timestamp"] == str(int(svenn.clock.now.timestamp()))


def test_for_a_day_after_a_rotation_both_secrets_sign(svenn: RunningSvenn, receiver: Receiver) -> None:
    old = subscribe(svenn)
    new = svenn.client.post(f"/v1/webhooks/{old['id']}/rotate-secret").json()
    assert new["secret"] != old["secret"]
    svenn.create("customers", name="Nord")
    delivered(svenn)
    svenn.clock.advance(hours=24)
    svenn.create("customers", name="Sør")
    delivered(svenn)
    during, after = receiver.received
    assert during.headers["webhook-signature"].split(" ") == [
        signed_with(new["secret"], during),
        signed_with(old["secret"], during),
    ]
    assert after.headers["webhook-signature"] == signed_with(new["secret"], after)


def test_a_failed_delivery_is_tried_again_under_the_same_id(svenn: RunningSvenn, receiver: Receiver) -> None:
    svenn.world.set_switches(svenn.account.id, webhook_time_scale=0)
    receiver.answers = [500, 302, 503]
    subscribe(svenn)
    svenn.create("customers", name="Nord")
    delivered(svenn)
    assert len(receiver.received) == 4
    assert len({d.headers["webhook-id"] for d in receiver.received}) == 1


def test_a_webhook_that_keeps_failing_is_disabled(svenn: RunningSvenn, receiver: Receiver) -> None:
    svenn.world.set_switches(svenn.account.id, webhook_time_scale=0)
    receiver.answers = [500] * 7
    webhook = subscribe(svenn)
    svenn.create("customers", name="Nord")
    delivered(svenn)
    assert len(receiver.received) == 7
    assert svenn.client.get(f"/v1/webhooks/{webhook['id']}").json()["status"] == "disabled"


def test_a_disabled_webhook_is_told_nothing_until_it_is_active_again(svenn: RunningSvenn, receiver: Receiver) -> None:
    receiver.answers = [410]
    path = f"/v1/webhooks/{subscribe(svenn)['id']}"
    svenn.create("customers", name="Nord")
    delivered(svenn)
    assert svenn.client.get(path).json()["status"] == "disabled"
    svenn.create("customers", name="Sør")
    svenn.client.patch(path, json={"status": "active"})
    last = svenn.create("customers", name="Øst")
    delivered(svenn)
    assert [json.loads(d.body)["data"]["id"] for d in receiver.received[1:]] == [last["id"]]


def test_what_waits_for_a_webhook_is_dropped_when_it_is_disabled(svenn: RunningSvenn, receiver: Receiver) -> None:
    svenn.world.set_switches(svenn.account.id, webhook_delay_seconds=1)
    path = f"/v1/webhooks/{subscribe(svenn)['id']}"
    svenn.create("customers", name="Nord")
    svenn.client.patch(path, json={"status": "disabled"})
    delivered(svenn)
    assert receiver.received == []
    assert svenn.world.deliverer.counts["dropped"] == 1


def test_a_deleted_webhook_is_told_nothing(svenn: RunningSvenn, receiver: Receiver) -> None:
    path = f"/v1/webhooks/{subscribe(svenn)['id']}"
    assert svenn.client.delete(path).status_code == 204
    svenn.create("customers", name="Nord")
    delivered(svenn)
    assert receiver.received == []
    assert svenn.client.get(path).status_code == 404


def test_nothing_is_sent_to_an_address_that_does_not_resolve_here(svenn: RunningSvenn, receiver: Receiver) -> None:
    svenn.world.set_switches(svenn.account.id, webhook_time_scale=0)
    body = {"url": f"{HOOKS}.example/svenn/c1", "events": ["customer.created"]}
    webhook = svenn.client.post("/v1/webhooks", json=body).json()
    svenn.create("customers", name="Nord")
    delivered(svenn)
    assert receiver.received == []
    assert {attempt.outcome for attempt in svenn.world.deliverer.attempts} == {"not resolvable"}
    assert svenn.client.get(f"/v1/webhooks/{webhook['id']}").json()["status"] == "disabled"


def test_copies_of_a_delivery_share_its_id(svenn: RunningSvenn, receiver: Receiver) -> None:
    svenn.world.set_switches(svenn.account.id, webhook_copies=3)
    subscribe(svenn)
    svenn.create("customers", name="Nord")
    delivered(svenn)
    assert len(receiver.received) == 3
    assert len({d.headers["webhook-id"] for d in receiver.received}) == 1


def test_subscriptions_that_do_not_fit_are_refused(svenn: RunningSvenn) -> None:
    wrong = (
        {"url": "http://plain.example/", "events": ["customer.created"]},
        {"url": f"{HOOKS}/svenn/c1", "events": []},
        {"url": f"{HOOKS}/svenn/c1", "events": ["customer.created", "customer.created"]},
        {"url": f"{HOOKS}/svenn/c1", "events": ["hours.created"]},
        {"url": f"{HOOKS}/svenn/c1", "events": ["customer.created"], "secret": "mine"},
    )
    for body in wrong:
        answer = svenn.client.post("/v1/webhooks", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed"), body


def test_an_account_has_ten_webhooks_at_most(svenn: RunningSvenn) -> None:
    for _ in range(10):
        subscribe(svenn)
    body = {"url": f"{HOOKS}/svenn/c1", "events": ["customer.created"]}
    assert svenn.client.post("/v1/webhooks", json=body).json()["code"] == "webhook_limit"
