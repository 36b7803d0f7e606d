"""What a guided cell gets is within what Excel takes: lists, titles and formulas of any form."""

from __future__ import annotations

import enum
import io
from typing import Any

import attrs
import openpyxl
import pytest

import kjfz_docs as kd
from tests.writing.test_guided_xlsx import validations
from tests.writing.test_xlsx_templates import workbook


def guided(record: type[Any], *rows: tuple[str, ...]) -> dict[str, Any]:
    """The validations of the cells of a guided form."""
    mine = kd.Form(id="mine", record=record, xlsx=workbook(*rows))
    return validations(openpyxl.load_workbook(io.BytesIO(kd.blank(mine, "xlsx", guided=True))).active)


def _field(kind: Any) -> Any:
    """A field of a type that is made at run time."""
    return attrs.field(default=None, type=kind | None)


@pytest.mark.parametrize(("length", "listed"), [(255, True), (256, False)])
def test_choices_are_listed_as_long_as_excel_takes_the_list(length: int, listed: bool) -> None:
    texts = ("甲" * 100, "乙" * (length - 101))  # and a comma
    choices: Any = enum.Enum("choices", {"FIRST": texts[0], "SECOND": texts[1]})

    made: Any = attrs.make_class(
        "Chosen", {"name": _field(str), "grade": _field(choices)}, frozen=True, kw_only=True
    )
    found = guided(made, ("姓名", "{{ name }}"), ("等次", "{{ grade }}"))
    assert ("B2" in found and found["B2"].formula1 == f'"{",".join(texts)}"') is listed


@pytest.mark.parametrize(
    ("label", "title"), [("数" * 32, "数" * 32), ("数" * 33, "数" * 31 + "…")], ids=["fits", "too long"]
)
def test_the_title_of_a_prompt_is_cut_where_excel_would_not_take_it(label: str, title: str) -> None:
    @attrs.frozen(kw_only=True)
    class Counted:
        name: str | None = None
        count: int | None = kd.field(label, default=None)

    found = guided(Counted, ("姓名", "{{ name }}"), (label, "{{ count }}"))["B2"]
    assert (found.promptTitle, found.errorTitle) == (title, title)


@attrs.frozen(kw_only=True)
class Report:
    name: str | None = None
    first: str | None = kd.field("开展情况", default=None)
    second: str | None = kd.field("存在不足", default=None)
    third: str | None = kd.field("工作建议", default=None)


@pytest.mark.parametrize(("length", "looked_at"), [(8, 3), (30, 2), (200, 1)])
def test_a_formula_looks_at_no_more_sections_than_fit_into_it(length: int, looked_at: int) -> None:
    found = sections(length, rows=1)
    assert (found.type, len(found.formula1) <= 255) == ("custom", True)
    assert found.formula1.count("<=") == found.prompt.count("100字") == looked_at


@pytest.mark.parametrize("rows", [1, 9, 99])
def test_a_formula_fits_with_the_address_of_its_cell_wherever_that_is(rows: int) -> None:
    lengths = [len(sections(length, rows).formula1) for length in range(14, 40)]
    assert 250 < max(lengths) <= 255


def sections(length: int, rows: int) -> Any:
    """The validation of a cell of three sections with headings of some length, below some rows."""
    text = "\n".join(
        f"{number}、{'述' * length}（100字以内）\n{{{{ {name} }}}}"
        for number, name in zip("一二三", ("first", "second", "third"), strict=True)
    )
    above = [("说明", "无")] * (rows - 1)
    return guided(Report, ("姓名", "{{ name }}"), *above, ("报告", text))[f"B{rows + 1}"]
