"""Sales orders, purchase orders, receipts and supplier invoices."""

from tests.integration.sandbox_rackbeat.harness import Json, RunningRackbeat, line


def order(rackbeat: RunningRackbeat, path: str = "orders", **body: object) -> Json:
    """A booked order."""
    party = {"orders": "customer_id", "purchase-orders": "supplier_id"}[path]
    made = rackbeat.create(f"/{path}", **{party: 1, "lines": [line(quantity=5), line("MONT", 2)], **body})
    answer = rackbeat.client.post(f"/{path}/{made['number']}/book")
    assert answer.status_code == 200, answer.text
    (row,) = answer.json().values()
    return dict(row)


def test_a_booked_order_becomes_an_invoice_draft(rackbeat: RunningRackbeat) -> None:
    made = order(rackbeat, project_id=rackbeat.create("/projects", name="Tak")["number"])
    answer = rackbeat.client.post(f"/orders/{made['number']}/convert-to-invoice?book=false")
    assert (answer.status_code, answer.json()) == (201, {"invoice_id": 1})
    invoice = rackbeat.get("/customer-invoices/1")["customer_invoice"]
    assert (invoice["is_booked"], invoice["order_id"], invoice["project_id"]) == (False, 1, 1)
    assert invoice["total_total"] == made["total_total"] == 1850 * 1.25
    assert rackbeat.get("/orders/1")["order"]["is_invoiced"] is True


def test_an_order_can_become_a_booked_invoice_at_once(rackbeat: RunningRackbeat) -> None:
    order(rackbeat)
    rackbeat.client.post("/orders/1/convert-to-invoice", json={"book": True})
    assert rackbeat.get("/customer-invoices", is_booked="1", order_number="1")["total"] == 1
    assert rackbeat.stock() == -5


def test_what_is_left_of_an_order_can_be_invoiced_later(rackbeat: RunningRackbeat) -> None:
    order(rackbeat)
    rackbeat.client.post("/orders/1/convert-to-invoice")
    first, _ = rackbeat.get("/customer-invoices/1")["customer_invoice"]["lines"]
    rackbeat.change("/customer-invoices/1", lines=[{"id": first["id"], "quantity": 3}])
    assert rackbeat.get("/orders/1")["order"]["is_partly_invoiced"] is True
    left = rackbeat.get("/orders/1/uninvoiced-lines")["uninvoiced_lines"]
    assert [(each["child_id"], each["quantity"]) for each in left] == [("SKR 4/40", 2), ("MONT", 2)]
    rackbeat.client.post("/orders/1/convert-to-invoice")
    assert rackbeat.wrong("POST", "/orders/1/convert-to-invoice")


def test_an_order_that_is_not_booked_is_not_invoiced(rackbeat: RunningRackbeat) -> None:
    rackbeat.create("/orders/drafts", customer_id=1, lines=[line()])
    assert rackbeat.wrong("POST", "/orders/1/convert-to-invoice") == {"order": ["Order 1 has not been booked."]}


def test_the_lines_of_a_booked_order_are_locked_until_it_is_reopened(rackbeat: RunningRackbeat) -> None:
    order(rackbeat)
    assert rackbeat.wrong("PUT", "/orders/1", lines=[line()])
    assert rackbeat.change("/orders/1", note="Ring først")["note"] == "Ring først"
    assert rackbeat.client.post("/orders/1/reopen").json()["order"]["is_booked"] is False
    rackbeat.change("/orders/1", lines=[line()])


def test_a_shipped_order_can_neither_be_reopened_nor_deleted(rackbeat: RunningRackbeat) -> None:
    order(rackbeat)
    assert rackbeat.create("/orders/1/create-shipment")["is_shipped"] is True
    assert rackbeat.get("/orders/1")["order"]["is_shipped"] is True
    assert rackbeat.wrong("DELETE", "/orders/1")
    assert rackbeat.wrong("POST", "/orders/1/reopen")
    assert rackbeat.stock() == 0


def test_an_order_without_shipment_and_invoice_can_be_deleted(rackbeat: RunningRackbeat) -> None:
    order(rackbeat)
    assert rackbeat.client.delete("/orders/1").status_code == 204


def test_what_is_ordered_is_not_available(rackbeat: RunningRackbeat) -> None:
    order(rackbeat)
    order(rackbeat, "purchase-orders")
    product = rackbeat.get("/products/SKR%204%2F40")["product"]
    names = ("stock_quantity", "in_order_quantity", "available_quantity", "purchased_quantity")
    assert tuple(product[name] for name in names) == (0, 5, -5, 5)


def test_a_purchase_order_buys_at_cost(rackbeat: RunningRackbeat) -> None:
    made = order(rackbeat, "purchase-orders", preferred_delivery_date="2026-03-20")
    assert (made["lines"][0]["line_price"], made["total_subtotal"], made["is_received"]) == (4, 20, False)
    assert made["preferred_delivery_date"] == "2026-03-20"


def test_goods_are_there_when_their_receipt_is_marked(rackbeat: RunningRackbeat) -> None:
    order(rackbeat, "purchase-orders")
    receipt = rackbeat.create("/purchase-orders/1/create-receipt")
    assert (receipt["is_received"], rackbeat.stock()) == (False, 0)
    assert len(rackbeat.get("/purchase-orders/1/not-received")["unreceived_lines"]) == 2
    path = f"/purchase-orders/1/receipts/{receipt['number']}/mark-received"
    marked = rackbeat.client.post(path).json()["purchase_order_receipt"]
    assert (marked["is_received"], marked["received_at"], rackbeat.stock()) == (True, "2026-03-02", 5)
    assert rackbeat.get("/purchase-orders", is_received="1")["total"] == 1
    assert rackbeat.get("/purchase-orders/1/receipts")["total"] == 1
    assert rackbeat.wrong("POST", path)


def test_a_purchase_order_becomes_a_supplier_invoice(rackbeat: RunningRackbeat) -> None:
    order(rackbeat, "purchase-orders")
    number = rackbeat.client.post("/purchase-orders/1/convert-to-invoice", json={"book": True}).json()["invoice_id"]
    invoice = rackbeat.get(f"/supplier-invoices/{number}")["supplier_invoice"]
    assert (invoice["is_booked"], invoice["supplier_id"], invoice["purchase_order_id"]) == (True, 1, 1)


def test_a_supplier_invoice_can_be_booked_as_received(rackbeat: RunningRackbeat) -> None:
    rackbeat.create("/supplier-invoices", supplier_id=1, lines=[line(quantity=6)])
    rackbeat.client.post("/supplier-invoices/1/book", json={"mark_received": True})
    assert rackbeat.stock() == 6


def test_goods_that_came_before_their_invoice_are_not_received_twice(rackbeat: RunningRackbeat) -> None:
    order(rackbeat, "purchase-orders")
    receipt = rackbeat.create("/purchase-orders/1/create-receipt")
    rackbeat.client.post(f"/purchase-orders/1/receipts/{receipt['number']}/mark-received")
    number = rackbeat.client.post("/purchase-orders/1/convert-to-invoice").json()["invoice_id"]
    rackbeat.client.post(f"/supplier-invoices/{number}/book", json={"mark_received": True})
    assert rackbeat.stock() == 5


def test_an_order_is_paid_when_all_of_it_is_billed_and_paid(rackbeat: RunningRackbeat) -> None:
    order(rackbeat)
    rackbeat.client.post("/orders/1/convert-to-invoice")
    first, _ = rackbeat.get("/customer-invoices/1")["customer_invoice"]["lines"]
    rackbeat.book(rackbeat.change("/customer-invoices/1", lines=[{"id": first["id"]}]))
    rackbeat.client.post("/orders/1/convert-to-invoice?book=true")
    seen = []
    for number in (1, 2):
        rackbeat.create(
            f"/customer-invoices/{number}/payments",
            amount=rackbeat.get(f"/customer-invoices/{number}")["customer_invoice"]["total_total"],
        )
        found = rackbeat.get("/orders/1")["order"]
        seen.append((found["is_paid"], found["is_partly_paid"]))
    assert seen == [(False, True), (True, False)]
