"""Events of documents: the app is asked for them, and its deliveries are stored like those of records."""

import json

from samspill.model.connection import Connection
from samspill.model.kinds import Kind, Side
from samspill.tasks.settings import change_settings, preview
from samspill.tasks.subscription_repair import repair_subscriptions
from samspill.tasks.subscriptions import signing_secrets, subscribe
from tests.integration.api.bench import Bench
from tests.integration.api.client import Answered, Client


def billing(bench: Bench, **kinds: bool) -> Connection:
    settings = {"kinds": kinds}
    connection = bench.live(integration="rackbeat", settings=settings)
    return bench.changed(subscribe(bench.app, connection).id)


def by_rackbeat(bench: Bench, connection: Connection, event: str, key: str) -> Answered:
    token = signing_secrets(bench.app, connection, Side.APP)[0]
    headers = {"rackbeat-webhook-token": token, "rackbeat-webhook-event": event}
    body = json.dumps({"key_name": "number", "key": key})
    return Client(bench.deliver).raw("POST", f"/v1/webhooks/rackbeat/{connection.id}", body, {}, headers)


def waiting(bench: Bench, connection: Connection, group: str) -> list[tuple[Kind, str]]:
    due = bench.app.stores(connection.id).inbox.due(group, bench.now)
    return [(change.key.kind, change.key.id) for change in due]


def subscribed(connection: Connection, side: Side) -> set[str]:
    return {each.event for each in connection.subscriptions if each.side is side}


def test_a_booked_invoice_is_told_of_stored_and_wakes_its_group(bench: Bench) -> None:
    """Seen to fail while only events of records were taken."""
    connection = billing(bench)
    assert by_rackbeat(bench, connection, "customer_invoice.booked", "1021").status == 202
    assert waiting(bench, connection, "invoice") == [(Kind.INVOICE, "1021")]
    assert bench.wakeups.woken == [(connection.id, "invoice")]


def test_the_app_is_asked_for_documents_and_tripletex_is_not(bench: Bench) -> None:
    connection = billing(bench)
    assert "app-invoice" in subscribed(connection, Side.APP)
    assert not {"tripletex-invoice", "tripletex-purchase_order"} & subscribed(connection, Side.TRIPLETEX)


def test_credit_notes_alone_keep_the_register_of_invoices_told_of(bench: Bench) -> None:
    connection = billing(bench, invoice=False)
    by_rackbeat(bench, connection, "customer_invoice.booked", "1021")
    assert waiting(bench, connection, "invoice") == [(Kind.INVOICE, "1021")]


def test_documents_that_are_off_are_told_of_in_vain(bench: Bench) -> None:
    connection = billing(bench, invoice=False, credit_note=False)
    assert by_rackbeat(bench, connection, "customer_invoice.booked", "1021").status == 202
    assert by_rackbeat(bench, connection, "purchase_order.created", "7").status == 202
    assert (waiting(bench, connection, "invoice"), waiting(bench, connection, "purchase")) == ([], [])
    assert "app-invoice" not in subscribed(connection, Side.APP)


def switched(bench: Bench, connection: Connection, **kinds: bool) -> Connection:
    settings = connection.settings.model_copy(update={"kinds": {Kind(name): on for name, on in kinds.items()}})
    return change_settings(bench.app, connection, settings, preview(bench.app, connection, settings).confirm)


def test_what_is_switched_on_later_is_told_of_too(bench: Bench) -> None:
    """Seen to fail with subscriptions that were made once."""
    connection = switched(bench, billing(bench), purchase_order=True)
    assert "app-purchase_order" in subscribed(connection, Side.APP)
    assert by_rackbeat(bench, connection, "purchase_order.created", "7").status == 202
    assert (Kind.PURCHASE_ORDER, "7") in waiting(bench, connection, "purchase")


def test_settings_that_want_the_same_leave_subscriptions_alone(bench: Bench) -> None:
    before = billing(bench)
    bench.world.systems[Side.APP, bench.app.connections.keys(before.id).app].subscribed.clear()
    switched(bench, before, credit_note=False)
    assert bench.world.systems[Side.APP, bench.app.connections.keys(before.id).app].subscribed == {}


def test_a_system_out_of_reach_is_subscribed_to_by_the_next_look(bench: Bench) -> None:
    """Seen to fail with settings that nobody heard of once the first try failed."""
    connection = billing(bench)
    changed = bench.changed(connection.id, settings={"kinds": {"purchase_order": True}})
    assert repair_subscriptions(bench.app, changed) == 1
    assert "app-purchase_order" in subscribed(bench.app.connections.get(connection.id), Side.APP)
    assert repair_subscriptions(bench.app, bench.app.connections.get(connection.id)) == 0
