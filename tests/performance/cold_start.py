"""How long a function's module takes to import in a fresh process: what a cold start costs beyond Lambda's own part.

Milliseconds depend on the machine; the ratio to importing boto3 alone, measured in the same run, does not.
"""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from local.bench import Benchmark, Measured
from local.processes import ROOT

FUNCTIONS = ("api", "webhooks", "changes", "documents", "later", "schedule", "connect")
RUNS = 7
#: Prints the milliseconds that importing the named module takes, the interpreter's own start not counted.
_TIMER = (
    "import importlib, sys, time; begun = time.perf_counter(); importlib.import_module(sys.argv[1]); "
    "print((time.perf_counter() - begun) * 1000)"
)


def measure(_workdir: Path) -> Measured:
    """Each function and boto3 in turn, so that a busy moment of the machine meets all of them."""
    times: dict[str, list[float]] = {name: [] for name in ("boto3", *FUNCTIONS)}
    for _ in range(RUNS + 1):
        for name, taken in times.items():
            taken.append(_import(name))
    # The first round fills the file cache and compiles.
    medians = {name: median(taken[1:]) for name, taken in times.items()}
    bare = medians.pop("boto3")
    worst = max(medians.values())
    details: dict[str, object] = {name: f"{value:.0f} ms" for name, value in medians.items()}
    return Measured(worst, {**details, "boto3 alone": f"{bare:.0f} ms", "worst ÷ boto3": round(worst / bare, 2)})


def _import(name: str) -> float:
    folder = ROOT if name == "boto3" else ROOT / "functions" / name
    module = "boto3" if name == "boto3" else "handler"
    run = subprocess.run(
        [sys.executable, "-c", _TIMER, module],
        cwd=folder, env=_environment(folder), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(run.stdout.splitlines()[-1])


def _environment(folder: Path) -> dict[str, str]:
    """What the template sets; nothing is read from it but names, and nothing is called."""
    paths = os.pathsep.join(map(str, (folder, ROOT / "layers/shared")))
    return {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "PYTHONPATH": paths, "AWS_DEFAULT_REGION": "eu-north-1", "STAGE": "local", "LOG_LEVEL": "INFO",
        "POWERTOOLS_SERVICE_NAME": "samspill-local", "POWERTOOLS_METRICS_NAMESPACE": "Samspill",
    }  # fmt: skip


BENCHMARK = Benchmark("cold-start", "ms (worst function)", 900, "lower", measure)
