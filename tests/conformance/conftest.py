"""What the environment names, as fixtures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.openapi import OpenApi
from tests.conformance.peers import EXCHANGES, OPENAPI, named


@pytest.fixture(scope="session")
def tripletex() -> OpenApi:
    """The official specification; skips without it."""
    return OpenApi.read(named(OPENAPI))


@pytest.fixture(scope="session")
def recordings() -> list[Path]:
    """The exchanges that the suite recorded; skips when there are none."""
    folder = named(EXCHANGES)
    files = sorted(folder.glob("tripletex-*.jsonl"))
    if not files:
        pytest.skip(f"{EXCHANGES} names {folder}, which has no recorded exchanges of Tripletex")
    return files
