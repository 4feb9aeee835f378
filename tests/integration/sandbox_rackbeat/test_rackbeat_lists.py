"""Pages, order, filters."""

import pytest

from tests.integration.sandbox_rackbeat.harness import RunningRackbeat, line


def fill(rackbeat: RunningRackbeat, count: int) -> None:
    for place in range(count):
        rackbeat.create("/units", name=f"enhet {place}")


def test_a_list_answers_206_with_its_envelope(rackbeat: RunningRackbeat) -> None:
    fill(rackbeat, 24)
    answer = rackbeat.client.get("/units")
    body = answer.json()
    assert answer.status_code == 206
    assert len(body.pop("units")) == 20
    assert body == {"total": 25, "pages": 2, "limit": 20, "page": 1}


def test_pages_follow_each_other(rackbeat: RunningRackbeat) -> None:
    fill(rackbeat, 4)
    pages = [rackbeat.get("/units", limit=2, page=page)["units"] for page in (1, 2, 3, 4)]
    assert [[row["number"] for row in page] for page in pages] == [[5, 4], [3, 2], [1], []]


@pytest.mark.parametrize(
    ("direction", "numbers"),
    [({}, [2, 1]), ({"order_direction": "ASC"}, [1, 2]), ({"order_direction": "DESC"}, [2, 1])],
)
def test_rows_come_in_descending_order_unless_asked_otherwise(
    rackbeat: RunningRackbeat, direction: dict[str, str], numbers: list[int]
) -> None:
    found = rackbeat.get("/customers", order_by="name", **direction)["customers"]
    assert [row["number"] for row in found] == numbers


def test_a_limit_above_the_most_is_cut_or_refused(rackbeat: RunningRackbeat) -> None:
    assert rackbeat.get("/units", limit=5000)["limit"] == 1000
    rackbeat.switch(max_limit=200)
    assert rackbeat.get("/units", limit=5000)["limit"] == 200
    rackbeat.switch(limit_above_max="refused")
    assert "limit" in rackbeat.wrong("GET", "/units?limit=5000")


def test_only_the_fields_asked_for_are_shown(rackbeat: RunningRackbeat) -> None:
    found = rackbeat.get("/customers", fields="number,name", order_by="number", order_direction="ASC")["customers"]
    assert found[0] == {"number": 1, "name": "Fjord Bygg AS"}


def test_custom_field_values_can_be_asked_for_inline(rackbeat: RunningRackbeat) -> None:
    assert rackbeat.get("/products", expand="field_values")["products"][0]["field_values"] == []


def test_search_looks_at_all_text(rackbeat: RunningRackbeat) -> None:
    assert [row["number"] for row in rackbeat.get("/customers", search="fjord.EXAMPLE")["customers"]] == [1]


def test_a_plain_filter_compares_exactly(rackbeat: RunningRackbeat) -> None:
    rackbeat.change("/customers/2", is_barred=True)
    assert [row["number"] for row in rackbeat.get("/customers", is_barred="1")["customers"]] == [2]
    assert [row["number"] for row in rackbeat.get("/customers", name="Fjord Bygg AS")["customers"]] == [1]


def test_a_simple_filter_compares_exactly(rackbeat: RunningRackbeat) -> None:
    found = rackbeat.client.get("/products", params={"simple_filter[number]": "SKR 4/40"}).json()
    assert [row["number"] for row in found["products"]] == ["SKR 4/40"]


@pytest.mark.parametrize("name", ["is_booked", "simple_filter[is_booked]"])
def test_a_filter_that_the_list_does_not_have_is_refused(rackbeat: RunningRackbeat, name: str) -> None:
    errors = rackbeat.wrong("GET", f"/orders?{name}=1")
    assert errors == {name: ["Property 'is_booked' is not filterable"]}


def test_per_page_is_no_parameter(rackbeat: RunningRackbeat) -> None:
    assert "per_page" in rackbeat.wrong("GET", "/units?per_page=5")


def test_what_changed_since_is_found_by_times_in_the_accounts_zone(rackbeat: RunningRackbeat) -> None:
    rackbeat.clock.advance(minutes=10)
    shown = rackbeat.change("/customers/1", name="Fjord AS")["updated_at"]
    assert shown == "2026-03-02 09:10:00"
    for since, found in ((shown, [1]), ("2026-03-02 09:10:01", [])):
        rows = rackbeat.get("/customers", updated_at_from=since)["customers"]
        assert [row["number"] for row in rows] == found
    assert [
        row["number"] for row in rackbeat.get("/customers", updated_at_to="2026-03-02 09:00:00")["customers"]
    ] == [2]


def test_the_zone_of_times_can_be_another(rackbeat: RunningRackbeat) -> None:
    rackbeat.switch(time_zone="UTC")
    assert rackbeat.get("/customers/1")["customer"]["updated_at"] == "2026-03-02 08:00:00"


def test_changes_since_may_be_known_to_customer_invoices_alone(rackbeat: RunningRackbeat) -> None:
    rackbeat.switch(updated_at_filter="customer-invoices")
    assert "updated_at_from" in rackbeat.wrong("GET", "/customers?updated_at_from=2026-01-01 00:00:00")
    assert rackbeat.get("/customer-invoices", updated_at_from="2026-01-01 00:00:00")["total"] == 0


def test_ranges_of_numbers_and_dates(rackbeat: RunningRackbeat) -> None:
    rackbeat.book(rackbeat.invoice(line()))
    rackbeat.clock.advance(hours=48)
    rackbeat.book(rackbeat.invoice(line(), customer_id=2))

    def numbers(path: str, plural: str, **params: str) -> list[object]:
        return [row["number"] for row in rackbeat.get(path, **params)[plural]]

    assert numbers("/customers", "customers", customer_from="2") == [2]
    assert numbers("/products", "products", item_to="L") == ["KAFFE"]
    assert numbers("/products", "products", item_group_from="2", item_group_to="2") == ["MONT"]
    assert numbers("/customer-invoices", "customer_invoices", invoice_date_from="2026-03-04") == [2]
    assert numbers("/customer-invoices", "customer_invoices", invoice_date_to="2026-03-03") == [1]
    assert numbers("/customer-invoices", "customer_invoices", customer_from="1", customer_to="1") == [1]


def test_settings_come_without_pages(rackbeat: RunningRackbeat) -> None:
    body = rackbeat.get("/settings")
    assert set(body) == {"settings"}
    assert {row["identifier"] for row in body["settings"]} == {"base_currency", "language"}
    assert rackbeat.get("/settings/base_currency")["setting"]["value"] == "NOK"


def test_items_are_products_and_boms_together(rackbeat: RunningRackbeat) -> None:
    rackbeat.create("/lots", number="SETT", name="Sett", group_id=1, lines=[line()])
    found = rackbeat.get("/items", order_by="number", order_direction="ASC")["items"]
    assert [(row["number"], row["type"]) for row in found] == [
        ("KAFFE", "product"),
        ("MONT", "product"),
        ("SETT", "lot"),
        ("SKR 4/40", "product"),
    ]
    assert rackbeat.get("/items/SETT")["item"]["name"] == "Sett"
    assert rackbeat.client.delete("/items/SETT").status_code == 405
