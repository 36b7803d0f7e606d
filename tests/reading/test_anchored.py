"""Labels wherever they stand, and the values beside, below, behind or before them."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import kjfz_docs as kd
from tests.making import document, paragraph, table


@attrs.frozen(kw_only=True)
class Sheet:
    name: str | None = None
    unit: str | None = None
    count: int | None = None
    passed: bool | None = None


TICKS = "（{{ passed|tick('是') }}）是（{{ passed|tick('否') }}）否"
FORM = kd.Form(
    id="sheet",
    record=Sheet,
    docx=document(
        paragraph("设备走访登记表"),
        table(
            "走访人姓名 | {{ name }} | 工作单位 | {{ unit }}",
            f"走访次数（次） | {{{{ count }}}} | 是否通过 | {TICKS}",
        ),
        paragraph(),
    ),
)
WHOLE = Sheet(name="李明", unit="某厂", count=3, passed=True)


def read(*blocks: str) -> kd.Reading[Any]:
    return kd.read(document(paragraph("设备走访登记表"), *blocks, paragraph()), forms=[FORM])


def doubts(reading: kd.Reading[Any]) -> list[tuple[str, str | None]]:
    return [(f.code, f.field) for f in reading.findings if f.severity is not kd.Severity.NOTE]


@pytest.mark.parametrize(
    "rows",
    [
        ("走访人姓名 | 李明", "工作单位 | 某厂", "走访次数 | 3", "是否通过 | ☑是 □否"),
        ("走访人姓名 | 工作单位 | 走访次数", "李明 | 某厂 | 3", "是否通过 |  | √是 □否"),
        ("走访人姓名：李明 | 工作单位：某厂", "走访次数（次）：3 | 是否通过：是"),
        ("走访人¶姓名：李明 | 工作¶单位：：某厂", "走访次数：3 | 是否通过：是"),
        ("走访人姓名¶李明 | 工作单位¶某厂 | 走访次数¶3 | 是否通过¶（√）是（ ）否",),
        ("走访人姓铭 | 李明 | 工作单 位 | 某厂", "走访次数(次) | 3 | 是否通过 | 是（√） 否（ ）"),
        ("☑是 □否 | 是否通过 |  | ", "走访人姓名 | 李明 | 工作单位 | 某厂", "走访次数 | 3 |  | "),
    ],
    ids=["one a row", "below", "colon", "broken label", "stacked", "typo", "value before its label"],
)
def test_a_form_is_read_whatever_its_table_looks_like(rows: tuple[str, ...]) -> None:
    reading = read(table(*rows))
    assert reading.record == WHOLE
    assert doubts(reading) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("走访人姓名：李明", "工作单位：某厂", "走访次数（次）：3", "是否通过：☑是 □否"),
        ("走访人姓名：李明    工作单位：某厂    走访次数：3", "是否通过  ☑是  □否"),
        ("走访人姓名：", "李明", "工作单位：", "某厂", "走访次数：", "3", "是否通过：", "是"),
    ],
    ids=["lines", "several a line", "values on lines of their own"],
)
def test_a_form_typed_as_paragraphs_is_read(lines: tuple[str, ...]) -> None:
    reading = read(*map(paragraph, lines))
    assert reading.record == WHOLE
    assert doubts(reading) == []


def test_a_cell_with_its_own_label_is_no_value_of_the_label_above() -> None:
    reading = read(table("走访次数（次）", "工作单位：某厂", "走访人姓名：李明", "是否通过：是"))
    assert reading.record == attrs.evolve(WHOLE, count=None)
    assert [field for _, field in doubts(reading)] == ["count"]


def test_the_label_of_something_else_ends_a_value_and_is_reported() -> None:
    reading = read(
        paragraph("走访人姓名：李明"),
        paragraph("工作单位：某厂    联系人：张三"),
        paragraph("走访次数：3"),
        paragraph("是否通过：是"),
    )
    assert reading.record == WHOLE
    assert doubts(reading) == [("KD206", "unit")]


def test_a_text_before_its_label_is_doubted() -> None:
    reading = read(table("走访人姓名 | 李明", "走访次数 | 3", "是否通过 | 是", "某厂 | 工作单位"))
    assert reading.record == WHOLE
    assert doubts(reading) == [("KD205", "unit")]


def test_a_value_in_two_cells_is_doubted() -> None:
    reading = read(
        table(
            "走访人姓名 | 李明 |  | ",
            "工作单位 | 某厂 | 二分厂 | ",
            "走访次数 | 3 |  | ",
            "是否通过 | 是 |  | ",
        )
    )
    assert "unit" in {field for _, field in doubts(reading)}


def test_a_cell_of_another_label_is_nobodys_value() -> None:
    reading = read(table("走访人姓名 | 工作单位 | 某厂", "走访次数 | 3 | ", "是否通过 | 是 | "))
    record: Any = reading.record
    assert record.name is None
    assert record.unit == "某厂"
