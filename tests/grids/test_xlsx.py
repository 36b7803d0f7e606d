"""Workbooks as grids: which lines a sheet has, and what stands in its cells."""

from __future__ import annotations

import contextlib
import io
import itertools
import string
import time
from textwrap import dedent

import openpyxl
import pytest

from kjfz_docs.errors import Refused
from kjfz_docs.grids import Limits, LineKind
from kjfz_docs.grids.model import Format
from tests.grids.workbooks import data, grid_of, merged, number, text, workbook

COLUMNS = [
    *string.ascii_uppercase,
    *("".join(pair) for pair in itertools.product("ABCDEFGHIJ", string.ascii_uppercase)),
]


def drawn(*sheets: str, **parts: object) -> str:
    return grid_of(workbook(*sheets, **parts)).draw()  # type: ignore[arg-type]


def picture(text: str) -> str:
    return dedent(text).strip("\n")


# ------------------------------------------------------------------ lines


def test_a_row_that_one_cell_fills_is_a_paragraph() -> None:
    sheet = data(text("附件3"), text("序号") + text("姓名"), text("1") + text("李明"), after=merged("A1:B1"))
    assert drawn(sheet) == picture("""
          附件3
        | 序号 | 姓名
        | 1 | 李明
    """)


def test_a_table_may_stand_anywhere() -> None:
    sheet = '<sheetData><row r="5">' + text("序号", "D5") + text("姓名", "E5") + "</row></sheetData>"
    grid = grid_of(workbook(sheet))
    assert grid.draw() == "| 序号 | 姓名"
    assert [str(cell.place) for cell in grid.cells()] == ["表1!D5", "表1!E5"]


def test_a_merged_range_is_one_cell_and_reaches_into_the_rows_below() -> None:
    sheet = data(
        text("武汉市") + text("1"), "<c/>" + text("2"), text("合计") + text("3"), after=merged("A1:A2")
    )
    grid = grid_of(workbook(sheet))
    assert [len(line.cells) for line in grid.lines] == [2, 1, 2]
    (above,) = grid.lines[1].above
    assert (above.text, above.height) == ("武汉市", 2)


def test_frames_without_text_belong_to_the_table() -> None:
    styles = (
        '<borders><border/><border><left style="thin"/></border></borders>'
        '<cellXfs><xf/><xf borderId="1"/></cellXfs>'
    )
    sheet = data(text("姓名") + '<c s="1"/>', '<c s="1"/><c s="1"/>')
    assert drawn(sheet, styles=styles) == "| 姓名 | \n|  | "


def test_a_frame_below_rows_without_one_begins_a_table() -> None:
    styles = (
        '<borders><border/><border><left style="thin"/></border></borders>'
        '<cellXfs><xf/><xf borderId="1"/></cellXfs>'
    )
    line, framed = text("填报人：") + text("王芳"), text("姓名", style=1) + text("李明", style=1)
    grid = grid_of(workbook(data(line, framed, framed, line), styles=styles))
    assert [row.table for row in grid.lines] == [0, 1, 1, 1]


def test_rows_under_one_merged_range_are_of_one_table() -> None:
    sheet = f"""<sheetData><row r="1">{text("项目")}{text("数")}</row><row r="2">{text("甲")}{text("1")}</row>
        <row r="3"><c r="B3" t="inlineStr"><is><t>2</t></is></c></row></sheetData>
        <mergeCells><mergeCell ref="A2:A3"/></mergeCells>"""
    assert [row.table for row in grid_of(workbook(sheet)).lines] == [0, 0, 0]


def test_blank_rows_between_tables_stay_and_chasms_are_closed() -> None:
    sheet = (
        f'<sheetData><row r="1">{text("甲")}{text("乙")}</row>'
        f'<row r="3">{text("丙")}</row><row r="90000">{text("丁")}</row></sheetData>'
    )
    assert drawn(sheet).splitlines() == ["| 甲 | 乙", "  ", "  丙", "  丁"]


def test_sheets_follow_one_another_and_hidden_ones_are_said() -> None:
    one, two = data(text("甲") + text("乙")), data(text("丙") + text("丁"))
    grid = grid_of(workbook(one, two, one, states={3: "hidden"}))
    assert grid.draw() == "| 甲 | 乙\n| 丙 | 丁"
    assert [line.table for line in grid.lines] == [0, 1]
    assert [(f.code, str(f.where)) for f in grid.findings] == [("KD228", "")]
    assert "表3" in grid.findings[0].message


def test_hidden_rows_and_columns_are_read_and_said_once() -> None:
    sheet = (
        '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'
        f'<row hidden="1">{text("甲")}{text("乙")}</row></sheetData>'
    )
    grid = grid_of(workbook(sheet))
    assert grid.draw() == "| 甲 | 乙"
    assert [f.code for f in grid.findings] == ["KD227"]


# ------------------------------------------------------------------ values


def test_shared_and_rich_strings_are_texts_without_their_pronunciation() -> None:
    strings = (
        "<si><t>李明</t></si>"
        '<si><r><rPr><strike/></rPr><t>李</t></r><r><t>明</t></r><rPh sb="0" eb="1"><t>リ</t></rPh></si>'
    )
    grid = grid_of(workbook(data('<c t="s"><v>0</v></c><c t="s"><v>1</v></c>'), strings=strings))
    assert grid.draw() == "| 李明 | 李明"
    (_, second) = grid.cells()
    assert second.rich.spans == ((0, 1, Format(strike=True)),)


def test_a_symbol_font_makes_a_letter_a_tick() -> None:
    styles = (
        '<fonts><font/><font><name val="Wingdings 2"/></font></fonts><cellXfs><xf/><xf fontId="1"/></cellXfs>'
    )
    assert drawn(data(text("R", style=1) + text("R")), styles=styles) == "| ☑ | R"


def test_escaped_characters_and_line_ends_are_what_was_typed() -> None:
    assert drawn(data(text("_x0041_") + text("_x005F_x0041_") + text("甲\n乙"))) == "| A | _x0041_ | 甲¶乙"
    assert drawn(data(text("_xD842__xDFB7_") + text("x"))) == "| 𠮷 | x"


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("General", "45163", "45163"),
        ("yyyy/m/d", "45163", "2023年8月25日"),
        ('yyyy"年"m"月"d"日"', "45163.5", "2023年8月25日 12:00"),
        ("yyyy/m/d", "60", "1900年2月29日"),
        ("yyyy/m/d", "59", "1900年2月28日"),
        ("h:mm", "0.5", "12:00"),
        ("0.00%", "0.125", "12.5%"),
        ('0"个"', "12", "12个"),
        ('0!.0,"万"', "12000", "1.2万"),
        ("0!.0000", "12000", "1.2"),
        ("0.0,", "12000", "12"),
        ('General"万"', "12", "12万"),
        ('G/通用格式"个"', "12", "12个"),
        ("G/通用格式", "12.5", "12.5"),
        ('[=1]"是";[=0]"否"', "1", "是"),
        ('[=1]"是";[=0]"否"', "0", "否"),
        ('[=1]"是";[=0]"否"', "7", "7"),
        ('0;-0;"无"', "0", "无"),
        (r"#,##0_ ;[Red]\-#,##0\ ", "-12", "-12"),
        ("0;(0)", "-12", "-12"),
        ('yyyy"年"m"月"', "45163", "2023年8月"),
        ('m"月"d"日"', "45163", "8月25日"),
        ("[$-F800]dddd, mmmm dd, yyyy", "45163", "2023年8月25日"),
        ("aaaa", "45163", "45163"),
        ("yyyy/m/d", "0", "0"),
        ("000", "7", "007"),
        ("#,##0.00", "1234.5", "1234.5"),
        ("[Red]0;-0", "3", "3"),
        ("@", "3", "3"),
        ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0", "0"),
    ],
)
def test_a_number_is_shown_by_its_format(code: str, value: str, shown: str) -> None:
    quoted = code.replace('"', "&quot;")
    styles = (
        f'<numFmts><numFmt numFmtId="200" formatCode="{quoted}"/></numFmts>'
        '<cellXfs><xf/><xf numFmtId="200"/></cellXfs>'
    )
    assert drawn(data(number(value, style=1) + text("|")), styles=styles) == f"| {shown} | |"


def test_days_may_count_from_1904() -> None:
    styles = '<cellXfs><xf/><xf numFmtId="14"/></cellXfs>'
    sheet = data(number("43701", style=1) + text("x"))
    properties = '<workbookPr date1904="1"/>'
    assert drawn(sheet, styles=styles, properties=properties) == "| 2023年8月25日 | x"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0.30000000000000004", "0.3"),
        ("1.2E4", "12000"),
        ("-0", "0"),
        ("622202123456789", "622202123456789"),
        ("6.22202123456789E18", "6.22202123456789E+18"),
        ("6222021234567890123", "6.22202123456789E+18"),
        ("1E16", "1E+16"),
    ],
)
def test_a_number_has_the_digits_that_can_be_trusted(value: str, shown: str) -> None:
    assert drawn(data(number(value) + text("x"))) == f"| {shown} | x"


def test_formulas_show_their_results_and_are_doubted_without() -> None:
    grid = grid_of(workbook(data("<c><f>1*2</f><v>2</v></c><c><f>1*2</f></c>" + text("x"))))
    assert grid.draw() == "| 2 |  | x"
    assert [[f.code for f in cell.findings] for cell in grid.cells()] == [[], ["KD225"], []]


def test_an_empty_result_is_none_unless_it_is_a_text() -> None:
    grid = grid_of(workbook(data('<c><f>RAND()</f><v/></c><c t="str"><f>""</f><v></v></c>' + text("x"))))
    assert [[f.code for f in cell.findings] for cell in grid.cells()] == [["KD225"], [], []]


def test_what_a_format_or_a_merged_range_hides_is_said() -> None:
    styles = '<numFmts><numFmt numFmtId="200" formatCode=";;;"/></numFmts><cellXfs><xf/><xf numFmtId="200"/></cellXfs>'
    sheet = data(
        number("5", style=1) + text("甲") + text("戊", style=1),
        text("乙") + text("丙") + text("丁"),
        after=merged("A2:B2"),
    )
    grid = grid_of(workbook(sheet, styles=styles))
    assert grid.draw() == "|  | 甲 | \n| 乙 | 丁"
    hidden = [cell.place.cell for cell in grid.cells() if [f.code for f in cell.findings] == ["KD210"]]
    assert hidden == ["A1", "C1", "A2"]


@pytest.mark.parametrize("value", ["1E9999999999999999", "1E-999990", "NaN", "-1E308"])
def test_a_number_that_no_program_keeps_does_no_harm(value: str) -> None:
    grid = grid_of(workbook(data(number(value) + text("x"))))
    assert len(grid.lines[0].text) < 40


def test_errors_are_no_texts() -> None:
    grid = grid_of(workbook(data('<c t="e"><v>#REF!</v></c>' + text("x"))))
    assert grid.draw() == "|  | x"
    assert [f.raw for cell in grid.cells() for f in cell.findings] == ["#REF!"]


def test_strict_workbooks_are_read_too() -> None:
    strict = workbook(data(text("甲") + text("乙")), strict=True)
    assert grid_of(strict).draw() == "| 甲 | 乙"


def test_what_openpyxl_writes_is_read() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "人数", None, True])
    sheet.append(["李明", 12.5, "=1*2", False])
    stream = io.BytesIO()
    book.save(stream)
    grid = grid_of(stream.getvalue())
    assert grid.draw() == "| 姓名 | 人数 |  | TRUE\n| 李明 | 12.5 |  | FALSE"
    assert [(str(cell.place), f.code) for cell in grid.cells() for f in cell.findings] == [
        ("Sheet!C2", "KD225")
    ]


# ------------------------------------------------------------------ limits


@pytest.mark.parametrize(
    "sheet",
    [
        '<sheetData><row r="0"><c/></row></sheetData>',
        '<sheetData><row r="1"><c r="ZZZZ1"><v>1</v></c></row><row r="9999999"><c><v>1</v></c></row></sheetData>',
        '<sheetData><row><c t="s"><v>7</v></c></row></sheetData>',
    ],
)
def test_a_damaged_sheet_is_refused(sheet: str) -> None:
    with pytest.raises(Refused) as refused:
        grid_of(workbook(sheet))
    assert refused.value.findings[0].code == "KD102"


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        grid_of(workbook(data(*[text("甲") + text("乙")] * 10)), Limits(blocks=15))
    assert refused.value.findings[0].code == "KD104"


def test_a_range_over_the_whole_sheet_costs_nothing() -> None:
    sheet = data(text("甲") + text("乙"), after=merged("A1:XFD1", "A2:A1048576"))
    assert len(grid_of(workbook(sheet)).lines) <= 3
    assert grid_of(workbook(sheet)).lines[0].kind is LineKind.PARAGRAPH


@pytest.mark.parametrize(
    "ranges",
    [
        # Hundreds side by side that reach down over thousands of rows.
        [f"{column}1:{column}20000" for column in COLUMNS],
        # Ranges upon ranges.
        [f"A{row}:Z{row + 20_000}" for row in range(1, 20_000)],
        # Wide ones over everything.
        [f"A{row}:{column}{row + 5}" for row in range(1, 3000) for column in COLUMNS[1:9]],
    ],
)
def test_merged_ranges_without_end_take_no_time_without_end(ranges: list[str]) -> None:
    rows = [number("1") * 20] * 2000
    started = time.perf_counter()
    with contextlib.suppress(Refused):
        grid_of(workbook(data(*rows, after=merged(*ranges))))
    assert time.perf_counter() - started < 20
