"""Columns of a list that the form does not have. Drawn as text."""

from __future__ import annotations

from typing import Any

import pytest

import kjfz_docs as kd
from tests.making import document, paragraph, table

HEAD = (
    "{} | “科技副总”姓名 | 性别 | 党派 | 开户行（支行） | 银行账号 | 服务企业 | "
    "是否已与企业签约（是/否） | 是否到岗履职（是/否） | 服务成效（很好/一般/没有） | "
    "企业满意度（很满意/满意/不满意） | 联系手机"
)
ROW = "{} | {} | 男 | 群众 | 汉口银行洪山支行 | 6231057322456189708 | 甲公司 | 是 | 是 | 很好 | 满意 | 13912345678"


def remarks(head: str, *texts: str) -> list[str | None]:
    rows = (ROW.format(text, name) for text, name in zip(texts, ("李明", "王芳", "赵强"), strict=False))
    title = paragraph("湖北省第四批“科技副总”支持经费第一次拨付个人账户信息采集表")
    line = paragraph("各区经信局（盖章）：江夏区经信局    填报人：王芳    填报日期：2023年8月25日")
    reading: kd.Reading[Any] = kd.read(document(title, line, table(HEAD.format(head), *rows), paragraph()))
    return [finding.raw for finding in reading.findings if finding.code == "KD206"]


def test_a_column_is_said_once() -> None:
    assert remarks("学历", "博士", "硕士") == ["学历：博士"]


@pytest.mark.parametrize("head", ["序号", "序 号", "编号", "No."])
def test_a_column_that_counts_the_rows_needs_no_finding(head: str) -> None:
    assert remarks(head, "1", "2", "3") == []


def test_a_column_of_other_numbers_is_said() -> None:
    assert remarks("编号", "1", "3") == ["编号：1"]
    assert remarks("学历", "1", "2") == ["学历：1"]
    assert remarks("序号", "甲", "2") == ["序号：甲"]
