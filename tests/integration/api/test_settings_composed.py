"""Composed products are kept out or let in: what that would do, and what happens then."""

import pytest

from samspill.model.history import Fate, Standing
from samspill.model.kinds import Kind
from samspill.sync.turning import let_in_key
from tests.integration.api.bench import Bench
from tests.integration.api.lager import Lager, lager

P = Kind.PRODUCT
OFF = {"composed_products": False}
ON = {"composed_products": True}


def products(rack: Lager) -> None:
    """A composed product and an ordinary one, both of which say something else on each side."""
    for number, composed in (("B1", True), ("7", False)):
        rack.link(
            P, {"number": number, "name": "Gammel"}, {"number": number, "name": "Ny", "composed": composed}
        )  # fmt: skip


@pytest.fixture
def without(bench: Bench) -> Lager:
    """A connection that keeps composed products out."""
    rack = lager(bench, **OFF)
    products(rack)
    return rack


def test_keeping_composed_products_out_tells_how_many_links_stay(bench: Bench) -> None:
    rack = lager(bench)
    products(rack)
    (stops,) = rack.preview(**OFF).json["consequences"]
    assert (stops["code"], stops["kind"], stops["count"], stops["loss"]) == ("part_stops", "product", 1, None)
    assert stops["text"].startswith("Composed products: no longer transferred.")
    assert rack.put(**OFF).status == 200


def test_letting_them_in_tells_what_is_linked_known_and_overwritten(without: Lager) -> None:
    key = without.held(P, "B2", "composed_product")
    fate = Fate(
        connection=without.id, key=key, standing=Standing.SKIPPED, code="composed_product", number="B2",
        updated_at=without.bench.now,
    )  # fmt: skip
    without.stores.journal.set_fates([fate])
    found = without.foreseen(**ON)
    assert found["part_begins"]["count"] == 1
    assert "Known, but not linked: 1." in found["part_begins"]["text"]
    overwritten = found["direction_overwrites:tripletex"]
    assert (overwritten["count"], overwritten["loss"]) == (1, "overwrites")
    (example,) = overwritten["examples"]
    assert (example["number"], example["now"], example["after"]) == ("B1", "Gammel", "Ny")


def test_what_letting_them_in_overwrites_is_confirmed_and_then_they_meet_anew(without: Lager) -> None:
    refused = without.put(**ON)
    assert (refused.status, refused.json["code"]) == (409, "settings_need_confirmation")
    assert without.confirmed(refused.json["confirm"], ON).status == 200
    assert without.waits(let_in_key(P))
    assert (without.id, "product") in without.bench.wakeups.woken


def test_nothing_meets_anew_when_they_are_kept_out(bench: Bench) -> None:
    rack = lager(bench)
    products(rack)
    rack.put(**OFF)
    assert not rack.waits(let_in_key(P))
