"""What refers to rows follows them when a list grows: formulas, rules, names, breaks, notes, pictures, charts."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.chart import Reference as ChartReference
from openpyxl.comments import Comment
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.formatting.rule import FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table

import kjfz_docs as kd
from tests.grids.workbooks import MAIN
from tests.making import part, with_part
from tests.office import convert, needs_libreoffice
from tests.writing.test_xlsx import Shopping, form, shopping, template

SHEET = "xl/worksheets/sheet1.xml"


def book(count: int, change: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(kd.render(shopping(count), "xlsx", form=form(change))))


def sheet(count: int, change: Any) -> Any:
    return book(count, change).active


def put(**cells: str) -> Any:
    def change(sheet: Any) -> None:
        for cell, value in cells.items():
            sheet[cell] = value

    return change


# ------------------------------------------------------------------ formulas of cells
# The template: {%tr for %} in row 6, the item in row 7, {%tr endfor %} in row 8, the total in row 9.


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("=SUM(D7:D7)", "=SUM(D6:D8)"),
        ("=SUM(D7)", "=SUM(D6:D8)"),
        ("=SUM($D$6:$D$8)", "=SUM($D$6:$D$8)"),
        ("=SUBTOTAL(9,'清单'!D7)", "=SUBTOTAL(9,'清单'!D6:D8)"),
        ("=COUNTA(D5:D9)", "=COUNTA(D5:D9)"),
        ('=D10&"D7"&其他!D7', '=D10&"D7"&其他!D7'),
        ("=SUM(7:7)", "=SUM(6:8)"),
        ("=SUM(D:D)", "=SUM(D:D)"),
    ],
)
def test_a_formula_below_a_list_grows_with_it(formula: str, moved: str) -> None:
    assert sheet(3, put(D9=formula))["D9"].value == moved


def test_a_formula_in_a_list_is_that_of_its_own_row() -> None:
    made = sheet(3, put(F7="=C7*D7", G7="=C7/SUM($C$7:$C$7)", H7="=SUM(C$7:C7)", I7="=D7*$F$3+F10"))
    assert [made[f"F{row}"].value for row in (6, 7, 8)] == ["=C6*D6", "=C7*D7", "=C8*D8"]
    assert [made[f"G{row}"].value for row in (6, 8)] == ["=C6/SUM($C$6:$C$8)", "=C8/SUM($C$6:$C$8)"]
    assert [made[f"H{row}"].value for row in (6, 8)] == ["=SUM(C$6:C6)", "=SUM(C$6:C8)"]
    assert [made[f"I{row}"].value for row in (6, 8)] == ["=D6*$F$3+F10", "=D8*$F$3+F10"]


def test_a_sum_over_an_empty_list_is_nought_and_not_of_itself() -> None:
    assert sheet(0, put(D9="=SUM(D7:D7)"))["D6"].value == "=SUM(D1048576:D1048576)"
    assert sheet(0, put(D9="=SUM(D5:D7)"))["D6"].value == "=SUM(D5:D5)"


def test_an_array_formula_moves_with_its_range() -> None:
    def change(sheet: Any) -> None:
        sheet["D10"] = ArrayFormula("D10:D11", "=D7:D7*2")

    made = sheet(3, change)["D10"].value
    assert (made.ref, made.text) == ("D10:D11", "=D6:D8*2")


def test_a_shared_formula_is_each_cells_own() -> None:
    data = template(put(D9="=SUM(D7:D7)", E9="=0"))
    xml = part(data, SHEET).decode()
    xml = xml.replace("<f>SUM(D7:D7)</f>", '<f t="shared" ref="D9:E9" si="0">SUM(D7:D7)</f>')
    xml = xml.replace("<f>0</f>", '<f t="shared" si="0"/>')
    mine = kd.Form(id="shopping", record=Shopping, xlsx=with_part(data, {SHEET: xml.encode()}))
    made = openpyxl.load_workbook(io.BytesIO(kd.render(shopping(2), "xlsx", form=mine))).active
    assert made is not None
    assert [made["D8"].value, made["E8"].value] == ["=SUM(D6:D7)", "=SUM(E6:E7)"]


def test_formulas_of_other_sheets_follow_and_their_old_results_are_dropped() -> None:
    def change(sheet: Any) -> None:
        first, second, third = (sheet.parent.create_sheet(name) for name in ("汇总", "再汇总", "说明"))
        first["A1"], first["A2"] = "=SUM(清单!C7:C7)", "=A1"
        second["A1"] = "=汇总!A1"
        third["A1"] = "=1+1"

    data = template(change)
    sheets = {f"xl/worksheets/sheet{n}.xml": part(data, f"xl/worksheets/sheet{n}.xml") for n in (2, 3, 4)}
    with_results = {name: re.sub(rb"<v\s*/>|<v></v>", b"<v>5</v>", xml) for name, xml in sheets.items()}
    mine = kd.Form(id="shopping", record=Shopping, xlsx=with_part(data, with_results))
    written = kd.render(shopping(3), "xlsx", form=mine)
    texts = [part(written, name).decode() for name in sheets]
    assert "SUM(清单!C6:C8)" in texts[0]
    assert ["<v>5</v>" in text for text in texts] == [False, False, True]
    assert b'fullCalcOnLoad="1"' in part(written, "xl/workbook.xml")
    assert kd.read(written, forms=[mine]).findings == ()


def test_the_chain_of_calculation_is_not_copied() -> None:
    data = template(put(D9="=SUM(D7:D7)"))
    chain = f'<calcChain xmlns="{MAIN}"><c r="D9" i="1"/></calcChain>'
    relations, types = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    link = b'<Relationship Id="rId99" Target="calcChain.xml" Type="%s"/></Relationships>' % kind
    override = (
        b'<Override PartName="/xl/calcChain.xml" ContentType="application/'
        b'vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>'
    )
    changed = {
        relations: part(data, relations).replace(b"</Relationships>", link),
        types: part(data, types).replace(b"</Types>", override),
    }
    stream = io.BytesIO(with_part(data, changed))
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/calcChain.xml", chain)
    mine = kd.Form(id="shopping", record=Shopping, xlsx=stream.getvalue())
    with zipfile.ZipFile(io.BytesIO(kd.render(shopping(2), "xlsx", form=mine))) as package:
        assert "xl/calcChain.xml" not in package.namelist()
        assert not any(b"calcChain" in package.read(name) for name in (relations, types))


def test_what_a_form_calculates_for_itself_is_no_doubt() -> None:
    mine = form(put(F5="金额", F7="=C7*D7", D9="=SUM(D7:D7)", F9="=SUM(F7)"))
    reading = kd.read(kd.render(shopping(3), "xlsx", form=mine), forms=[mine])
    assert (reading.record, reading.findings) == (shopping(3), ())


def test_what_somebody_else_calculates_beside_the_forms_own_formulas_is_said() -> None:
    mine = form(put(F5="金额", F7="=D7+D7"))
    book: Any = openpyxl.load_workbook(io.BytesIO(kd.render(shopping(3), "xlsx", form=mine)))
    book.active["C6"] = "=1+2"
    stream = io.BytesIO()
    book.save(stream)
    reading = kd.read(stream.getvalue(), forms=[mine])
    assert reading.record is not None
    assert reading.record.items[0].count == 3
    assert "KD238" in {finding.code for finding in reading.findings}


class TestCalculated:
    pytestmark = needs_libreoffice

    def test_what_another_program_calculated_is_no_doubt_either(self, tmp_path: Path) -> None:
        mine = form(put(F5="金额", F7="=C7*D7", D9="=SUM(D7:D7)", B11='=IF(C9>3,"多","少")'))
        (saved,) = convert(
            [kd.write(shopping(3), tmp_path / "甲.xlsx", form=mine)], "xlsx", tmp_path / "saved"
        )
        values = openpyxl.load_workbook(saved, data_only=True).active
        assert values is not None
        assert [values[cell].value for cell in ("F8", "D9", "B11")] == [4.5, 4.5, "多"]
        reading = kd.read(saved, forms=[mine])
        assert (reading.record, reading.findings) == (shopping(3), ())


# ------------------------------------------------------------------ everything else that names rows


def test_rules_follow_with_what_they_compare() -> None:
    def change(sheet: Any) -> None:
        rule = FormulaRule(formula=["AND($C7>AVERAGE($C$7:$C$7),COUNTA($B7:$E7)>$C$9)"])
        sheet.conditional_formatting.add("B7:E7", rule)
        sheet.add_data_validation(DataValidation(type="list", formula1="$B$9:$B$10", sqref="E7"))

    made = sheet(3, change)
    ((ranges, (rule,)),) = made.conditional_formatting._cf_rules.items()
    assert str(ranges.sqref) == "B6:E8"
    assert rule.formula == ["AND($C6>AVERAGE($C$6:$C$8),COUNTA($B6:$E6)>$C$9)"]
    (validation,) = made.data_validations.dataValidation
    assert (str(validation.sqref), validation.formula1) == ("E6:E8", "$B$9:$B$10")


def test_rules_of_a_list_without_items_are_gone_with_it() -> None:
    def change(sheet: Any) -> None:
        sheet.conditional_formatting.add("C7", FormulaRule(formula=["$C7>1"]))
        sheet.add_data_validation(DataValidation(type="list", formula1='"甲,乙"', sqref="E7"))

    made = sheet(0, change)
    assert not made.data_validations.dataValidation
    assert not list(made.conditional_formatting)


def test_names_of_the_whole_workbook_follow() -> None:
    def change(sheet: Any) -> None:
        names = {"全部": "清单!$C$7", "表头": "清单!$B$5:$E$5", "备注": "清单!$B$10", "他表": "其他!$C$7"}
        for name, ref in names.items():
            sheet.parent.defined_names[name] = DefinedName(name, attr_text=ref)

    names = book(3, change).defined_names
    assert {name: each.attr_text for name, each in names.items()} == {
        "全部": "清单!$C$6:$C$8",
        "表头": "清单!$B$5:$E$5",
        "备注": "清单!$B$10",
        "他表": "其他!$C$7",
    }


def test_page_breaks_links_notes_filters_and_tables_follow() -> None:
    def change(sheet: Any) -> None:
        for row in (7, 8, 9):
            sheet.row_breaks.append(Break(id=row))
        sheet["B10"].comment = Comment("注意", "某")
        sheet["B10"].hyperlink = Hyperlink(ref="B10", location="清单!C9", display="合计")
        sheet.auto_filter.ref = "B5:E7"
        sheet.add_table(Table(displayName="清单表", ref="G5:H7"))
        sheet["G5"], sheet["H5"] = "甲", "乙"

    made = sheet(40, change)
    assert [each.id for each in made.row_breaks.brk] == [45, 46]
    assert made["B47"].comment.text == "注意"
    assert (made["B47"].hyperlink.ref, made["B47"].hyperlink.location) == ("B47", "清单!C46")
    assert (made.auto_filter.ref, made.tables["清单表"].ref) == ("B5:E45", "G5:H45")


def test_a_table_over_a_list_without_items_has_a_row_below_its_heads() -> None:
    def change(sheet: Any) -> None:
        sheet.add_table(Table(displayName="清单表", ref="G5:H7"))
        sheet["G5"], sheet["H5"] = "甲", "乙"

    table = sheet(0, change).tables["清单表"]
    assert (table.ref, table.autoFilter.ref if table.autoFilter else "G5:H6") == ("G5:H6", "G5:H6")


def test_pictures_stand_where_they_stood_and_charts_show_the_whole_list() -> None:
    def change(sheet: Any) -> None:
        chart = BarChart()
        chart.add_data(ChartReference(sheet, min_col=3, min_row=7, max_row=7))
        sheet.add_chart(chart, "B12")

    written = kd.render(shopping(40), "xlsx", form=form(change))
    (chart,) = openpyxl.load_workbook(io.BytesIO(written)).active._charts
    assert chart.anchor._from.row == 11 - 2 + 39
    assert chart.series[0].val.numRef.f == "'清单'!$C$6:$C$45"


def test_the_box_of_a_note_stands_at_its_cell() -> None:
    def change(sheet: Any) -> None:
        sheet["B10"].comment = Comment("注意", "某")

    written = kd.render(shopping(3), "xlsx", form=form(change))
    name = next(n for n in zipfile.ZipFile(io.BytesIO(written)).namelist() if n.endswith(".vml"))
    assert re.findall(rb"Row>(\d+)<", part(written, name)) == [b"9"]


# ------------------------------------------------------------------ what is gone, and what is counted


def sheet_xml(count: int, change: Any) -> str:
    return part(kd.render(shopping(count), "xlsx", form=form(change)), SHEET).decode()


def test_a_list_of_which_nothing_is_left_is_gone_too() -> None:
    def change(sheet: Any) -> None:
        sheet.add_data_validation(DataValidation(type="list", formula1='"甲,乙"', sqref="E7"))
        sheet["B7"].hyperlink = Hyperlink(ref="B7", location="清单!C9", display="合计")

    names = ("<dataValidations", "<hyperlinks")
    assert [name in sheet_xml(1, change) for name in names] == [True, True]
    # Excel calls a file damaged in which such a list is empty.
    assert [name in sheet_xml(0, change) for name in names] == [False, False]


def test_a_list_of_which_something_is_left_says_how_much() -> None:
    def change(sheet: Any) -> None:
        for cell in ("E7", "E9", "E10"):
            sheet.add_data_validation(DataValidation(type="list", formula1='"甲,乙"', sqref=cell))

    found = [re.search(r'<dataValidations [^>]*count="(\d+)"', sheet_xml(count, change)) for count in (1, 0)]
    assert [each and each[1] for each in found] == ["3", "2"]


def test_page_breaks_that_became_one_are_counted_as_one() -> None:
    def change(sheet: Any) -> None:
        for row in (7, 8, 9):
            sheet.row_breaks.append(Break(id=row))
        sheet.row_breaks.append(Break(id=10, man=False))

    (found,) = re.findall(r"<rowBreaks [^>]*>", sheet_xml(3, change))
    assert (' count="3"' in found, 'manualBreakCount="2"' in found) == (True, True)


@pytest.mark.parametrize(
    ("rows", "moved"),
    [((6, 6), (5, 5)), ((6, 7), (5, 44)), ((8, 8), (45, 45))],
    ids=["in the row of the list", "over the list", "below the list"],
)
def test_a_picture_within_a_row_stays_there_and_one_over_the_list_grows(
    rows: tuple[int, int], moved: tuple[int, int]
) -> None:
    def change(sheet: Any) -> None:
        chart = BarChart()
        chart.anchor = TwoCellAnchor(
            _from=AnchorMarker(col=6, row=rows[0]), to=AnchorMarker(col=8, row=rows[1])
        )
        sheet.add_chart(chart)

    anchor = book(40, change).active._charts[0].anchor
    assert (anchor._from.row, anchor.to.row) == moved
