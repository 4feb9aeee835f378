"""Suppliers and products: rows as records and back, what is unknown, and what is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from samspill.exceptions import Bug
from samspill.model.kinds import Kind
from samspill.model.records import Product, Supplier
from samspill.model.settings import Settings
from samspill.sync.ports import Draft, Patch
from samspill.systems.tripletex import goods, parties, wire
from samspill.systems.tripletex.system import TripletexSystem
from tests.unit.systems.tripletex.peer import Peer, Workshop, refusal, value, values

GOODS = (Kind.CUSTOMER, Kind.SUPPLIER, Kind.PRODUCT)
NOT_FOUND = refusal(404, 6000, message="Object not found")
ADDRESS = {"id": 31, "addressLine1": "Storgata 1", "city": "Oslo", "country": {"id": 209, "isoAlpha2Code": "SE"}}
PHYSICAL = {"id": 32, "addressLine1": "Lagerveien 2", "city": "Oslo", "country": {"id": 209, "isoAlpha2Code": "SE"}}
COUNTRIES = values({"id": 161, "isoAlpha2Code": "NO"}, {"id": 209, "isoAlpha2Code": "SE"})


def supplier(**row: Any) -> Supplier:
    return parties.supplier(wire.Supplier.model_validate({"id": 1, "version": 2, **row}))


def product(**row: Any) -> Product:
    return goods.product(wire.Product.model_validate({"id": 1, "version": 2, **row}))


def test_a_supplier_has_its_own_number_and_tells_its_other_role() -> None:
    found = supplier(name="Lev AS", supplierNumber=20001, customerNumber=10001, isCustomer=True, isSupplier=True)
    assert found == Supplier(id="1", version=2, name="Lev AS", number="20001", also_customer=True)


def test_supplier_number_0_is_no_number() -> None:
    assert supplier(supplierNumber=0).values() == {"number": ""}


def test_what_an_answer_to_a_write_holds_as_ids_only_is_unknown() -> None:
    ids = {"currency": {"id": 1, "url": "x"}, "vatType": {"id": 3}, "productUnit": {"id": 9}, "account": {"id": 8}}
    assert product(name="Skrue", **ids).values() == {"name": "Skrue"}


def test_what_a_product_does_not_have_is_known_to_be_empty() -> None:
    assert product(productUnit=None, account=None, supplier=None).values() == {
        "unit": None,
        "account": None,
        "supplier": None,
    }


@pytest.mark.parametrize(
    ("sent", "shown"), [(0, "0"), (0.0, "0"), (80, "80"), (80.0, "80"), (19.9, "19.9"), (1e-06, "0.000001")]
)
def test_a_price_is_the_text_that_the_number_was_sent_as(sent: float, shown: str) -> None:
    assert product(priceExcludingVatCurrency=sent).price == shown


@pytest.mark.parametrize(("price", "sent"), [("80", 80), ("80.00", 80), ("19.90", 19.9), ("", 0), (None, 0)])
def test_a_price_is_sent_as_a_number(price: str | None, sent: float) -> None:
    assert goods.product_body({"price": price}) == {"priceExcludingVatCurrency": sent}


def test_stock_is_never_written() -> None:
    assert goods.product_body({"stock": "12"}) == {}


def test_a_due_date_that_an_answer_holds_half_is_unknown() -> None:
    found = parties.customer(wire.Customer.model_validate({"id": 1, "invoicesDueIn": 14}))
    assert "payment_due" not in found.values()


def test_a_due_date_of_a_kind_that_came_later_is_not_misread() -> None:
    row = {"id": 1, "invoicesDueIn": 14, "invoicesDueInType": "WEEKS"}
    assert parties.customer(wire.Customer.model_validate(row)).values() == {"payment_due": None}


def test_no_due_date_leaves_the_one_that_is_there() -> None:
    assert parties.customer_body({"payment_due": None}) == {}


@pytest.mark.parametrize("kind", [Kind.SUPPLIER, Kind.PRODUCT])
def test_a_field_that_the_kind_does_not_have_is_a_bug(tripletex: TripletexSystem, kind: Kind) -> None:
    with pytest.raises(Bug, match="send_method"):
        tripletex.create(kind, [Draft("intent", {"send_method": "EMAIL"})])


def test_a_country_is_written_to_both_addresses_with_their_ids_and_other_parts(
    tripletex: TripletexSystem, peer: Peer
) -> None:
    row = {"id": 7, "version": 3, "name": "Lev", "isSupplier": True}
    expanded = {**row, "postalAddress": ADDRESS, "physicalAddress": PHYSICAL}
    peer.on("GET /supplier/7", value(expanded)).on("PUT /supplier/7", value(row)).on("GET /country", COUNTRIES)
    tripletex.update(Kind.SUPPLIER, [Patch("7", 3, {"country": "NO"})])
    (sent,) = peer.sent("PUT /supplier/7")
    assert sent["postalAddress"] == {"id": 31, "addressLine1": "Storgata 1", "city": "Oslo", "country": {"id": 161}}
    assert sent["physicalAddress"] == {
        "id": 32,
        "addressLine1": "Lagerveien 2",
        "city": "Oslo",
        "country": {"id": 161},
    }


def test_a_physical_address_is_left_alone_unless_the_country_is_written(
    tripletex: TripletexSystem, peer: Peer
) -> None:
    row = {"id": 7, "version": 3, "name": "Lev", "isSupplier": True}
    expanded = {**row, "postalAddress": ADDRESS, "physicalAddress": PHYSICAL}
    peer.on("GET /supplier/7", value(expanded)).on("PUT /supplier/7", value(row))
    tripletex.update(Kind.SUPPLIER, [Patch("7", 3, {"city": "Bergen"})])
    assert "physicalAddress" not in peer.sent("PUT /supplier/7")[0]


def test_numbers_of_products_are_asked_for_one_parameter_each(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("GET /product", values())
    tripletex.find(Kind.PRODUCT, "number", ["A 1/2", "B&C"])
    assert peer.requests[-1].url.params.get_list("productNumber") == ["A 1/2", "B&C"]


def test_a_number_with_a_comma_is_looked_up_in_the_register(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("GET /product", values({"id": 1, "number": "a,b"}, {"id": 2, "number": "A"}))
    assert [record.id for record in tripletex.find(Kind.PRODUCT, "number", ["A,B"])] == ["1"]
    assert "productNumber" not in peer.queries("GET /product")[0]


def test_addresses_with_many_numbers_stay_short(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("GET /product", values())
    tripletex.find(Kind.PRODUCT, "number", [f"Æ {n}/x" for n in range(200)])
    assert max(len(str(request.url)) for request in peer.requests) < 2000
    asked = [n for request in peer.requests for n in request.url.params.get_list("productNumber")]
    assert sorted(asked) == sorted(f"Æ {n}/x" for n in range(200))


def test_the_probe_asks_for_the_rights_that_the_integration_needs_and_for_no_people(
    workshop: Workshop, peer: Peer
) -> None:
    peer.on("GET /token/session/>whoAmI", value({"companyId": 77}))
    peer.on("GET /company/77", value({"id": 77, "name": "Bygg AS"}))
    for kind in GOODS:
        peer.on(f"GET /{kind}", values()).on(f"PUT /{kind}/0", NOT_FOUND)
    peer.plans["PUT /supplier/0"] = [refusal(403, 9000, message="You do not have permission to access this feature.")]
    found = workshop.system(kinds=GOODS).probe(Settings())
    assert found.missing_rights == ("supplier",)
    assert not [route for route in peer.calls() if "employee" in route or "department" in route]
