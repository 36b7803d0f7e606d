"""Rows whose cells do not fit the head of their list. Drawn as text."""

from __future__ import annotations

from typing import Any

import pytest

import kjfz_docs as kd
from tests.making import document, paragraph, table

LINE = paragraph("各区经信局（盖章）：江夏区经信局    填报人：王芳    填报日期：2023年8月25日")
HEAD = (
    "序号 | “科技副总”姓名 | 派出单位及院系 | 职称职务 | 接收企业 | 未能签约到岗、履职服务原因（300字以内）"
)
ONE = "1 | 李明 | 武汉大学 | 教授 | 甲公司 | 出国访学"
TWO = "2 | 王芳 | 江汉大学 | 讲师 | 乙公司 | 企业停产"


def read(*lines: str) -> kd.Reading[Any]:
    title = paragraph("湖北省第四批“科技副总”未签约到岗、履职服务情况汇总表")
    return kd.read(document(title, LINE, table(*lines), paragraph()))


def read_4(*lines: str) -> kd.Reading[Any]:
    title = paragraph("湖北省第四批“科技副总”支持经费第一次拨付个人账户信息采集表")
    return kd.read(document(title, LINE, table(*lines), paragraph()))


def doubts(reading: kd.Reading[Any], *quiet: str) -> list[tuple[str, str | None]]:
    return [
        (finding.code, finding.field)
        for finding in reading.findings
        if finding.severity is not kd.Severity.NOTE and finding.code not in quiet
    ]


def test_a_row_from_which_a_cell_was_deleted_is_doubted() -> None:
    reading = read(HEAD, "1 | 李明 | 武汉大学 | 甲公司 | 出国访学", TWO)
    assert doubts(reading, "KD401") == [("KD241", "rows.0")]


def test_a_row_that_lacks_its_last_cells_is_not_where_the_last_value_is_in_place() -> None:
    head = "序号 | 接收企业 | 派出单位及院系 | 职称职务 | 未能签约到岗、履职服务原因 | “科技副总”姓名 | 备注"
    assert doubts(read(head, "1 | 甲公司 | 武汉大学 | 教授 | 出国访学 | 李明", " |  |  |  |  |  | ")) == []


def test_a_person_whose_name_stands_over_two_rows_is_doubted() -> None:
    first = "1↓ | 李明↓ | 武汉大学 | 教授↓ | 甲公司↓ | 出国访学↓"
    reading = read(HEAD, first, "↑ | ↑ | 机械学院 | ↑ | ↑ | ↑", TWO)
    assert ("KD205", "rows.1.name") in doubts(reading)


def test_a_reason_over_two_rows_is_that_of_both() -> None:
    first = "1 | 李明 | 武汉大学 | 教授 | 甲公司 | 企业停产↓"
    reading = read(HEAD, first, "2 | 王芳 | 江汉大学 | 讲师 | 乙公司 | ↑")
    record: Any = reading.record
    assert [row.reason for row in record.rows] == ["企业停产", "企业停产"]
    assert doubts(reading) == []


HEADS_4 = (
    "“科技副总”姓名↓ | 性别↓ | 党派↓ | 个人账号信息→2 | 服务企业↓ | "
    "是否已与企业签约（是/否）↓ | 是否到岗履职（是/否）↓ | 服务成效（很好/一般/没有）↓ | "
    "企业满意度（很满意/满意/不满意）↓ | 联系手机↓"
)
BELOW_4 = "↑ | ↑ | ↑ | {} | ↑ | ↑ | ↑ | ↑ | ↑ | ↑"
PERSON_4 = "李明 | 男 | 群众 | {} | 甲公司 | 是 | 是 | 很好 | 满意 | 13912345678"


@pytest.mark.parametrize("below", ["行名 | 卡号", "开户行 | 账号"])
@pytest.mark.parametrize(
    "cells", ["汉口银行洪山支行 | 6231057322456189708", "6231057322456189708 | 汉口银行洪山支行"]
)
def test_branch_and_number_in_two_columns_of_one_head_are_told_apart(below: str, cells: str) -> None:
    reading = read_4(HEADS_4, BELOW_4.format(below), PERSON_4.format(cells))
    record: Any = reading.record
    assert record.rows[0].account == kd.BankAccount(branch="汉口银行洪山支行", number="6231057322456189708")
    assert doubts(reading, "KD224", "KD418", "KD206") == []


def test_heads_that_reach_into_a_row_make_it_no_person() -> None:
    reading = read_4(
        HEADS_4, BELOW_4.format("甲 | 乙"), PERSON_4.format("汉口银行洪山支行 | 6231057322456189708")
    )
    record: Any = reading.record
    assert [row.name for row in record.rows] == ["李明"]


def test_a_label_beside_all_rows_makes_them_no_head() -> None:
    first = "家↓ | 序号 | “科技副总”姓名 | 派出单位及院系 | 职称职务 | 接收企业 | 未能签约到岗、履职服务原因"
    reading = read(first, f"↑ | {ONE}", f"↑ | {TWO}")
    record: Any = reading.record
    assert [row.name for row in record.rows] == ["李明", "王芳"]
