"""What people's exports say: dates, durations, columns, sums."""

from datetime import date, datetime
from io import BytesIO

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from samspill.exceptions import DataRefused
from samspill.model.hours_file import FileRow, Unit
from samspill.systems.svenn.timeliste import read_timeliste
from tests.fakes.timeliste import HEADER, Clock, Formula, Value, clock, entry, export, workbook

MONDAY = date(2026, 10, 12)


def _only(row: list[Value]) -> FileRow:
    (found,) = read_timeliste(export([row])).rows
    return found


def test_a_row_of_svenns_export_is_read_with_everything_it_says() -> None:
    row = entry("12.10.2026", "7", clock(7.5), project="P.1001", task="Montering", tag="Reise", comment="i regn")
    assert _only(row) == FileRow(
        line=5, on=MONDAY, employee_number="7", employee_name="Kari Nordmann", project_number="P.1001",
        project_name="Et prosjekt", task="Montering", tag="Reise", seconds=27000, comment="i regn",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("7,5", 27000),
        ("7.5", 27000),
        ("07:30", 27000),
        ("7:30:36", 27036),
        ("8", 28800),
        (Clock("0.3125"), 27000),
        (Clock("0.333333333333333"), 28800),
        (0.3125, 27000),
        (7.5, 27000),
        (None, 0),
        ("0", 0),
        ("24:00", 86400),
    ],
)
def test_a_duration_is_the_same_however_it_was_written(written: Value, seconds: int) -> None:
    assert _only(entry("12.10.2026", "7", written)).seconds == seconds


@pytest.mark.parametrize(
    "written", ["syv", "-2", "7,5 t", "7:75", "1e3", "24:01", Clock("-0.1"), Clock("1.01"), 25, "NaN"]
)
def test_what_is_no_duration_of_a_day_is_a_row_that_cannot_be_read(written: Value) -> None:
    row = _only(entry("12.10.2026", "7", written))
    assert (row.code, row.seconds, row.facts["column"]) == ("hours_file_cell", None, "Totalt (uten reise)")


def test_plain_numbers_are_parts_of_a_day_as_svenn_writes_them() -> None:
    file = read_timeliste(export([entry("12.10.2026", "7", 0.25), entry("13.10.2026", "7", 0.5)], stated=0.75))
    assert ([row.seconds for row in file.rows], file.unit, file.stated) == ([21600, 43200], Unit.DAYS, 64800)


def test_plain_numbers_of_a_column_with_one_above_a_day_are_hours() -> None:
    file = read_timeliste(export([entry("12.10.2026", "7", 0.5), entry("13.10.2026", "7", 8)], stated=8.5))
    assert ([row.seconds for row in file.rows], file.unit, file.stated) == ([1800, 28800], Unit.HOURS, 30600)


@pytest.mark.parametrize("written", ["12.10.2026", "12.10.2026 ", "2026-10-12", MONDAY, 46307])
def test_a_date_is_the_same_as_text_and_as_a_real_date(written: Value) -> None:
    assert _only(entry(written, "7", "1")).on == MONDAY


@pytest.mark.parametrize("written", ["31.02.2026", "10/12/2026", "12.10.26", "i går", 20261012, -1, "12.10.1926"])
def test_what_is_no_date_is_a_row_that_cannot_be_read(written: Value) -> None:
    row = _only(entry(written, "7", "1"))
    assert (row.code, row.on, row.facts["row"]) == ("hours_file_cell", None, "5")


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    book = (
        b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        b'<workbookPr date1904="1"/><sheets><sheet name="T" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    file = read_timeliste(workbook([HEADER, entry(44845, "7", "1")], changed={"xl/workbook.xml": book}))
    assert file.rows[0].on == MONDAY


def test_columns_are_found_in_any_order_and_unknown_ones_are_ignored() -> None:
    rows: list[list[Value]] = [
        ["Firma"],
        ["Totalt (uten reise)", "Humør", "ansatt id", "  DATO "],
        ["2", "godt", 7, "12.10.2026"],
    ]
    (row,) = read_timeliste(workbook(rows)).rows
    assert (row.on, row.employee_number, row.seconds, row.project_number) == (MONDAY, "7", 7200, "")


def test_the_sheet_with_hours_is_found_behind_others() -> None:
    file = read_timeliste(workbook([HEADER, entry("12.10.2026", "7", "2")], sheet="Timer", before=[[["Forside"]]]))
    assert (file.sheet, file.seconds) == ("Timer", 7200)


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        (["Dato", "Ansatt"], "Totalt (uten reise)"),
        (["Dato", "Totalt (uten reise)"], "Ansatt"),
        (["Produkt", "Pris"], "Dato, Totalt (uten reise), Ansatt"),
    ],
)
def test_a_sheet_of_something_else_is_refused_with_what_it_lacks(header: list[Value], missing: str) -> None:
    with pytest.raises(DataRefused) as refused:
        read_timeliste(workbook([header, ["a", "b"]]))
    assert (refused.value.code, refused.value.facts["columns"]) == ("import_columns", missing)


def test_a_column_that_is_there_twice_is_refused() -> None:
    with pytest.raises(DataRefused) as refused:
        read_timeliste(workbook([[*HEADER, "Ansatt ID"], entry("12.10.2026", "7", "1")]))
    assert (refused.value.code, refused.value.facts["columns"]) == ("import_columns_twice", "Ansatt ID")


def test_a_sheet_without_rows_is_refused() -> None:
    with pytest.raises(DataRefused) as refused:
        read_timeliste(export([], stated=clock(0)))
    assert refused.value.code == "import_empty"


@pytest.mark.parametrize("label", [None, "Sum", "Totalt"])
def test_the_sum_row_is_no_hours_but_is_compared(label: Value) -> None:
    rows = [["x"], HEADER, entry("12.10.2026", "7", clock(7)), [], [label, *([None] * 8), clock(8)]]
    file = read_timeliste(workbook(rows))
    assert (len(file.rows), file.seconds, file.stated) == (1, 25200, 28800)


def test_a_sum_that_is_a_formula_is_compared_as_well() -> None:
    file = read_timeliste(export([entry("12.10.2026", "7", clock(6))], stated=Formula("SUM(J5)", "0.25")))
    assert (file.seconds, file.stated) == (21600, 21600)


@pytest.mark.parametrize("column", [0, 3, 4, 6, 9, 12, 13])
def test_a_row_with_a_formula_is_refused_whatever_it_once_came_to(column: int) -> None:
    row = entry("12.10.2026", "7", clock(6))
    row[column] = Formula("A1", "0.25")
    found = _only(row)
    assert (found.code, found.facts["column"], found.seconds) == ("hours_file_formula", HEADER[column], None)


def test_a_header_that_comes_again_and_blank_rows_are_no_hours() -> None:
    rows: list[list[Value]] = [
        list(HEADER),
        entry("12.10.2026", "7", "1"),
        ["", " "],
        list(HEADER),
        entry("13.10.2026", "7", "2"),
    ]
    assert [row.line for row in read_timeliste(workbook(rows)).rows] == [2, 5]


def test_hours_of_nobody_on_a_day_are_a_row_that_cannot_be_read() -> None:
    row = _only(entry("12.10.2026", "", "2", name=""))
    assert (row.code, row.facts["column"]) == ("hours_file_cell", "Ansatt")


def test_a_number_of_a_person_is_the_same_as_text_and_as_number() -> None:
    assert [_only(entry("12.10.2026", each, "1")).employee_number for each in ("12", 12, 12.0)] == ["12"] * 3


def test_a_name_longer_than_anybodys_is_a_row_that_cannot_be_read() -> None:
    assert _only(entry("12.10.2026", "7", "1", task="x" * 256)).code == "hours_file_cell"


def test_what_another_program_wrote_is_read_the_same() -> None:
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Timeliste")
    times, dates = book.add_format({"num_format": "[h]:mm;@"}), book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_row(3, 0, HEADER)
    sheet.write_datetime(4, 0, datetime(2026, 10, 12), dates)  # noqa: DTZ001 - a day of a sheet has no zone
    sheet.write_row(4, 1, ["Kunde", "Prosjekt æøå", "1001", "Montering & <ståle>", "Kari", 7])
    sheet.write_number(4, 9, 7.5 / 24, times)
    sheet.write_rich_string(4, 13, "i ", book.add_format({"bold": True}), "regn")
    book.close()
    (row,) = read_timeliste(file.getvalue()).rows
    assert (row.on, row.employee_number, row.task, row.seconds) == (MONDAY, "7", "Montering & <ståle>", 27000)
    assert (row.project_name, row.comment) == ("Prosjekt æøå", "i regn")


@given(st.lists(st.integers(0, 86400), min_size=1, max_size=30))
def test_whole_seconds_survive_the_way_through_parts_of_a_day(seconds: list[int]) -> None:
    rows = [entry("12.10.2026", "7", Clock(repr(each / 86400))) for each in seconds]
    file = read_timeliste(export(rows, stated=Clock(repr(sum(seconds) / 86400))))
    assert [row.seconds for row in file.rows] == seconds
    assert file.stated == sum(seconds)
