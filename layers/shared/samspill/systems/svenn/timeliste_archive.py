"""The container of an uploaded .xlsx: opened with suspicion, read in pieces, never unpacked to disk.

An own reader on the standard library, because a file of a stranger needs limits *while* it is read (rows, elements,
characters), because formulas must be seen as formulas, and because a function that nobody uploads to should not carry
a spreadsheet library. XML with a document type is refused, so that there are no entities to expand.

Raises DataRefused: `import_not_xlsx`, `import_protected`, `import_unsafe`, `import_too_large`.
"""

import posixpath
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Protocol
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from samspill.exceptions import DataRefused

#: 60,000 rows of fourteen columns are about 32 MB of XML, with some four million tags.
LARGEST_UNPACKED = 64 * 1024 * 1024
MOST_TAGS = 5_000_000
MOST_MEMBERS = 1000
#: Honest sheets shrink to a tenth, very dull ones to a hundredth of their size.
HIGHEST_RATIO = 250
_PIECE = 64 * 1024
_RATIO_MATTERS = 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = 0x1
#: Parts of a workbook that an export has no use for, and that could do or fetch something when it is opened.
_UNSAFE = ("vbaproject", "xl/macrosheets/", "xl/externallinks/", "xl/activex/", "xl/embeddings/", "xl/dialogsheets/")

Attributes = Mapping[str, str]


class Reader(Protocol):
    """Hears what an XML member holds; names are without their namespaces."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Characters, perhaps in several pieces."""


class Archive:
    """The members of one file."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE):
            raise DataRefused("import_protected")
        try:
            self._zip = ZipFile(BytesIO(data))
        # A RuntimeError is what zipfile raises for an archive of a newer version than it reads: no workbook has one.
        except (BadZipFile, ValueError, RuntimeError, OSError) as error:
            raise DataRefused("import_not_xlsx") from error
        self._tags = 0
        self._check()

    def has(self, member: str) -> bool:
        """Whether there is such a member."""
        return member in self._names

    def read(self, member: str, reader: Reader) -> None:
        """Read an XML member to its end."""
        for _ in self.pieces(member, reader):
            pass

    def pieces(self, member: str, reader: Reader) -> Iterator[None]:
        """Read an XML member piece by piece; after each, `reader` has heard of it."""
        local = _Local()
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, attributes: reader.start(local[name], attributes)
        parser.EndElementHandler = lambda name: reader.end(local[name])
        parser.CharacterDataHandler = reader.text
        parser.StartDoctypeDeclHandler = _no_doctype
        try:
            with self._zip.open(self._names[member]) as stream:
                while piece := stream.read(_PIECE):
                    self._tags += piece.count(b"<")
                    if self._tags > MOST_TAGS:
                        raise too_large()
                    parser.Parse(piece)
                    yield
                parser.Parse(b"", True)
                yield
        except (KeyError, expat.ExpatError, BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
            raise DataRefused("import_not_xlsx") from error

    def _check(self) -> None:
        members = self._zip.infolist()
        if any(each.flag_bits & _ENCRYPTED for each in members):
            raise DataRefused("import_protected")
        self._names = {each.filename: each.filename for each in members}
        if len(self._names) != len(members) or {each.compress_type for each in members} - {ZIP_STORED, ZIP_DEFLATED}:
            raise DataRefused("import_not_xlsx")
        lower = [each.filename.lower() for each in members]
        if any(part in name for name in lower for part in _UNSAFE):
            raise DataRefused("import_unsafe")
        bombs = (
            each.file_size > _RATIO_MATTERS and each.file_size > HIGHEST_RATIO * max(each.compress_size, 1)
            for each in members
        )
        if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > LARGEST_UNPACKED or any(bombs):
            raise too_large()


def too_large() -> DataRefused:
    """There is more in it than anybody's hours."""
    return DataRefused("import_too_large", facts={"rows": f"{MOST_ROWS}"})


#: Rows of a sheet, hours or not.
MOST_ROWS = 60_000


def path_of(target: str, folder: str) -> str:
    """The member that a relationship of a part in `folder` points to."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def local_attributes(attributes: Attributes) -> dict[str, str]:
    """Attributes without their namespaces."""
    return {name.rpartition("}")[2]: value for name, value in attributes.items()}


class _Local(dict[str, str]):
    """Names without their namespaces, each taken apart once."""

    def __missing__(self, name: str) -> str:
        self[name] = local = name.rpartition("}")[2]
        return local


def _no_doctype(*_: object) -> None:
    raise DataRefused("import_unsafe")
