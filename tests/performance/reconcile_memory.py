"""How much more memory a comparison of 100,000 pairs of records takes than one of 10,000.

The real reading, scratch file and comparison (samspill.sync.sweep); systems, links and fates are made up as they are
asked for and the shelf is a folder (tests.fakes.large): 100,000 items in an embedded AWS would measure that one.
Each size runs in a process of its own; the figure is the peak of what that process had in memory (RSS), everything
that Python itself needs included. Seconds are told beside it.
"""

import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from local.bench import Benchmark, Measured
from local.processes import ROOT

SIZES = (10_000, 50_000, 100_000)


class NotCompared(Exception):
    """The comparison did not find what is there to be found: its figures mean nothing."""


def measure(workdir: Path) -> Measured:
    """Peak of the largest size over peak of the smallest."""
    ran = {size: _run(size, workdir) for size in SIZES}
    details = {
        f"{size:,} pairs": f"{each['megabytes']:.0f} MB, {each['seconds']:.1f} s, {each['enqueued']} enqueued"
        for size, each in ran.items()
    }
    return Measured(ran[SIZES[-1]]["megabytes"] / ran[SIZES[0]]["megabytes"], dict(details))


def _run(size: int, workdir: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.performance.reconcile_memory", str(size), str(workdir)]
    ran = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(ran.stdout)
    expected = size // 100 * 3  # pairs that differ, and the single records of both sides
    if found["enqueued"] != expected:
        raise NotCompared(f"{found['enqueued']} enqueued instead of {expected}")
    return found


def _compare(size: int, workdir: Path) -> dict[str, float]:
    from samspill.model.kinds import Kind
    from samspill.sync.sweep import sweep
    from tests.fakes.large import FolderShelf, large_desk

    with tempfile.TemporaryDirectory(dir=workdir) as folder:
        desk, numbers = large_desk(size, FolderShelf(Path(folder)))
        begun = perf_counter()
        drift = sweep(desk, Kind.PROJECT, datetime.max.replace(tzinfo=UTC))
        seconds = perf_counter() - begun
    assert drift is not None and drift.linked == size
    return {"megabytes": _peak(), "seconds": seconds, "enqueued": numbers.enqueued}


def _peak() -> float:
    """Megabytes. What getrusage tells would begin with the peak of the process that started this one."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


BENCHMARK = Benchmark("reconcile-memory", "peak at 100k ÷ 10k", 1.25, "lower", measure)

if __name__ == "__main__":
    print(json.dumps(_compare(int(sys.argv[1]), Path(sys.argv[2]))))
