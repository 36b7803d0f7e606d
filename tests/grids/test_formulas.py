"""Sums whose results were not saved are worked out; what leaves a doubt is not."""

from __future__ import annotations

import time

import pytest

from kjfz_docs.grids import Limits
from tests.grids.workbooks import data, grid_of, number, text, workbook


def formula(text: str, style: int = 0, kind: str = "") -> str:
    return f'<c s="{style}"><f{kind}>{text}</f></c>'


def shown(*formulas: str, styles: str | None = None) -> list[str]:
    """What stands in the last row: below the numbers 1, 2.5 and -3 and the text 甲."""
    sheet = data(number("1") + number("2.5") + number("-3") + text("甲"), "".join(formulas) + text("x"))
    grid = grid_of(workbook(sheet, styles=styles))
    cells = grid.lines[-1].cells[: len(formulas)]
    return [cell.findings[0].code if cell.findings else cell.text for cell in cells]


@pytest.mark.parametrize(
    ("stated", "value"),
    [
        ("SUM(A1:C1)", "0.5"),
        ("sum($A$1:$B$1)", "3.5"),
        ("SUM(A1,C1)", "-2"),
        ("SUM(A1:D1)", "0.5"),  # a text in a range counts for nothing
        ("SUM(F9:F12)", "0"),
        ("A1+B1-C1", "6.5"),
        ("-A1 + 10", "9"),
        ("=A1+1.5", "2.5"),
        ("SUM(A1:B1)-SUM(C1)+1", "7.5"),
    ],
)
def test_sums_and_differences_are_worked_out(stated: str, value: str) -> None:
    assert shown(formula(stated)) == [value]


@pytest.mark.parametrize(
    "stated",
    [
        "A1*B1",
        "A1+D1",  # Excel: #VALUE!
        "AVERAGE(A1:C1)",
        "SUM(表2!A1)",
        "SUM(A:A)",
        "SUM(IF(A1,B1))",
        "A2+1",  # itself
        "SUM(A1:B2)",
        "A1 B1",
        "6222021234567890123+0",
        "",
    ],
)
def test_what_leaves_a_doubt_has_no_result(stated: str) -> None:
    assert shown(formula(stated)) == ["KD225"]


def test_a_formula_of_several_cells_has_no_result() -> None:
    assert shown(formula("SUM(A1:B1)", kind=' t="shared" si="0" ref="A2:B2"')) == ["KD225"]
    assert shown(formula("SUM(A1:B1)", kind=' t="array" ref="A2"')) == ["KD225"]


def test_sums_count_on_sums() -> None:
    assert shown(formula("B2+1"), formula("SUM(A1:B1)"), formula("A2+B2")) == ["4.5", "3.5", "8"]


def test_a_result_is_shown_by_its_format() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="200" formatCode="0&quot;人&quot;"/></numFmts>'
        '<cellXfs><xf/><xf numFmtId="200"/></cellXfs>'
    )
    assert shown(formula("A1+1", style=1), styles=styles) == ["2人"]


def test_the_work_is_bounded() -> None:
    rows = [number("1") + "<c/>" + formula("SUM(A1:B1048576)")] * 3000
    started = time.perf_counter()
    grid = grid_of(workbook(data(*rows)), Limits(blocks=20_000))
    assert time.perf_counter() - started < 5
    assert "KD225" in {f.code for cell in grid.cells() for f in cell.findings}


def test_what_was_worked_out_is_said_once() -> None:
    grid = grid_of(workbook(data(number("1") + formula("A1+1") + formula("A1+2"))))
    assert [(f.code, str(f.where)) for f in grid.findings] == [("KD238", "表1!B1")]
