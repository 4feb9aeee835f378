"""The adapter against a Rackbeat that fails in every way it can: nothing is done twice and nothing is missed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

import pytest

from samspill.exceptions import ConfigurationWrong, RetryLater
from samspill.model.kinds import Kind
from samspill.sync.ports import Done
from samspill.systems.rackbeat.stock import Adjustment
from tests.integration.sandbox_svenn.harness import HOOKS
from tests.integration.systems.rackbeat.bench import Bench, customers, draft

T = TypeVar("T")
SCREW = "SKR 4/40"
STORM = {
    "error_page": 0.1, "error_json": 0.1, "dropped": 0.1, "lost_answer": 0.2, "rate_limit": 0.03, "revoked_key": 0.03,
    "normalised": 0.5, "shifting_rows": 0.3,
}  # fmt: skip


def at_last(bench: Bench, act: Callable[[], T]) -> T:
    """What it comes to once Rackbeat lets it; every try is a minute after the one before."""
    for _ in range(100):
        try:
            return act()
        except (RetryLater, ConfigurationWrong):
            bench.clock.advance(minutes=1)
            bench.rackbeat.world.hostility.forget()
    raise AssertionError("never")


def test_an_adjustment_is_found_though_pages_drift(bench: Bench) -> None:
    made = [bench.system.create_adjustment(SCREW, Decimal(n), f"key-{n}") for n in range(1, 21)]
    bench.rackbeat.switch(max_limit=4, requests_per_minute=100_000)
    bench.rackbeat.be_hostile(seed=3, shifting_rows=0.3)
    for n, adjustment in enumerate(made, start=1):
        assert at_last(bench, lambda n=n: bench.system.find_adjustment(f"key-{n}")) == adjustment  # type: ignore[misc]


def test_stock_is_booked_once_whatever_gets_lost(bench: Bench) -> None:
    bench.rackbeat.be_hostile(seed=5, **STORM)
    for n in range(1, 9):
        _put_on_the_shelf(bench, Decimal(n), f"key-{n}")
    bench.rackbeat.world.hostility.forget()
    assert bench.rackbeat.stock() == sum(range(1, 9))
    assert len(bench.rackbeat.get("/inventory-adjustments")["inventory_adjustments"]) == 8


def test_every_customer_is_there_once_whatever_gets_lost(bench: Bench) -> None:
    bench.rackbeat.be_hostile(seed=7, **STORM)
    for n in range(100, 110):
        _make_customer(bench, n)
    bench.rackbeat.world.hostility.forget()
    assert {str(n) for n in range(100, 110)} <= {each.id for each in bench.system.read_page(Kind.CUSTOMER).records}


def test_a_poll_misses_nothing_though_pages_drift(bench: Bench) -> None:
    bench.rackbeat.switch(max_limit=5, requests_per_minute=100_000)
    cursor = bench.system.changed_since(Kind.CUSTOMER, "").cursor
    bench.clock.advance(minutes=1)
    bench.seed(customers=customers(range(100, 150)))
    bench.rackbeat.be_hostile(seed=11, shifting_rows=0.3)
    told: set[str] = set()  # a row that a page left out may be told again
    for _ in range(6):
        part = bench.system.changed_since(Kind.CUSTOMER, cursor)
        told, cursor = told.union(part.ids), part.cursor
    assert told == {str(n) for n in range(100, 150)}


@pytest.mark.parametrize("seed", range(5))
def test_subscriptions_are_made_at_once_although_some_calls_fail(bench: Bench, seed: int) -> None:
    """Seen to fail: each event is a call of its own, and one that failed threw away all that were made before it."""
    bench.rackbeat.be_hostile(seed=seed, error_page=0.05, error_json=0.05, dropped=0.05, lost_answer=0.05)
    made = bench.system.subscribe(f"{HOOKS}/rackbeat/1", "", (Kind.CUSTOMER, Kind.PRODUCT, Kind.INVOICE))
    bench.rackbeat.world.hostility.forget()
    there = {str(row["id"]): row["event"] for row in bench.rackbeat.get("/webhooks")["webhooks"]}
    assert {each.id: each.event for each in made} == there
    assert all(each.secret for each in made)


@pytest.mark.parametrize("seed", range(3))
def test_many_records_are_read_in_one_go_although_some_calls_fail(bench: Bench, seed: int) -> None:
    """Seen to fail: each record is a call of its own, and one that failed threw away all that were read before it."""
    bench.seed(customers=customers(range(100, 160)))
    bench.rackbeat.be_hostile(seed=seed, error_page=0.03, error_json=0.03, dropped=0.03)
    assert None not in bench.system.get(Kind.CUSTOMER, [str(n) for n in range(100, 160)]).values()


def _put_on_the_shelf(bench: Bench, quantity: Decimal, key: str) -> None:
    """As start-up does it: look, make, book."""

    def made() -> Adjustment:
        return bench.system.find_adjustment(key) or bench.system.create_adjustment(SCREW, quantity, key)

    adjustment = at_last(bench, made)
    at_last(bench, lambda: bench.system.book_adjustment(adjustment))


def _make_customer(bench: Bench, number: int) -> None:
    """As the engine does it: look, then make."""

    def made() -> None:
        if bench.system.get(Kind.CUSTOMER, [str(number)])[str(number)] is None:
            (outcome,) = bench.system.create(Kind.CUSTOMER, [draft(str(number), name=f"Kunde  {number} ")])
            if not isinstance(outcome, Done):
                raise RetryLater(detail=str(outcome))

    at_last(bench, made)
