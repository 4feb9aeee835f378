"""Webhooks of a Svenn: one a connection, made anew, repaired, removed; and its deliveries are believed."""

from collections.abc import Iterator

import pytest

from samspill.exceptions import ConfigurationWrong, RetryLater
from samspill.model.kinds import Kind, Side
from samspill.sync.ports import Repair
from samspill.systems.svenn.webhook import genuine, hints
from tests.integration.sandbox_svenn.harness import HOOKS, Receiver, running_receiver
from tests.integration.systems.svenn.bench import Bench

HOOK = f"{HOOKS}/svenn/1"
KINDS = (Kind.CUSTOMER, Kind.PROJECT, Kind.EMPLOYEE)


@pytest.fixture
def receiver(bench: Bench) -> Iterator[Receiver]:
    with running_receiver() as receiver:
        bench.svenn.world.resolver.replace({HOOKS: receiver.url})
        yield receiver


def webhooks(bench: Bench) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = bench.svenn.client.get("/v1/webhooks").json()["items"]
    return rows


def disable(bench: Bench, webhook_id: str) -> None:
    bench.svenn.client.patch(f"/v1/webhooks/{webhook_id}", json={"status": "disabled"})


def test_one_webhook_tells_all_events_of_the_kinds(bench: Bench) -> None:
    (made,) = bench.system.subscribe(HOOK, "ours", (Kind.CUSTOMER, Kind.PROJECT))
    (webhook,) = webhooks(bench)
    assert (made.id, made.secret) == (webhook["id"], webhook["secret"])
    assert webhook["url"] == HOOK
    assert made.event.split(",") == list(webhook["events"])
    assert set(webhook["events"]) == {
        f"{k}.{v}" for k in ("customer", "project") for v in ("created", "updated", "deleted")
    }


def test_hours_are_told_by_events_of_time_entries(bench: Bench) -> None:
    (made,) = bench.system.subscribe(HOOK, "", (Kind.HOURS,))
    assert made.event.split(",") == [f"time_entry.{verb}" for verb in ("created", "updated", "deleted")]


def test_subscribing_twice_leaves_one_webhook_and_others_alone(bench: Bench) -> None:
    other = {"url": f"{HOOKS}/somebody-else", "events": ["customer.created"]}
    bench.svenn.client.post("/v1/webhooks", json=other)
    bench.system.subscribe(HOOK, "", KINDS)
    (second,) = bench.system.subscribe(HOOK, "", KINDS)
    assert [(w["url"], w["id"] == second.id) for w in webhooks(bench)] == [(other["url"], False), (HOOK, True)]


def test_a_subscription_whose_answer_was_lost_is_replaced(bench: Bench) -> None:
    bench.fault(route="POST /v1/webhooks", when="after", answer="cut")
    with pytest.raises(RetryLater):
        bench.system.subscribe(HOOK, "", KINDS)
    bench.system.subscribe(HOOK, "", KINDS)
    assert len(webhooks(bench)) == 1


def test_no_room_for_a_webhook_is_for_the_app_to_mend(bench: Bench) -> None:
    for n in range(10):
        bench.svenn.client.post("/v1/webhooks", json={"url": f"{HOOKS}/{n}", "events": ["customer.created"]})
    with pytest.raises(ConfigurationWrong) as raised:
        bench.system.subscribe(HOOK, "", KINDS)
    assert (raised.value.code, raised.value.facts["right"]) == ("app_right_missing", "webhooks")


def test_a_sound_subscription_is_left_as_it_is(bench: Bench) -> None:
    (made,) = bench.system.subscribe(HOOK, "", KINDS)
    bench.svenn.world.reset_calls()
    assert bench.system.repair_subscriptions(HOOK, [made.id], [made.secret]) is Repair.SOUND
    assert bench.calls() == {"GET /v1/webhooks": 1}


def test_a_disabled_subscription_is_switched_on_again(bench: Bench, receiver: Receiver) -> None:
    (made,) = bench.system.subscribe(HOOK, "", KINDS)
    disable(bench, made.id)
    assert bench.system.repair_subscriptions(HOOK, [made.id], [made.secret]) is Repair.MENDED
    assert [webhook["status"] for webhook in webhooks(bench)] == ["active"]
    bench.svenn.create("customers", name="Nord")
    assert bench.svenn.world.wait_for_deliveries()
    assert len(receiver.received) == 1


def test_a_subscription_that_is_gone_must_be_made_anew(bench: Bench) -> None:
    (made,) = bench.system.subscribe(HOOK, "", KINDS)
    bench.svenn.client.delete(f"/v1/webhooks/{made.id}")
    assert bench.system.repair_subscriptions(HOOK, [made.id], [made.secret]) is Repair.LOST


def test_a_subscription_to_another_address_must_be_made_anew(bench: Bench) -> None:
    (made,) = bench.system.subscribe(HOOK, "", KINDS)
    assert bench.system.repair_subscriptions(f"{HOOKS}/svenn/2", [made.id], [made.secret]) is Repair.LOST


def test_a_subscription_with_a_secret_that_we_do_not_know_must_be_made_anew(bench: Bench) -> None:
    (made,) = bench.system.subscribe(HOOK, "", KINDS)
    assert bench.system.repair_subscriptions(HOOK, [made.id], ["another"]) is Repair.LOST


def test_a_connection_without_subscriptions_needs_some(bench: Bench) -> None:
    assert bench.system.repair_subscriptions(HOOK, [], ["secret"]) is Repair.LOST


def test_unsubscribing_twice_is_fine(bench: Bench) -> None:
    ids = [made.id for made in bench.system.subscribe(HOOK, "", KINDS)]
    bench.system.unsubscribe(ids)
    bench.system.unsubscribe(ids)
    assert webhooks(bench) == []


def test_a_delivery_is_believed_and_hints_at_what_was_done(bench: Bench, receiver: Receiver) -> None:
    (made,) = bench.system.subscribe(HOOK, "", KINDS)
    row = bench.svenn.create("customers", name="Nord")
    bench.svenn.client.delete(f"/v1/customers/{row['id']}")
    assert bench.svenn.world.wait_for_deliveries()
    assert all(genuine(each.headers, each.body, [made.secret], bench.clock()) for each in receiver.received)
    said = [hint for each in receiver.received for hint in hints(each.body, each.headers)]
    assert {(h.key.kind, h.key.side, h.key.id, h.deleted) for h in said} == {
        (Kind.CUSTOMER, Side.APP, row["id"], False),
        (Kind.CUSTOMER, Side.APP, row["id"], True),
    }


def test_deliveries_are_believed_with_the_old_and_the_new_secret_while_it_is_rotated(
    bench: Bench, receiver: Receiver
) -> None:
    (made,) = bench.system.subscribe(HOOK, "", KINDS)
    new = bench.svenn.client.post(f"/v1/webhooks/{made.id}/rotate-secret").json()["secret"]
    bench.svenn.create("customers", name="Nord")
    assert bench.svenn.world.wait_for_deliveries()
    (delivery,) = receiver.received
    for secret in (made.secret, new):
        assert genuine(delivery.headers, delivery.body, [secret], bench.clock())
