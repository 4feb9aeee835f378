"""The fate of each row of a file, from what was foreseen for its hours."""

from datetime import date
from decimal import Decimal

from samspill.model.hours import Day, Move, Slot
from samspill.model.hours_file import FileRow
from samspill.model.hours_imports import ImportRow, JudgedRow
from samspill.model.hours_runs import RunRow
from samspill.sync.hours.judging import judged
from samspill.sync.hours.stating import entry_id

DAY = Day(employee="kari", on=date(2026, 10, 12))


def _row(task: str, line: int = 5) -> ImportRow:
    slot = Slot(project="p", task=task)
    return ImportRow(row=FileRow(line=line, on=DAY.on), day=DAY, slot=slot, entry=entry_id(DAY, slot))


def _planned(*entries: str, move: Move = Move.SEND, code: str | None = None) -> RunRow:
    return RunRow(
        day=DAY, number="7", name="Kari", line="r-1", move=move, hours=Decimal(1), code=code, facts={"hours": "1"},
        entries=entries,
    )  # fmt: skip


def _of(task: str) -> str:
    return entry_id(DAY, Slot(project="p", task=task))


def _only(row: ImportRow, *planned: RunRow) -> JudgedRow:
    (found,) = judged([row], planned)
    return found


def test_a_row_gets_the_move_of_the_hours_it_is_a_part_of() -> None:
    rows = judged(
        [_row("a", 5), _row("a", 6), _row("b", 7)], [_planned(_of("a")), _planned(_of("b"), move=Move.STANDS)]
    )
    assert [each.move for each in rows] == [Move.SEND, Move.SEND, Move.STANDS]
    assert not any(each.blocks for each in rows)


def test_hours_that_are_held_say_why_and_stand_in_nobodys_way() -> None:
    found = _only(_row("a"), _planned(_of("a"), move=Move.HOLD, code="hours_project_closed"))
    assert (found.move, found.code, found.facts, found.blocks) == (
        Move.HOLD,
        "hours_project_closed",
        {"hours": "1"},
        False,
    )


def test_a_row_of_the_timesheet_that_the_app_feeds_as_well_stands_in_the_files_way() -> None:
    found = _only(_row("a"), _planned(_of("a"), "0e6c-of-the-app"))
    assert (found.code, found.blocks) == ("hours_file_from_app", True)
    assert found.facts == {"name": "Kari", "day": "2026-10-12"}


def test_only_the_rows_that_the_app_feeds_stand_in_the_files_way() -> None:
    rows = judged([_row("a"), _row("b")], [_planned(_of("a"), "of-the-app"), _planned(_of("b"))])
    assert [each.blocks for each in rows] == [True, False]


def test_hours_that_the_engine_holds_because_of_the_app_stand_in_the_files_way() -> None:
    assert _only(_row("a"), _planned(_of("a"), move=Move.HOLD, code="hours_file_from_app")).blocks


def test_hours_of_the_app_alone_concern_no_row() -> None:
    assert _only(_row("a"), _planned("of-the-app"), _planned(_of("a"))).move is Move.SEND


def test_a_row_that_went_nowhere_keeps_its_own_reason() -> None:
    row = ImportRow(row=FileRow(line=5), code="hours_file_cell", facts={"row": "5"}, blocks=True)
    found = _only(row)
    assert (found.code, found.facts, found.blocks, found.move) == ("hours_file_cell", {"row": "5"}, True, None)


def test_a_row_for_whose_hours_nothing_is_left_to_do_has_no_move() -> None:
    assert _only(_row("a")) == JudgedRow(was=_row("a"))
