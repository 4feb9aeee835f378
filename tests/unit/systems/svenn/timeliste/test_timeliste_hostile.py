"""Files that want something else than hours: each gets its answer, and quickly."""

import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samspill.exceptions import DataRefused
from samspill.systems.svenn.timeliste import read_timeliste
from samspill.systems.svenn.timeliste_archive import MOST_ROWS
from tests.fakes.timeliste import HEADER, entry, export, parts, workbook, zipped

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HONEST = workbook([HEADER, entry("12.10.2026", "7", "1")])


def _refusal(data: bytes) -> str:
    with pytest.raises(DataRefused) as refused:
        read_timeliste(data)
    return refused.value.code


@pytest.mark.parametrize(
    "data",
    [b"", b"Dato;Ansatt\n", b"%PDF-1.7", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), HONEST[:-40], HONEST[:300]],
)
def test_what_is_no_workbook_is_said_to_be_none(data: bytes) -> None:
    assert _refusal(data) == "import_not_xlsx"


def test_a_zip_of_something_else_is_no_workbook() -> None:
    assert _refusal(zipped({"letter.txt": b"hello"})) == "import_not_xlsx"


def test_an_archive_of_a_later_version_is_no_workbook() -> None:
    data = bytearray(HONEST)
    data[data.index(b"PK\x01\x02") + 6] = 99  # the version that is needed to read it
    assert _refusal(bytes(data)) == "import_not_xlsx"


def test_a_file_with_a_password_is_told_from_a_broken_one() -> None:
    assert _refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)) == "import_protected"


def test_an_encrypted_member_is_never_opened() -> None:
    data = bytearray(HONEST)
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert _refusal(bytes(data)) == "import_protected"


@pytest.mark.parametrize(
    "member",
    ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/activeX/activeX1.bin", "xl/embeddings/ole.bin",
     "xl/macrosheets/sheet1.xml", "XL/VBAPROJECT.BIN"],
)  # fmt: skip
def test_macros_and_links_elsewhere_are_refused(member: str) -> None:
    assert _refusal(workbook([HEADER, entry("12.10.2026", "7", "1")], changed={member: b"x"})) == "import_unsafe"


@pytest.mark.parametrize("member", [SHEET, STRINGS, "xl/workbook.xml", "_rels/.rels", "xl/styles.xml"])
def test_a_document_type_is_refused_before_any_entity_is_read(member: str) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    strings = b'<Relationship Id="t" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    relationships = parts([[]], ["a"])["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", strings)
    changed = {"xl/_rels/workbook.xml.rels": relationships, STRINGS: b"<sst/>", member: laughs}
    assert _refusal(workbook([HEADER], changed=changed)) == "import_unsafe"


def test_a_bomb_is_told_by_its_directory_before_it_is_unpacked() -> None:
    assert _refusal(workbook([HEADER], changed={"xl/media/image.png": bytes(20 * 1024 * 1024)})) == "import_too_large"


def test_a_bomb_that_lies_about_its_size_is_no_workbook() -> None:
    data = bytearray(workbook([HEADER], changed={SHEET: b"<x>" + bytes(2_000_000)}))
    at = data.index(b"PK\x01\x02", data.index(SHEET.encode()) + 1)
    while data[at + 46 : at + 46 + len(SHEET)] != SHEET.encode():
        at = data.index(b"PK\x01\x02", at + 1)
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    assert _refusal(bytes(data)) == "import_not_xlsx"


def test_more_members_than_any_workbook_has_are_too_many() -> None:
    many = {f"xl/media/{n}": b"" for n in range(1100)}
    assert _refusal(workbook([HEADER], changed=many)) == "import_too_large"


def test_a_member_that_is_there_twice_is_refused() -> None:
    file = BytesIO(HONEST)
    with ZipFile(file, "a", ZIP_DEFLATED) as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, b"<worksheet/>")
    assert _refusal(file.getvalue()) == "import_not_xlsx"


def test_a_way_of_packing_that_no_office_program_uses_is_refused() -> None:
    assert _refusal(zipped(parts([[HEADER]], ["Ark"]), ZIP_LZMA)) == "import_not_xlsx"


def test_two_hundred_thousand_rows_are_refused_with_the_limit() -> None:
    rows = b"".join(b"<row><c><v>%d</v></c></row>" % n for n in range(200_000))
    header = workbook([HEADER, entry("12.10.2026", "7", "1")])
    with ZipFile(BytesIO(header)) as archive:
        sheet = archive.read(SHEET).replace(b"</sheetData>", rows + b"</sheetData>")
    with pytest.raises(DataRefused) as refused:
        read_timeliste(workbook([HEADER], changed={SHEET: sheet}))
    assert (refused.value.code, refused.value.facts["rows"]) == ("import_too_large", str(MOST_ROWS))


def test_a_flood_of_tags_is_refused() -> None:
    flood = b"<worksheet><!--" + b"<" * 5_500_000 + b"--></worksheet>"  # what is no tag is read faster
    assert _refusal(zipped({**parts([[HEADER]], ["Ark"]), SHEET: flood}, ZIP_STORED)) == "import_too_large"


def test_a_cell_larger_than_excels_is_refused() -> None:
    assert _refusal(export([entry("12.10.2026", "7", "1", comment="x" * 40_000)])) == "import_too_large"


def test_a_shared_text_that_is_not_there_makes_the_file_a_broken_one() -> None:
    sheet = (
        b"<worksheet " + _MAIN + b'><sheetData><row r="1"><c r="A1" t="s"><v>7</v></c></row></sheetData></worksheet>'
    )
    assert _refusal(workbook([HEADER], changed={SHEET: sheet})) == "import_not_xlsx"


def test_a_sheet_that_ends_in_the_middle_books_nothing_of_its_beginning() -> None:
    with ZipFile(BytesIO(HONEST)) as archive:
        sheet = archive.read(SHEET)
    assert _refusal(workbook([HEADER], changed={SHEET: sheet[: sheet.index(b"</sheetData>")]})) == "import_not_xlsx"


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(HONEST) - 1), st.integers(1, 255))
def test_a_file_with_any_byte_changed_is_read_or_refused_but_never_breaks_us(at: int, by: int) -> None:
    data = bytearray(HONEST)
    data[at] = (data[at] + by) % 256
    try:
        read_timeliste(bytes(data))
    except DataRefused as refused:
        assert refused.code.startswith("import_")
