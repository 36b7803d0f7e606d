"""No text of a workbook is cut off in print: a row that would be too high goes on in further rows."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pypdf
import pytest
from openpyxl.styles import Border, Side

import kjfz_docs as kd
from tests.making import part
from tests.office import convert, needs_libreoffice

TALLEST = 409.5


def marked(count: int, between: str = "字字字字字") -> str:
    """A long text whose stretches can be told apart."""
    return "".join(f"{number:05d}{between}" for number in range(count)).strip()


def failed(serial: int) -> kd.AcceptanceRow:
    return kd.AcceptanceRow(
        prefecture="武汉市", serial=serial, name=f"王{serial}", passed=False, failure_reason=marked(120)
    )


LONG = {
    "a report": kd.Assessment(
        name="李明", report=kd.ServiceReport(achievements=marked(600), suggestions="最后的建议")
    ),
    "a report of short paragraphs": kd.Assessment(
        name="李明", report=kd.ServiceReport(achievements=marked(150, "段\n"), suggestions="最后的建议")
    ),
    "an opinion": kd.Assessment(
        name="李明", opinions=kd.Opinions(host_enterprise=kd.Opinion(text=marked(150)))
    ),
    "a cell of a list": kd.AbsenceSummary(
        rows=(kd.AbsenceRow(serial=1, name="王芳", reason=marked(250)), kd.AbsenceRow(serial=2, name="李明"))
    ),
    "rows that share a merged cell": kd.AcceptanceSummary(rows=(failed(1), failed(2))),
    "a row alone in its group": kd.AcceptanceSummary(rows=(failed(1),)),
}


def sheet(data: bytes) -> str:
    return part(data, "xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("record", LONG.values(), ids=LONG.keys())
def test_no_row_is_higher_than_a_row_can_be(record: Any) -> None:
    heights = [
        float(height) for height in re.findall(r'<row [^>]* ht="([^"]+)"', sheet(kd.render(record, "xlsx")))
    ]
    assert max(heights) <= TALLEST
    assert sum(heights) > 2 * TALLEST


@pytest.mark.parametrize("record", LONG.values(), ids=LONG.keys())
def test_a_text_over_several_rows_is_read_back(record: Any) -> None:
    assert kd.read(kd.render(record, "xlsx")).record == record


@pytest.mark.parametrize("record", LONG.values(), ids=LONG.keys())
def test_merged_ranges_do_not_overlap(record: Any) -> None:
    taken: set[tuple[str, int]] = set()
    for left, top, right, bottom in re.findall(
        r'mergeCell ref="([A-Z])([0-9]+):([A-Z])([0-9]+)"', sheet(kd.render(record, "xlsx"))
    ):
        cells = {
            (chr(column), row)
            for column in range(ord(left), ord(right) + 1)
            for row in range(int(top), int(bottom) + 1)
        }
        assert not cells & taken
        taken |= cells


@attrs.frozen(kw_only=True)
class Tool:
    title: str | None = None
    count: int | None = None


@attrs.frozen(kw_only=True)
class Register:
    tools: tuple[Tool, ...] = ()
    note: str | None = None
    by: str | None = None


# What follows a list in forms of others, in narrow cells that nothing merges.
BELOW_A_LIST = {
    "a label and its value": (("备注", "{{ note }}"), ("经办人", "{{ by }}")),
    "one paragraph": (("备注：{{ note }}",), ("经办人：{{ by }}",)),
    "a label alone, then its value": (("备注",), ("{{ note }}",), ("经办人：{{ by }}",)),
    "two labels in a row": (("备注", "{{ note }}", "经办人", "{{ by }}"),),
}


@pytest.mark.parametrize("framed", [True, False])
@pytest.mark.parametrize("below", BELOW_A_LIST.values(), ids=BELOW_A_LIST.keys())
def test_a_long_text_below_the_list_of_another_form_is_read_back(
    below: tuple[tuple[str, ...], ...], framed: bool
) -> None:
    rows = (
        ("工具登记",),
        ("名称", "数量", "单价", "备查"),
        ("{%tr for tool in tools %}",),
        ("{{ tool.title }}", "{{ tool.count }}", "", ""),
        ("{%tr endfor %}",),
        *below,
    )
    book = openpyxl.Workbook()
    sheet: Any = book.active
    side = Side(style="thin")
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column, text)
            if framed and len(row) > 1:
                cell.border = Border(side, side, side, side)
    stream = io.BytesIO()
    book.save(stream)
    mine = kd.Form(id="register", record=Register, xlsx=stream.getvalue())
    tools = tuple(Tool(title=f"泵{number}", count=number) for number in range(3))
    record = Register(tools=tools, note=marked(140), by="王芳")
    reading = kd.read(kd.render(record, "xlsx", form=mine), forms=[mine])
    assert (reading.record, reading.findings) == (record, ())


class TestPrinted:
    pytestmark = needs_libreoffice

    @pytest.mark.parametrize("record", LONG.values(), ids=LONG.keys())
    def test_every_stretch_of_a_long_text_is_printed(self, record: Any, tmp_path: Path) -> None:
        file = kd.write(record, tmp_path / "long.xlsx")
        (printed,) = convert([file], "pdf", tmp_path / "pdf")
        pages = pypdf.PdfReader(io.BytesIO(printed.read_bytes())).pages
        text = "".join("".join(page.extract_text().split()) for page in pages)
        wanted = set(re.findall(r"[0-9]{5}(?=字|段)", kd.to_json(record)))
        assert len(wanted) >= 120
        assert [mark for mark in sorted(wanted) if mark not in text] == []
