"""Customer invoices: drafts, lines, totals, booking."""

import pytest

from tests.integration.sandbox_rackbeat.harness import Json, RunningRackbeat, line


def sums(invoice: Json) -> tuple[float, float, float]:
    return invoice["total_subtotal"], invoice["total_total"], invoice["total_base_currency"]


def test_a_draft_has_its_number_and_keeps_it_when_booked(rackbeat: RunningRackbeat) -> None:
    first, second = rackbeat.invoice(line()), rackbeat.invoice(line())
    assert (first["number"], second["number"], first["is_booked"]) == (1, 2, False)
    assert (rackbeat.book(second)["number"], rackbeat.book(first)["number"]) == (2, 1)


def test_an_invoice_needs_a_customer_and_lines(rackbeat: RunningRackbeat) -> None:
    assert set(rackbeat.wrong("POST", "/customer-invoices")) == {"customer_id", "lines"}


def test_a_draft_may_begin_without_lines_and_get_them_one_by_one(rackbeat: RunningRackbeat) -> None:
    rackbeat.create("/customer-invoices/drafts", customer_id=1)
    assert rackbeat.wrong("POST", "/customer-invoices/1/book") == {"lines": ["There are no lines."]}
    made = rackbeat.create("/customer-invoices/1/lines", item_id="KAFFE", quantity=2)
    rackbeat.change(f"/customer-invoices/1/lines/{made['id']}", quantity=3)
    other = rackbeat.create("/customer-invoices/1/lines", product_id="MONT", quantity=1)
    assert rackbeat.client.delete(f"/customer-invoices/1/lines/{other['id']}").status_code == 204
    (left,) = rackbeat.get("/customer-invoices/1/lines")["lines"]
    assert (left["id"], left["quantity"]) == (made["id"], 3)


def test_wrong_lines_are_named_by_dotted_keys(rackbeat: RunningRackbeat) -> None:
    rackbeat.change("/products/KAFFE", is_barred=True)
    errors = rackbeat.wrong(
        "POST", "/customer-invoices", customer_id=99,
        lines=[{"quantity": 1}, line("NOPE"), line("KAFFE"), {"item_id": "MONT", "quantity": "many"}],
    )  # fmt: skip
    assert errors == {
        "customer_id": ["The selected Customer is invalid."],
        "lines.0.item_id": ["Product needed"],
        "lines.1.item_id": ["The selected Item is invalid."],
        "lines.2.item_id": ["Product 'Kaffe' is barred."],
        "lines.3.quantity": ["The Quantity must be a number."],
    }


def test_a_barred_customer_cannot_be_billed(rackbeat: RunningRackbeat) -> None:
    rackbeat.change("/customers/1", is_barred=True)
    errors = rackbeat.wrong("POST", "/customer-invoices", customer_id=1, lines=[line()])
    assert errors == {"customer_id": ["Customer 'Fjord Bygg AS' is barred."]}


def test_a_line_shows_its_item_price_discount_and_vat(rackbeat: RunningRackbeat) -> None:
    (shown,) = rackbeat.invoice(line(quantity=3, discount_percentage=10, line_price=9.5))["lines"]
    assert {name: shown[name] for name in ("child_id", "child_type", "name", "quantity")} == {
        "child_id": "SKR 4/40", "child_type": "product", "name": "Skrue 4x40", "quantity": 3,
    }  # fmt: skip
    assert (shown["line_price"], shown["discount_percentage"], shown["vat_percentage"]) == (9.5, 10, 25)


def test_totals_are_lines_less_discount_plus_vat_by_group(rackbeat: RunningRackbeat) -> None:
    invoice = rackbeat.invoice(line(quantity=3, discount_percentage=10), line("KAFFE", 2))
    assert sums(invoice) == (187, 27 * 1.25 + 160 * 1.15, 27 * 1.25 + 160 * 1.15)


def test_vat_follows_the_zone_of_the_customer(rackbeat: RunningRackbeat) -> None:
    assert sums(rackbeat.invoice(line(), customer_id=2)) == (10, 10, 10)
    assert rackbeat.invoice(line(), customer_id=2)["lines"][0]["vat_percentage"] == 0


def test_the_customers_general_discount_is_that_of_lines_without_one(rackbeat: RunningRackbeat) -> None:
    rackbeat.change("/customers/1", general_discount_percentage=20)
    assert [
        each["discount_percentage"] for each in rackbeat.invoice(line(), line(discount_percentage=5))["lines"]
    ] == [20, 5]


@pytest.mark.parametrize(("per", "total"), [("line", 3.78), ("rate", 3.79), ("document", 3.79)])
def test_where_vat_is_rounded_is_a_switch(rackbeat: RunningRackbeat, per: str, total: float) -> None:
    rackbeat.switch(vat_rounded_per=per)
    # 25 % of 1.01 is 0.2525: three of them make 0.7575, rounded apart 0.75.
    assert sums(rackbeat.invoice(*[line(line_price=1.01) for _ in range(3)]))[1] == total


def test_a_foreign_currency_has_its_rate_and_a_total_in_the_companys_own(rackbeat: RunningRackbeat) -> None:
    rackbeat.change("/currencies/EUR", rate=11.5)
    invoice = rackbeat.invoice(line(line_price=100), line("KAFFE"), currency="EUR")
    assert (invoice["currency"], invoice["currency_rate"]) == ("EUR", 11.5)
    # The price in the catalogue is in kroner: 80 / 11.5.
    assert invoice["lines"][1]["line_price"] == 6.96
    assert sums(invoice) == (106.96, 133.0, 1529.5)


def test_rates_can_be_per_hundred(rackbeat: RunningRackbeat) -> None:
    rackbeat.switch(rate_is_per=100)
    rackbeat.change("/currencies/EUR", rate=1150)
    assert sums(rackbeat.invoice(line(line_price=100), currency="EUR")) == (100, 125, 1437.5)


@pytest.mark.parametrize(
    ("kind", "days", "due"),
    [
        ("net", 14, "2026-03-16"),
        ("end_of_month", 10, "2026-04-10"),
        ("cash", 0, "2026-03-02"),
        ("prepayment", 0, "2026-03-02"),
    ],
)
def test_booking_sets_the_due_date_by_the_payment_terms(
    rackbeat: RunningRackbeat, kind: str, days: int, due: str
) -> None:
    terms = rackbeat.create("/payment-terms", name="Ny", type=kind, maturity_days=days)
    booked = rackbeat.book(rackbeat.invoice(line(), payment_terms_id=terms["number"]))
    assert (booked["is_booked"], booked["invoice_date"], booked["due_date"]) == (True, "2026-03-02", due)


def test_dates_that_were_given_are_kept(rackbeat: RunningRackbeat) -> None:
    booked = rackbeat.book(rackbeat.invoice(line(), invoice_date="2026-02-01", due_date="2026-02-20"))
    assert (booked["invoice_date"], booked["due_date"]) == ("2026-02-01", "2026-02-20")


def test_a_booked_invoice_can_neither_be_changed_nor_deleted(rackbeat: RunningRackbeat) -> None:
    rackbeat.book(rackbeat.invoice(line()))
    assert rackbeat.wrong("PUT", "/customer-invoices/1", note="for sent") == {
        "customer_invoice": ["Customer invoice 1 has been booked."]
    }
    assert rackbeat.wrong("DELETE", "/customer-invoices/1") == {
        "customer_invoice": ["You cannot delete an invoice that has been booked"]
    }
    assert rackbeat.wrong("POST", "/customer-invoices/1/book")


def test_a_draft_can_be_deleted_and_leaves_a_gap(rackbeat: RunningRackbeat) -> None:
    rackbeat.invoice(line())
    assert rackbeat.client.delete("/customer-invoices/1").status_code == 204
    assert rackbeat.invoice(line())["number"] == 2


def test_booking_takes_the_goods_off_the_shelf_but_no_services(rackbeat: RunningRackbeat) -> None:
    rackbeat.book(rackbeat.invoice(line(quantity=3), line("MONT")))
    assert (rackbeat.stock(), rackbeat.stock("MONT")) == (-3, 0)


def test_a_bom_is_taken_off_the_shelf_as_its_parts(rackbeat: RunningRackbeat) -> None:
    rackbeat.create("/lots", number="SETT", name="Sett", group_id=1, sales_price=50, lines=[line(quantity=4)])
    rackbeat.book(rackbeat.invoice({"lot_id": "SETT", "quantity": 2}))
    assert rackbeat.stock() == -8


def test_unbooking_makes_a_draft_again_and_puts_the_goods_back(rackbeat: RunningRackbeat) -> None:
    rackbeat.book(rackbeat.invoice(line(quantity=3)))
    assert rackbeat.client.post("/customer-invoices/1/unbook").json()["customer_invoice"]["is_booked"] is False
    assert rackbeat.stock() == 0


@pytest.mark.parametrize("options", [{"mail": {"send": True}}, {"send_mail": True}])
def test_an_invoice_is_mailed_only_when_asked(rackbeat: RunningRackbeat, options: Json) -> None:
    rackbeat.book(rackbeat.invoice(line()))
    assert rackbeat.account.outbox == []
    rackbeat.book(rackbeat.invoice(line()), **options)
    assert [(mail.to, mail.template, mail.about) for mail in rackbeat.account.outbox] == [
        ("post@fjord.example", "invoice", 2)
    ]


def test_payments_lower_the_balance(rackbeat: RunningRackbeat) -> None:
    rackbeat.book(rackbeat.invoice(line(quantity=8)))
    rackbeat.create("/customer-invoices/1/payments", amount=60)
    part = rackbeat.get("/customer-invoices/1")["customer_invoice"]
    assert (part["balance"], part["is_paid"], part["is_party_paid"]) == (40, False, True)
    rackbeat.create("/customer-invoices/1/payments", amount=40)
    assert [row["number"] for row in rackbeat.get("/customer-invoices", is_paid="1")["customer_invoices"]] == [1]
    assert rackbeat.wrong("POST", "/customer-invoices/1/unbook")


def test_numbers_go_on_from_the_highest(rackbeat: RunningRackbeat) -> None:
    assert rackbeat.invoice(line(), number=10500)["number"] == 10500
    assert rackbeat.invoice(line())["number"] == 10501


def test_an_invoice_names_project_and_reference(rackbeat: RunningRackbeat) -> None:
    rackbeat.create("/projects", number=7, name="Tak")
    invoice = rackbeat.invoice(line(), project_id=7, their_reference="PO 33", our_reference=1, note="Takk!")
    assert (invoice["project"]["name"], invoice["their_reference"], invoice["our_reference"]) == ("Tak", "PO 33", 1)


def test_a_copy_is_a_draft_with_the_same_lines(rackbeat: RunningRackbeat) -> None:
    booked = rackbeat.book(rackbeat.invoice(line(quantity=3, discount_percentage=10), note="Takk!"))
    copy = rackbeat.create("/customer-invoices/1/copy")
    assert (copy["number"], copy["is_booked"], copy["due_date"], copy["note"]) == (2, False, None, "Takk!")
    assert copy["total_total"] == booked["total_total"]
    assert copy["lines"][0]["id"] != booked["lines"][0]["id"]
