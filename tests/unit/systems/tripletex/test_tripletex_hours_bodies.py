"""What rows of the timesheet are written with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from samspill.model.hours import RowKey, SheetRow, Stated
from samspill.systems.tripletex.timesheet_mapping import changed_body, new_body

KEY = RowKey(employee="1", on=date(2026, 7, 1), project="2", activity="3")
WANTED = Stated(hours=Decimal("6.25"), comment="Tak")
NAMES = {"employee": {"id": 1}, "project": {"id": 2}, "activity": {"id": 3}, "date": "2026-07-01"}


def row(chargeable: str | None = None, version: int | None = 4) -> SheetRow:
    amount = None if chargeable is None else Decimal(chargeable)
    return SheetRow("9", version, KEY, Decimal("7.50"), "", chargeable=amount)


def test_a_new_row_names_no_project_where_there_is_none() -> None:
    assert new_body(KEY, WANTED) == {**NAMES, "hours": Decimal("6.25"), "comment": "Tak"}
    assert "project" not in new_body(KEY.model_copy(update={"project": None}), WANTED)


def test_a_change_names_all_that_a_put_might_null() -> None:
    body = changed_body(row(), WANTED)
    assert body == {"id": 9, "version": 4, **NAMES, "hours": Decimal("6.25"), "comment": "Tak"}


@pytest.mark.parametrize(
    ("before", "after"), [("7.5", Decimal("6.25")), ("5", Decimal(5)), ("0", None), (None, None)]
)
def test_chargeable_hours_are_kept_and_follow_where_all_were(before: str | None, after: Decimal | None) -> None:
    assert changed_body(row(before), WANTED).get("projectChargeableHours") == after


def test_a_row_without_version_is_written_without() -> None:
    assert "version" not in changed_body(row(version=None), WANTED)
