"""Comparisons with real stores and a real shelf, and the report of what they found."""

from datetime import timedelta

import pytest

from samspill.model.connection import Connection
from samspill.model.kinds import GROUPS, Kind, Side
from samspill.sync.comparing import loose, pairs
from samspill.tasks.connections import reconcile
from samspill.tasks.work import work
from tests.integration.api.bench import Bench, TwoKeys

T, A = Side.TRIPLETEX, Side.APP
GROUP = GROUPS[Kind.CUSTOMER]


@pytest.fixture
def company(bench: Bench) -> TwoKeys:
    """Five customers in Tripletex, two a page."""
    company = bench.company()
    for number in range(5):
        company.systems[T].put(Kind.CUSTOMER, number=str(10001 + number), name=f"Kunde {number} AS")
    for system in company.systems.values():
        system.page = 2
    return company


def compare(bench: Bench, connection: Connection, seconds: float = 600) -> None:
    reconcile(bench.app, connection)
    work(bench.app, connection.id, GROUP, bench.now + timedelta(seconds=seconds))


def drift(bench: Bench, connection: Connection) -> dict[str, object]:
    items = bench.product.get(f"/v1/connections/{connection.id}/drift").json["items"]
    (found,) = [item for item in items if item["kind"] == "customer"]
    return dict(found)


def test_before_the_first_comparison_there_is_nothing_to_tell(bench: Bench) -> None:
    connection = bench.live()
    assert bench.product.get(f"/v1/connections/{connection.id}/drift").json == {"items": []}


def test_drift_is_told_for_each_kind_with_its_age(bench: Bench, company: TwoKeys) -> None:
    connection = bench.live(company)
    compare(bench, connection)
    compare(bench, connection)
    edited = bench.now
    bench.later(hours=5)
    ours = next(iter(company.systems[A].records[Kind.CUSTOMER]))
    company.systems[A].edit(Kind.CUSTOMER, ours, phone="22334455", modified_at=edited)
    compare(bench, connection)
    assert drift(bench, connection) == {
        "kind": "customer", "at": "2026-03-02T14:30:00Z", "tripletex": 5, "app": 5, "linked": 5, "unequal": 1,
        "held": 0, "enqueued": 1, "complete": True, "oldest_difference_at": "2026-03-02T09:30:00Z",
        "oldest_difference_seconds": 5 * 3600,
    }  # fmt: skip


def test_the_age_is_gone_once_both_sides_are_equal_again(bench: Bench, company: TwoKeys) -> None:
    connection = bench.live(company)
    for _ in range(3):
        compare(bench, connection)
    found = drift(bench, connection)
    assert (found["unequal"], found["oldest_difference_at"], found["oldest_difference_seconds"]) == (0, None, 0)


def test_a_comparison_whose_time_was_short_goes_on_with_the_next_wake_up(
    bench: Bench, company: TwoKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (pairs, loose):
        monkeypatch.setattr(module, "SLICE", 2)
    connection = bench.live(company)
    compare(bench, connection)
    compare(bench, connection)
    company.systems[T].calls.clear()
    clock = [bench.now]

    def ticking() -> object:
        clock[0] += timedelta(seconds=1)
        return clock[0]

    bench.app.__dict__["clock"] = ticking
    reconcile(bench.app, connection)
    calls = 0
    while bench.app.stores(connection.id).inbox.has_due(GROUP, bench.app.clock()):
        work(bench.app, connection.id, GROUP, bench.app.clock() + timedelta(seconds=12))
        calls += 1
    assert calls > 2
    assert [name for name, kind, _ in company.systems[T].calls if kind is Kind.CUSTOMER] == ["read_page"] * 3
    assert (drift(bench, connection)["linked"], drift(bench, connection)["unequal"]) == (5, 0)
    assert bench.app.plans.keys(f"{connection.id}/sweep/") == []


def test_an_incomplete_register_is_told_and_keeps_the_connection_active(bench: Bench, company: TwoKeys) -> None:
    connection = bench.live(company)
    compare(bench, connection)
    company.systems[T].capped = {Kind.CUSTOMER}
    company.systems[T].unlisted = {"t2"}
    compare(bench, connection)
    found = drift(bench, connection)
    assert (found["complete"], found["tripletex"], found["unequal"]) == (False, 5, 0)
    assert bench.app.connections.get(connection.id).status == "active"


def test_nobody_sees_another_products_drift(bench: Bench) -> None:
    connection = bench.live()
    assert bench.other_product.get(f"/v1/connections/{connection.id}/drift").status == 404
