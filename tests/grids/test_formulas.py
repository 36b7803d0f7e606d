"""Sums whose results were not saved are worked out; what leaves a doubt is not."""

from __future__ import annotations

import time

import pytest

from kjfz_docs.grids import Grid, Limits
from kjfz_docs.grids.formulas import Sums
from kjfz_docs.grids.model import RichText
from kjfz_docs.grids.sheets import Value
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


def test_columns_without_values_are_looked_at_too() -> None:
    rows = {0: [Value(column, RichText("1"), "1") for column in range(100)]}
    formulas = {(1, 0): f"SUM({','.join(['A50:XFD60'] * 20)})"}
    assert Sums(rows, formulas, 3_000).result(1, 0) == 0
    assert Sums(rows, formulas, 1_000).result(1, 0) is None


def test_what_was_worked_out_is_said_once() -> None:
    grid = grid_of(workbook(data(number("1") + formula("A1+1") + formula("A1+2"))))
    assert [(f.code, str(f.where)) for f in grid.findings] == [("KD238", "表1!B1")]


GUIDED = 'IF(COUNT(A1:C1),SUM(A1:C1),"")'
# What programs that calculate nothing say of their workbooks.
UNCALCULATED = '<calcPr fullCalcOnLoad="1"/>'


@pytest.mark.parametrize(
    ("stated", "value"),
    [
        (GUIDED, "0.5"),
        ('if( count(A1), A1+B1 , "" )', "3.5"),
        ('IF(COUNT(D1),SUM(D1),"")', ""),
        ('IF(COUNT(F1:F9),SUM(F1:F9),"")', ""),
        ('SUM(A1)+IF(COUNT(A1),1,"")', "KD225"),
        ('IF(COUNT(A1:C1),A1*2,"")', "KD225"),
        ('IF(COUNT(A1:C1),SUM(A1:C1),"无")', "KD225"),
    ],
)
def test_a_sum_that_is_shown_once_there_is_something_to_add_is_worked_out(stated: str, value: str) -> None:
    assert shown(formula(stated)) == [value]


def uncalculated(*cells: str, calculation: str = UNCALCULATED) -> tuple[list[str], Grid]:
    """What is read from cells below the numbers 1, 2.5 and 3 and the text 甲."""
    first = number("1") + number("2.5") + number("3") + text("甲")
    grid = grid_of(workbook(data(first, "".join(cells) + text("x")), calculation=calculation))
    read = grid.lines[-1].cells[: len(cells)]
    return [cell.findings[0].code if cell.findings else cell.text for cell in read], grid


def stated(formula: str, result: str, kind: str = "") -> str:
    return f"<c{kind}><f>{formula}</f><v>{result}</v></c>"


TEXT = ' t="str"'


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (stated("SUM(A1:C1)", "0"), "6.5"),
        (stated("A1*2", "0"), "KD225"),
        (stated("A1*2", "0.0"), "KD225"),
        (stated('"甲"&amp;"乙"', "", TEXT), "KD225"),
        (stated(GUIDED, "", TEXT), "6.5"),
        ('<c><f t="shared" si="0"/><v>0</v></c>', "KD225"),
        # What says more than nothing was calculated once, but may be out of date.
        (stated("SUM(A1:C1)", "4"), "6.5"),
        (stated("A1+A1", "文字", TEXT), "2"),
        (stated("A1*2", "2"), "2"),
        (stated("D1", "甲", TEXT), "甲"),
    ],
)
def test_the_results_of_a_program_that_calculates_nothing_are_not_taken(cell: str, value: str) -> None:
    assert uncalculated(cell)[0] == [value]


def test_the_results_of_a_program_that_calculates_are_taken() -> None:
    cells = (stated("SUM(A1:C1)", "0"), stated("A1*2", "0"), stated('"甲"', "", TEXT), stated("A1+A1", "3"))
    assert uncalculated(*cells, calculation="")[0] == ["0", "0", "", "3"]
    assert uncalculated(*cells, calculation='<calcPr fullCalcOnLoad="0"/>')[0] == ["0", "0", "", "3"]


def test_a_result_that_is_right_stands_without_a_word() -> None:
    read, grid = uncalculated(
        stated("SUM(A1:C1)", "6.5"),
        stated("SUM(A1:C1)", "6.5000000000000009"),
        stated("A1-A1", "0"),
        stated('IF(COUNT(D1),SUM(D1),"")', "", TEXT),
    )
    assert (read, grid.findings) == (["6.5", "6.5", "0", ""], ())


def test_a_sum_of_what_cannot_be_worked_out_takes_its_result_if_it_has_one() -> None:
    assert uncalculated(stated("A1*2", "2"), stated("A1+A2", "0"))[0] == ["2", "3"]
    assert uncalculated(stated("A1*2", "0"), stated("A1+A2", "0"))[0] == ["KD225", "KD225"]


def test_formulas_that_count_on_each_other_come_to_an_end() -> None:
    circle = stated("B2+B2+A1*1", "5"), stated("A2+A2+A2", "7")
    assert uncalculated(*circle)[0] == ["5", "7"]


def test_the_sums_of_long_lists_are_all_looked_at() -> None:
    rows = [number("0") * 9 for _ in range(2_000)]
    totals = "".join(stated(f"SUM({letter}1:{letter}2000)", "0") for letter in "ABCDEFGHI")
    grid = grid_of(workbook(data(*rows, totals), calculation=UNCALCULATED), Limits(blocks=20_000))
    assert not [cell for cell in grid.cells() if cell.findings]
