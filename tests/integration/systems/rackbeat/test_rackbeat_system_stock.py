"""Adjusting stock: made and booked, found by our key, never twice."""

from decimal import Decimal

import pytest

from samspill.exceptions import DataRefused, RetryLater
from samspill.model.kinds import Kind
from samspill.model.records import Product
from tests.integration.systems.rackbeat.bench import Bench

SCREW = "SKR 4/40"


@pytest.fixture(params=["inventory_adjustment", "inventory_regulation"])
def named(request: pytest.FixtureRequest, bench: Bench) -> Bench:
    """Both names that one adjustment may have in its envelope."""
    bench.rackbeat.switch(adjustment_key=request.param)
    return bench


def on_hand(bench: Bench, number: str = SCREW) -> str | None:
    """How many there are."""
    record = bench.record(Kind.PRODUCT, number)
    assert isinstance(record, Product)
    return record.stock


@pytest.mark.parametrize("difference", ["12.5", "-3"])
def test_an_adjustment_counts_once_it_is_booked(named: Bench, difference: str) -> None:
    made = named.system.create_adjustment(SCREW, Decimal(difference), "samspill-1")
    assert (made.booked, made.quantity, on_hand(named)) == (False, Decimal(difference), "0")
    named.system.book_adjustment(made)
    assert on_hand(named) == difference


def test_an_adjustment_is_found_by_our_key_and_no_other(named: Bench) -> None:
    made = named.system.create_adjustment(SCREW, Decimal(2), "samspill-12")
    assert named.system.find_adjustment("samspill-12") == made
    assert named.system.find_adjustment("samspill-1") is None
    named.system.book_adjustment(made)
    found = named.system.find_adjustment("samspill-12")
    assert found is not None
    assert found.booked


def test_one_among_many_is_found(bench: Bench) -> None:
    bench.rackbeat.switch(max_limit=5)
    made = [bench.system.create_adjustment(SCREW, Decimal(n), f"key-{n}") for n in range(1, 24)]
    assert bench.system.find_adjustment("key-7") == made[6]


def test_booking_again_books_nothing(bench: Bench) -> None:
    made = bench.system.create_adjustment(SCREW, Decimal(4), "key")
    bench.system.book_adjustment(made)
    bench.system.book_adjustment(made)
    assert on_hand(bench) == "4"


@pytest.mark.parametrize("answer", ["cut", "page", 500])
def test_a_lost_answer_is_uncertain_and_the_key_tells(bench: Bench, answer: object) -> None:
    bench.fault(route="POST /api/inventory-adjustments", when="after", answer=answer)
    with pytest.raises(RetryLater) as caught:
        bench.system.create_adjustment(SCREW, Decimal(4), "key")
    assert caught.value.uncertain
    assert bench.system.find_adjustment("key") is not None


def test_a_lost_booking_is_uncertain_and_may_be_tried_again(bench: Bench) -> None:
    made = bench.system.create_adjustment(SCREW, Decimal(4), "key")
    bench.fault(route="POST /api/inventory-adjustments/{number}/book", when="after", answer="cut")
    with pytest.raises(RetryLater) as caught:
        bench.system.book_adjustment(made)
    assert caught.value.uncertain
    bench.system.book_adjustment(made)
    assert on_hand(bench) == "4"


def test_a_service_has_no_stock(bench: Bench) -> None:
    with pytest.raises(DataRefused):
        bench.system.create_adjustment("MONT", Decimal(1), "key")


def test_no_change_is_refused(bench: Bench) -> None:
    with pytest.raises(DataRefused):
        bench.system.create_adjustment(SCREW, Decimal(0), "key")


def test_goods_go_where_the_product_lies(bench: Bench) -> None:
    bench.seed(
        locations=[{"number": 5, "name": "Bil"}],
        products=[{"number": "B", "name": "B", "group_id": 1, "sales_price": 1, "default_location_id": 5}],
    )
    bench.system.book_adjustment(bench.system.create_adjustment("B", Decimal(3), "key"))
    (place,) = bench.rackbeat.get("/products/B/locations")["product_locations"]
    assert (place["number"], place["stock_quantity"]) == (5, 3)
