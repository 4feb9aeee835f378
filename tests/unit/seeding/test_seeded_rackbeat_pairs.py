"""A company as it stands in Tripletex and Rackbeat: sizes, overlap, and what is planted."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.rackbeat.seed_rows import plant
from sandbox.rackbeat.world import RackbeatWorld
from sandbox.seeding import RackbeatDirt, RackbeatPair, make_rackbeat_pair
from sandbox.tripletex.opening import NewCompany
from sandbox.tripletex.seeding import seed_company
from sandbox.tripletex.world import TripletexWorld

Row = dict[str, Any]
NUMBERS = {"customers": "customerNumber", "suppliers": "supplierNumber", "products": "number"}


def pair(dirt: RackbeatDirt | None = None, seed: int = 3, size: int = 60) -> RackbeatPair:
    return make_rackbeat_pair(
        customers=size, suppliers=size, products=size, employees=size, overlap=0.5, seed=seed, dirt=dirt
    )


def planted(made: RackbeatPair, what: str, side: str) -> set[str]:
    return {entry.number for entry in made.planted if (entry.what, entry.side) == (what, side)}


@pytest.mark.parametrize("collection", NUMBERS)
def test_half_of_the_rows_stand_on_both_sides_under_one_number(collection: str) -> None:
    made = pair(RackbeatDirt.none())
    ours = {str(row[NUMBERS[collection]]) for row in made.tripletex[collection]}
    theirs = {str(row["number"]) for row in made.rackbeat[collection]}
    assert (len(ours), len(theirs), len(ours & theirs)) == (60, 60, 30)


def test_the_same_seed_gives_the_same_pair_and_another_another() -> None:
    assert pair() == pair()
    assert pair() != pair(seed=4)


@pytest.mark.parametrize("share", [0.0, 0.05, 1.0])
def test_both_sandboxes_take_all_rows(share: float) -> None:
    made = pair(RackbeatDirt(**dict.fromkeys(vars(RackbeatDirt.none()), share)))
    company = TripletexWorld(seed=1).create_company(NewCompany(name="Nordlys Lager AS"))
    account = RackbeatWorld(seed=1).open_account()
    assert seed_company(company, made.tripletex) == dict.fromkeys(
        ("employees", "customers", "suppliers", "products"), 60
    )
    assert plant(account, made.rackbeat) == sum(map(len, made.rackbeat.values()))
    assert account.outbox == []


def test_a_customer_that_is_a_supplier_too_stands_twice_in_rackbeat() -> None:
    made = pair(RackbeatDirt(customers_also_suppliers=1.0))
    both = {row["organizationNumber"] for row in made.tripletex["customers"] if row.get("isSupplier")} - {None}
    suppliers = {row["company_vat"] for row in made.rackbeat["suppliers"]}
    shared = {row["company_vat"] for row in made.rackbeat["customers"]} & both
    assert shared
    assert shared <= suppliers


def test_two_products_of_rackbeat_may_have_one_name() -> None:
    made = pair(RackbeatDirt(duplicate_product_names=3))
    names = [row["name"] for row in made.rackbeat["products"]]
    assert len(planted(made, "duplicate_product_names", "app")) == 3
    assert len(names) - len(set(names)) == 3


def test_a_number_may_mean_two_products() -> None:
    made = pair(RackbeatDirt(product_number_clashes=2))
    ours = {row["number"]: row["name"] for row in made.tripletex["products"]}
    theirs = {row["number"]: row["name"] for row in made.rackbeat["products"]}
    clashes = planted(made, "product_number_clashes", "app")
    assert len(clashes) == 2
    assert all(ours[number] != theirs[number] for number in clashes)


def test_numbers_may_hold_spaces_and_slashes() -> None:
    made = pair(RackbeatDirt(spaced_product_numbers=4))
    odd = {row["number"] for row in made.rackbeat["products"] if " " in str(row["number"])}
    assert odd == planted(made, "spaced_product_numbers", "app")
    assert odd | {row["number"] for row in made.tripletex["products"] if "/" in str(row["number"])}


def test_what_is_inactive_in_tripletex_is_barred_in_rackbeat() -> None:
    made = pair(RackbeatDirt(inactive_products=6, inactive_suppliers=6))
    for collection, what in (("products", "inactive_products"), ("suppliers", "inactive_suppliers")):
        barred = {str(row["number"]) for row in made.rackbeat[collection] if row["is_barred"]}
        assert barred == planted(made, what, "app")


def test_services_have_neither_stock_nor_inventory() -> None:
    made = pair(RackbeatDirt.none(), size=200)
    services = [row for row in made.rackbeat["products"] if row["group_id"] == 2]
    assert services
    assert all(not row["stock_quantity"] for row in services)


def test_figures_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        make_rackbeat_pair(customers=1, suppliers=0, products=0, employees=0, overlap=1.5, seed=1)
