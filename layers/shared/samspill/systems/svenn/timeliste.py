"""Svenn's report *Timeliste* as an uploaded .xlsx (reference/svenn.md 2.4): bytes in, rows with verdicts out.

The header row is found wherever it is; columns may come in any order, optional ones be missing, others are ignored.
Rows that cannot be read stay, with a code that says why: whoever confirms the file must see them. A cell with a
formula is refused: an export holds values only, and what a program once computed may not be what the cells beside it
say now. A sheet is one of hours when it has a date, a total and somebody's name or number.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum

from samspill.exceptions import DataRefused
from samspill.model.hours_file import LONGEST_COMMENT, LONGEST_NAME, FileRow, HoursFile, Unit
from samspill.systems.svenn.timeliste_cells import Cell, Row, Workbook
from samspill.systems.svenn.timeliste_values import DAY, HOUR, Plain, date_of, duration_of, seconds_of, text_of

#: The header stands below a few rows about company and period.
HEADER_WITHIN = 100
UNREADABLE, FORMULA = "hours_file_cell", "hours_file_formula"


class Column(Enum):
    """Columns that matter, by their headers."""

    DATE = "Dato"
    EMPLOYEE = "Ansatt"
    EMPLOYEE_NUMBER = "Ansatt ID"
    PROJECT = "Prosjekt"
    PROJECT_NUMBER = "Prosjektnummer"
    TASK = "Oppgave"
    TAG = "Arbeidstyper"
    TOTAL = "Totalt (uten reise)"
    COMMENT = "Kommentarer"


_BY_HEADER: Mapping[str, Column] = {column.value.casefold(): column for column in Column}
_NAMES: Mapping[Column, str] = {
    Column.EMPLOYEE: "employee_name", Column.EMPLOYEE_NUMBER: "employee_number", Column.PROJECT: "project_name",
    Column.PROJECT_NUMBER: "project_number", Column.TASK: "task", Column.TAG: "tag",
}  # fmt: skip
#: What a sum row leaves empty.
_OF_AN_ENTRY = (Column.EMPLOYEE, Column.EMPLOYEE_NUMBER, Column.PROJECT, Column.PROJECT_NUMBER, Column.TASK)

Columns = Mapping[Column, int]


def read_timeliste(data: bytes) -> HoursFile:
    """Read an export. Raises DataRefused: `import_not_xlsx`, `import_protected`, `import_unsafe`,
    `import_too_large`, `import_columns` (no sheet has what is needed), `import_columns_twice`, `import_empty`."""
    book = Workbook(data)
    nearest: set[Column] = set()
    for sheet in book.sheets:
        rows = book.rows(sheet)
        columns, here = _header(rows)
        if columns:
            return _file(sheet, rows, columns, from_1904=book.from_1904)
        nearest = max(nearest, here, key=len)
    raise DataRefused("import_columns", facts={"columns": ", ".join(each.value for each in _missing(nearest))})


def _header(rows: Iterator[Row]) -> tuple[Columns, set[Column]]:
    """The columns, with `rows` standing behind the header; else none, and the most that any row had of them."""
    nearest: set[Column] = set()
    for line, cells in rows:
        if line > HEADER_WITHIN:
            break
        found = [(column, at) for at, cell in cells.items() if (column := _column(cell)) is not None]
        columns = dict(found)
        if not _missing(set(columns)):
            _check_once(found)
            return columns, set(columns)
        nearest = max(nearest, set(columns), key=len)
    return {}, nearest


def _column(cell: Cell) -> Column | None:
    return None if cell.number or cell.formula else _BY_HEADER.get(text_of(cell).casefold())


def _missing(columns: set[Column]) -> list[Column]:
    missing = [each for each in (Column.DATE, Column.TOTAL) if each not in columns]
    return missing if {Column.EMPLOYEE, Column.EMPLOYEE_NUMBER} & columns else [*missing, Column.EMPLOYEE]


def _check_once(found: Sequence[tuple[Column, int]]) -> None:
    columns = [column for column, _ in found]
    twice = sorted({each.value for each in columns if columns.count(each) > 1})
    if twice:
        raise DataRefused("import_columns_twice", facts={"columns": ", ".join(twice)})


def _file(sheet: str, rows: Iterator[Row], columns: Columns, *, from_1904: bool) -> HoursFile:
    read: list[FileRow] = []
    plain: dict[int, Plain] = {}
    sums: list[int | Plain] = []
    for line, cells in rows:
        row = _Reading(line, {column: cells[at] for column, at in columns.items() if at in cells})
        if row.is_sum:
            sums.extend(row.sum)
        elif not row.is_nothing:
            amount = row.total
            if isinstance(amount, Plain):
                plain[len(read)] = amount
            read.append(row.read(amount if isinstance(amount, int) else None, from_1904=from_1904))
    if not read:
        raise DataRefused("import_empty")
    unit = _unit(list(plain.values()))
    for at, amount in plain.items():
        read[at] = _measured(read[at], amount, unit)
    stated = _seconds(sums[-1], unit) if sums else None
    return HoursFile(sheet, read, stated, unit, {column.value: at for column, at in columns.items()})


def _unit(amounts: Sequence[Plain]) -> Unit | None:
    """Svenn writes parts of a day. No entry is longer than a day, so a number above 1 tells that somebody turned the
    column into hours. (A sum row may well be more than a day, and so tells nothing.)"""
    if not amounts:
        return None
    return Unit.HOURS if any(each.value > 1 for each in amounts) else Unit.DAYS


def _seconds(amount: int | Plain, unit: Unit | None) -> int:
    if isinstance(amount, int):
        return amount
    return seconds_of(amount.value, HOUR if unit is Unit.HOURS else DAY)


def _measured(row: FileRow, amount: Plain, unit: Unit | None) -> FileRow:
    try:
        seconds = _seconds(amount, unit)
    except ValueError:
        seconds = DAY + 1
    if seconds > DAY:
        return _refused(row, UNREADABLE, Column.TOTAL, str(amount.value))
    return row.model_copy(update={"seconds": seconds})


def _refused(row: FileRow, code: str, column: Column, value: str) -> FileRow:
    if row.code is not None:
        return row
    facts = {"row": str(row.line), "column": column.value, "value": value[:60] or "–"}
    return row.model_copy(update={"code": code, "facts": facts, "seconds": None})


class _Reading:
    """One row below the header."""

    def __init__(self, line: int, cells: Mapping[Column, Cell]) -> None:
        self._line, self._cells = line, cells
        self._bad: list[tuple[str, Column, str]] = [
            (FORMULA, column, cell.text) for column, cell in cells.items() if cell.formula
        ]

    @property
    def is_nothing(self) -> bool:
        """A blank row, or the header again at the top of a page."""
        if not any(cell.text.strip() or cell.formula for cell in self._cells.values()):
            return True
        return all(_column(cell) is column for column, cell in self._cells.items())

    @property
    def is_sum(self) -> bool:
        """A total of nobody's and no day's."""
        filled = {column for column, cell in self._cells.items() if cell.text.strip() or cell.formula}
        if Column.TOTAL not in filled or filled.intersection(_OF_AN_ENTRY):
            return False
        first = self._cells.get(Column.DATE)
        return Column.DATE not in filled or (first is not None and not first.number and not _has_digit(first.text))

    @property
    def sum(self) -> list[int | Plain]:
        """The sum, unless nobody can read it."""
        try:
            return [duration_of(self._cells[Column.TOTAL])]
        except ValueError:
            return []

    @property
    def total(self) -> int | Plain | None:
        """How long it took; None, and noted, for what is no duration of a day."""
        cell = self._cells.get(Column.TOTAL)
        try:
            amount = duration_of(cell)
        except ValueError:
            amount = DAY + 1
        if isinstance(amount, int) and amount > DAY:
            self._bad.append((UNREADABLE, Column.TOTAL, cell.text if cell else ""))
            return None
        return amount

    def read(self, seconds: int | None, *, from_1904: bool) -> FileRow:
        """The row, with the first thing that is wrong with it."""
        row = FileRow(
            line=self._line, on=self._date(from_1904=from_1904), seconds=seconds,
            comment=self._text(Column.COMMENT)[:LONGEST_COMMENT],
            **{name: self._name(column) for column, name in _NAMES.items()},
        )  # fmt: skip
        if not (row.employee_number or row.employee_name):
            self._bad.append((UNREADABLE, Column.EMPLOYEE, ""))
        return _refused(row, *self._bad[0]) if self._bad else row

    def _date(self, *, from_1904: bool) -> date | None:
        cell = self._cells.get(Column.DATE)
        try:
            return date_of(cell, from_1904=from_1904)
        except ValueError:
            self._bad.append((UNREADABLE, Column.DATE, cell.text if cell else ""))
            return None

    def _name(self, column: Column) -> str:
        text = self._text(column)
        if len(text) > LONGEST_NAME:
            self._bad.append((UNREADABLE, column, text))
        return text[:LONGEST_NAME]

    def _text(self, column: Column) -> str:
        cell = self._cells.get(column)
        try:
            return text_of(cell)
        except ValueError:
            self._bad.append((UNREADABLE, column, cell.text if cell else ""))
            return ""


def _has_digit(text: str) -> bool:
    return any(each.isdigit() for each in text)
