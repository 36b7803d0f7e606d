"""A form whose layout was changed is read by its labels, and every doubt is reported."""

from __future__ import annotations

from typing import Any

import attrs

import kjfz_docs as kd
from tests.making import document, paragraph, table


@attrs.frozen(kw_only=True)
class Item:
    name: str | None = None
    count: int | None = None


@attrs.frozen(kw_only=True)
class Sheet:
    name: str | None = None
    unit: str | None = None
    passed: bool | None = None
    items: tuple[Item, ...] = ()


TICKS = "（{{ passed|tick('是') }}）是（{{ passed|tick('否') }}）否"
FORM = kd.Form(
    id="sheet",
    record=Sheet,
    docx=document(
        paragraph("设备登记表"),
        table(
            "姓名 | {{ name }} | 单位 | {{ unit }}",
            f"是否通过 | {TICKS}",
        ),
        paragraph("明细"),
        table(
            "名称 | 数量",
            "{%tr for item in items %} |",
            "{{ item.name }} | {{ item.count }}",
            "{%tr endfor %} |",
        ),
        paragraph(),
    ),
)


def read(*blocks: str) -> kd.Reading[Any]:
    return kd.read(document(paragraph("设备登记表"), *blocks, paragraph()), forms=[FORM])


def codes(reading: kd.Reading[Any]) -> set[str]:
    return {finding.code for finding in reading.findings}


LIST = table("名称 | 数量", "水泵 | 3")


def test_the_unchanged_layout_needs_no_note() -> None:
    reading = read(table("姓名 | 李明 | 单位 | 某厂", "是否通过 | （√）是（ ）否"), paragraph("明细"), LIST)
    assert reading.record == Sheet(name="李明", unit="某厂", passed=True, items=(Item(name="水泵", count=3),))
    assert reading.findings == ()


def test_labels_in_another_order_are_found() -> None:
    reading = read(table("是否通过 | （√）是（ ）否", "单位 | 某厂", "姓名 | 李明"), LIST)
    assert reading.record == Sheet(name="李明", unit="某厂", passed=True, items=(Item(name="水泵", count=3),))
    assert "KD214" in codes(reading)


def test_a_value_below_its_label_is_found() -> None:
    reading = read(table("姓名 | 单位", "李明 | 某厂", "是否通过 | √是 □否"), LIST)
    assert reading.record is not None
    assert (reading.record.name, reading.record.unit, reading.record.passed) == ("李明", "某厂", True)


def test_swapped_columns_of_a_list_are_found() -> None:
    reading = read(
        table("姓名 | 李明", "单位 | 某厂", "是否通过 | 是"), table("数量 | 名称", "3 | 水泵", "5 | 电机")
    )
    assert reading.record is not None
    assert reading.record.items == (Item(name="水泵", count=3), Item(name="电机", count=5))


def test_a_missing_label_is_reported_and_its_field_blank() -> None:
    reading = read(table("姓名 | 李明", "是否通过 | （√）是（ ）否"), LIST)
    assert reading.record is not None
    assert reading.record.unit is None
    assert [finding.field for finding in reading.findings if finding.code == "KD204"] == ["unit"]


def test_what_belongs_to_no_label_is_reported_with_its_place() -> None:
    reading = read(
        table("单位 | 某厂", "姓名 | 李明", "备注 | 已电话核实", "是否通过 | （√）是（ ）否"), LIST
    )
    left = [(finding.raw, str(finding.where)) for finding in reading.findings if finding.code == "KD206"]
    assert ("已电话核实", "表1第3行第2列") in left


def test_two_ticks_give_no_value_but_a_finding() -> None:
    reading = read(table("姓名 | 李明 | 单位 | 某厂", "是否通过 | （√）是（√）否"), paragraph("明细"), LIST)
    assert reading.record is not None
    assert reading.record.passed is None
    assert "KD308" in codes(reading)
