"""How long the slowest page takes by itself, warm, when the connection is as large as they get.

Every page (`tests.performance.pages.places`) is asked for through the deployed HTTP API, and so is a function that
does nothing; what a page takes longer is its own time. One after the other, round after round, so that a busy moment
of the machine meets all of them; of each the median counts. The embedded AWS and the peers, which some pages ask, run
on the same cores; their answers are part of the figure.
"""

from collections import defaultdict
from pathlib import Path
from statistics import median

from local.bench import Benchmark, Measured
from tests.performance.pages.filling import LINKS, OTHERS, PLAN_ROWS, PROBLEMS
from tests.performance.pages.places import Place
from tests.performance.pages.site import EMPTY, Site, site

ROUNDS = 11


def measure(workdir: Path) -> Measured:
    """The worst page's median."""
    with site(workdir) as full:
        there, silent = full.answering()
        own, empty = _own(full, there)
    worst = max(own.values())
    details: dict[str, object] = {_short(path): f"{own[path]:.0f} ms" for path in sorted(own, key=lambda p: own[p])}
    if silent:
        details["not measured"] = [_short(each) for each in silent]
    return Measured(worst, {
        **details, "empty function": f"{empty:.0f} ms (taken off)", "rounds": ROUNDS, "links": sum(LINKS.values()),
        "open problems": PROBLEMS, "rows of the plan": PLAN_ROWS, "connections": OTHERS + 2,
    })  # fmt: skip


def _own(full: Site, there: list[Place]) -> tuple[dict[str, float], float]:
    """Milliseconds by path, the worst last, and those of nothing."""
    taken = defaultdict[str, list[float]](list)
    for _ in range(ROUNDS + 1):
        for place in (*there, EMPTY):
            taken[place.path].append(full.seconds(place) * 1000)
    medians = {path: median(each[1:]) for path, each in taken.items()}
    empty = medians.pop(EMPTY.path)
    return {path: each - empty for path, each in medians.items()}, empty


def _short(path: str) -> str:
    """Ids say nothing to readers."""
    return "/".join("…" if len(part) >= 32 and "?" not in part else part for part in path.split("/"))


BENCHMARK = Benchmark("page-latency", "ms (worst page)", 100, "lower", measure)
