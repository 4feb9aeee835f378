"""A company connects Rackbeat itself, and lives with it: what stands where afterwards, through the public API."""

from decimal import Decimal

import httpx
import pytest
from rich.console import Console

from local.demo import joining
from local.demo.invoicing import LAMP, PLAIN, TRICKY, arrived, book
from local.demo.printing import Narrator
from local.demo.warehouse import EMAIL, SHELF, Warehouse
from local.equality import compare
from local.onboarding import link_in, used_up
from local.peers import Json
from local.product import ApiRefused, Product
from local.world import World, seconds_until

STEPS = (
    joining.begin, joining.refuse_a_wrong_key, joining.say_keys, joining.say_groups, joining.say_start_up,
    joining.say_settings, joining.make_the_plan, joining.approve,
)  # fmt: skip


@pytest.fixture(scope="module")
def live(world: World) -> Warehouse:
    """A firm that connected itself, and whose start-up is done."""
    scene = Warehouse.set(world, Narrator(Console(quiet=True)))
    for step in STEPS:
        step(scene)
    scene.connected.until(lambda c: c["status"] == "active", "first sync", 300)
    settled(scene)
    world.rackbeat.edit(scene.company.rackbeat_id, "product", "create", data=LAMP)
    seconds_until(lambda: any(row["number"] == LAMP["number"] for row in scene.in_tripletex("product")), "the lamp")
    settled(scene)
    return scene


def settled(live: Warehouse) -> Json:
    return live.connected.until(lambda c: c["counts"]["waiting"] == 0, "working off what waits")


def documents(live: Warehouse) -> list[Json]:
    return live.world.tripletex.invoices(live.company.tripletex_id)


def change_settings(live: Warehouse, **documents: object) -> None:
    product, path = live.connected.product, f"{live.connected.path}/settings"
    settings = product.ask("GET", path)
    settings["documents"] |= documents
    product.ask("PUT", path, settings)


def problem_of(live: Warehouse, booked: Json) -> Json:
    """The problem of an invoice, once there is one."""

    def found() -> list[Json]:
        return [each for each in live.connected.problems(kind="invoice") if each["record"] == str(booked["number"])]

    seconds_until(lambda: bool(found()), "the problem")
    return found()[0]


def released(live: Warehouse, booked: Json) -> Json:
    """The invoice in Tripletex, once it is there and nothing waits any more."""
    seconds_until(lambda: bool(arrived(live, booked)), "the invoice")
    settled(live)
    (invoice,) = arrived(live, booked)
    assert live.connected.problems(kind="invoice") == []
    return invoice


def totals(row: Json, *names: str) -> list[Decimal]:
    return [Decimal(str(row[name])) for name in names]


def test_the_owner_has_approved_the_plan_and_the_onboarding_is_done(live: Warehouse) -> None:
    assert live.onboarding.now()["step"] == "done"
    assert live.connected.now()["approved_by"] == EMAIL


def test_start_up_put_on_the_shelf_what_tripletex_has_and_booked_it_once(live: Warehouse) -> None:
    there = {row["number"]: Decimal(str(row["stock_quantity"])) for row in live.in_rackbeat("product")}
    assert {number: there[number] for number in SHELF} == SHELF
    booked = [row["item_id"] for row in live.in_rackbeat("inventory_adjustment") if row["is_booked"]]
    assert len(booked) == len(set(booked)) > 0


def test_both_sides_are_equal_after_start_up(live: Warehouse) -> None:
    comparison = compare(live.world, live.company, live.connected)
    assert comparison.faults == ()
    assert all(comparison.pairs.values())


def test_a_comparison_after_start_up_writes_nothing(live: Warehouse) -> None:
    before = live.world.tripletex.writes(), live.world.rackbeat.writes()
    live.connected.as_seen_by(live.world.staff).do("reconcile")
    settled(live)
    assert (live.world.tripletex.writes(), live.world.rackbeat.writes()) == before


def test_the_link_in_the_last_mail_opens_the_settings_once(live: Warehouse) -> None:
    url, stack = live.world.stack.api_url, live.world.stack
    mail = next(mail for mail in live.onboarding.mails(stack) if "are connected" in mail.subject)
    assert used_up(url, link_in(mail)).id == live.connected.id
    with pytest.raises(ApiRefused) as refused:
        used_up(url, link_in(mail))
    assert refused.value.code == "gone"


def test_a_new_link_is_mailed_to_whom_it_belongs_and_every_address_gets_the_same_answer(live: Warehouse) -> None:
    stack = live.world.stack
    nobody, before = Product(stack.api_url, ""), len(stack.mails())
    answers = [nobody.ask("POST", "/links", {"email": email}) for email in (EMAIL, "ukjent@nordlys.example")]
    assert answers[0] == answers[1]
    stack.invoke("schedule", {"task": "links"})
    seconds_until(lambda: len(stack.mails()) > before, "the mail")
    (mail,) = stack.mails()[before:]
    assert mail.recipients == (EMAIL,)
    assert used_up(stack.api_url, link_in(mail)).id == live.connected.id


def test_a_booked_invoice_and_its_credit_note_arrive_with_equal_totals(live: Warehouse) -> None:
    booked = book(live, PLAIN)
    invoice = released(live, booked)
    names = ("amountCurrency", "amountExcludingVatCurrency")
    assert totals(invoice, *names) == totals(booked, "total_total", "total_subtotal")
    rackbeat, account = live.world.rackbeat, live.company.rackbeat_id
    draft = rackbeat.edit(account, "customer_invoice", "credit", booked["number"])
    note = rackbeat.edit(account, "customer_invoice", "book", draft["number"])
    seconds_until(lambda: any(row["creditedInvoice"] == invoice["id"] for row in documents(live)), "the credit note")
    settled(live)
    (credited,) = (row for row in documents(live) if row["creditedInvoice"] == invoice["id"])
    assert totals(credited, *names) == totals(note, "total_total", "total_subtotal")


def test_a_total_that_would_differ_is_held_and_released_by_the_settings(live: Warehouse) -> None:
    orders = len(live.in_tripletex("order"))
    booked = book(live, TRICKY)
    problem = problem_of(live, booked)
    assert (problem["code"], problem["actor"]) == ("totals_differ", "customer")
    assert len(live.in_tripletex("order")) == orders
    change_settings(live, differences="rounding_line")
    assert totals(released(live, booked), "amountCurrency") == totals(booked, "total_total")


def test_an_invoice_without_vat_code_is_held_and_released_by_choosing_one(live: Warehouse) -> None:
    abroad = {"name": "London Tools Ltd", "customer_group_id": 1, "payment_terms_id": 1, "vat_zone": "abroad"}
    rackbeat, account = live.world.rackbeat, live.company.rackbeat_id
    customer = rackbeat.edit(account, "customer", "create", data={**abroad, "address_country": "GB"})
    booked = book(live, (("LMP-20", 1, "49", 0),), customer["number"])
    assert problem_of(live, booked)["code"] == "vat_not_mapped"
    live.world.tripletex.set_switches(live.company.tripletex_id, vat_codes_off=[])
    proposed = live.connected.product.ask("GET", f"{live.connected.path}/settings/proposals")["vat"]
    change_settings(live, vat=proposed)
    assert totals(released(live, booked), "amountCurrency") == totals(booked, "total_total")


def test_an_invoice_that_no_webhook_told_of_is_found_by_the_next_poll(live: Warehouse) -> None:
    buyer = next(row["number"] for row in live.in_rackbeat("customer") if not row["is_barred"])
    body = {"customer_id": buyer, "lines": [{"item_id": "LMP-20", "quantity": 1, "line_price": 499}]}
    made = live.world.rackbeat.edit(live.company.rackbeat_id, "customer_invoice", "import", data=body)
    httpx.post(
        f"{live.world.rackbeat.url}/api/customer-invoices/{made['number']}/book",
        params={"suppress_webhooks": "true"},
        headers={"authorization": f"Bearer {live.company.rackbeat_key}"},
    ).raise_for_status()
    live.world.stack.invoke("schedule", {"task": "poll"})
    assert totals(released(live, made), "amountCurrency") == totals(made, "total_total")


def test_asking_again_makes_no_second_document_and_sends_nothing(live: Warehouse) -> None:
    book(live, PLAIN)
    booked = [row for row in live.in_rackbeat("customer_invoice") if row["is_booked"]]
    seconds_until(lambda: len(documents(live)) == len(booked), "each document")
    live.world.stack.invoke("schedule", {"task": "poll"})
    live.connected.as_seen_by(live.world.staff).do("reconcile")
    settled(live)
    assert len(documents(live)) == len(booked)
    assert live.world.tripletex.outbox(live.company.tripletex_id) == []
