"""Lines of several labels (填报人：…  填报日期：…) as people change them: no word of one value in another."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

import kjfz_docs as kd
from tests.making import document, paragraph, table

TITLE = paragraph("湖北省第四批“科技副总”未签约到岗、履职服务情况汇总表")
ROWS = table(
    "序号 | “科技副总”姓名 | 派出单位及院系 | 职称职务 | 接收企业 | 未能签约到岗、履职服务原因（300字以内）",
    "1 | 李明 | 武汉大学 | 教授 | 甲公司 | 出国访学",
)
BUREAU, DAY = "江夏区经信局（盖章）：", "填报日期：2023年8月25日"


@attrs.frozen(kw_only=True)
class Report:
    unit: str | None = None
    contact: str | None = None
    tel: str | None = None
    number: str | None = None
    body: str | None = None


FORM = kd.Form(
    id="report",
    record=Report,
    docx=document(
        paragraph("情况报送表"),
        paragraph("编号：{{ number }}"),
        paragraph("填报单位：{{ unit }}　　联系人：{{ contact }}　　电话：{{ tel }}"),
        table("内容 | {{ body }}"),
        paragraph(),
    ),
)
SENT = Report(unit="科技局", contact="李芳", tel="87654321", number="12号", body="甲")


def line(text: str) -> tuple[tuple[str | None, str | None, bool], list[tuple[str, str | None]]]:
    """Who sealed the list and who filled it in, whether the day is right, and the doubts."""
    reading = kd.read(document(TITLE, *map(paragraph, text.split("¶")), ROWS, paragraph()))
    record: Any = reading.record
    said = record.economy_bureau, record.filled_by, record.filled_on == dt.date(2023, 8, 25)
    return said, doubts(reading)


def doubts(reading: kd.Reading[Any]) -> list[tuple[str, str | None]]:
    return [(f.code, f.field) for f in reading.findings if f.severity is not kd.Severity.NOTE]


def report(text: str, number: str = "编号：12号") -> kd.Reading[Any]:
    lines = map(paragraph, ("情况报送表", number, text))
    return kd.read(document(*lines, table("内容 | 甲"), paragraph()), forms=[FORM])


@pytest.mark.parametrize("label", ["经办人", "联系人", "填报人及电话", "负责人"])
@pytest.mark.parametrize("bureau", [BUREAU, "各区经信局（盖章）：江夏区经信局", "江夏区经信局（盖章）"])
def test_the_office_keeps_its_seal_and_another_label_is_nobodys(bureau: str, label: str) -> None:
    said, findings = line(f"{bureau}　　{label}：张三　{DAY}")
    assert said == ("江夏区经信局", None, True)
    assert [code for code, _ in findings if code != "KD401"] == ["KD206", "KD204"]


def test_a_label_with_a_typo_is_read_with_a_doubt() -> None:
    assert line(f"{BUREAU}　　填报人员：张三　{DAY}") == (
        ("江夏区经信局", "张三", True),
        [("KD205", "filled_by")],
    )


@pytest.mark.parametrize(
    "text",
    [
        f"填报人：张三　　{BUREAU}　　{DAY}",
        f"填报人：张三　　{DAY}　　{BUREAU}",
        f"填报人：张三　　{DAY}¶{BUREAU}",
        f"江夏区经信局：  填报人：张三  {DAY}",
        f"{BUREAU}　　填报人（签字）：张三　{DAY}",
        f"{BUREAU}　　填报人：张三　　表格{DAY}",
    ],
)
def test_a_line_in_another_order_or_with_a_longer_label_is_read(text: str) -> None:
    assert line(text) == (("江夏区经信局", "张三", True), [])


@pytest.mark.parametrize(
    "text",
    [
        f"{BUREAU}　　填报人：张三　　审核人：李四　　{DAY}",
        f"{BUREAU}　　填报人：张三　联系电话：027-87654321　{DAY}",
        f"{BUREAU}　　填报人：张三 审核人：李四　　{DAY}",
        f"{BUREAU}　　填报人：张三；审核人：李四　　{DAY}",
        f"{BUREAU}　　填报人：张三　　手　机：87654321　　{DAY}",
        f"{BUREAU}　　负责人：王五　填报人：张三　{DAY}",
        f"{BUREAU}　　填报人：张三　{DAY}　联系电话：87654321",
        f"填报单位：{BUREAU}　　填报人：张三　{DAY}",
    ],
)
def test_an_item_more_is_no_part_of_the_value_before_it(text: str) -> None:
    said, findings = line(text)
    assert said == ("江夏区经信局", "张三", True)
    assert [code for code, _ in findings] == ["KD206"]


def test_an_item_more_behind_a_blank_is_not_taken_for_its_value() -> None:
    said, findings = line(f"{BUREAU}　　填报人：　　审核人：李四　　{DAY}")
    assert said == ("江夏区经信局", None, True)
    assert ("KD401", "filled_by") in findings


def test_a_name_whose_label_is_gone_is_not_taken_for_the_office() -> None:
    said, findings = line(f"{BUREAU}　　张三　　{DAY}")
    assert said == ("江夏区经信局", None, True)
    assert {("KD204", "filled_by"), ("KD212", "economy_bureau")} <= set(findings)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("填报单位：科技局　　联系人：李芳　　联系电话：87654321", "tel"),
        ("填报单位：科技局　　联系人：李芳　　办公电话：87654321", "tel"),
        ("填报单位：科技局　　经办联系人：李芳　　电话：87654321", "contact"),
        ("单位：科技局　　联系人：李芳　　电话：87654321", "unit"),
    ],
)
def test_a_longer_or_shorter_label_is_read_with_a_doubt(text: str, field: str) -> None:
    reading = report(text)
    assert (reading.record, doubts(reading)) == (SENT, [("KD205", field)])


def test_a_value_behind_words_that_are_no_label_of_the_form_is_doubted() -> None:
    reading = report("推荐部门：科技局　　联系人：李芳　　电话：87654321")
    assert ("KD205", "unit") in doubts(reading)


@pytest.mark.parametrize(
    "text",
    [
        "填报单位：科技局　　联系人：李芳　职务：科长　电话：87654321",
        "填报单位：科技局　　联系人：李芳　　电话：87654321　　传真：87654322",
        "填报单位：科技局¶联系人：李芳　手机：13812345678 电话：87654321",
    ],
)
def test_in_forms_of_others_an_item_more_is_left_over_too(text: str) -> None:
    lines = map(paragraph, ("情况报送表", "编号：12号", *text.split("¶")))
    reading: kd.Reading[Any] = kd.read(document(*lines, table("内容 | 甲"), paragraph()), forms=[FORM])
    assert reading.record == SENT
    assert [code for code, _ in doubts(reading)] == ["KD206"]


def test_what_stands_behind_the_only_label_of_a_paragraph_is_left_over() -> None:
    reading = report("填报单位：科技局　　联系人：李芳　　电话：87654321", "编号：12号    密级：内部")
    assert reading.record == SENT
    assert doubts(reading) == [("KD206", "number")]


@pytest.mark.parametrize(
    "unit", ["科技局：产业科", "科技局 高新处", "科技局　　高新处", "科技局（网址http://a.cn）"]
)
def test_a_colon_or_a_gap_alone_in_a_value_stays(unit: str) -> None:
    record = attrs.evolve(SENT, unit=unit, body="甲　　乙：丙")
    reading: kd.Reading[Any] = kd.read(kd.render(record, form=FORM), forms=[FORM])
    assert (reading.record, reading.findings) == (record, ())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("contact", "李芳　　审核人：王五"),
        ("tel", "1  传真：2"),
        ("number", "1\t密级：内部"),
        ("unit", "甲　　乙：丙"),
    ],
)
def test_a_value_that_would_not_return_is_refused_by_its_name(field: str, value: str) -> None:
    with pytest.raises(kd.UnwritableError) as refused:
        kd.render(attrs.evolve(SENT, **{field: value}), form=FORM)
    assert refused.value.field == field
