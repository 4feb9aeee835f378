"""The scratch file of a comparison's ages is closed whatever happens while it is opened."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from samspill.model.kinds import Kind
from samspill.sync.comparing.ages import Ages
from tests.fakes.company import SmallCompany


def test_a_shelf_that_fails_while_the_ages_are_read_leaves_no_scratch_file_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    company, opened = SmallCompany(), list[sqlite3.Connection]()
    connect = sqlite3.connect

    def noted(*where: Any, **how: Any) -> sqlite3.Connection:
        opened.append(connect(*where, **how))
        return opened[-1]

    def broken(*_: object) -> Iterator[object]:
        raise OSError("the shelf does not answer")

    monkeypatch.setattr(sqlite3, "connect", noted)
    monkeypatch.setattr(company.shelf, "rows", broken)
    with pytest.raises(OSError, match="does not answer"), Ages(company.desk, company.shelf, "folder", Kind.CUSTOMER):
        raise AssertionError("never entered")
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("select 1")
