"""Sheets of an uploaded .xlsx as rows of cells (ECMA-376 part 1, 18.3, 18.4, 18.8), streamed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from string import ascii_uppercase

from samspill.exceptions import DataRefused
from samspill.systems.svenn.timeliste_archive import (
    MOST_ROWS,
    Archive,
    Attributes,
    local_attributes,
    path_of,
    too_large,
)

#: The most characters a cell may have, as in Excel.
LONGEST_CELL = 32_767
#: Columns further right are nobody's.
MOST_COLUMNS = 100
#: Built-in formats of dates and times (18.8.30).
_TEMPORAL = frozenset({*range(14, 23), *range(45, 48)})
#: What of a format is no pattern: quoted text, escaped characters, colours and locales (but not [h]).
_NO_PATTERN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_LETTERS = re.compile("[A-Z]{1,3}")
_BY_LETTERS = {
    f"{first}{second}": column
    for column, (first, second) in enumerate(islice(product(["", *ascii_uppercase], ascii_uppercase), MOST_COLUMNS))
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell. `number`: `text` is a number as the file holds it; `temporal`: it is shown as a date or
    a time. `formula`: somebody's program computed it, and perhaps long ago."""

    text: str
    number: bool = False
    temporal: bool = False
    formula: bool = False


Row = tuple[int, dict[int, Cell]]


class Workbook:
    """The worksheets of one file."""

    def __init__(self, data: bytes) -> None:
        self._archive = Archive(data)
        book = _related(self._archive, "_rels/.rels", "", "officeDocument")
        if not book:
            raise DataRefused("import_not_xlsx")
        path = next(iter(book.values()))
        folder, _, name = path.rpartition("/")
        relationships = f"{folder}/_rels/{name}.rels".lstrip("/")
        self._paths = _related(self._archive, relationships, folder, "worksheet")
        self._book = _Book()
        self._archive.read(path, self._book)
        self._strings, self._styles = _Strings(), _Styles()
        for kind, reader in (("sharedStrings", self._strings), ("styles", self._styles)):
            for member in _related(self._archive, relationships, folder, kind).values():
                self._archive.read(member, reader)

    @property
    def from_1904(self) -> bool:
        """Whether days are counted from 1904 on."""
        return self._book.from_1904

    @property
    def sheets(self) -> list[str]:
        """Names of the worksheets, in order."""
        return [name for name, at in self._book.sheets if at in self._paths]

    def rows(self, sheet: str) -> Iterator[Row]:
        """Rows that have cells: the row's number, cells by their column from 0. Empty cells are left out."""
        member = self._paths[dict(self._book.sheets)[sheet]]
        reader = _Rows(self._strings.all, self._styles.temporal)
        for _ in self._archive.pieces(member, reader):
            yield from reader.taken()


def is_temporal(format_code: str) -> bool:
    """Whether numbers in this format are shown as dates or times."""
    pattern = _NO_PATTERN.sub("", format_code.partition(";")[0])
    return re.search("[ydhs]", pattern, re.IGNORECASE) is not None


def _related(archive: Archive, member: str, folder: str, kind: str) -> dict[str, str]:
    if not archive.has(member):
        return {}
    reader = _Relationships(kind)
    archive.read(member, reader)
    return {each: path_of(target, folder) for each, target in reader.targets.items()}


class _Silent:
    def start(self, name: str, attributes: Attributes) -> None:
        """Not of interest."""

    def end(self, name: str) -> None:
        """Not of interest."""

    def text(self, text: str) -> None:
        """Not of interest."""


class _Relationships(_Silent):
    def __init__(self, kind: str) -> None:
        self._kind, self.targets = kind, dict[str, str]()

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("Type", "").rpartition("/")[2] == self._kind:
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class _Book(_Silent):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.from_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet":
            self.sheets.append((attributes.get("name", ""), local_attributes(attributes).get("id", "")))


class _Styles(_Silent):
    """Which cell formats show dates or times."""

    def __init__(self) -> None:
        self.temporal: list[bool] = []
        self._formats: dict[int, bool] = {}
        self._within = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self._formats[_int(attributes.get("numFmtId"))] = is_temporal(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            self._within = True
        elif name == "xf" and self._within:
            which = _int(attributes.get("numFmtId"))
            self.temporal.append(self._formats.get(which, which in _TEMPORAL))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._within = False


class _Strings(_Silent):
    """Texts that cells share; readings of other scripts (`rPh`) are no text."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._parts: list[str] = []
        self._heard, self._aside = False, 0

    def start(self, name: str, attributes: Attributes) -> None:  # noqa: ARG002
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._aside += 1
        self._heard = name == "t" and not self._aside

    def text(self, text: str) -> None:
        if self._heard:
            self._parts.append(text)

    def end(self, name: str) -> None:
        self._heard = False
        if name == "rPh":
            self._aside -= 1
        elif name == "si":
            self.all.append(_capped(self._parts))


class _Rows(_Silent):
    def __init__(self, strings: list[str], temporal: list[bool]) -> None:
        self._strings = strings
        self._temporal = {str(style) for style, is_so in enumerate(temporal) if is_so}
        self._done: list[Row] = []
        self._line, self._count = 0, 0
        self._cells: dict[int, Cell] = {}
        self._column, self._type, self._style, self._formula = -1, "n", "0", False
        self._parts: list[str] = []
        self._heard, self._aside = False, 0

    def taken(self) -> list[Row]:
        """Rows that were read to their ends since the last time."""
        done, self._done = self._done, []
        return done

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._column = _column(attributes.get("r"), self._column + 1)
            self._type, self._style = attributes.get("t", "n"), attributes.get("s", "0")
            self._formula, self._parts = False, []
        elif name == "row":
            self._count += 1
            if self._count > MOST_ROWS:
                raise too_large()
            self._line = _int(attributes.get("r")) or self._line + 1
            self._column, self._cells = -1, {}
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._aside += 1
        self._heard = name in ("v", "t") and not self._aside

    def text(self, text: str) -> None:
        if self._heard:
            self._parts.append(text)

    def end(self, name: str) -> None:
        self._heard = False
        if name == "c":
            self._close()
        elif name == "rPh":
            self._aside -= 1
        elif name == "row" and self._cells:
            self._done.append((self._line, self._cells))

    def _close(self) -> None:
        text = _capped(self._parts)
        if self._type == "s" and text:
            index = _int(text)
            if index >= len(self._strings):
                raise DataRefused("import_not_xlsx")
            text = self._strings[index]
        if (text or self._formula) and self._column < MOST_COLUMNS:
            self._cells[self._column] = Cell(text, self._type == "n", self._style in self._temporal, self._formula)


def _capped(parts: list[str]) -> str:
    text = "".join(parts)
    if len(text) > LONGEST_CELL:
        raise too_large()
    return text


def _column(reference: str | None, following: int) -> int:
    if reference is None:
        return following
    letters = reference.rstrip("0123456789")
    column = _BY_LETTERS.get(letters, MOST_COLUMNS)
    if column == MOST_COLUMNS and not _LETTERS.fullmatch(letters):
        raise DataRefused("import_not_xlsx")
    return column


def _int(text: str | None) -> int:
    if text is None or not text.strip().isascii() or not text.strip().isdigit() or len(text) > 9:
        return 0
    return int(text)
