"""docs/reliability.md names tests and faults: they are there."""

import re

import pytest

from local.processes import ROOT
from sandbox.hostility.faults import FAULTS

PAGE = ROOT / "docs" / "reliability.md"
_NAME = re.compile(r"`(test_\w+)`")
_FILE = re.compile(r"\[test_\w+\.py\]\(\.\./(tests/[\w/]+\.py)\)")


def named() -> list[tuple[str, str]]:
    """Each test with its file: the one that is linked next after the name."""
    text, found = PAGE.read_text(), []
    for name in _NAME.finditer(text):
        file = _FILE.search(text, name.end())
        found.append((file[1] if file else "", name[1]))
    return found


@pytest.mark.parametrize(("file", "test"), named(), ids=lambda part: part.rsplit("/", 1)[-1])
def test_a_test_that_is_named_exists(file: str, test: str) -> None:
    assert f"def {test}(" in (ROOT / file).read_text()


def test_each_promise_has_a_test() -> None:
    promises = re.split(r"^## ", PAGE.read_text(), flags=re.MULTILINE)
    of_each = {text.split(".", 1)[0]: _NAME.findall(text) for text in promises if re.match(r"\d+\. ", text)}
    assert [number for number in map(str, range(1, 11)) if not of_each.get(number)] == []


def test_all_faults_of_the_sandboxes_are_told() -> None:
    told = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(), flags=re.MULTILINE)
    assert sorted(told) == sorted(FAULTS)
