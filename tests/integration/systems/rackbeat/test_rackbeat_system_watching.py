"""Hearing of changes in a Rackbeat: polls, subscriptions, deliveries."""

import pytest

from samspill.model.kinds import Kind
from samspill.sync.ports import Repair
from samspill.systems.rackbeat.webhook import genuine, hints
from tests.integration.sandbox_rackbeat.harness import line
from tests.integration.sandbox_svenn.harness import HOOKS, Receiver
from tests.integration.systems.rackbeat.bench import Bench, customers, done, patch

HOOK = f"{HOOKS}/rackbeat/1"
KINDS = (Kind.CUSTOMER, Kind.PRODUCT, Kind.INVOICE)


def begun(bench: Bench, kind: Kind = Kind.CUSTOMER) -> str:
    """A cursor of now."""
    first = bench.system.changed_since(kind, "")
    assert (first.ids, first.deleted, first.more) == ((), (), False)
    bench.clock.advance(minutes=1)
    return first.cursor


@pytest.fixture(params=["everywhere", "customer-invoices"])
def asked(request: pytest.FixtureRequest, bench: Bench) -> str:
    """Both ways in which lists may be asked for what was updated."""
    bench.rackbeat.switch(updated_at_filter=request.param)
    return str(request.param)


@pytest.mark.parametrize("zone", ["Europe/Copenhagen", "UTC", "Pacific/Auckland", "Pacific/Pago_Pago"])
def test_a_poll_tells_what_changed_and_tells_it_once(bench: Bench, zone: str, asked: str) -> None:
    bench.rackbeat.switch(time_zone=zone)
    cursor = begun(bench)
    bench.by_hand("update", "customer", 2, name="Øresund Syd ApS")
    told = bench.system.changed_since(Kind.CUSTOMER, cursor)
    bench.clock.advance(minutes=1)
    again = bench.system.changed_since(Kind.CUSTOMER, told.cursor)
    assert (told.ids, again.ids) == (("2",), ()), asked


def test_a_second_edit_within_the_same_second_is_told(bench: Bench, asked: str) -> None:
    cursor = begun(bench)
    bench.by_hand("update", "customer", 2, name="Først")
    told = bench.system.changed_since(Kind.CUSTOMER, cursor)
    bench.by_hand("update", "customer", 2, name="Så")
    assert bench.system.changed_since(Kind.CUSTOMER, told.cursor).ids == ("2",), asked


def test_an_edit_while_clocks_are_set_back_is_told(bench: Bench) -> None:
    # 25 October 2026 at 00:59:30 UTC is 02:59:30 in Copenhagen, and a minute later it is 02:00:30.
    bench.clock.now = bench.clock.now.replace(month=10, day=25, hour=0, minute=59, second=30)
    bench.by_hand("update", "customer", 1, name="Før")
    cursor = begun(bench)
    bench.by_hand("update", "customer", 2, name="Etter")
    assert bench.system.changed_since(Kind.CUSTOMER, cursor).ids == ("2",)


def test_the_first_record_of_an_empty_register_is_told(bench: Bench, asked: str) -> None:
    cursor = bench.system.documents_since(Kind.INVOICE, "").cursor
    bench.rackbeat.invoice(line())
    assert bench.system.documents_since(Kind.INVOICE, cursor).ids == ("1",), asked


def test_boms_are_polled_beside_products(bench: Bench) -> None:
    cursor = begun(bench, Kind.PRODUCT)
    bench.rackbeat.create("/lots", number="SETT/1", name="Sett", group_id=1, lines=[line()])
    bench.by_hand("update", "product", "KAFFE", name="Kaffe, mørk")
    assert set(bench.system.changed_since(Kind.PRODUCT, cursor).ids) == {"SETT/1", "KAFFE"}


def test_an_old_number_is_not_told_and_the_new_one_is(bench: Bench) -> None:
    cursor = begun(bench, Kind.PRODUCT)
    bench.by_hand("update", "product", "KAFFE", number="KAFFE 2")
    assert bench.system.changed_since(Kind.PRODUCT, cursor).ids == ("KAFFE 2",)


def test_a_large_poll_goes_on_in_another_call(bench: Bench) -> None:
    cursor = begun(bench)
    bench.rackbeat.switch(max_limit=10)
    bench.seed(customers=customers(range(100, 350)))
    told: list[str] = []
    more = True
    calls = 0
    while more:
        part = bench.system.changed_since(Kind.CUSTOMER, cursor)
        told, cursor, more, calls = [*told, *part.ids], part.cursor, part.more, calls + 1
    assert (sorted(map(int, told)), calls) == (list(range(100, 350)), 2)
    assert bench.system.changed_since(Kind.CUSTOMER, cursor).ids == ()


def test_our_own_write_is_told_like_anybodys(bench: Bench) -> None:
    cursor = begun(bench)
    done(bench.system.update(Kind.CUSTOMER, [patch("1", city="Oslo")])[0])
    assert bench.system.changed_since(Kind.CUSTOMER, cursor).ids == ("1",)


def test_an_import_sends_no_webhooks_and_is_found_by_polling(bench: Bench, receiver: Receiver) -> None:
    bench.system.subscribe(HOOK, "", KINDS)
    cursor = begun(bench, Kind.PRODUCT)
    bench.by_hand("import", "product", number="CSV", name="Importert", group_id=1, sales_price=1)
    assert bench.rackbeat.world.wait_for_deliveries()
    assert receiver.received == []
    assert bench.system.changed_since(Kind.PRODUCT, cursor).ids == ("CSV",)


def test_there_is_a_webhook_for_each_event_that_the_account_knows(bench: Bench) -> None:
    made = bench.system.subscribe(HOOK, "ours", KINDS)
    assert {each.event for each in made} == {"product.created", "product.updated"}
    bench.rackbeat.switch(unconfirmed_events=True)
    more = bench.system.subscribe(HOOK, "ours", KINDS)
    assert {each.event for each in more} >= {"customer.created", "lot.updated", "customer_invoice.booked"}
    assert len({each.secret for each in more}) == len(more) == len(bench.rackbeat.account.webhooks.all())
    assert all(len(each.secret) == 32 for each in more)


def test_names_to_subscribe_to_can_be_given(bench: Bench) -> None:
    events = {Kind.CUSTOMER: (("kunde.endret", "order.created"), ("nothing.of.it",))}
    system = bench.opened(events=events)
    assert [each.event for each in system.subscribe(HOOK, "", (Kind.CUSTOMER, Kind.PRODUCT))] == ["order.created"]


@pytest.mark.parametrize("told", [True, False])
def test_subscribing_again_leaves_one_webhook_an_event_and_its_token(bench: Bench, told: bool) -> None:
    bench.rackbeat.switch(token_on_repeat=told)
    bench.system.subscribe(HOOK, "", KINDS)
    again = bench.system.subscribe(HOOK, "", KINDS)
    there = {str(each.id): each.token for each in bench.rackbeat.account.webhooks.all()}
    assert there == {each.id: each.secret for each in again}


def test_webhooks_of_others_are_left_alone(bench: Bench) -> None:
    bench.rackbeat.create("/webhooks", event="product.created", url="https://shop.example/hook")
    made = bench.system.subscribe(HOOK, "", KINDS)
    bench.system.unsubscribe([each.id for each in made])
    bench.system.unsubscribe([each.id for each in made])
    assert [each.url for each in bench.rackbeat.account.webhooks.all()] == ["https://shop.example/hook"]


def test_a_webhook_that_was_turned_off_is_turned_on_again(bench: Bench) -> None:
    made = bench.system.subscribe(HOOK, "", KINDS)
    ids, secrets = [each.id for each in made], [each.secret for each in made]
    assert bench.system.repair_subscriptions(HOOK, ids, secrets) is Repair.SOUND
    bench.rackbeat.account.webhooks.disable(int(ids[0]))
    assert bench.system.repair_subscriptions(HOOK, ids, secrets) is Repair.MENDED
    assert all(each.is_active for each in bench.rackbeat.account.webhooks.all())


def test_an_account_that_knows_no_event_is_sound(bench: Bench) -> None:
    assert bench.system.subscribe(HOOK, "", (Kind.CUSTOMER,)) == []
    assert bench.system.repair_subscriptions(HOOK, [], ["secret"]) is Repair.SOUND


@pytest.mark.parametrize("why", ["gone", "elsewhere", "token", "none"])
def test_subscriptions_that_cannot_be_mended_are_lost(bench: Bench, why: str) -> None:
    made = bench.system.subscribe(HOOK, "", KINDS)
    ids, secrets = [each.id for each in made], [each.secret for each in made]
    if why == "gone":
        bench.system.unsubscribe(ids[:1])
    if why == "token":
        secrets = secrets[:1]
    if why == "none":
        ids = []
    url = "https://elsewhere.example" if why == "elsewhere" else HOOK
    assert bench.system.repair_subscriptions(url, ids, secrets) is Repair.LOST


@pytest.mark.parametrize("body", ["observed", "documented"])
def test_deliveries_are_believed_and_hint_at_what_was_done(bench: Bench, receiver: Receiver, body: str) -> None:
    bench.rackbeat.switch(webhook_body=body, unconfirmed_events=True)
    made = bench.system.subscribe(HOOK, "", KINDS)
    bench.by_hand("update", "customer", 2, name="Øresund Syd ApS")
    bench.by_hand("delete", "customer", 2)
    bench.by_hand("update", "product", "KAFFE", number="KAFFE/2")
    invoice = bench.rackbeat.book(bench.rackbeat.invoice(line()))
    bench.by_hand("credit", "customer_invoice", invoice["number"])
    assert bench.rackbeat.world.wait_for_deliveries()
    secrets = [each.secret for each in made]
    assert all(genuine(each.headers, each.body, secrets, bench.clock()) for each in receiver.received)
    assert not any(genuine(each.headers, each.body, ["another"], bench.clock()) for each in receiver.received)
    said = {
        (hint.key.kind, hint.key.id, hint.deleted)
        for each in receiver.received
        for hint in hints(each.body, each.headers)
    }
    assert said == {
        (Kind.CUSTOMER, "2", False), (Kind.CUSTOMER, "2", True), (Kind.PRODUCT, "KAFFE/2", False),
        (Kind.INVOICE, "1", False), (Kind.INVOICE, "2", False),
    }  # fmt: skip
    old = {hint.old_number for each in receiver.received for hint in hints(each.body, each.headers)} - {None}
    assert old == ({"KAFFE"} if body == "documented" else set())


def test_a_movement_of_stock_is_nobodys_change(bench: Bench, receiver: Receiver) -> None:
    bench.rackbeat.switch(stock_events=True)
    bench.system.subscribe(HOOK, "", KINDS)
    bench.by_hand("adjust", "product", "KAFFE", quantity=3)
    assert bench.rackbeat.world.wait_for_deliveries()
    assert receiver.received
    assert [hint for each in receiver.received for hint in hints(each.body, each.headers)] == []
