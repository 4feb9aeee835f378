"""Benchmarks: found by name, judged by their goal, kept as files."""

import json
from pathlib import Path

import pytest

from local import bench
from local.bench import Benchmark, Measured, Result


def test_every_benchmark_says_what_is_better_and_by_how_much() -> None:
    for name, benchmark in bench.benchmarks().items():
        assert benchmark.better in ("lower", "higher"), name
        assert benchmark.goal >= (0 if benchmark.better == "lower" else 1), name
        assert benchmark.unit, name


@pytest.mark.parametrize(("better", "value", "reached"), [("lower", 1.1, True), ("lower", 1.3, False),
                                                          ("higher", 1.3, True), ("higher", 1.1, False)])  # fmt: skip
def test_a_goal_is_reached_from_its_own_side(better: str, value: float, reached: bool) -> None:
    assert Result("x", value, "s", 1.2, better, {}).reached is reached


def test_figures_are_kept_in_a_file_of_the_benchmarks_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "bench")
    bench.run(Benchmark("some-calls", "calls", 3, "lower", lambda _workdir: Measured(2, {"reads": 2})))
    kept = json.loads((tmp_path / "bench/some-calls.json").read_text())
    assert kept == {
        "name": "some-calls", "value": 2, "unit": "calls", "goal": 3, "better": "lower", "details": {"reads": 2},
    }  # fmt: skip
    assert "| `some-calls` | 2 | calls | 3 | lower |" in bench.table(bench.kept())
