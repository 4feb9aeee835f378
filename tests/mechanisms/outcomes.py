"""A pytest plugin: imports the changed module first, and writes down how each test ended and by what."""

import importlib
import json
import os
from collections.abc import Generator
from pathlib import Path

import pytest

#: Environment: where to write, and which module must be importable.
OUTCOMES, MODULE = "MECHANISM_OUTCOMES", "MECHANISM_MODULE"
ASSERTED = "asserted"
_ended: dict[str, str] = {}


def pytest_sessionstart() -> None:
    """A variant that cannot even be imported proves nothing."""
    if module := os.environ.get(MODULE):
        importlib.import_module(module)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """`passed`, `asserted` (the test itself said no), or the exception that came up instead."""
    report = yield
    if report.when == "call" or report.failed:
        _ended[item.nodeid] = _how(report, call)
    return report


def pytest_sessionfinish() -> None:
    """Write the outcomes, also when nothing was collected."""
    if place := os.environ.get(OUTCOMES):
        Path(place).write_text(json.dumps(_ended), encoding="utf-8")


def _how(report: pytest.TestReport, call: pytest.CallInfo[None]) -> str:
    if not report.failed or call.excinfo is None:
        return report.outcome
    by_the_test = report.when == "call" and call.excinfo.errisinstance((AssertionError, pytest.fail.Exception))
    return ASSERTED if by_the_test else f"{report.when}: {call.excinfo.typename}"
