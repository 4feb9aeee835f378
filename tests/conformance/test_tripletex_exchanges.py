"""Whatever our suite said to the Tripletex sandbox, and whatever it answered, keeps the official specification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.conformance.allowances import not_allowed
from tests.conformance.exchange import Exchange, Finding
from tests.conformance.openapi import OpenApi

SHOWN = 30


def of_different_shape(files: Iterable[Path], specification: OpenApi) -> Iterator[Exchange]:
    """One exchange of each shape; tens of thousands of recorded ones have a few hundred shapes."""
    seen = set()
    for file in files:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                exchange = Exchange.parse(line)
                shape = specification.shape(exchange)
                if shape not in seen and specification.covers(exchange):
                    seen.add(shape)
                    yield exchange


def test_every_recorded_exchange_keeps_the_specification(tripletex: OpenApi, recordings: list[Path]) -> None:
    counted: Counter[Finding] = Counter()
    for exchange in of_different_shape(recordings, tripletex):
        counted.update(not_allowed(list(tripletex.findings(exchange))))
    report = [f"{count} x {each.route}: {each.text}" for each, count in counted.most_common(SHOWN)]
    assert not report, "\n".join(report)
