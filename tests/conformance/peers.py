"""The peers' files that these checks need. They are not part of the repository: the environment names them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

OPENAPI = "TRIPLETEX_OPENAPI"
RECORDED = "TRIPLETEX_RECORDED"
EXCHANGES = "SANDBOX_EXCHANGES"
RACKBEAT_MODELS = "RACKBEAT_MODELS"


def named(variable: str) -> Path:
    """The file or folder that a variable names; skips the test when there is none."""
    name = os.environ.get(variable)
    if not name:
        pytest.skip(f"{variable} is not set: it names {_WHAT[variable]}")
    path = Path(name)
    if not path.exists():
        pytest.skip(f"{variable} names {name}, which does not exist")
    return path


def recorded_files() -> list[Path]:
    """The recordings to test one by one; empty when the variable names none."""
    name = os.environ.get(RECORDED)
    return sorted(Path(name).glob("*.json")) if name else []


_WHAT = {
    OPENAPI: "the OpenAPI file of Tripletex",
    RECORDED: "the folder of answers recorded from Tripletex",
    RACKBEAT_MODELS: "the list of Rackbeat's models of 2018",
    EXCHANGES: "the folder that the test suite recorded its exchanges in",
}
