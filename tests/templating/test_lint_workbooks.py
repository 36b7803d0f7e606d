"""The slips of the hand that are found in a Word template are found in a workbook too, each once."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Border, Side

import kjfz_docs as kd
from kjfz_docs.grids import open_file
from kjfz_docs.templating.xlsx_notes import outside_cells
from tests.grids.workbooks import data, text, workbook

_LINE = Side(style="thin")

SOUND = """
    物资登记表 |
    保管人     | {{ keeper }}
    名称       | 数量
    {%tr for item in items %} |
    {{ item.title }} | {{ item.count }}
    {%tr endfor %} |
"""


@attrs.frozen(kw_only=True)
class Item:
    title: str | None = None
    count: int | None = None


@attrs.frozen(kw_only=True)
class Store:
    keeper: str | None = None
    items: tuple[Item, ...] = ()


def check(drawn: str, change: Callable[[Any], None] | None = None) -> list[tuple[str, str]]:
    book = Workbook()
    for line in drawn.strip().splitlines():
        book.active.append([text.strip() or None for text in line.split("|")])
    for row in book.active.iter_rows():
        for cell in row:
            cell.border = Border(_LINE, _LINE, _LINE, _LINE)
    if change is not None:
        change(book.active)
    stream = io.BytesIO()
    book.save(stream)
    found = kd.Form(id="store", record=Store, xlsx=stream.getvalue()).check()
    return [(str(finding.where), finding.message) for finding in found]


def test_a_sound_workbook_has_no_finding() -> None:
    assert check(SOUND) == []


@pytest.mark.parametrize(
    ("right", "wrong", "place", "said"),
    [
        ("{%tr for item in items %}", "｛%tr for item in items %｝", "Sheet!A4", "不是英文的"),
        ("{%tr for item in items %}", "{ %tr for item in items % }", "Sheet!A4", "之间有空格"),
        (
            "{%tr for item in items %}",
            "{{tr for item in items }}",
            "Sheet!A4",
            "应写作 {%tr for item in items %}",
        ),
        ("{%tr for item in items %} |\n", "", "Sheet!A4", "这一行之前要有 {%tr for item in items %}"),
        ("{%tr endfor %} |", "", "Sheet!A4", "都要有 {%tr endfor %}"),
        ("{{ keeper }}", "{{ keeper }}}", "Sheet!B2", "大括号多了一个"),
        ("{{ item.count }}", "{{ count }}", "Sheet!B5", "是否应为“item.count”"),
    ],
)
def test_a_slip_in_a_workbook_is_one_finding(right: str, wrong: str, place: str, said: str) -> None:
    ((where, message),) = check(SOUND.replace(right, wrong))
    assert where == place
    assert said in message


def test_a_loop_among_the_rows_of_a_blank_list_is_not_dropped_silently() -> None:
    again = "{%tr else %} |\n{%tr for one in items %} |\n{{ one.title }} |\n{%tr endfor %} |\n"
    wrong = SOUND.rstrip().removesuffix("{%tr endfor %} |") + again + "{%tr endfor %} |"
    messages = "".join(message for _, message in check(wrong))
    assert "{%tr else %} 之后只能是普通的行" in messages


def in_header(sheet: Any) -> None:
    sheet.oddHeader.center.text = "{{ keeper }}"


def in_footer(sheet: Any) -> None:
    sheet.firstFooter.right.text = "{{ keper }}"


def in_comment(sheet: Any) -> None:
    sheet["A1"].comment = Comment("填写 {{ keeper }}", "某某")


def elsewhere(sheet: Any) -> None:
    sheet.parent.create_sheet("附页").oddHeader.left.text = "｛｛ keeper ｝｝"


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        (in_header, "页眉", "标签“{{ keeper }}”写在页眉里"),
        (in_footer, "页脚", "标签“{{ keper }}”写在页脚里"),
        (in_comment, "Sheet!A1", "标签“{{ keeper }}”写在批注里"),
        (elsewhere, "页眉", "标签“｛｛ keeper ｝｝”写在页眉里"),
    ],
)
def test_a_tag_that_stands_in_no_cell_is_found(change: Any, place: str, said: str) -> None:
    ((where, message),) = check(SOUND, change)
    assert (where, said in message) == (place, True)


def test_a_tag_in_a_text_box_is_found() -> None:
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:oneCellAnchor><xdr:from>'
        "<xdr:col>4</xdr:col><xdr:row>7</xdr:row></xdr:from><xdr:sp><xdr:txBody><a:p><a:r><a:t>{{ keeper }}</a:t>"
        "</a:r></a:p></xdr:txBody></xdr:sp></xdr:oneCellAnchor></xdr:wsDr>"
    )
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="d" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" '
        'Target="../drawings/drawing1.xml"/></Relationships>'
    )
    parts = {"xl/drawings/drawing1.xml": drawing, "xl/worksheets/_rels/sheet1.xml.rels": relation}
    sheet = data(text("保管人", "A1") + text("{{ keeper }}", "B1"), after='<drawing r:id="d"/>')
    package = open_file(workbook(sheet, parts=parts)).package
    assert package is not None
    (finding,) = outside_cells(package)
    assert (finding.code, finding.raw, str(finding.where)) == ("KD618", "{{ keeper }}", "表1!E8")
