"""Workbooks of other hands as templates: items of several rows, several sums, other calendars, prefixes."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any

import attrs
import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.styles import Alignment
from openpyxl.worksheet.datavalidation import DataValidation

import kjfz_docs as kd
from tests.making import part, with_part
from tests.writing.test_xlsx import Item, Shopping, shopping, template


@attrs.frozen(kw_only=True)
class Amounts:
    count: int | None = None


@attrs.frozen(kw_only=True)
class Line:
    title: str | None = None
    planned: Amounts = attrs.field(factory=Amounts)
    done: Amounts = attrs.field(factory=Amounts)


@attrs.frozen(kw_only=True)
class Totals:
    planned: Amounts = attrs.field(factory=Amounts)
    done: Amounts = attrs.field(factory=Amounts)


@attrs.frozen(kw_only=True)
class Plan:
    lines: tuple[Line, ...] = ()
    remark: str | None = None

    @property
    def total(self) -> Totals:
        planned, done = (
            sum(getattr(line, name).count or 0 for line in self.lines) for name in ("planned", "done")
        )
        return Totals(planned=Amounts(count=planned), done=Amounts(count=done))


def workbook(*rows: tuple[str, ...], merged: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    for each in merged:
        sheet.merge_cells(each)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def plan(count: int) -> Plan:
    lines = (
        Line(title=f"项目{n}", planned=Amounts(count=n), done=Amounts(count=9 * n)) for n in range(count)
    )
    return Plan(lines=tuple(lines), remark="无误")


def sheet_of(record: Any, mine: kd.Form) -> Any:
    return openpyxl.load_workbook(io.BytesIO(kd.render(record, "xlsx", form=mine))).active


def test_fields_of_one_name_in_two_parts_have_each_its_own_sum() -> None:
    data = workbook(
        ("项目", "计划", "完成"),
        ("{%tr for line in lines %}",),
        ("{{ line.title }}", "{{ line.planned.count }}", "{{ line.done.count }}"),
        ("{%tr endfor %}",),
        ("合计", "{{ total.planned.count }}", "{{ total.done.count }}"),
        ("备注", "{{ remark }}"),
    )
    made = sheet_of(plan(3), kd.Form(id="plan", record=Plan, xlsx=data))
    assert [made["B5"].value, made["C5"].value] == ["=SUM(B2:B4)", "=SUM(C2:C4)"]


TWO_ROWS = workbook(
    ("项目", "内容", "数"),
    ("{%tr for line in lines %}",),
    ("{{ line.title }}", "计划", "{{ line.planned.count }}"),
    ("", "完成", "{{ line.done.count }}"),
    ("{%tr endfor %}",),
    ("备注", "{{ remark }}"),
    merged=("A3:A4",),
)


def test_what_is_merged_over_the_rows_of_an_item_is_so_for_each() -> None:
    mine = kd.Form(id="plan", record=Plan, xlsx=TWO_ROWS)
    made = sheet_of(plan(3), mine)
    assert {str(each) for each in made.merged_cells.ranges} == {"A2:A3", "A4:A5", "A6:A7"}
    assert kd.read(kd.render(plan(3), "xlsx", form=mine), forms=[mine]).record == plan(3)


def heights(alignment: Alignment, *titles: str) -> list[float]:
    """Those of the rows of a long item and of a short one, whose titles are aligned so in the template."""
    book = openpyxl.load_workbook(io.BytesIO(TWO_ROWS))
    sheet: Any = book.active
    sheet["A3"].alignment = alignment
    stream = io.BytesIO()
    book.save(stream)
    lines = tuple(Line(title=title, planned=Amounts(count=1)) for title in titles or ("长" * 40, "短"))
    made = sheet_of(Plan(lines=lines), kd.Form(id="plan", record=Plan, xlsx=stream.getvalue()))
    return [made.row_dimensions[row].height for row in (2, 3, 4, 5)]


@pytest.mark.parametrize("alignment", [Alignment(wrap_text=True), Alignment(vertical="justify")])
def test_a_long_text_of_one_item_makes_the_rows_of_no_other_higher(alignment: Alignment) -> None:
    found = heights(alignment)
    assert min(found[:2]) > 50 > 20 > max(found[2:])


def test_items_of_one_text_are_of_one_height() -> None:
    found = heights(Alignment(wrap_text=True), "长" * 40, "长" * 40)
    assert len(set(found)) == 1
    assert found[0] > 50


def test_a_text_that_does_not_wrap_is_one_line() -> None:
    assert max(heights(Alignment(horizontal="center"))) < 20


@pytest.mark.parametrize(("titles", "last"), [("短" * 3, 3), (["长" * 400], 4), ("短", 2)])
def test_rows_beyond_the_last_of_a_sheet_are_refused_by_the_list_that_has_them(
    titles: Sequence[str], last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kjfz_docs.writing.xlsx_sheet.LAST_ROW", last)
    with pytest.raises(kd.UnwritableError, match=f"a sheet of a workbook has {last} rows") as refused:
        heights(Alignment(wrap_text=True), *titles)
    assert refused.value.field == "lines"


def test_rules_of_one_row_of_an_item_hold_for_that_row_of_each() -> None:
    book = openpyxl.load_workbook(io.BytesIO(TWO_ROWS))
    sheet: Any = book.active
    rule = DataValidation(type="whole", formula1="C3", sqref="C4")
    sheet.add_data_validation(rule)
    stream = io.BytesIO()
    book.save(stream)
    made = sheet_of(plan(3), kd.Form(id="plan", record=Plan, xlsx=stream.getvalue()))
    (validation,) = made.data_validations.dataValidation
    assert (str(validation.sqref), validation.formula1) == ("C3 C5 C7", "C2")


def test_days_count_from_1904_where_the_workbook_does() -> None:
    data = template()
    book = part(data, "xl/workbook.xml").replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')
    mine = kd.Form(id="shopping", record=Shopping, xlsx=with_part(data, {"xl/workbook.xml": book}))
    days = (dt.date(2024, 5, 6), dt.date(1904, 1, 1), dt.date(1903, 5, 6))
    record = Shopping(items=tuple(Item(title="泵", bought_on=day) for day in days))
    written = kd.render(record, "xlsx", form=mine)
    assert b"<v>43956</v>" in part(written, "xl/worksheets/sheet1.xml")
    assert kd.read(written, forms=[mine]).record == record


def test_a_sheet_whose_elements_have_a_prefix_is_filled() -> None:
    name = "xl/worksheets/sheet1.xml"
    data = template()
    xml = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", part(data, name)).replace(b" xmlns=", b" xmlns:x=")
    mine = kd.Form(id="shopping", record=Shopping, xlsx=with_part(data, {name: xml}))
    written = kd.render(shopping(2), "xlsx", form=mine)
    assert kd.read(written, forms=[mine]).record == shopping(2)


def test_the_print_area_is_found_behind_the_tab_of_a_chart() -> None:
    def change(sheet: Any) -> None:
        sheet.parent.create_chartsheet("图", 0).add_chart(BarChart())

    name = "xl/workbook.xml"
    data = template(change)
    # openpyxl counts worksheets alone; Excel counts all tabs, and does not repeat the name of the sheet everywhere.
    book = part(data, name).replace(b'localSheetId="0"', b'localSheetId="1"')
    book = book.replace("'清单'!$B$3".encode(), b"$B$3")
    mine = kd.Form(id="shopping", record=Shopping, xlsx=with_part(data, {name: book}))
    assert b">$B$3:$E$47<" in part(kd.render(shopping(40), "xlsx", form=mine), name)


def test_a_text_that_is_too_long_is_refused_by_its_field_under_conditions_too() -> None:
    report = kd.ServiceReport(achievements="研发", suggestions="建议" * 20_000)
    with pytest.raises(kd.UnwritableError) as refused:
        kd.render(kd.Assessment(report=report), "xlsx")
    assert refused.value.field == "report.suggestions"


WITH_BLANK_ROWS = workbook(
    ("项目", "计划", "完成"),
    ("{%tr for line in lines %}",),
    ("{{ line.title }}", "{{ line.planned.count }}", "{{ line.done.count }}"),
    ("{%tr else %}",),
    ("", "", ""),
    ("", "", ""),
    ("{%tr endfor %}",),
    ("备注", "{{ remark }}"),
    merged=("A5:A6",),
)


@pytest.mark.parametrize(("count", "merged"), [(0, {"A2:A3"}), (3, set())])
def test_blank_rows_are_merged_as_they_are_in_the_template(count: int, merged: set[str]) -> None:
    made = sheet_of(plan(count), kd.Form(id="plan", record=Plan, xlsx=WITH_BLANK_ROWS))
    assert {str(each) for each in made.merged_cells.ranges} == merged


@pytest.mark.parametrize(("count", "ruled"), [(0, "C2:C3"), (1, "C2"), (3, "C2:C4")])
def test_rules_for_items_hold_for_the_blank_rows_in_their_place(count: int, ruled: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(WITH_BLANK_ROWS))
    sheet: Any = book.active
    sheet.add_data_validation(DataValidation(type="custom", formula1="SUM(C3:D3)>0", sqref="C3"))
    stream = io.BytesIO()
    book.save(stream)
    made = sheet_of(plan(count), kd.Form(id="plan", record=Plan, xlsx=stream.getvalue()))
    (validation,) = made.data_validations.dataValidation
    assert (str(validation.sqref), validation.formula1) == (ruled, "SUM(C2:D2)>0")


@attrs.frozen(kw_only=True)
class Place:
    city: str | None = None
    count: int | None = None


@attrs.frozen(kw_only=True)
class Places:
    rows: tuple[Place, ...] = ()


def test_formulas_and_rules_follow_the_rows_of_groups_and_of_a_blank_list() -> None:
    data = workbook(
        ("市", "数", "占比"),
        ('{%tr for group in rows|neighbours("city") %}',),
        ("{%tr for row in group %}",),
        ("{%vm%}{{ row.city }}", "{{ row.count }}", "=B4/SUM($B$4:$B$4)"),
        ("{%tr endfor %}",),
        ("{%tr else %}",),
        ("", "", "=B7"),
        ("", "", "=B8"),
        ("{%tr endfor %}",),
        ("合计", "=SUM(B4)", ""),
    )
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet: Any = book.active
    sheet.add_data_validation(DataValidation(type="whole", formula1="B4", sqref="B4"))
    stream = io.BytesIO()
    book.save(stream)
    mine = kd.Form(id="places", record=Places, xlsx=stream.getvalue())
    assert mine.check() == ()
    record = Places(rows=tuple(Place(city=city, count=n) for n, city in enumerate("甲甲乙甲")))
    made, blank = sheet_of(record, mine), sheet_of(Places(), mine)
    assert [str(each) for each in made.merged_cells.ranges] == ["A2:A3"]
    assert [made["C2"].value, made["C5"].value] == ["=B2/SUM($B$2:$B$5)", "=B5/SUM($B$2:$B$5)"]
    assert made["B6"].value == "=SUM(B2:B5)"
    assert [blank[cell].value for cell in ("C2", "C3", "B4")] == ["=B2", "=B3", "=SUM(B2:B3)"]
    rules = [each.data_validations.dataValidation[0] for each in (made, blank)]
    assert [(str(each.sqref), each.formula1) for each in rules] == [("B2:B5", "B2"), ("B2:B3", "B2")]
    reading = kd.read(kd.render(record, "xlsx", form=mine), forms=[mine])
    assert (reading.record, reading.findings) == (record, ())
