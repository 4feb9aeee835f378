"""How much longer quiet connections wait beside a flooded and a limited one than alone.

Twenty quiet firms of three customers have an edit now and then, in Svenn or in Tripletex; beside them one firm is
flooded with 50,000 changes (`local.flooding`), and one, with 2,000, is under permanent 429. The value is the ratio of
the medians of the quiet ones' seconds. The flood is made of records that a rule keeps out (inactive customers): a few
calls for a hundred, so that no rate limit slows it down.

In both halves the peers answer as over a network, after up to DELAY seconds: against peers on loopback the flood's
worker never waits, and with two cores for the embedded AWS, the peers and all workers the figure is then one of the
cores and of the one process that is the embedded DynamoDB (about 3.4; the same flood worked off by a process beside
the stack, past queue and functions, has the same effect). On AWS each function has its own. A quiet connection that
had to wait for somebody else's worker would show as seconds in the worst case, up to a slice's twenty.
"""

import sys
import time
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles

from local.bench import Benchmark, Measured
from local.companies import Company, Size
from local.flooding import DEPTH
from local.processes import ROOT, Tethered
from local.product import Connected
from local.settled import Firm, environment, settled
from local.world import World, seconds_until

QUIET, EDITS = 20, 80
FLOOD, LIMITED = 50_000, 2_000
TINY = Size(customers=3, projects=0, employees=0, overlap=1)
#: Seconds until the next edit, whatever the last one took; an edit that takes longer than the second ends the run.
PAUSE, LONGEST = 0.2, 60.0
#: Seconds that the floods have to begin.
SETTLING = 5.0
#: Seconds after which a peer answers at the latest; on the average half of it.
DELAY = 0.3


def measure(workdir: Path) -> Measured:
    """The quiet ones alone, then beside the others."""
    with World.start(workdir) as world:
        quiet = [world.found(f"Stille {number} AS", TINY, seed=number) for number in range(QUIET)]
        begun = time.monotonic()
        connections = dict(zip(settled(world.stack, [Firm.of(each) for each in quiet]), quiet, strict=True))
        pairs = {each: _pair(world, each, company) for each, company in connections.items()}
        ready = time.monotonic() - begun
        for peer in (world.tripletex, world.svenn):
            peer.be_hostile({"seed": 1, "odds": {"delay": 1.0}, "delay_seconds": DELAY})
        alone = _edits(world, connections, pairs, "2200")
        floods = _troubles(world, workdir)
        time.sleep(SETTLING)
        begun = time.monotonic()
        beside = _edits(world, connections, pairs, "2300")
        seconds = time.monotonic() - begun
        put = [int(flood.tail().split()[-1]) for flood in floods]
        for flood in floods:
            flood.stop()
    ratio = median(beside) / median(alone)
    return Measured(
        ratio,
        {
            "alone": _told(alone), "beside": _told(beside),
            "p95 beside ÷ alone": round(_p95(beside) / _p95(alone), 2),
            "flood": f"{put[0]} of {FLOOD} put when the edits ended after {seconds:.0f} s, {DEPTH} always due",
            "limited": f"{put[1]} of {LIMITED} put",
            "peers answer after": f"up to {DELAY} s", "edits": EDITS, "quiet connections": QUIET,
            "seconds to settle": round(ready),
        },
    )  # fmt: skip


def _pair(world: World, connection: str, company: Company) -> tuple[int, str]:
    """A customer's id on both sides, once the stack has linked it."""
    connected = Connected(world.staff, connection)
    seconds_until(lambda: connected.now()["counts"]["waiting"] == 0, f"{company.name} linked", 120)
    tripletex_id, svenn_id = connected.pairs("customer", 1)[0]
    return int(tripletex_id), svenn_id


def _edits(
    world: World, connections: dict[str, Company], pairs: dict[str, tuple[int, str]], digits: str
) -> list[float]:
    """Seconds until each of so many edits stood on the other side, one after the other, in turns of side and firm."""
    taken = []
    for place, connection in enumerate(islice(cycle(connections), EDITS)):
        company, (tripletex_id, svenn_id) = connections[connection], pairs[connection]
        phone = f"{digits}{place:04d}"
        if (place // len(connections)) % 2:
            world.tripletex.edit(company.tripletex_id, "customer", "update", tripletex_id, {"phoneNumber": phone})
            taken.append(seconds_until(partial(_in_svenn, world, company, phone), phone, LONGEST))
        else:
            world.svenn.edit(company.svenn_id, "customer", "update", svenn_id, {"phone": phone})
            taken.append(seconds_until(partial(_in_tripletex, world, company, phone), phone, LONGEST))
        time.sleep(PAUSE)
    return taken


def _in_tripletex(world: World, company: Company, phone: str) -> bool:
    return any(row["phoneNumber"] == phone for row in world.tripletex.rows(company.tripletex_id, "customer"))


def _in_svenn(world: World, company: Company, phone: str) -> bool:
    return any(row["phone"] == phone for row in world.svenn.rows(company.svenn_id)["customers"])


def _troubles(world: World, workdir: Path) -> list[Tethered]:
    """What floods one connection, and another one that is limited for ever."""
    firms, files = [], []
    for name, count in (("Flom AS", FLOOD), ("Struping AS", LIMITED)):
        company = world.found(name, TINY, seed=count)
        rows = [{"number": str(100_000 + i), "name": f"Nedlagt {i} AS", "active": False} for i in range(count)]
        world.svenn.seed(company.svenn_id, {"customers": rows})
        ids = [row["id"] for row in world.svenn.rows(company.svenn_id)["customers"] if not row["active"]]
        files.append(workdir / f"{company.svenn_id}.ids")
        files[-1].write_text("\n".join(ids))
        firms.append(company)
    connections = settled(world.stack, [Firm.of(company, compared=False) for company in firms])
    limited = firms[-1].svenn_id
    world.svenn.ask("POST", f"/_control/svenn/accounts/{limited}/switches", {"requests_per_minute": 0})
    return [
        Tethered.start(
            sys.executable, ["local.flooding", connection, str(file)], log=file.with_suffix(".log"), cwd=ROOT,
            env=environment(world.stack),
        )
        for connection, file in zip(connections, files, strict=True)
    ]  # fmt: skip


def _told(taken: list[float]) -> str:
    return f"median {median(taken):.2f} s, p95 {_p95(taken):.2f} s, worst {max(taken):.2f} s"


def _p95(taken: list[float]) -> float:
    return quantiles(taken, n=20)[-1]


BENCHMARK = Benchmark("fairness", "× (median beside ÷ alone)", 2, "lower", measure)
