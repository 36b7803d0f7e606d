"""Workbooks for tests, built in memory from snippets of XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from kjfz_docs.grids import DEFAULT_LIMITS, Grid, Limits, open_file, read_grid

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(
    *sheets: str,
    strings: str | None = None,
    styles: str | None = None,
    states: Mapping[int, str] | None = None,
    properties: str = "",
    calculation: str = "",
    parts: Mapping[str, str] | None = None,
    strict: bool = False,
) -> bytes:
    """A workbook whose sheets hold the snippets (what stands inside ``worksheet``), named 表1, 表2, …"""
    names = range(1, len(sheets) + 1)
    tabs = "".join(
        f'<sheet name="表{n}" sheetId="{n}" r:id="rId{n}" state="{(states or {}).get(n, "visible")}"/>'
        for n in names
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_R}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in names
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="'
        'application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relation'
        f'ships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_R}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_R}">{properties}<sheets>{tabs}</sheets>'
        f"{calculation}</workbook>",
    }
    for kind, file, text in (("sharedStrings", "sst", strings), ("styles", "styleSheet", styles)):
        if text is not None:
            relations += f'<Relationship Id="{kind}" Type="{_R}/{kind}" Target="{kind}.xml"/>'
            files[f"xl/{kind}.xml"] = f'<{file} xmlns="{MAIN}">{text}</{file}>'
    files["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
    )
    for n, sheet in zip(names, sheets, strict=True):
        files[f"xl/worksheets/sheet{n}.xml"] = f'<worksheet xmlns="{MAIN}" xmlns:r="{_R}">{sheet}</worksheet>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in {**files, **(parts or {})}.items():
            package.writestr(name, text.replace(MAIN, STRICT) if strict else text)
    return stream.getvalue()


def data(*rows: str, after: str = "") -> str:
    """The rows of a sheet, each the cells inside ``row``; ``after`` follows the data (merged ranges)."""
    return "<sheetData>" + "".join(f"<row>{row}</row>" for row in rows) + f"</sheetData>{after}"


def text(value: str, address: str = "", style: int = 0) -> str:
    """A cell with an inline text."""
    place = f'r="{address}" ' if address else ""
    return f'<c {place}s="{style}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def number(value: str, style: int = 0) -> str:
    """A cell with a number."""
    return f'<c s="{style}"><v>{value}</v></c>'


def merged(*ranges: str) -> str:
    return "<mergeCells>" + "".join(f'<mergeCell ref="{each}"/>' for each in ranges) + "</mergeCells>"


def grid_of(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Grid:
    return read_grid(open_file(data, limits))
