"""How many of 500 booked invoices arrive with other totals without anybody being told. None may.

They are made out and booked in Rackbeat's sandbox, read by its adapter, converted and written by the engine of
documents, and stand in Tripletex' sandbox: a company for each way of rounding VAT on either side, half of the
companies letting a line make up for differences. Judged from the sandboxes' own rows (tests.performance.invoicing).
"""

from collections import Counter
from itertools import product
from pathlib import Path
from time import perf_counter

from local.bench import Benchmark, Measured
from samspill.model.settings_documents import Differences
from sandbox.rackbeat.app import make_app as make_rackbeat
from sandbox.rackbeat.world import RackbeatWorld
from sandbox.serve import serve
from sandbox.tripletex.app import make_app as make_tripletex
from sandbox.tripletex.world import TripletexWorld
from tests.performance.invoicing.companies import Invoicing, RackbeatRounds, TripletexRounds, Ways, Worlds
from tests.performance.invoicing.judging import Became, counted
from tests.performance.invoicing.making import invoices

SEED, COUNT = 20260728, 500
OF_RACKBEAT: tuple[RackbeatRounds, ...] = ("line", "rate", "document")
OF_TRIPLETEX: tuple[TripletexRounds, ...] = ("line", "rate")
WAYS = [Ways(*each) for each in product(OF_RACKBEAT, OF_TRIPLETEX, Differences)]


def measure(_workdir: Path) -> Measured:
    """All of them, in turn over the companies."""
    rackbeat, tripletex = RackbeatWorld(), TripletexWorld()
    with serve(make_rackbeat(rackbeat)) as rackbeat_url, serve(make_tripletex(tripletex)) as tripletex_url:
        worlds = Worlds(rackbeat, rackbeat_url, tripletex, tripletex_url)
        companies = [Invoicing(worlds, place, ways) for place, ways in enumerate(WAYS)]
        made = list(invoices(SEED, COUNT))
        begun, calls = perf_counter(), _calls(worlds)
        for place, company in enumerate(companies):
            company.cross(company.book(made[place :: len(companies)]))
        seconds, calls = perf_counter() - begun, _calls(worlds) - calls
        found = {company.ways: counted(tripletex, company) for company in companies}
    everything: Counter[str] = sum(found.values(), Counter())
    silent = everything[Became.SILENT]
    details: dict[str, object] = {
        "seed": SEED,
        "invoices": everything.total(),
        **dict(everything.most_common()),
        "calls": f"{calls} ({calls / COUNT:.1f} an invoice)",
        "seconds": round(seconds, 1),
        **{
            str(ways): ", ".join(f"{count} {what}" for what, count in each.most_common())
            for ways, each in found.items()
        },
    }
    return Measured(silent, details)


def _calls(worlds: Worlds) -> int:
    return sum(worlds.rackbeat.calls.values()) + sum(worlds.tripletex.calls.values())


BENCHMARK = Benchmark("invoice-totals", "differ silently", 0, "lower", measure)
