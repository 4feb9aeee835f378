"""Products, services, BOMs and their stock."""

import pytest

from tests.integration.sandbox_rackbeat.harness import Json, RunningRackbeat, line


def adjust(rackbeat: RunningRackbeat, quantity: float, item: str = "SKR 4/40", reason: str = "Start") -> Json:
    """A booked adjustment."""
    made = rackbeat.create(
        "/inventory-adjustments", item_id=item, adjustment_type="quantity", quantity=quantity, reason=reason
    )
    answer = rackbeat.client.post(f"/inventory-adjustments/{made['id']}/book")
    assert answer.status_code == 200
    booked: Json = answer.json()["inventory_adjustment"]
    return booked


def test_a_number_with_space_and_slash_is_encoded_once_in_paths(rackbeat: RunningRackbeat) -> None:
    product = rackbeat.get("/products/SKR%204%2F40")["product"]
    assert (product["number"], product["urlfriendly_number"]) == ("SKR 4/40", "SKR%204%2F40")
    assert rackbeat.client.get("/products/SKR%25204%252F40").status_code == 404


def test_a_product_needs_number_name_group_and_price(rackbeat: RunningRackbeat) -> None:
    assert set(rackbeat.wrong("POST", "/products")) == {"number", "name", "group_id", "sales_price"}


def test_a_number_has_25_characters_at_most_or_50_as_in_2018(rackbeat: RunningRackbeat) -> None:
    body = {"number": "N" * 26, "name": "Ny", "group_id": 1, "sales_price": 1}
    assert "number" in rackbeat.wrong("POST", "/products", **body)
    rackbeat.switch(limits_of_2018=True)
    rackbeat.create("/products", **body)


def test_group_and_unit_may_be_written_by_their_old_names(rackbeat: RunningRackbeat) -> None:
    made = rackbeat.create("/products", number="X", name="Ny", group=2, unit=1, sales_price="12.345678")
    assert (made["group_id"], made["group"]["name"], made["unit"]["name"]) == (2, "Tjenester", "stk.")
    assert made["sales_price"] == 12.345678


def test_a_service_is_a_product_of_a_group_without_inventory(rackbeat: RunningRackbeat) -> None:
    assert rackbeat.get("/products/MONT")["product"]["inventory_enabled"] is False
    assert rackbeat.get("/products/KAFFE")["product"]["inventory_enabled"] is True


def test_products_and_boms_share_their_numbers(rackbeat: RunningRackbeat) -> None:
    assert "number" in rackbeat.wrong("POST", "/lots", number="MONT", name="Sett", group_id=1, lines=[line()])
    assert rackbeat.client.get("/lots/MONT").status_code == 404


def test_a_bom_is_made_of_products(rackbeat: RunningRackbeat) -> None:
    lines = [{"product_id": "SKR 4/40", "quantity": 4}, {"product_id": "KAFFE", "quantity": 1}]
    made = rackbeat.create("/lots", number="SETT", name="Sett", group_id=1, lines=lines)
    assert [(part["product_id"], part["quantity"]) for part in made["lines"]] == [("SKR 4/40", 4), ("KAFFE", 1)]
    assert (made["cost_price"], made["total_price"]) == (16, 120)
    again = rackbeat.wrong(
        "POST", "/lots", number="S2", name="Sett", group_id=1, lines=[{"lot_id": "SETT", "quantity": 1}]
    )
    assert set(again) == {"lines.0.product_id"}


def test_the_parts_of_a_bom_can_be_changed(rackbeat: RunningRackbeat) -> None:
    rackbeat.create("/lots", number="SETT", name="Sett", group_id=1, lines=[line(quantity=4)])
    changed = rackbeat.change("/lots/SETT", lines=[{"product_id": "KAFFE", "quantity": 2}])
    assert [(part["product_id"], part["quantity"]) for part in changed["lines"]] == [("KAFFE", 2)]
    assert rackbeat.wrong("DELETE", "/products/KAFFE")


def test_a_product_can_be_renumbered(rackbeat: RunningRackbeat) -> None:
    rackbeat.change("/products/KAFFE", number="KAFFE 500 g")
    assert rackbeat.client.get("/products/KAFFE").status_code == 404
    assert rackbeat.get("/products/KAFFE%20500%20g")["product"]["name"] == "Kaffe"


def test_a_booked_adjustment_is_added_to_the_stock(rackbeat: RunningRackbeat) -> None:
    draft = rackbeat.create(
        "/inventory-adjustments", item_id="SKR 4/40", adjustment_type="quantity", quantity=40, reason="Start"
    )
    assert rackbeat.stock() == 0
    rackbeat.client.post(f"/inventory-adjustments/{draft['id']}/book")
    assert rackbeat.stock() == 40
    adjust(rackbeat, -15)
    assert rackbeat.stock() == 25


def test_an_adjustment_is_booked_once(rackbeat: RunningRackbeat) -> None:
    booked = adjust(rackbeat, 5)
    assert rackbeat.wrong("POST", f"/inventory-adjustments/{booked['id']}/book")
    assert rackbeat.stock() == 5


def test_an_adjustment_of_nothing_is_refused(rackbeat: RunningRackbeat) -> None:
    errors = rackbeat.wrong(
        "POST", "/inventory-adjustments", item_id="SKR 4/40", adjustment_type="quantity", quantity=0, reason="x"
    )
    assert errors == {"quantity": ["Adjustment can't be created, since no change is made."]}


def test_a_service_has_no_stock_to_adjust(rackbeat: RunningRackbeat) -> None:
    errors = rackbeat.wrong(
        "POST", "/inventory-adjustments", item_id="MONT", adjustment_type="quantity", quantity=1, reason="x"
    )
    assert set(errors) == {"item_id"}


def test_adjustments_are_found_by_their_reason(rackbeat: RunningRackbeat) -> None:
    adjust(rackbeat, 5, reason="samspill:abc")
    adjust(rackbeat, 5, reason="samspill:xyz")
    (found,) = rackbeat.get("/inventory-adjustments", search="samspill:abc")["inventory_adjustments"]
    assert (found["reason"], found["quantity"], found["is_booked"]) == ("samspill:abc", 5, True)


def test_adjustments_can_go_by_another_name(rackbeat: RunningRackbeat) -> None:
    rackbeat.switch(adjustment_key="inventory_regulation")
    assert "inventory_regulations" in rackbeat.get("/inventory-adjustments")


def test_goods_can_be_carried_to_another_location(rackbeat: RunningRackbeat) -> None:
    adjust(rackbeat, 10)
    other = rackbeat.create("/locations", name="Bil 1")
    rackbeat.create(
        "/inventory-movements", item_id="SKR 4/40", from_location_id=1, to_location_id=other["number"], quantity=4
    )
    places = rackbeat.get("/products/SKR%204%2F40/locations")["product_locations"]
    assert {place["name"]: place["stock_quantity"] for place in places} == {"Hovedlager": 6, "Bil 1": 4}
    assert rackbeat.stock() == 10


def test_a_product_that_moved_cannot_be_deleted_but_barred(rackbeat: RunningRackbeat) -> None:
    adjust(rackbeat, 1)
    errors = rackbeat.wrong("DELETE", "/products/SKR%204%2F40")
    assert errors == {"product": ["Product SKR 4/40 has inventory transactions; bar it instead."]}
    assert rackbeat.change("/products/SKR%204%2F40", is_barred=True)["is_barred"] is True
    assert rackbeat.client.delete("/products/KAFFE").status_code == 204


@pytest.mark.parametrize("moved", [True, False])
def test_a_groups_inventory_is_locked_after_the_first_transaction(rackbeat: RunningRackbeat, moved: bool) -> None:
    if moved:
        adjust(rackbeat, 1)
        assert set(rackbeat.wrong("PUT", "/product-groups/1", has_inventory=False)) == {"has_inventory"}
    else:
        assert rackbeat.change("/product-groups/1", has_inventory=False)["has_inventory"] is False


def test_a_group_is_drafted_and_published(rackbeat: RunningRackbeat) -> None:
    made = rackbeat.create("/product-groups/drafts", name="Ny", has_inventory=True)
    assert made["is_draft"] is True
    assert (
        rackbeat.client.post(f"/product-groups/{made['number']}/publish").json()["product_group"]["is_draft"] is False
    )


def test_a_group_counts_its_products(rackbeat: RunningRackbeat) -> None:
    rackbeat.create("/products", number="X", name="Ny", group_id=1, sales_price=1)
    assert rackbeat.get("/product-groups/1")["product_group"]["num_products"] == 2
