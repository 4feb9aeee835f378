"""Invoices, credit notes and purchase orders as documents of ours."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from samspill.exceptions import RetryLater
from samspill.model.documents import Document
from samspill.model.kinds import Kind
from tests.integration.sandbox_rackbeat.harness import Json, line
from tests.integration.systems.rackbeat.bench import Bench


def document(bench: Bench, number: object, kind: Kind = Kind.INVOICE) -> Document:
    """A document as the adapter reads it."""
    found = bench.system.documents(kind, [str(number)])[str(number)]
    assert found is not None
    return found


def booked(bench: Bench, *lines: Json, **body: object) -> Json:
    """A booked invoice."""
    return bench.rackbeat.book(bench.rackbeat.invoice(*(lines or (line(),)), **body))


def test_a_booked_invoice_is_read_to_the_oere(bench: Bench) -> None:
    made = booked(
        bench, line("SKR 4/40", 3, line_price=10.123456, discount_percentage=12.5), line("KAFFE", 0.25),
        currency="EUR", heading="Våren", note="Takk", their_reference="Per", our_reference=1,
    )  # fmt: skip
    read = document(bench, made["number"])
    assert (read.kind, read.id, read.number, read.open, read.party) == (Kind.INVOICE, "1", "1", False, "1")
    assert (read.day, read.due, read.currency) == (date(2026, 3, 2), date(2026, 3, 16), "EUR")
    assert (read.net, read.gross) == (Decimal(str(made["total_subtotal"])), Decimal(str(made["total_total"])))
    assert (read.heading, read.comment, read.their_reference, read.reference) == (
        "Våren", "Takk", "Per", "Kari Nordmann",
    )  # fmt: skip
    screw, coffee = read.lines
    assert (screw.product, screw.description) == ("SKR 4/40", "Skrue 4x40")
    assert (screw.quantity, screw.unit_price, screw.discount) == (Decimal(3), Decimal("10.123456"), Decimal("12.5"))
    assert (screw.vat_rate, screw.vat_key, screw.net) == (Decimal(25), "1/domestic", Decimal("26.57"))
    assert (coffee.quantity, coffee.vat_rate, coffee.vat_key) == (Decimal("0.25"), Decimal(15), "3/domestic")


def test_the_zone_of_the_customer_decides_the_vat(bench: Bench) -> None:
    read = document(bench, booked(bench, customer_id=2)["number"])
    assert (read.lines[0].vat_rate, read.lines[0].vat_key) == (Decimal(0), "1/abroad")


def test_a_zone_that_the_invoice_does_not_show_is_looked_up(bench: Bench) -> None:
    number = booked(bench, customer_id=2)["number"]
    bench.rackbeat.switch(field_names={"customer_invoice.customer": ""})
    assert document(bench, number).lines[0].vat_key == "1/abroad"


def test_a_draft_is_open(bench: Bench) -> None:
    assert document(bench, bench.rackbeat.invoice(line())["number"]).open


@pytest.mark.parametrize("sign", ["negative", "positive"])
@pytest.mark.parametrize("mark", ["credit_note", "Credit note", "Kreditnota", "Kreditfaktura"])
def test_a_credit_note_gives_back_what_is_positive(bench: Bench, sign: str, mark: str) -> None:
    bench.rackbeat.switch(credit_note_sign=sign, credit_note_type=mark)
    invoice = booked(bench, line("SKR 4/40", 3))
    bench.by_hand("credit", "customer_invoice", invoice["number"])
    read, billed = document(bench, 2), document(bench, 1)
    assert (read.kind, read.credits) == (Kind.CREDIT_NOTE, "1")
    assert (read.net, read.gross, read.lines[0].quantity) == (billed.net, billed.gross, Decimal(3))
    assert read.lines[0].net == billed.lines[0].net


@pytest.mark.parametrize("hidden", [{"customer_invoice.credited_invoice_number": ""}, {"customer_invoice.type": ""}])
def test_a_credit_note_is_known_by_whatever_marks_it(bench: Bench, hidden: dict[str, str]) -> None:
    bench.rackbeat.switch(field_names=hidden)
    bench.by_hand("credit", "customer_invoice", booked(bench)["number"])
    assert document(bench, 2).kind is Kind.CREDIT_NOTE
    assert document(bench, 1).kind is Kind.INVOICE


def test_a_purchase_order_is_read(bench: Bench) -> None:
    made = bench.rackbeat.create(
        "/purchase-orders", supplier_id=1, lines=[line("SKR 4/40", 10)], preferred_delivery_date="2026-03-20"
    )
    read = document(bench, made["number"], Kind.PURCHASE_ORDER)
    assert (read.kind, read.party, read.open) == (Kind.PURCHASE_ORDER, "1", True)
    assert (read.day, read.delivery) == (date(2026, 3, 2), date(2026, 3, 20))
    assert (read.net, read.lines[0].unit_price, read.lines[0].vat_key) == (Decimal(40), Decimal(4), "1/domestic")


def test_a_project_is_named_by_its_number(bench: Bench) -> None:
    bench.seed(projects=[{"number": 7, "name": "Brygge"}])
    assert document(bench, booked(bench, project_id=7)["number"]).project == "7"


def test_who_is_not_there_is_none(bench: Bench) -> None:
    assert bench.system.documents(Kind.INVOICE, ["404", ""]) == {"404": None, "": None}


def test_a_key_without_right_to_people_leaves_the_reference_empty(bench: Bench) -> None:
    number = str(booked(bench, our_reference=1)["number"])
    read = bench.opened(bench.key_with("sales")).documents(Kind.INVOICE, [number])[number]
    assert read is not None
    assert read.reference == ""


def test_groups_of_products_are_asked_for_once_in_a_while(bench: Bench) -> None:
    for _ in range(3):
        booked(bench)
    bench.rackbeat.world.reset_calls()
    bench.system.documents(Kind.INVOICE, ["1", "2", "3"])
    assert bench.calls()["GET /api/products/{number}"] == 1
    bench.clock.advance(minutes=6)
    bench.system.documents(Kind.INVOICE, ["1"])
    assert bench.calls()["GET /api/products/{number}"] == 2


def test_an_invoice_without_amounts_is_no_document(bench: Bench) -> None:
    number = str(booked(bench)["number"])
    bench.rackbeat.switch(field_names={"customer_invoice.total_total": "sum"})
    with pytest.raises(RetryLater):
        bench.system.documents(Kind.INVOICE, [number])


def test_booking_is_found_by_polling(bench: Bench) -> None:
    bench.rackbeat.invoice(line())
    cursor = bench.system.documents_since(Kind.INVOICE, "").cursor
    bench.clock.advance(minutes=1)
    bench.by_hand("book", "customer_invoice", 1)
    told = bench.system.documents_since(Kind.INVOICE, cursor)
    assert told.ids == ("1",)
    assert bench.system.documents_since(Kind.INVOICE, told.cursor).ids == ()


@pytest.mark.parametrize("zone", ["Europe/Copenhagen", "UTC", "Pacific/Auckland", "Pacific/Pago_Pago"])
def test_a_look_that_begins_with_a_day_tells_of_all_since(bench: Bench, zone: str) -> None:
    bench.rackbeat.switch(time_zone=zone)
    bench.clock.now -= timedelta(days=3)
    bench.rackbeat.invoice(line())
    bench.clock.advance(days=3)
    bench.rackbeat.invoice(line())
    told = bench.system.documents_since(Kind.INVOICE, bench.system.documents_cursor(bench.clock().date()))
    assert told.ids == ("2",)
    assert bench.system.documents_since(Kind.INVOICE, told.cursor).ids == ()


def test_purchase_orders_are_polled(bench: Bench) -> None:
    cursor = bench.system.documents_since(Kind.PURCHASE_ORDER, "").cursor
    bench.rackbeat.create("/purchase-orders", supplier_id=1, lines=[line()])
    assert bench.system.documents_since(Kind.PURCHASE_ORDER, cursor).ids == ("1",)


@pytest.mark.parametrize("zone", ["Europe/Copenhagen", "UTC"])
def test_a_document_is_never_taken_for_younger_than_it_is(bench: Bench, zone: str) -> None:
    """Rackbeat does not say of which zone its times are; an older one may have been entered by hand."""
    bench.rackbeat.switch(time_zone=zone)
    bench.rackbeat.invoice(line())
    document = bench.system.documents(Kind.INVOICE, ["1"])["1"]
    assert document is not None
    assert document.created_at is not None
    assert timedelta() <= bench.clock() - document.created_at <= timedelta(hours=2)
