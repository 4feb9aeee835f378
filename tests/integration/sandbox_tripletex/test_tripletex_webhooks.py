"""Subscriptions and deliveries (reference 6)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

import pytest

from sandbox.tripletex.company import Company
from sandbox.tripletex.hand import edit
from sandbox.tripletex.opening import NewCompany, NewToken
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import HOOKS, Api, Receiver, complaints, refusal

FAST = {"webhook_retry_seconds": (0.001,) * 6}


def subscribe(api: Api, event: str, **body: Any) -> Any:
    return api.create("/event/subscription", **{"event": event, "targetUrl": f"{HOOKS}/tripletex", **body})


def settle(world: TripletexWorld) -> None:
    assert world.courier.wait_until_idle()


def test_an_own_write_is_delivered(api: Api, world: TripletexWorld, receiver: Receiver) -> None:
    subscription = subscribe(api, "customer.create")
    row = api.create("/customer", name="A")
    settle(world)
    [delivery] = receiver.received
    assert delivery.path == "/tripletex"
    body = delivery.body
    assert (body["subscriptionId"], body["event"], body["id"]) == (subscription["id"], "customer.create", row["id"])
    assert body["value"] == row
    assert set(body) == {"value", "event", "subscriptionId", "id"}


def test_an_edit_by_hand_is_delivered(api: Api, company: Company, world: TripletexWorld, receiver: Receiver) -> None:
    subscribe(api, "customer.update")
    row = api.create("/customer", name="A")
    edit(world, company.id, "customer", "update", row["id"], {"name": "B"})
    settle(world)
    assert [body["value"]["name"] for body in receiver.bodies] == ["B"]


def test_a_deletion_has_no_value(api: Api, world: TripletexWorld, receiver: Receiver) -> None:
    subscribe(api, "customer.delete")
    row = api.create("/customer", name="A")
    api.delete(f"/customer/{row['id']}")
    settle(world)
    [body] = receiver.bodies
    assert (body["id"], body["value"]) == (row["id"], None)


def test_one_subscription_hears_one_verb(api: Api, world: TripletexWorld, receiver: Receiver) -> None:
    subscribe(api, "customer.update")
    row = api.create("/customer", name="A")
    api.change(f"/customer/{row['id']}", name="B")
    api.delete(f"/customer/{row['id']}")
    settle(world)
    assert receiver.events == ["customer.update"]


def test_a_change_of_the_address_is_a_change_of_the_customer(
    api: Api, world: TripletexWorld, receiver: Receiver
) -> None:
    subscribe(api, "customer.update")
    row = api.create("/customer", name="A")
    api.change(f"/customer/{row['id']}", postalAddress={"id": row["postalAddress"]["id"], "city": "Oslo"})
    settle(world)
    assert len(receiver.received) == 1


def test_a_put_that_changes_nothing_is_not_told(api: Api, world: TripletexWorld, receiver: Receiver) -> None:
    subscribe(api, "customer.update")
    row = api.create("/customer", name="A")
    api.change(f"/customer/{row['id']}", name="A")
    settle(world)
    assert receiver.received == []


def test_a_refused_batch_is_not_told(api: Api, world: TripletexWorld, receiver: Receiver) -> None:
    subscribe(api, "customer.create")
    api.post("/customer/list", json=[{"name": "A"}, {"name": "B", "organizationNumber": "x"}])
    settle(world)
    assert receiver.received == []


def test_a_row_with_both_roles_is_told_about_twice(api: Api, world: TripletexWorld, receiver: Receiver) -> None:
    subscribe(api, "customer.update")
    subscribe(api, "supplier.update")
    row = api.create("/customer", name="A", isSupplier=True)
    api.change(f"/customer/{row['id']}", name="B")
    settle(world)
    assert sorted(receiver.events) == ["customer.update", "supplier.update"]


def test_departments_and_activities_have_no_events(api: Api) -> None:
    events = api.value("/event")
    assert {"customer.create", "project.update", "employee.delete", "invoice.charged"} <= set(events)
    assert not [key for key in events if key.startswith(("department", "activity", "timesheet", "employment"))]


def test_fields_narrow_the_value(api: Api, world: TripletexWorld, receiver: Receiver) -> None:
    subscribe(api, "customer.create", fields="id,version")
    row = api.create("/customer", name="A")
    settle(world)
    assert receiver.bodies[0]["value"] == {"id": row["id"], "version": row["version"]}


def test_a_delivery_carries_the_header_that_was_asked_for(
    api: Api, world: TripletexWorld, receiver: Receiver
) -> None:
    made = subscribe(api, "customer.create", authHeaderName="X-Key", authHeaderValue="hemmelig")
    assert "authHeaderValue" not in made
    api.create("/customer", name="A")
    settle(world)
    assert receiver.received[0].headers["x-key"] == "hemmelig"


def test_a_delivery_is_signed_over_key_and_body(api: Api, world: TripletexWorld, receiver: Receiver) -> None:
    made = subscribe(api, "customer.create", hmacSharedSecret="hemmelig")
    assert "hmacSharedSecret" not in made
    api.create("/customer", name="Åse")
    settle(world)
    [delivery] = receiver.received
    signed = delivery.headers["idempotency-key"].encode() + b"&" + delivery.raw
    expected = base64.b64encode(hmac.new(b"hemmelig", signed, hashlib.sha512).digest()).decode()
    assert delivery.headers["x-request-signature"] == expected


def test_user_and_password_of_the_address_become_basic_auth(
    api: Api, world: TripletexWorld, receiver: Receiver
) -> None:
    subscribe(api, "customer.create", targetUrl=HOOKS.replace("https://", "https://u:p@") + "/x")
    api.create("/customer", name="A")
    settle(world)
    assert receiver.received[0].headers["authorization"] == "Basic " + base64.b64encode(b"u:p").decode()


@pytest.mark.parametrize("target", ["http://hooks.example/x", "/x", "hooks.example", "https:///x"])
def test_the_address_must_be_absolute_and_https(api: Api, target: str) -> None:
    answer = api.post("/event/subscription", json={"event": "customer.create", "targetUrl": target})
    assert refusal(answer) == (422, 18000)
    assert complaints(answer)[0][0] == "targetUrl"


def test_an_unknown_event_is_refused(api: Api) -> None:
    answer = api.post("/event/subscription", json={"event": "hours.create", "targetUrl": HOOKS})
    assert complaints(answer)[0][0] == "event"


def test_long_fields_are_refused(api: Api) -> None:
    body = {"event": "customer.create", "targetUrl": HOOKS, "fields": "id," * 100}
    assert refusal(api.post("/event/subscription", json=body)) == (422, 18000)


def test_subscriptions_belong_to_the_token_that_made_them(
    stranger: Api, world: TripletexWorld, receiver: Receiver
) -> None:
    tokens = [NewToken(token="test-a"), NewToken(token="test-b")]
    company = world.create_company(NewCompany(tokens=tokens, switches={"session_creation_seconds": 0}))
    stranger.login(company, token="test-a")
    made = subscribe(stranger, "customer.create")
    assert len(stranger.values("/event/subscription")) == 1
    stranger.login(company, token="test-b")
    assert stranger.values("/event/subscription") == []
    assert refusal(stranger.get(f"/event/subscription/{made['id']}")) == (404, 6000)


def test_subscriptions_are_made_and_removed_as_lists(api: Api, world: TripletexWorld, receiver: Receiver) -> None:
    bodies = [{"event": f"customer.{verb}", "targetUrl": HOOKS} for verb in ("create", "update", "delete")]
    made = api.post("/event/subscription/list", json=bodies)
    assert made.status_code == 201
    ids = ",".join(str(row["id"]) for row in made.json()["values"])
    assert api.delete("/event/subscription/list", params={"ids": ids}).status_code == 204
    api.create("/customer", name="A")
    settle(world)
    assert receiver.received == []


def test_a_failed_delivery_is_tried_again_with_the_same_key(
    api: Api, company: Company, world: TripletexWorld, receiver: Receiver
) -> None:
    world.set_switches(FAST, company.id)
    subscribe(api, "customer.create")
    receiver.statuses.extend([500, 503])
    api.create("/customer", name="A")
    settle(world)
    assert len(receiver.received) == 3
    assert len({each.headers["idempotency-key"] for each in receiver.received}) == 1


def test_the_key_can_change_from_attempt_to_attempt(
    api: Api, company: Company, world: TripletexWorld, receiver: Receiver
) -> None:
    world.set_switches({**FAST, "webhook_new_key_per_attempt": True}, company.id)
    subscribe(api, "customer.create", hmacSharedSecret="hemmelig")
    receiver.statuses.append(500)
    api.create("/customer", name="A")
    settle(world)
    assert len({each.headers["idempotency-key"] for each in receiver.received}) == 2
    assert len({each.headers["x-request-signature"] for each in receiver.received}) == 2


def test_lasting_failure_disables_until_a_put_enables_again(
    api: Api, company: Company, world: TripletexWorld, receiver: Receiver
) -> None:
    world.set_switches({**FAST, "webhook_disable_after": 3}, company.id)
    made = subscribe(api, "customer.create")
    receiver.statuses.extend([500] * 3)
    api.create("/customer", name="A")
    settle(world)
    shown = api.value(f"/event/subscription/{made['id']}")
    assert (shown["status"], shown["version"]) == ("DISABLED_TOO_MANY_ERRORS", made["version"] + 1)
    api.create("/customer", name="B")
    settle(world)
    assert len(receiver.received) == 3
    api.change(f"/event/subscription/{made['id']}", version=shown["version"], status="ACTIVE")
    api.create("/customer", name="C")
    settle(world)
    assert receiver.bodies[-1]["value"]["name"] == "C"


def test_a_success_forgets_the_failures_before_it(
    api: Api, company: Company, world: TripletexWorld, receiver: Receiver
) -> None:
    world.set_switches({**FAST, "webhook_disable_after": 3}, company.id)
    made = subscribe(api, "customer.create")
    for name in ("A", "B"):
        receiver.statuses.extend([500, 500])
        api.create("/customer", name=name)
        settle(world)
    assert api.value(f"/event/subscription/{made['id']}")["status"] == "ACTIVE"
    assert len(receiver.received) == 6


def test_an_address_that_does_not_resolve_is_a_failure(
    api: Api, company: Company, world: TripletexWorld, receiver: Receiver
) -> None:
    world.set_switches({**FAST, "webhook_disable_after": 1}, company.id)
    made = subscribe(api, "customer.create", targetUrl="https://elsewhere.example/x")
    api.create("/customer", name="A")
    settle(world)
    assert api.value(f"/event/subscription/{made['id']}")["status"] == "DISABLED_TOO_MANY_ERRORS"


def test_duplicates_have_keys_of_their_own(
    api: Api, company: Company, world: TripletexWorld, receiver: Receiver
) -> None:
    world.set_switches({"webhook_duplicates": True}, company.id)
    subscribe(api, "customer.create")
    api.create("/customer", name="A")
    settle(world)
    assert len({each.headers["idempotency-key"] for each in receiver.received}) == 2
    assert receiver.bodies[0] == receiver.bodies[1]


def test_of_quick_edits_only_the_latest_may_be_sent(
    api: Api, company: Company, world: TripletexWorld, receiver: Receiver
) -> None:
    world.set_switches({"webhook_skips_versions": True, "webhook_delay_seconds": 0.3}, company.id)
    subscribe(api, "customer.update")
    row = api.create("/customer", name="A")
    for name in ("B", "C", "D"):
        api.change(f"/customer/{row['id']}", name=name)
    settle(world)
    assert [body["value"]["name"] for body in receiver.bodies] == ["D"]


def test_events_can_be_lost(api: Api, company: Company, world: TripletexWorld, receiver: Receiver) -> None:
    world.set_switches({"webhook_lost_share": 1}, company.id)
    subscribe(api, "customer.create")
    api.create("/customer", name="A")
    settle(world)
    assert receiver.received == []


def test_requests_do_not_wait_for_deliveries(
    api: Api, company: Company, world: TripletexWorld, receiver: Receiver
) -> None:
    world.set_switches({"webhook_delay_seconds": 0.5}, company.id)
    subscribe(api, "customer.create")
    api.create("/customer", name="A")
    assert world.courier.pending == 1
    assert receiver.received == []
    settle(world)
    assert len(receiver.received) == 1


def test_a_charged_invoice_is_told(api: Api, world: TripletexWorld, receiver: Receiver) -> None:
    subscribe(api, "invoice.charged")
    customer = api.create("/customer", name="A")
    days = {"orderDate": "2026-01-01", "deliveryDate": "2026-01-01"}
    order = api.create("/order", customer={"id": customer["id"]}, **days)
    dates = {"invoiceDate": "2026-02-01", "invoiceDueDate": "2026-02-15"}
    invoice = api.create("/invoice", orders=[{"id": order["id"]}], **dates)
    settle(world)
    assert [body["id"] for body in receiver.bodies] == [invoice["id"]]
