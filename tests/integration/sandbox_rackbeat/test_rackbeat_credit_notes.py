"""Credit notes: whole, reduced, and what is not known of them."""

import pytest

from tests.integration.sandbox_rackbeat.harness import Json, RunningRackbeat, line


def credit(rackbeat: RunningRackbeat, *lines: Json) -> Json:
    """The draft of a credit note for a booked invoice."""
    invoice = rackbeat.book(rackbeat.invoice(*(lines or (line(quantity=4), line("KAFFE", 2)))))
    return rackbeat.create(f"/customer-invoices/{invoice['number']}/create-creditnote")


def test_a_credit_note_is_a_draft_of_the_whole_with_the_other_sign(rackbeat: RunningRackbeat) -> None:
    note = credit(rackbeat)
    assert (note["number"], note["type"], note["is_booked"]) == (2, "credit_note", False)
    assert (note["total_subtotal"], note["total_total"]) == (-200, -234)
    assert [each["quantity"] for each in note["lines"]] == [-4, -2]


def test_it_names_the_invoice_unless_that_is_hidden(rackbeat: RunningRackbeat) -> None:
    assert credit(rackbeat)["credited_invoice_number"] == 1
    rackbeat.switch(field_names={"customer_invoice.credited_invoice_number": ""})
    assert "credited_invoice_number" not in rackbeat.get("/customer-invoices/2")["customer_invoice"]


def test_its_amounts_can_be_positive(rackbeat: RunningRackbeat) -> None:
    rackbeat.switch(credit_note_sign="positive", credit_note_type="Credit note")
    note = credit(rackbeat)
    assert (note["type"], note["total_total"]) == ("Credit note", 234)


def test_it_stands_in_the_same_list_as_invoices(rackbeat: RunningRackbeat) -> None:
    credit(rackbeat)
    found = rackbeat.get("/customer-invoices")["customer_invoices"]
    assert [(row["number"], row["type"]) for row in found] == [(2, "credit_note"), (1, "invoice")]


@pytest.mark.parametrize("sign", ["negative", "positive"])
def test_a_part_is_credited_by_reducing_the_lines_of_the_draft(rackbeat: RunningRackbeat, sign: str) -> None:
    rackbeat.switch(credit_note_sign=sign)
    note = credit(rackbeat)
    first, second = note["lines"]
    quantity = first["quantity"] / 4
    path = f"/customer-invoices/{note['number']}"
    reduced = rackbeat.change(path, lines=[{"id": first["id"], "quantity": quantity}])
    assert abs(reduced["total_total"]) == 12.5
    too_much = [{"id": first["id"], "quantity": quantity * 5}, {"item_id": "MONT", "quantity": quantity}]
    assert set(rackbeat.wrong("PUT", path, lines=too_much)) == {"lines.0.quantity", "lines.1.quantity"}
    assert second["child_id"] == "KAFFE"


def test_it_keeps_the_vat_that_was_billed(rackbeat: RunningRackbeat) -> None:
    note = credit(rackbeat, line(quantity=4))
    rackbeat.change("/product-groups/1", vat_domestic=12)
    changed = rackbeat.change(f"/customer-invoices/{note['number']}", note="Retur")
    assert (changed["lines"][0]["vat_percentage"], changed["total_total"]) == (25, -50)


@pytest.mark.parametrize(("returns", "stock"), [(True, 0), (False, -4)])
def test_booking_it_puts_the_goods_back_or_does_not(rackbeat: RunningRackbeat, returns: bool, stock: int) -> None:
    rackbeat.switch(credit_note_returns_stock=returns)
    booked = rackbeat.book(credit(rackbeat))
    assert (booked["is_booked"], rackbeat.stock()) == (True, stock)


def test_only_a_booked_invoice_can_be_credited(rackbeat: RunningRackbeat) -> None:
    rackbeat.invoice(line())
    assert rackbeat.wrong("POST", "/customer-invoices/1/create-creditnote") == {
        "customer_invoice": ["Customer invoice 1 has not been booked."]
    }


def test_a_credited_invoice_cannot_be_unbooked_nor_a_credit_note_credited(rackbeat: RunningRackbeat) -> None:
    note = rackbeat.book(credit(rackbeat))
    assert rackbeat.wrong("POST", "/customer-invoices/1/unbook")
    assert rackbeat.wrong("POST", f"/customer-invoices/{note['number']}/create-creditnote")
