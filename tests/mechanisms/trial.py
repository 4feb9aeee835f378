"""Tries the variants, as many at a time as there are copies."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.mechanisms.broken import Broken, Copy, Rotten
from tests.mechanisms.outcomes import ASSERTED, MODULE, OUTCOMES

#: Seconds a variant may take: one that hangs is no proof either.
LONGEST = 300
AT_ONCE = 2


@dataclass(frozen=True)
class Verdict:
    """What came of a variant; `faults` is empty when it failed as it should."""

    variant: Broken
    faults: tuple[str, ...] = ()


def try_all(variants: Sequence[Broken], workdir: Path) -> Iterator[Verdict]:
    """Verdicts in the order of the variants."""
    copies: SimpleQueue[Copy] = SimpleQueue()
    for number in range(AT_ONCE):
        copies.put(Copy(workdir / str(number)))

    def one(variant: Broken) -> Verdict:
        copy = copies.get()
        try:
            return Verdict(variant, tuple(_faults(copy, variant)))
        except Rotten as error:
            return Verdict(variant, (str(error),))
        finally:
            copies.put(copy)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(one, variants)


def unbroken(variants: Iterable[Broken], workdir: Path) -> list[str]:
    """Tests of the table that do not pass with every mechanism in place."""
    copy = Copy(workdir / "whole")
    wanted = sorted({test for variant in variants for test in (*variant.tests, variant.alive)})
    ended = _run(copy, wanted, "samspill")
    return [f"{test}: {ended.get(test, 'not found')}" for test in wanted if ended.get(test) != "passed"]


def _faults(copy: Copy, variant: Broken) -> Iterator[str]:
    with copy.broken(variant):
        if nonsense := copy.makes_sense(variant):
            yield nonsense
            return
        ended = _run(copy, [*variant.tests, variant.alive], variant.module)
    for test in variant.tests:
        if ended.get(test) != ASSERTED:
            yield f"{_name(test)} should have failed: {ended.get(test, 'not run')}"
    if ended.get(variant.alive) != "passed":
        yield f"{_name(variant.alive)} should have passed: {ended.get(variant.alive, 'not run')}"


def _run(copy: Copy, tests: Sequence[str], module: str) -> dict[str, str]:
    """How each of these tests ended in the copy; empty when it did not come to that."""
    place = copy.folder / "outcomes.json"
    place.unlink(missing_ok=True)
    environment = {
        **os.environ,
        OUTCOMES: str(place),
        MODULE: module,
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONPATH": os.pathsep.join((str(copy.folder / "layers/shared"), str(copy.folder))),
    }
    options = ["-p", "tests.mechanisms.outcomes", "-p", "no:cacheprovider", "--no-header", "--tb=no"]
    try:
        subprocess.run(
            [sys.executable, "-m", "pytest", *options, *tests], cwd=copy.folder, env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=LONGEST, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return dict.fromkeys(tests, "took too long")
    ended: dict[str, str] = json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
    return ended


def _name(test: str) -> str:
    return test.rsplit("::", 1)[-1]
