"""Ranges over some of the rows of each item: between them stand others once there are several items."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.workbook.defined_name import DefinedName

import kjfz_docs as kd
from tests.writing.test_sheet_template import book, drawn, sheet_of

GROUPS = """
单位 │ 金额
{%tr for g in groups %}
{%tr for r in g.rows %}
{{ r.name }} │ {{ r.amount }}
{%tr endfor %}
小计 │ =SUM(B4:B4)
{%tr endfor %}
总计 │ =SUM(B4:B4)
"""
BUDGETS = """
{%tr for g in groups %}
{{ g.name }} │ {{ g.budget }}
{%tr for r in g.rows %}
{{ r.name }} │ {{ r.amount }}
{%tr endfor %}
{%tr endfor %}
总计 │ =SUM(B4)
"""


def group(*amounts: int) -> dict[str, Any]:
    rows = [{"name": f"项{number}", "amount": amount} for number, amount in enumerate(amounts)]
    return {"name": "组", "budget": 100, "rows": rows}


def last_of(template: str, *groups: dict[str, Any]) -> str:
    made = kd.Template(book(template)).render({"groups": list(groups)})
    return drawn(made).splitlines()[-1]


def test_a_sum_over_the_rows_of_groups_leaves_out_what_stands_between_them() -> None:
    assert last_of(GROUPS, group(1, 2), group(5)) == "总计│=SUM(B2:B3,B5:B5)"
    assert last_of(BUDGETS, group(1, 2), group(5)) == "总计│=SUM(B2:B3,B5:B5)"


def test_groups_without_rows_add_nothing() -> None:
    assert last_of(GROUPS, group(), group(5)) == "总计│=SUM(B3:B3)"
    assert last_of(GROUPS, group(), group()) == "总计│=SUM(B1048576:B1048576)"


def test_a_sum_over_one_of_two_rows_of_each_item_takes_that_row_of_each() -> None:
    rows = """
    {%tr for g in groups %}
    支出 │ {{ g.budget }}
    其中 │ {{ g.name }}
    {%tr endfor %}
    总计 │ {}
    """
    assert last_of(rows.replace("{}", "=SUM(B2)"), group(), group()) == "总计│=SUM(B1:B1,B3:B3)"
    assert last_of(rows.replace("{}", "=SUM(B2:B3)"), group(), group()) == "总计│=SUM(B1:B4)"
    label = rows.replace("{{ g.name }}", "").replace("{}", "=SUM(B2:B2)")
    assert last_of(label, group(), group()) == "总计│=SUM(B1:B4)"


def test_more_ranges_than_a_function_takes_are_one_argument_and_too_many_are_refused() -> None:
    assert last_of(GROUPS, *[group(1)] * 300).startswith("总计│=SUM((B2:B2,B4:B4,")
    with pytest.raises(kd.UnwritableError, match="8192") as raised:
        last_of(GROUPS, *[group(1)] * 1000)
    assert raised.value.field == "明细!B8"


@pytest.mark.parametrize("formula", ["=SUMIF(B4:B4,8)", "=SUM(B4:B4*2)", "=COUNTBLANK(B4:B4)"])
def test_a_range_that_cannot_be_several_is_a_fault_of_the_template(formula: str) -> None:
    template = kd.Template(book(GROUPS.replace("总计 │ =SUM(B4:B4)", f"总计 │ {formula}")))
    (finding,) = template.check()
    assert (finding.code, str(finding.where)) == ("KD617", "明细!B8")
    assert "小计" in finding.message


def test_a_running_sum_is_a_fault_where_other_rows_are_between() -> None:
    running = GROUPS.replace("{{ r.amount }}", "{{ r.amount }} │ =SUM($B$4:B4)")
    (finding,) = kd.Template(book(running)).check()
    assert (finding.code, str(finding.where)) == ("KD617", "明细!C4")


def test_names_and_charts_show_the_rows_of_groups_alone() -> None:
    def change(sheet: Any) -> None:
        sheet.parent.defined_names["金额"] = DefinedName("金额", attr_text="明细!$B$4:$B$4")
        sheet.auto_filter.ref = "A1:B4"
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=2, min_row=4, max_row=4))
        sheet.add_chart(chart, "D1")

    made = kd.Template(book(GROUPS, change)).render({"groups": [group(1, 2), group(5)]})
    names = openpyxl.load_workbook(io.BytesIO(made)).defined_names
    assert names["金额"].attr_text == "明细!$B$2:$B$3,明细!$B$5:$B$5"
    assert sheet_of(made).auto_filter.ref == "A1:B6"
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert "('明细'!$B$2:$B$3,'明细'!$B$5:$B$5)" in chart
