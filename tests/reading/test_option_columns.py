"""Options that have columns of their own, with a mark below one of them. Drawn as text."""

from __future__ import annotations

from typing import Any

import pytest

import kjfz_docs as kd
from tests.making import document, paragraph, table

TITLE = paragraph("湖北省第四批“科技副总”支持经费第一次拨付个人账户信息采集表")
LINE = paragraph("各区经信局（盖章）：江夏区经信局    填报人：王芳    填报日期：2023年8月25日")
BEFORE = (
    "“科技副总”姓名",
    "性别",
    "党派",
    "开户行（支行）",
    "银行账号",
    "服务企业",
    "是否已与企业签约（是/否）",
)
AFTER = ("服务成效（很好/一般/没有）", "企业满意度（很满意/满意/不满意）", "联系手机")
PERSON = ("李明", "男", "群众", "汉口银行洪山支行", "6231057322456189708", "甲公司", "是")
REST = ("很好", "满意", "13912345678")
COLUMNS = (*(f"{head}↓" for head in BEFORE), "是否到岗履职→2", *(f"{head}↓" for head in AFTER))


def read(*lines: str, heads: str = "是 | 否") -> kd.Reading[Any]:
    """A list in which 是否到岗履职 has two columns, each row with what stands in them."""
    below = " | ".join(["↑"] * len(BEFORE) + [heads] + ["↑"] * len(AFTER))
    rows = [" | ".join((*PERSON, line, *REST)) for line in lines]
    return kd.read(document(TITLE, LINE, table(" | ".join(COLUMNS), below, *rows), paragraph()))


def doubts(reading: kd.Reading[Any]) -> list[tuple[str, str | None]]:
    return [
        (finding.code, finding.field)
        for finding in reading.findings
        if finding.severity is not kd.Severity.NOTE and not finding.code.startswith("KD4")
    ]


def on_duty(reading: kd.Reading[Any]) -> list[bool | None]:
    record: Any = reading.record
    return [row.on_duty for row in record.rows]


@pytest.mark.parametrize("mark", ["√", "☑", "v", "✓"])
def test_the_option_above_a_mark_is_the_answer(mark: str) -> None:
    reading = read(f"{mark} | ", f" | {mark}")
    assert on_duty(reading) == [True, False]
    assert doubts(reading) == []


def test_the_options_may_stand_in_any_order() -> None:
    assert on_duty(read("√ | ", " | √", heads="否 | 是")) == [False, True]


def test_the_word_of_an_option_below_it_is_a_mark() -> None:
    assert on_duty(read("是 | ", " | 否")) == [True, False]


def test_two_marks_are_no_answer() -> None:
    reading = read("√ | √")
    assert on_duty(reading) == [None]
    assert doubts(reading) == [("KD308", "rows.0.on_duty")]


def test_no_mark_is_no_answer() -> None:
    reading = read(" | ")
    assert on_duty(reading) == [None]
    assert ("KD401", "rows.0.on_duty") in [(finding.code, finding.field) for finding in reading.findings]


def test_the_word_of_another_option_is_no_answer() -> None:
    reading = read("否 | ")
    assert on_duty(reading) == [None]
    assert doubts(reading) == [("KD309", "rows.0.on_duty")]


def test_a_mark_over_both_options_is_no_answer() -> None:
    reading = read("√→2")
    assert on_duty(reading) == [None]
    assert doubts(reading) == [("KD205", "rows.0.on_duty")]


def test_the_answer_in_words_over_both_options_is_one() -> None:
    assert on_duty(read("否→2")) == [False]


@pytest.mark.parametrize("heads", ["到岗 | 未到", "是 | 备注", " | "], ids=["others", "one", "none"])
def test_a_mark_below_what_is_no_option_is_no_answer(heads: str) -> None:
    reading = read(" | √", "√ | ", heads=heads)
    assert on_duty(reading) == [None, None]
    assert {field for _, field in doubts(reading)} >= {"rows.0.on_duty", "rows.1.on_duty"}


def alone(column: str, heads: str, *lines: str) -> kd.Reading[Any]:
    """A list of one head row in which the options of a column stand in place of its name."""
    columns = [*BEFORE, "是否到岗履职", *AFTER]
    place = columns.index(column)
    values = [*PERSON, "是", *REST]
    rows = [(*values[:place], line, *values[place + 1 :]) for line in lines]
    drawn = [" | ".join(row) for row in ((*columns[:place], heads, *columns[place + 1 :]), *rows)]
    return kd.read(document(TITLE, LINE, table(*drawn), paragraph()))


def test_options_alone_in_a_head_are_those_of_the_one_column_that_has_them() -> None:
    reading = alone(AFTER[0], "很好 | 一般 | 没有", "√ |  | ", " |  | √")
    record: Any = reading.record
    assert [row.effectiveness for row in record.rows] == [kd.Effectiveness.VERY_GOOD, kd.Effectiveness.NONE]
    assert doubts(reading) == []


@pytest.mark.parametrize(
    ("column", "heads"),
    [("是否到岗履职", "是 | 否"), (AFTER[0], "很好 | 一般"), (AFTER[0], "很好 | 备注 | 没有")],
    ids=["of several columns", "not all", "others between"],
)
def test_options_alone_that_may_be_others_are_no_column(column: str, heads: str) -> None:
    marks = " | ".join(["√", *[""] * heads.count("|")])
    reading = alone(column, heads, marks)
    record: Any = reading.record
    field = "on_duty" if column == "是否到岗履职" else "effectiveness"
    assert getattr(record.rows[0], field) is None
    assert ("KD204", f"rows.*.{field}") in doubts(reading)


INDICATORS = ("“科技副总”是否提供了每月不少于7天的兼职服务", "“科技副总”是否存在违纪违法行为")


def assessment(*rows: str) -> kd.Reading[Any]:
    return kd.read(
        document(
            paragraph("湖北省第二批“科技副总”服务中小微企业考核表"),
            table("姓名 | 李明 | 派出单位及院系 | 某大学 | 职务职称 | 教授", "接收企业 | 某公司"),
            table(*rows),
            table("派出单位考核意见 | 同意", "经信部门考核意见 | ", "组织部门考核意见 | "),
            table("解决技术难题数（个） | 促成科技成果转化数（个） | 为企业培训人次（位）", "1 | 2 | 3"),
            table("是否足额领取了第一笔工作保障经费（3万元/人） | 是", "接收企业考核意见 | "),
            paragraph(),
        )
    )


def evaluation(reading: kd.Reading[Any]) -> tuple[bool | None, bool | None]:
    record: Any = reading.record
    return record.evaluation.monthly_service_met, record.evaluation.violation


def test_a_mark_behind_a_label_answers_with_the_option_that_heads_its_column() -> None:
    reading = assessment("指标名称 | 是 | 否", f"{INDICATORS[0]} |  | √", f"{INDICATORS[1]} | √ | ")
    assert evaluation(reading) == (False, True)
    assert "KD320" not in {finding.code for finding in reading.findings}


def test_a_mark_in_the_second_of_two_columns_without_options_is_no_answer() -> None:
    reading = assessment(f"{INDICATORS[0]} |  | √", f"{INDICATORS[1]} | √ | ")
    assert evaluation(reading) == (None, True)
    assert ("KD205", "evaluation.monthly_service_met") in doubts(reading)
