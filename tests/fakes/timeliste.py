"""Workbooks as files: those of an honest program, and parts to put a hostile one together from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

HEADER = (
    "Dato", "Kunde", "Prosjekt", "Prosjektnummer", "Oppgave", "Ansatt", "Ansatt ID", "Fra", "Til",
    "Totalt (uten reise)", "Lunsj", "Reiselengde", "Arbeidstyper", "Kommentarer",
)  # fmt: skip
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True)
class Clock:
    """A part of a day that is shown as hours and minutes."""

    value: str


@dataclass(frozen=True)
class Formula:
    """A formula and what it came to when somebody's program last looked."""

    text: str
    value: str = ""


Value = str | int | float | date | Clock | Formula | None


def clock(hours: float) -> Clock:
    """So many hours as Svenn's export has them."""
    return Clock(repr(hours / 24))


def entry(
    on: Value, number: Value, hours: Value, *, project: Value = "1001", task: Value = "", tag: Value = "",
    name: Value = "Kari Nordmann", comment: Value = "",
) -> list[Value]:  # fmt: skip
    """A row below `HEADER`."""
    return [
        on,
        "Kunde AS",
        "Et prosjekt",
        project,
        task,
        name,
        number,
        clock(8),
        clock(16),
        hours,
        clock(0.5),
        0,
        tag,
        comment,
    ]


def export(rows: Sequence[Sequence[Value]], *, stated: Value = None) -> bytes:
    """The report as Svenn makes it: company, period, a blank row, header, rows, a sum row."""
    above: list[Sequence[Value]] = [["Nordmann Bygg AS"], ["01.10.2026 - 31.10.2026"], []]
    below: list[Sequence[Value]] = [] if stated is None else [[*([None] * 9), stated]]
    return workbook([*above, HEADER, *rows, *below])


def workbook(
    rows: Sequence[Sequence[Value]], *, sheet: str = "Timeliste", before: Sequence[Sequence[Sequence[Value]]] = (),
    changed: Mapping[str, bytes] | None = None,
) -> bytes:  # fmt: skip
    """A workbook with `before`'s sheets and then `rows`; `changed` replaces members, or adds them."""
    members = parts([*before, rows], [*(f"Ark{n}" for n in range(len(before))), sheet])
    return zipped({**members, **(changed or {})})


def zipped(members: Mapping[str, bytes], packing: int = ZIP_DEFLATED) -> bytes:
    """A zip file of those members."""
    file = BytesIO()
    with ZipFile(file, "w", packing) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return file.getvalue()


def parts(sheets: Sequence[Sequence[Sequence[Value]]], names: Sequence[str]) -> dict[str, bytes]:
    """The members of a workbook."""
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(names, 1)
    )
    pointing = "".join(
        f'<Relationship Id="rId{at}" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(names) + 1)
    )
    return {
        "_rels/.rels": _xml(
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_DOCUMENT}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": _xml(
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{listed}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _xml(
            f'<Relationships xmlns="{_PACKAGE}">{pointing}'
            f'<Relationship Id="s" Type="{_DOCUMENT}/styles" Target="styles.xml"/></Relationships>'
        ),
        "xl/styles.xml": _xml(
            f'<styleSheet xmlns="{_MAIN}"><numFmts><numFmt numFmtId="170" formatCode="[h]:mm"/></numFmts>'
            '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="14"/></cellXfs></styleSheet>'
        ),
        **{f"xl/worksheets/sheet{at}.xml": sheet_of(rows) for at, rows in enumerate(sheets, 1)},
    }


def sheet_of(rows: Sequence[Sequence[Value]]) -> bytes:
    """A worksheet's XML."""
    lines = "".join(
        f'<row r="{line}">{"".join(_cell(f"{_letters(at)}{line}", value) for at, value in enumerate(row))}</row>'
        for line, row in enumerate(rows, 1)
    )
    return _xml(f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>')


def _cell(at: str, value: Value) -> str:
    match value:
        case None:
            return ""
        case Clock(text):
            return f'<c r="{at}" s="1"><v>{text}</v></c>'
        case Formula(text, cached):
            return f'<c r="{at}" s="1"><f>{escape(text)}</f><v>{escape(cached)}</v></c>'
        case date():
            return f'<c r="{at}" s="2"><v>{(value - date(1899, 12, 30)).days}</v></c>'
        case str():
            return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        case _:
            return f'<c r="{at}"><v>{value}</v></c>'


def _letters(at: int) -> str:
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def _xml(text: str) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text.encode()
