"""The sandbox answers what the real Tripletex was recorded to answer, in shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.serve import serve
from sandbox.tripletex.app import make_app
from sandbox.tripletex.clock import Clock
from sandbox.tripletex.world import TEST_CONSUMER, TripletexWorld
from tests.conformance.allowances import not_allowed
from tests.conformance.openapi import OpenApi
from tests.conformance.peers import RECORDED, named, recorded_files
from tests.conformance.shapes import differences
from tests.conformance.stage import set_the_stage
from tests.conformance.test_tripletex_exchanges import of_different_shape

DAY_OF_THE_RECORDING = datetime(2026, 7, 28, 12, 30, tzinfo=UTC)

# Difference → why it is one.
DIFFERENCES = {
    "status: 201 instead of 200": "most recorded POSTs say 200, the specification and one recorded POST say 201",
}
HEADERS = ("x-tlx-request-id", "x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset")


@dataclass(frozen=True)
class Stage:
    """A running sandbox, logged in."""

    client: httpx.Client
    recordings: Path


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    named(RECORDED)
    world = TripletexWorld(Clock(lambda: DAY_OF_THE_RECORDING))
    company = set_the_stage(world)
    with serve(make_app(world, exchanges=tmp_path)) as url, httpx.Client(base_url=url) as client:
        body = {
            "consumerToken": TEST_CONSUMER,
            "employeeToken": next(iter(company.tokens)),
            "expirationDate": "2026-08-01",
        }
        token = client.post("/v2/token/session/:create", json=body).json()["value"]["token"]
        client.auth = httpx.BasicAuth("0", token)
        yield Stage(client, tmp_path)


def replay(client: httpx.Client, exchange: dict[str, Any]) -> httpx.Response:
    request = exchange["request"]
    return client.request(
        exchange["method"], exchange["path"], params=request.get("params"), json=request.get("data")
    )


def found_in(ours: httpx.Response, exchange: dict[str, Any]) -> Iterator[str]:
    if ours.status_code != exchange["status"]:
        yield f"status: {ours.status_code} instead of {exchange['status']}"
    yield from (f"header: no {name}" for name in HEADERS if name not in ours.headers)
    yield from differences(ours.json() if ours.content else "", exchange["response"])


@pytest.mark.parametrize("file", recorded_files(), ids=lambda file: file.stem)
def test_a_recorded_exchange_is_reproduced_in_shape(stage: Stage, tripletex: OpenApi, file: Path) -> None:
    for exchange in json.loads(file.read_text(encoding="utf-8"))["exchanges"]:
        found = dict.fromkeys(found_in(replay(stage.client, exchange), exchange))
        assert [each for each in found if each not in DIFFERENCES] == []
    ours = of_different_shape(stage.recordings.glob("*.jsonl"), tripletex)
    assert not_allowed([finding for each in ours for finding in tripletex.findings(each)]) == []


def test_there_are_recordings() -> None:
    folder = named(RECORDED)
    assert recorded_files(), f"{folder} has no recorded exchanges"
