"""Products, units, VAT codes, and how a company's invoices are sent."""

from __future__ import annotations

import pytest

from sandbox.tripletex.company import Company
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import Api, complaints, refusal

ADDRESS = {"addressLine1": "Storgata 1", "postalCode": "0155", "city": "Oslo"}
NO_RECEIVER = [(None, "Kunden kan ikke motta EHF-dokumenter")]


def test_a_products_number_is_unique(api: Api) -> None:
    api.create("/product", name="Skrue", number="S 4/30")
    answer = api.post("/product", json={"name": "Mutter", "number": "s 4/30"})
    assert refusal(answer) == (422, 18000)
    assert complaints(answer) == [("number", "Produktnummeret s 4/30 er i bruk.")]


@pytest.mark.parametrize(("unique", "status"), [(False, 201), (True, 422)])
def test_whether_a_products_name_is_unique_is_a_switch(
    api: Api, company: Company, world: TripletexWorld, unique: bool, status: int
) -> None:
    world.set_switches({"product_names_unique": unique}, company.id)
    api.create("/product", name="Skrue")
    assert api.post("/product", json={"name": "Skrue"}).status_code == status


def test_a_product_may_keep_its_own_name(api: Api, company: Company, world: TripletexWorld) -> None:
    world.set_switches({"product_names_unique": True}, company.id)
    row = api.create("/product", name="Skrue")
    assert api.put(f"/product/{row['id']}", json={"name": "skrue"}).status_code == 200


def test_one_price_is_computed_of_the_other(api: Api) -> None:
    row = api.create("/product", name="Skrue", priceExcludingVatCurrency=80)
    assert row["priceIncludingVatCurrency"] == 100
    changed = api.change(f"/product/{row['id']}", vatType={"id": 31})
    assert changed["priceIncludingVatCurrency"] == pytest.approx(92)


def test_stock_is_shown_only_when_it_is_named(api: Api) -> None:
    row = api.create("/product", name="Skrue", isStockItem=True)
    assert "stockOfGoods" not in row
    named = api.value(f"/product/{row['id']}", fields="isStockItem,stockOfGoods")
    assert named == {"isStockItem": True, "stockOfGoods": 0}


def test_products_are_found_by_several_numbers(api: Api) -> None:
    for number in ("A", "B", "C"):
        api.create("/product", name=number, number=number)
    assert [row["number"] for row in api.values("/product", productNumber=["A", "c"])] == ["A", "C"]


def test_vat_codes_of_sales_are_those_that_the_account_uses(
    api: Api, company: Company, world: TripletexWorld
) -> None:
    world.set_switches({"vat_codes_off": ["31"]}, company.id)
    numbers = {row["number"] for row in api.values("/ledger/vatType", typeOfVat="OUTGOING")}
    assert {"3", "33"} <= numbers
    assert not numbers & {"1", "31"}


@pytest.mark.parametrize("vat", [1, 31])
def test_a_product_cannot_have_a_vat_code_that_is_not_for_its_sales(
    api: Api, company: Company, world: TripletexWorld, vat: int
) -> None:
    world.set_switches({"vat_codes_off": ["31"]}, company.id)
    answer = api.post("/product", json={"name": "Skrue", "vatType": {"id": vat}})
    assert complaints(answer) == [("Internt felt (vatTypeId)", "Ugyldig mva-kode.")]


def test_an_account_has_units_and_may_get_more(api: Api) -> None:
    assert [row["nameShort"] for row in api.values("/product/unit", name="Stykk")] == ["stk"]
    api.create("/product/unit", name="Pall", nameEN="Pallet", commonCode="D97")
    assert "Pall" in {row["name"] for row in api.values("/product/unit")}


def test_a_unit_needs_a_code(api: Api) -> None:
    answer = api.post("/product/unit", json={"name": "Pall", "nameEN": "Pallet"})
    assert complaints(answer) == [("commonCode", "Feltet må fylles ut.")]


def test_where_ehf_is_the_default_a_company_that_cannot_receive_it_is_refused(
    api: Api, company: Company, world: TripletexWorld
) -> None:
    world.set_switches({"default_send_method": "EHF", "ehf_receivers": ["987654325"]}, company.id)
    refused = api.post("/customer", json={"name": "A", "postalAddress": ADDRESS})
    assert complaints(refused) == NO_RECEIVER
    assert api.create("/customer", name="B", invoiceSendMethod="EMAIL")["invoiceSendMethod"] == "EMAIL"
    taken = api.create("/customer", name="C", organizationNumber="987654325", postalAddress=ADDRESS)
    assert taken["invoiceSendMethod"] == "EHF"


def test_a_private_person_gets_no_ehf_by_default(api: Api, company: Company, world: TripletexWorld) -> None:
    world.set_switches({"default_send_method": "EHF"}, company.id)
    assert api.create("/customer", name="Kari", isPrivateIndividual=True)["invoiceSendMethod"] == "EMAIL"


def test_a_customer_cannot_be_set_to_ehf_that_it_cannot_receive(api: Api) -> None:
    row = api.create("/customer", name="A")
    assert complaints(api.put(f"/customer/{row['id']}", json={"invoiceSendMethod": "EHF"})) == NO_RECEIVER


def test_a_put_on_a_supplier_can_leave_a_customer_only(api: Api, company: Company, world: TripletexWorld) -> None:
    world.set_switches({"supplier_put_drops_supplier": True}, company.id)
    row = api.create("/supplier", name="A", isCustomer=True)
    api.put(f"/supplier/{row['id']}", json={"name": "B"})
    assert refusal(api.get(f"/supplier/{row['id']}")) == (404, 6000)
    assert api.value(f"/customer/{row['id']}")["name"] == "B"
