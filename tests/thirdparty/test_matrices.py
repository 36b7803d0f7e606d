"""Values that a label at their left and a head above them name together."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

import kjfz_docs as kd
from tests.making import document, paragraph
from tests.thirdparty.drawing import PAGE, cell, grid, row
from tests.thirdparty.test_changed_layouts import FORM_OF, doubts, unreported
from tests.thirdparty.test_thirdparty import SPENT

UNIT = row(cell("填报单位"), cell("示范研究院", 3))
HEADS = ("项目", "第一季度", "第二季度", "第三季度")
PLAN, DONE = ("计划数", "10", "20", "30"), ("完成数", "9", "19", "")
NOTE = ("进展说明", "按期", "略缓", "")
REMARK = row(cell("备注"), cell("单位为万元", 3))


def of(*texts: str) -> str:
    return row(*map(cell, texts))


def read(*rows: str, columns: int = 4) -> kd.Reading[Any]:
    file = document(paragraph("项目经费执行表"), grid(columns, *rows), paragraph("以上据实填写。"))
    return kd.read(file, forms=[FORM_OF["progress"]])


def moved(*texts: str) -> str:
    label, first, second, third = texts
    return of(label, third, first, second)


TOTALS = {"项目": "合计", "计划数": "60", "完成数": "28", "进展说明": ""}
RENAMED = ("项目", "一季度情况", "第二季度", "第三季度")


@pytest.mark.parametrize(
    "rows",
    [
        (UNIT, of(*HEADS), of(*PLAN), of(*DONE), of(*NOTE), REMARK),
        (UNIT, of(*HEADS), of(*NOTE), of(*DONE), of(*PLAN), REMARK),
        (UNIT, *(moved(*each) for each in (HEADS, PLAN, DONE, NOTE)), REMARK),
        (UNIT, of(*HEADS), of(*PLAN), of("调整数", "1", "2", "3"), of(*DONE), of(*NOTE), REMARK),
        (REMARK, of(*HEADS), of(*PLAN), of(*DONE), of(*NOTE), UNIT),
    ],
    ids=["as printed", "rows moved", "columns moved", "a row added", "labels around it swapped"],
)
def test_each_value_is_found_by_both_of_its_names(rows: tuple[str, ...]) -> None:
    reading = read(*rows)
    assert reading.record == SPENT
    assert {(finding.code, finding.field) for finding in doubts(reading)} == {("KD206", None)}


def test_a_column_that_was_added_belongs_to_nothing() -> None:
    rows = [of(each[0], TOTALS[each[0]], *each[1:]) for each in (HEADS, PLAN, DONE, NOTE)]
    reading = read(row(cell("填报单位"), cell("示范研究院", 4)), *rows, columns=5)
    assert reading.record == attrs.evolve(SPENT, remark=None)


@pytest.mark.parametrize(
    "rows",
    [
        (of(*RENAMED), of(*PLAN), of(*DONE), of(*NOTE)),
        (of(*PLAN), of(*DONE), of(*NOTE)),
        (of(*HEADS), of("预算数", *PLAN[1:]), of(*DONE), of(*NOTE)),
        (of("项目", "第二季度", "第二季度", "第三季度"), of(*PLAN), of(*DONE), of(*NOTE)),
        (of(*HEADS), of(*PLAN), of(*PLAN), of(*DONE), of(*NOTE)),
        (of(*HEADS), row(cell("计划数"), cell("10"), cell("20", 2)), of(*DONE), of(*NOTE)),
    ],
    ids=["another head", "no heads", "another label", "a head twice", "a label twice", "cells merged"],
)
def test_a_value_without_both_of_its_names_is_withheld_and_reported(rows: tuple[str, ...]) -> None:
    reading = read(UNIT, *rows, REMARK)
    assert unreported(reading, SPENT) == []
    for quarter in ("first", "second", "third"):
        own, expected = getattr(reading.record, quarter), getattr(SPENT, quarter)
        for each in attrs.fields(type(own)):
            assert getattr(own, each.name) in (None, getattr(expected, each.name))
    assert any(finding.severity is kd.Severity.ERROR for finding in reading.findings)


# ------------------------------------------------------------------ heads that only those above tell apart


@attrs.frozen(kw_only=True)
class Side:
    plan: Decimal | None = None
    real: Decimal | None = None


@attrs.frozen(kw_only=True)
class Year:
    income: Side = attrs.field(factory=Side)
    other: Side = attrs.field(factory=Side)


@attrs.frozen(kw_only=True)
class Years:
    before: Year = attrs.field(factory=Year)
    now: Year = attrs.field(factory=Year)


def _values(name: str) -> str:
    paths = (f"{year}.{name}.{side}" for year in ("before", "now") for side in ("plan", "real"))
    return row(
        cell({"income": "拨款", "other": "自筹"}[name]), *(cell(f"{{{{ {path} }}}}") for path in paths)
    )


YEARS = kd.Form(
    id="years",
    record=Years,
    docx=document(
        paragraph("经费来源对照表"),
        grid(
            5,
            row(cell("来源"), cell("上年", 2), cell("本年", 2)),
            of("", "预算", "决算", "预算", "决算"),
            _values("income"),
            _values("other"),
        ),
        paragraph(),
        PAGE,
    ),
)
SIDES = Years(
    before=Year(income=Side(plan=Decimal(1), real=Decimal(2)), other=Side(plan=Decimal(3), real=Decimal(4))),
    now=Year(income=Side(plan=Decimal(5), real=Decimal(6)), other=Side(plan=Decimal(7), real=Decimal(8))),
)


def test_heads_that_are_alike_are_told_apart_by_those_above() -> None:
    assert kd.read(kd.render(SIDES, form=YEARS), forms=[YEARS]).record == SIDES
    swapped = grid(
        5,
        row(cell("来源"), cell("本年", 2), cell("上年", 2)),
        of("", "预算", "决算", "预算", "决算"),
        of("自筹", "7", "8", "3", "4"),
        of("拨款", "5", "6", "1", "2"),
    )
    reading = kd.read(document(paragraph("经费来源对照表"), swapped, paragraph()), forms=[YEARS])
    assert reading.record == SIDES
    assert doubts(reading) == []
