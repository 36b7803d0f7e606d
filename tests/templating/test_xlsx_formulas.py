"""Formulas of a template: their references are told from everything else, and what cannot follow the rows is said."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl.worksheet.formula import ArrayFormula

import kjfz_docs as kd
from kjfz_docs.templating.xlsx_formulas import parsed, references, spells_addresses
from tests.writing.test_xlsx import form, shopping


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("SUM(C5:C9)+C5*2", ["C5:C9", "C5"]),
        ("'采购 表'!$A$1:$B$2&O''Neil!A1", ["'采购 表'!$A$1:$B$2", "Neil!A1"]),
        ("清单!3:5+$3:$5", ["清单!3:5", "$3:$5"]),
        ("A1:INDEX(B:B,C3)", ["A1", "C3"]),
        ('LOG10(A1)&"C5 ""D6"""', ["A1"]),
        ("1.5E10+TRUE+ABC1234567+XFE1+_xlfn.X1(2)", []),
        ("表1[[#This Row],[C5]]+#REF!", []),
    ],
)
def test_references_are_told_from_texts_functions_and_names(formula: str, found: list[str]) -> None:
    made = parsed(formula)
    assert [each.source for each in references(made)] == found
    assert "".join(part if isinstance(part, str) else part.source for part in made) == formula


def test_one_cell_is_a_range_where_a_function_takes_ranges() -> None:
    assert [each.is_range for each in references(parsed("SUM(C5)+C5+SUM(C5*2)+ROUND(C5,2)"))] == [
        True,
        False,
        False,
        False,
    ]


def test_an_address_in_a_text_is_out_of_reach_and_a_name_is_not() -> None:
    assert spells_addresses('SUM(INDIRECT("C5:C"&ROW()))')
    assert not spells_addresses("INDIRECT($B5)")
    assert not spells_addresses('INDIRECT("省份_"&B5)')


def _array(sheet: Any) -> None:
    sheet["F7"] = ArrayFormula("F7:F8", "=C7:C8*2")


def _other_sheet(sheet: Any) -> None:
    sheet.parent.create_sheet("汇总")["B2"] = "=清单!C7"


def put(cell: str, formula: str) -> Any:
    def change(sheet: Any) -> None:
        sheet[cell] = formula

    return change


@pytest.mark.parametrize(
    ("change", "where", "said"),
    [
        (put("D9", "=C7*2"), "清单!D9", "整列清单"),
        (put("F7", "=F6+C7"), "清单!F7", "同一条目"),
        (put("D9", '=SUM(INDIRECT("C7"))'), "清单!D9", "文字里的单元格地址"),
        (put("D9", "=SUM(一月:三月!C7)"), "清单!D9", "多张工作表"),
        (_array, "清单!F7", "数组公式"),
        (_other_sheet, "汇总!B2", "整列清单"),
    ],
)
def test_what_cannot_follow_the_rows_is_a_fault_of_the_template(change: Any, where: str, said: str) -> None:
    mine = form(change)
    (finding,) = mine.check()
    assert (finding.code, str(finding.where)) == ("KD617", where)
    assert said in finding.message
    with pytest.raises(kd.TemplateError, match="KD617"):
        kd.render(shopping(2), "xlsx", form=mine)


def test_tags_on_two_sheets_are_a_fault_in_chinese() -> None:
    def second(sheet: Any) -> None:
        sheet.parent.create_sheet("附页")["A1"] = "经办人：{{ name }}"

    (finding,) = [each for each in form(second).check() if each.code != "KD610"]
    assert (finding.code, str(finding.where)) == ("KD616", "附页!A1")
    assert "2张工作表" in finding.message
