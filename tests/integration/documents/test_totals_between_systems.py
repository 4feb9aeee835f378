"""Booked invoices between the two sandboxes, through both adapters and the engine: their totals, to the øre."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from samspill.model.settings_documents import Differences
from sandbox.rackbeat.app import make_app as make_rackbeat
from sandbox.rackbeat.world import RackbeatWorld
from sandbox.serve import serve
from sandbox.tripletex.app import make_app as make_tripletex
from sandbox.tripletex.hand import rows_of
from sandbox.tripletex.world import TripletexWorld
from tests.performance.invoicing.companies import Invoicing, RackbeatRounds, TripletexRounds, Ways, Worlds
from tests.performance.invoicing.judging import Became, judge
from tests.performance.invoicing.making import CURRENCIES, MadeInvoice, MadeLine

HOLD, LINE = Differences.HOLD, Differences.ROUNDING_LINE


@pytest.fixture(scope="module")
def worlds() -> Iterator[Worlds]:
    rackbeat, tripletex = RackbeatWorld(), TripletexWorld()
    with serve(make_rackbeat(rackbeat)) as rackbeat_url, serve(make_tripletex(tripletex)) as tripletex_url:
        yield Worlds(rackbeat, rackbeat_url, tripletex, tripletex_url)


def invoice(*lines: tuple[str, str, str], currency: str = "NOK", group: str = "1") -> MadeInvoice:
    """Of (quantity, price, discount)."""
    made = tuple(MadeLine(f"V{group}", *map(Decimal, line)) for line in lines)
    return MadeInvoice(currency, abroad=False, lines=made)


#: VAT comes to 0.30 when it is rounded for each line, to 0.25 when it is not.
TRAP = invoice(*[("1", "0.10", "0")] * 10)


def crossed(
    worlds: Worlds, rackbeat: RackbeatRounds, tripletex: TripletexRounds, differences: Differences, *made: MadeInvoice
) -> tuple[Invoicing, list[tuple[Became, str]]]:
    """A company whose invoices these are, and what they became."""
    company = Invoicing(worlds, len(worlds.tripletex.companies), Ways(rackbeat, tripletex, differences))
    company.cross(company.book(made))
    return company, list(judge(worlds.tripletex, company))


def orders(worlds: Worlds, company: Invoicing) -> list[dict[str, Any]]:
    """Those that carry our key."""
    return [row for row in rows_of(worlds.tripletex, company.company.id, "order") if row["internalComment"]]


@pytest.mark.parametrize("currency", CURRENCIES)
def test_an_invoice_arrives_to_the_oere_in_its_currency(worlds: Worlds, currency: str) -> None:
    made = [invoice(("3", "33.35", "12.5"), ("0.125", "19.123456", "0"), currency=currency, group=g) for g in "1234"]
    _company, became = crossed(worlds, "rate", "rate", HOLD, *made)
    assert became == [(Became.EQUAL, "")] * 4


@pytest.mark.parametrize(("rackbeat", "tripletex"), [("line", "line"), ("rate", "rate")])
def test_what_is_rounded_alike_arrives_equal(
    worlds: Worlds, rackbeat: RackbeatRounds, tripletex: TripletexRounds
) -> None:
    _company, became = crossed(worlds, rackbeat, tripletex, HOLD, TRAP)
    assert became == [(Became.EQUAL, "")]


@pytest.mark.parametrize(("rackbeat", "tripletex"), [("line", "rate"), ("rate", "line"), ("document", "line")])
def test_what_is_rounded_otherwise_is_held_and_leaves_nothing_behind(
    worlds: Worlds, rackbeat: RackbeatRounds, tripletex: TripletexRounds
) -> None:
    company, became = crossed(worlds, rackbeat, tripletex, HOLD, TRAP)
    assert became == [(Became.HELD, "totals_differ")]
    assert orders(worlds, company) == []


@pytest.mark.parametrize(("rackbeat", "tripletex"), [("line", "rate"), ("rate", "line"), ("document", "line")])
def test_a_line_makes_up_for_it_where_the_settings_want_one(
    worlds: Worlds, rackbeat: RackbeatRounds, tripletex: TripletexRounds
) -> None:
    company, became = crossed(worlds, rackbeat, tripletex, LINE, TRAP)
    assert became == [(Became.EQUAL_ROUNDED, "")]
    (order,) = orders(worlds, company)
    assert len(order["orderLines"]) == len(TRAP.lines) + 1


def test_a_line_that_was_made_for_what_tripletex_does_not_do_is_made_anew(worlds: Worlds) -> None:
    # 1.30 in the app: VAT of each rounded line. 1.20 is expected, rounded line by line, and 1.25 is what it comes to.
    odd = invoice(*[("1.001", "0.0999", "0")] * 10)
    company, became = crossed(worlds, "line", "rate", LINE, odd)
    assert became == [(Became.EQUAL_ROUNDED, "")]
    (order,) = orders(worlds, company)
    assert order["orderLines"][-1]["unitPriceExcludingVatCurrency"] == 0.05


def test_nothing_is_sent_to_anybody(worlds: Worlds) -> None:
    company, _became = crossed(worlds, "line", "line", HOLD, invoice(("1", "100", "0")))
    assert company.company.outbox == []
