"""A worksheet changed in its bytes: cells restyled or made, the boxes of comments referred to, nothing else touched."""

from __future__ import annotations

import pytest

from kjfz_docs.errors import Refused
from kjfz_docs.grids.sheets import address
from kjfz_docs.grids.xlsx_names import SHEET_NS, STRICT_SHEET_NS
from kjfz_docs.reading.sheet_edits import SheetEdits, Spot

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet(rows: str, after: str = "", ns: str = SHEET_NS) -> str:
    return f'<worksheet xmlns="{ns}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def edited(xml: str, *spots: Spot, refer: bool = False) -> str:
    """The XML with style 7 for some cells."""
    edits = SheetEdits(xml.encode(), spots, lambda spot, style: 7 if spot in spots else style)
    if refer:
        edits.refer("rId9")
    return edits.xml().decode()


@pytest.mark.parametrize(
    ("rows", "spot", "made"),
    [
        ('<row r="1"><c r="A1" s="2"/></row>', (0, 0), '<row r="1"><c r="A1" s="7"/></row>'),
        ("<row><c><v>1</v></c><c/></row>", (0, 1), '<row><c><v>1</v></c><c s="7"/></row>'),
        ("<row ><c  s = '2' r='A1'/></row>", (0, 0), "<row ><c  s=\"7\" r='A1'/></row>"),
        ('<row r="1"><c r="B1"/></row>', (0, 0), '<row r="1"><c r="A1" s="7"/><c r="B1"/></row>'),
        ('<row r="1" spans="1:1"><c r="A1"/></row>', (0, 2), '<row r="1"><c r="A1"/><c r="C1" s="7"/></row>'),
        ('<row r="1" ht="20"/>', (0, 0), '<row r="1" ht="20"><c r="A1" s="7"/></row>'),
        ('<row r="3"/>', (1, 0), '<row r="2"><c r="A2" s="7"/></row><row r="3"/>'),
        ('<row r="3"/>', (3, 1), '<row r="3"/><row r="4"><c r="B4" s="7"/></row>'),
        ("", (0, 0), '<row r="1"><c r="A1" s="7"/></row>'),
        ('<!-- <row r="1"> --><row r="1"/>', (4, 0), None),
    ],
)
def test_a_cell_is_restyled_or_made(rows: str, spot: Spot, made: str | None) -> None:
    wanted = made or rows + '<row r="5"><c r="A5" s="7"/></row>'
    assert edited(sheet(rows), spot) == sheet(wanted)


COLUMNS = '<cols><col min="2" max="3" style="2"/><col min="5" max="5" width="9"/></cols>'


@pytest.mark.parametrize(
    ("row", "spot", "base"),
    [
        ('<row r="1"/>', (0, 1), 2),
        ('<row r="1"><c r="D1"/></row>', (0, 2), 2),
        ('<row r="1"/>', (3, 2), 2),
        ('<row r="1"/>', (0, 0), 0),
        ('<row r="1"/>', (0, 3), 0),
        ('<row r="1"/>', (0, 4), 0),
        ('<row r="1" s="3" customFormat="1"/>', (0, 1), 3),
        ('<row r="1" s="3" customFormat="1"><c r="D1"/></row>', (0, 0), 3),
        ('<row r="1" s="3" customFormat="1"/>', (1, 1), 2),
        ('<row r="1" s="3"/>', (0, 1), 2),
        ('<row r="2" s="3" customFormat="1"/>', (0, 1), 2),
    ],
)
def test_a_cell_is_made_in_the_style_of_its_row_or_column(row: str, spot: Spot, base: int) -> None:
    xml = sheet(row).replace("<sheetData>", COLUMNS + "<sheetData>")
    edits = SheetEdits(xml.encode(), [spot], lambda at, style: style + 10 if at == spot else style)
    assert f'<c r="{address(*spot)}" s="{base + 10}"/>' in edits.xml().decode()


def test_sheets_with_prefixes_and_without_rows() -> None:
    xml = f'<x:worksheet xmlns:x="{SHEET_NS}"><x:sheetData/></x:worksheet>'
    made = '<x:sheetData><x:row r="1"><x:c r="A1" s="7"/></x:row></x:sheetData>'
    assert edited(xml, (0, 0)) == xml.replace("<x:sheetData/>", made)


@pytest.mark.parametrize(
    "after",
    [
        "<pageMargins/>|",
        "<pageMargins/>|<tableParts/>",
        '<drawing/>|<extLst><ext><x xmlns="urn:x"/></ext></extLst>',
        '|<m:AlternateContent xmlns:m="urn:mc"><m:Choice><controls/></m:Choice></m:AlternateContent>',
        '<m:AlternateContent xmlns:m="urn:mc"><m:Choice><drawing/></m:Choice></m:AlternateContent>|<picture/>',
    ],
)
@pytest.mark.parametrize("ns", [SHEET_NS, STRICT_SHEET_NS])
def test_the_reference_to_boxes_stands_in_its_place(after: str, ns: str) -> None:
    relations = R if ns == SHEET_NS else "http://purl.oclc.org/ooxml/officeDocument/relationships"
    reference = f'<legacyDrawing xmlns:r="{relations}" r:id="rId9"/>'
    plain = sheet("", after.replace("|", ""), ns)
    assert edited(plain, refer=True) == sheet("", after.replace("|", reference), ns)


def test_a_reference_to_nothing_is_replaced() -> None:
    lost = f'<legacyDrawing xmlns:r="{R}" r:id="rId1"/>'
    assert edited(sheet("", lost), refer=True) == sheet("", lost.replace("rId1", "rId9"))


def test_what_is_no_longer_in_another_encoding_does_not_say_so() -> None:
    xml = '<?xml version="1.0" encoding="GB18030"?>' + sheet("")
    assert edited(xml, (0, 0)).startswith('<?xml version="1.0" encoding="UTF-8"?><worksheet')


def test_xml_that_is_none_is_refused() -> None:
    with pytest.raises(Refused):
        edited(sheet("")[:-3], (0, 0))
