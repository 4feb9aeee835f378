"""python -m local.bench [NAME] [--table]: runs the benchmarks of tests/performance, one row and one file each.

A benchmark is a module there with a BENCHMARK; it measures and asserts nothing. Its figures go to bench/NAME.json.
"""

import argparse
import importlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from local.processes import ROOT

MODULES = ROOT / "tests" / "performance"
RESULTS = ROOT / "bench"


@dataclass(frozen=True)
class Measured:
    """A figure, and what it is made of."""

    value: float
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Benchmark:
    """What is measured. `measure` gets an empty folder to work in; `goal` is where the value should stay or get to.

    `better` tells whether a lower or a higher value is the better one.
    """

    name: str
    unit: str
    goal: float
    better: Literal["lower", "higher"]
    measure: Callable[[Path], Measured]


@dataclass(frozen=True)
class Result:
    """One benchmark's row, as bench/NAME.json has it."""

    name: str
    value: float
    unit: str
    goal: float
    better: str
    details: Mapping[str, object]

    @property
    def reached(self) -> bool:
        """Whether the value is as good as the goal."""
        return self.value <= self.goal if self.better == "lower" else self.value >= self.goal


def benchmarks() -> dict[str, Benchmark]:
    """All benchmarks by name."""
    names = sorted(path.stem for path in MODULES.glob("[a-z]*.py"))
    found: list[Benchmark] = [importlib.import_module(f"tests.performance.{name}").BENCHMARK for name in names]
    return {benchmark.name: benchmark for benchmark in found}


def run(benchmark: Benchmark) -> Result:
    """Measure, and keep the figures."""
    with tempfile.TemporaryDirectory(prefix="samspill-bench-") as workdir:
        measured = benchmark.measure(Path(workdir))
    result = Result(
        benchmark.name, round(measured.value, 3), benchmark.unit, benchmark.goal, benchmark.better, measured.details
    )
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{result.name}.json").write_text(json.dumps(asdict(result), indent=2, ensure_ascii=False) + "\n")
    return result


def row(result: Result) -> str:
    """The result on a line."""
    verdict = "reached" if result.reached else "missed"
    goal = f"{'≤' if result.better == 'lower' else '≥'} {result.goal:g}"
    return f"{result.name:<20} {result.value:>10g} {result.unit:<22} goal {goal:<8} {verdict}"


def table(results: Iterable[Result]) -> str:
    """The results as they stand in docs/benchmarks.md."""
    lines = ["| Benchmark | Value | Unit | Goal | Better |", "|---|---:|---|---:|---|"]
    lines += [f"| `{r.name}` | {r.value:g} | {r.unit} | {r.goal:g} | {r.better} |" for r in results]
    return "\n".join(lines)


def kept() -> list[Result]:
    """What was measured last."""
    return [Result(**json.loads(path.read_text())) for path in sorted(RESULTS.glob("*.json"))]


def main() -> int:
    """0, also when a goal is missed: a benchmark tells, it does not judge. 2 for a name nobody has."""
    parser = argparse.ArgumentParser(prog="python -m local.bench", description=__doc__)
    parser.add_argument("name", nargs="?", help="only this one")
    parser.add_argument("--table", action="store_true", help="print what was measured last, as Markdown")
    wanted = parser.parse_args()
    if wanted.table:
        print(table(kept()))
        return 0
    known = benchmarks()
    if wanted.name is not None and wanted.name not in known:
        print(f"no benchmark {wanted.name}: there are {', '.join(known)}", file=sys.stderr)
        return 2
    for benchmark in [known[wanted.name]] if wanted.name else known.values():
        result = run(benchmark)
        print(row(result), flush=True)
        for name, value in result.details.items():
            print(f"    {name}: {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
