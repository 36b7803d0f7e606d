"""What lies over the cells of a worksheet: read as the text of the cell, or said."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pytest
import xlsxwriter

from kjfz_docs.errors import Refused
from kjfz_docs.findings import Severity
from kjfz_docs.grids.model import Grid
from tests.grids.workbooks import data, grid_of, merged, text, workbook

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def with_boxes(*boxes: tuple[str, str, Mapping[str, Any]]) -> Grid:
    """A sheet of 姓名 and 性别 with text boxes of another program, each with its cell, its text and its size."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("表")
        sheet.write_row("A1", ["姓名", "性别"])
        sheet.write_row("A2", ["李明", None])
        for cell, words, size in boxes:
            sheet.insert_textbox(cell, words, size)
    return grid_of(stream.getvalue())


def with_controls(*shapes: str, sheet: str) -> Grid:
    """A sheet with controls as Excel keeps them, unclosed line breaks and all."""
    vml = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f"{''.join(shapes)}</xml>"
    )
    parts = {
        "xl/drawings/vmlDrawing1.vml": vml,
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_R}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/></Relationships>',
    }
    return grid_of(workbook(sheet + '<legacyDrawing r:id="rId1"/>', parts=parts))


def control(kind: str, left: int, top: int, caption: str = "", checked: str = "") -> str:
    return (
        f'<v:shape><v:textbox><div><font>{caption}</font><br></div></v:textbox><x:ClientData ObjectType="{kind}">'
        f"<x:Anchor>{left}, 4, {top}, 2, {left}, 60, {top}, 20</x:Anchor>{checked}</x:ClientData></v:shape>"
    )


TICKED = "<x:Checked>1</x:Checked>"


def said(grid: Grid) -> list[tuple[str, str]]:
    return [(f.code, str(cell.place)) for cell in grid.cells() for f in cell.findings]


def test_a_text_box_is_read_as_the_text_of_the_cell_it_lies_over_with_a_doubt() -> None:
    grid = with_boxes(("B2", "女", {"width": 50, "height": 15}))
    assert grid.draw() == "| 姓名 | 性别\n| 李明 | 女"
    assert said(grid) == [("KD211", "表!B2")]
    (doubt,) = [f for cell in grid.cells() for f in cell.findings]
    assert doubt.severity is Severity.WARNING


def test_a_text_box_follows_what_stands_in_its_cell() -> None:
    grid = with_boxes(("A1", "（本人填写）", {"width": 50, "height": 15}))
    assert grid.lines[0].text == "姓名\n（本人填写）\t性别"


def test_a_shape_without_words_is_said_at_its_place() -> None:
    grid = with_boxes(("B2", "", {"width": 50, "height": 15}))
    assert grid.lines[1].text == "李明"
    assert [(f.code, str(f.where)) for f in grid.findings] == [("KD211", "表!B2")]


def test_check_boxes_stand_in_their_cells() -> None:
    grid = with_controls(
        control("Checkbox", 1, 0, "是", TICKED),
        control("Checkbox", 2, 0, "否"),
        sheet=data(text("是否到岗") + "<c/><c/>" + text("备注"), after=merged("B1:C1")),
    )
    assert grid.draw() == "| 是否到岗 | ☑是 □否 | 备注"


def test_a_check_box_without_words_stands_before_those_of_its_cell() -> None:
    grid = with_controls(control("Checkbox", 1, 0, "", TICKED), sheet=data(text("到岗") + text("是")))
    assert grid.draw() == "| 到岗 | ☑ 是"


@pytest.mark.parametrize("kind", ["Drop", "Pict", "List"])
def test_other_controls_are_said(kind: str) -> None:
    grid = with_controls(control(kind, 1, 0), sheet=data(text("甲") + text("乙")))
    assert grid.draw() == "| 甲 | 乙"
    assert [(f.code, str(f.where)) for f in grid.findings] == [("KD219", "表1!B1")]
    assert "控件" in grid.findings[0].message


def test_comments_are_neither_values_nor_drawn() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("表")
        sheet.write_row("A1", ["姓名", "性别"])
        sheet.write_comment("B1", "请填男或女")
    grid = grid_of(stream.getvalue())
    assert grid.draw() == "| 姓名 | 性别"
    assert not grid.findings


def test_a_hidden_shape_is_not_seen() -> None:
    name = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    drawing = (
        f'<d:wsDr xmlns:d="{name}" xmlns:m="http://schemas.openxmlformats.org/markup-compatibility/2006"><m:Alternate'
        'Content><m:Choice Requires="a14"><d:twoCellAnchor><d:from><d:col>1</d:col><d:row>0</d:row></d:from><d:sp>'
        '<d:nvSpPr><d:cNvPr id="1" name="Check Box 1" hidden="1"/></d:nvSpPr></d:sp></d:twoCellAnchor></m:Choice>'
        "</m:AlternateContent></d:wsDr>"
    )
    parts = {
        "xl/drawings/drawing1.xml": drawing,
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_R}/drawing" Target="../drawings/drawing1.xml"/></Relationships>',
    }
    shown = {**parts, "xl/drawings/drawing1.xml": drawing.replace('hidden="1"', "")}
    sheet = data(text("甲") + text("乙")) + '<drawing r:id="rId1"/>'
    assert not grid_of(workbook(sheet, parts=parts)).findings
    assert [f.code for f in grid_of(workbook(sheet, parts=shown)).findings] == ["KD211"]


def with_drawing(*anchored: str) -> Grid:
    """A sheet of 甲 and 乙 with things drawn over the second cell."""
    drawing = (
        '<d:wsDr xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:m="http://schemas.openxmlformats.org/markup-compatibility/2006"><d:oneCellAnchor><d:from>'
        f"<d:col>1</d:col><d:row>0</d:row></d:from>{''.join(anchored)}</d:oneCellAnchor></d:wsDr>"
    )
    parts = {
        "xl/drawings/drawing1.xml": drawing,
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_R}/drawing" Target="../drawings/drawing1.xml"/></Relationships>',
    }
    return grid_of(workbook(data(text("甲") + text("乙")) + '<drawing r:id="rId1"/>', parts=parts))


def box(words: str) -> str:
    return f"<d:sp><d:txBody><a:p><a:r><a:t>{words}</a:t></a:r></a:p></d:txBody></d:sp>"


def test_of_what_a_drawing_says_twice_one_branch_is_read() -> None:
    twice = (
        f'<m:AlternateContent><m:Choice Requires="a14">{box("丙")}</m:Choice><m:Fallback>{box("丁")}</m:Fallback>'
        "</m:AlternateContent>"
    )
    assert with_drawing(twice).lines[0].text == "甲\t乙\n丙"
    fallback = f"<m:AlternateContent><m:Fallback>{box('丁')}</m:Fallback></m:AlternateContent>"
    assert with_drawing(fallback).lines[0].text == "甲\t乙\n丁"


def test_controls_are_those_of_the_sheet_not_the_pictures_of_its_header() -> None:
    xml = '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">{}</xml>'
    relation = '<Relationship Id="{0}" Type="' + _R + '/vmlDrawing" Target="../drawings/{0}.vml"/>'
    parts = {
        "xl/drawings/rId1.vml": xml.format(control("Checkbox", 0, 0, "页眉", TICKED)),
        "xl/drawings/rId2.vml": xml.format(control("Checkbox", 1, 0, "是", TICKED)),
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{relation.format("rId1")}'
        f"{relation.format('rId2')}</Relationships>",
    }
    sheet = data(text("到岗") + "<c/>" + text("备注"))
    both = sheet + '<legacyDrawing r:id="rId2"/><legacyDrawingHF r:id="rId1"/>'
    assert grid_of(workbook(both, parts=parts)).draw() == "| 到岗 | ☑是 | 备注"
    assert (
        grid_of(workbook(sheet + '<legacyDrawingHF r:id="rId1"/>', parts=parts)).draw() == "| 到岗 |  | 备注"
    )


def test_more_things_than_a_sheet_may_hold_are_refused_before_they_are_laid_to_cells() -> None:
    boxes = "".join(box("丙") for _ in range(31_000))
    with pytest.raises(Refused):
        with_drawing(boxes)
