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
    assert {field for _, field in doubts(reading)} == {"count"}


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


def test_values_before_their_labels_are_read_row_by_row_with_a_doubt_each() -> None:
    reading = read(table("李明 | 走访人姓名 | 某厂 | 工作单位", "3 | 走访次数 | ☑是 □否 | 是否通过"))
    assert reading.record == WHOLE
    assert doubts(reading) == [("KD205", "name"), ("KD205", "unit"), ("KD205", "count")]


def test_options_are_not_sought_below_where_they_stand_before_the_label() -> None:
    reading = read(
        table("走访人姓名 | 李明", "走访次数 | 3", "☑是 □否 | 是否通过", "工作单位 | 某厂"),
    )
    assert reading.record == WHOLE


def test_the_option_that_is_not_struck_out_is_chosen_beside_empty_brackets() -> None:
    struck = (
        "<w:tc><w:p><w:r><w:t>（ ）是 （ ）</w:t></w:r>"
        "<w:r><w:rPr><w:strike/></w:rPr><w:t>否</w:t></w:r></w:p></w:tc>"
    )
    rows = table("走访人姓名 | 李明", "工作单位 | 某厂", "走访次数 | 3", "是否通过 | ?")
    before, _, after = rows.rpartition("<w:tc><w:tcPr/>" + paragraph("?") + "</w:tc>")
    assert read(before + struck + after).record == WHOLE


@pytest.mark.parametrize(
    "cell",
    ["同意。（盖章）¶2023年8月25日", "同意。      （单位盖章）¶2023.8.25", "同意。(公 章)    2023年8月25日"],
)
def test_the_seal_behind_an_opinion_is_no_part_of_it(cell: str) -> None:
    reading = kd.read(
        document(
            paragraph("湖北省第二批“科技副总”服务中小微企业考核表"),
            table("姓名 | 李明 | 派出单位及院系 | 某大学 | 职务职称 | 教授", "接收企业 | 某公司"),
            table(f"派出单位考核意见 | {cell}", "经信部门考核意见 | ", "组织部门考核意见 | "),
            table(*(f"指标{number} | 是" for number in range(1, 7)), "工作情况总结报告 | 一、工作开展情况"),
            table("解决技术难题数（个） | 促成科技成果转化数（个） | 为企业培训人次（位）", "1 | 2 | 3"),
            table("是否足额领取了第一笔工作保障经费（3万元/人） | 是", "接收企业考核意见 | "),
            paragraph(),
        )
    )
    record: Any = reading.record
    assert record.opinions.sending_unit.text == "同意。"
    assert str(record.opinions.sending_unit.signed_on) == "2023-08-25"


def test_a_value_is_not_taken_from_a_row_below_that_is_cut_otherwise() -> None:
    reading = read(
        table("走访人姓名 | 工作单位 | 走访次数", "电话 | 027-1 | 填表人 | 办公室", "是否通过 | 是 |  | ")
    )
    record: Any = reading.record
    assert (record.name, record.unit) == (None, None)
    assert {"name", "unit"} <= {field for _, field in doubts(reading)}
