"""Nothing goes to a customer by accident: whatever the port of the books offers, each call that could send says
whether it does."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from samspill.sync.ports.documents import Books, Invoice, Issue, Order, OrderDraft, OrderLine
from samspill.systems.tripletex.system import TripletexSystem
from tests.unit.systems.tripletex.peer import Peer, route_of, value, values
from tests.unit.systems.tripletex.sends import ALWAYS_SENDS, MAY_SEND, is_one_of

DAY = date(2026, 7, 20)
LINE = OrderLine(None, "Arbeid", Decimal(1), Decimal(100), Decimal(0), "3")
DRAFT = OrderDraft("key", "5", DAY, DAY, (LINE,))
ORDER = Order("7", 1, "1", "key", "5", DAY, Decimal(100), Decimal(125), (LINE,))
INVOICE = Invoice("8", "1", DAY, Decimal(100), Decimal(125), party="5")
ISSUES = (
    Issue(DAY, DAY),
    Issue(DAY, DAY, number="1021"),
    Issue(DAY, DAY, credits="8"),
    Issue(DAY, DAY, send_method="EHF"),
)

#: A call of every method of the port; `send` where it has one.
CALLS: dict[str, Callable[[Books, bool], object]] = {
    "order": lambda books, _send: books.order("7"),
    "find_orders": lambda books, _send: books.find_orders("key", "5"),
    "orders_numbered": lambda books, _send: books.orders_numbered("1", "5"),
    "create_order": lambda books, _send: books.create_order(DRAFT),
    "delete_order": lambda books, _send: books.delete_order(ORDER),
    "close_order": lambda books, _send: books.close_order(ORDER),
    "invoices_of": lambda books, _send: books.invoices_of(ORDER),
    "create_invoice": lambda books, send: [books.create_invoice(ORDER, replace(each, send=send)) for each in ISSUES],
    "invoice": lambda books, _send: books.invoice("8"),
    "invoices_numbered": lambda books, _send: books.invoices_numbered("1", "5"),
    "credit_notes_of": lambda books, _send: books.credit_notes_of(INVOICE),
    "credit": lambda books, send: books.credit(INVOICE, DAY, "", send=send),
    "find_purchase_orders": lambda books, _send: books.find_purchase_orders("key", "5"),
    "purchase_order": lambda books, _send: books.purchase_order("7"),
    "purchase_orders_numbered": lambda books, _send: books.purchase_orders_numbered("1", "5"),
    "create_purchase_order": lambda books, _send: books.create_purchase_order(DRAFT),
    "vat_rates": lambda books, _send: books.vat_rates(),
}


@pytest.fixture
def books(peer: Peer, tripletex: TripletexSystem) -> Books:
    """With an answer to everything."""
    row = {"id": 7, "version": 1}
    invoice = {"id": 8, "customer": {"id": 5}}
    for route in ("POST /order", "GET /order/7", "PUT /order/7", "POST /purchaseOrder", "GET /purchaseOrder/7"):
        peer.on(route, value(row))
    for route in ("PUT /order/7/:invoice", "POST /invoice", "PUT /invoice/8/:createCreditNote", "GET /invoice/8"):
        peer.on(route, value(invoice))
    for route in ("GET /order", "GET /invoice", "GET /purchaseOrder", "POST /purchaseOrder/orderline/list"):
        peer.on(route, values())
    peer.on("DELETE /order/7", value(row))
    peer.on("GET /customer/5", value({"id": 5, "email": "post@kunde.example"}))
    peer.on("GET /token/session/>whoAmI", value({"employeeId": 3, "companyId": 4}))
    peer.on("GET /company/4", value({"id": 4, "currency": {"id": 1}}))
    peer.on("GET /ledger/vatType", values({"id": 3, "number": "3", "percentage": 25}))
    return tripletex


def could_send(peer: Peer) -> list[str | None]:
    """What each call that could send says about it."""
    return [
        request.url.params.get("sendToCustomer")
        for request in peer.requests
        if is_one_of(route_of(request), MAY_SEND)
    ]


def test_every_method_of_the_port_is_looked_at() -> None:
    methods = {name for name, _method in inspect.getmembers(Books, inspect.isfunction) if not name.startswith("_")}
    assert set(CALLS) == methods


@pytest.mark.parametrize("name", CALLS)
def test_no_method_sends_when_it_is_not_asked_to(peer: Peer, books: Books, name: str) -> None:
    CALLS[name](books, False)
    assert set(could_send(peer)) <= {"false"}
    assert not [request for request in peer.requests if is_one_of(route_of(request), ALWAYS_SENDS)]


@pytest.mark.parametrize("name", CALLS)
def test_what_is_to_be_sent_is_said_too(peer: Peer, books: Books, name: str) -> None:
    CALLS[name](books, True)
    assert set(could_send(peer)) <= {"true"}


def test_some_calls_could_send(peer: Peer, books: Books) -> None:
    for call in CALLS.values():
        call(books, False)
    assert len(could_send(peer)) == len(ISSUES) + 1


def test_every_order_says_that_prices_are_without_vat_and_gives_no_other(peer: Peer, books: Books) -> None:
    books.create_order(DRAFT)
    (body,) = peer.sent("POST /order")
    assert body["isPrioritizeAmountsIncludingVat"] is False
    assert all("unitPriceIncludingVatCurrency" not in line for line in body["orderLines"])


def test_amounts_stand_in_the_body_digit_by_digit(peer: Peer, books: Books) -> None:
    line = replace(LINE, quantity=Decimal("0.3"), unit_price=Decimal("12345678.9012345678"), discount=Decimal("33.3"))
    books.create_order(replace(DRAFT, lines=(line,)))
    (request,) = [request for request in peer.requests if route_of(request) == "POST /order"]
    (sent,) = json.loads(request.content, parse_float=Decimal)["orderLines"]
    assert [sent[name] for name in ("count", "unitPriceExcludingVatCurrency", "discount")] == [
        line.quantity, line.unit_price, line.discount,
    ]  # fmt: skip
