"""Around the sheet that is written nothing shows what was calculated from the rows of the template."""

from __future__ import annotations

import re
from typing import Any

import pytest
from openpyxl.chart import BarChart
from openpyxl.chart import Reference as ChartReference
from openpyxl.workbook.defined_name import DefinedName

import kjfz_docs as kd
from tests.making import part, with_part
from tests.writing.test_xlsx import Shopping, shopping, template

OTHER, CHART = "xl/worksheets/sheet2.xml", "xl/charts/chart1.xml"


def written(data: bytes, changed: dict[str, bytes]) -> bytes:
    mine = kd.Form(id="shopping", record=Shopping, xlsx=with_part(data, changed))
    return kd.render(shopping(3), "xlsx", form=mine)


@pytest.mark.parametrize(
    ("formula", "stays"),
    [("=SUM(数量)", False), ("=SUM(清单!C7)", False), ("=SUM(A2:A3)", True), ("=TRUE", True)],
)
def test_a_result_that_a_name_may_have_changed_is_left_to_be_calculated(formula: str, stays: bool) -> None:
    def change(sheet: Any) -> None:
        sheet.parent.defined_names["数量"] = DefinedName("数量", attr_text="清单!$C$7")
        sheet.parent.create_sheet("汇总")["A1"] = formula

    data = template(change)
    stale = re.sub(rb"<v\s*/>|<v></v>", b"<v>5</v>", part(data, OTHER))
    assert b"<v>5</v>" in stale
    assert (b"<v>5</v>" in part(written(data, {OTHER: stale}), OTHER)) is stays


def test_a_chart_shows_no_numbers_of_the_template() -> None:
    def change(sheet: Any) -> None:
        chart = BarChart()
        chart.add_data(ChartReference(sheet, min_col=3, min_row=7, max_row=7))
        sheet.add_chart(chart, "B12")

    data = template(change)
    cache = b'</f><numCache><formatCode>General</formatCode><ptCount val="1"/><pt idx="0"><v>5</v></pt></numCache>'
    stale, found = re.subn(rb"</f>(?=\s*</numRef>)", cache, part(data, CHART))
    assert found
    made = part(written(data, {CHART: stale}), CHART).decode()
    assert "$C$6:$C$8" in made
    assert "numCache" not in made
